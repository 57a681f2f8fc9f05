import CostModel
import Evidence
import Normalization

/// Every conclusion with its support: what the edition says, in how many draws it is so, and which
/// choices decide.
public struct Conclusions: Equatable, Sendable {
  public let plan: DrawPlan
  /// Draws, or combinations where all are taken once.
  public let count: Int
  public let conclusions: [Conclusion]
  public let assumptions: Assumptions

  /// - Parameters:
  ///   - progress: is told from any thread how many of how many combinations are done.
  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(
    _ edition: Edition, plan: DrawPlan = .standard,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws {
    let draws = try Draws(edition, plan: plan)
    let rows = try SceneRows(edition)
    let own = try Scene(rows, edition)
    let questions = Question.all(own)
    let (frames, asked) = (rows.frames, questions.map(\.answer))
    let answers = try draws.map(
      sharing: { edition in
        (
          conversions: try RangedConversions(edition, frames: frames, ranged: draws.constants),
          numbers: try RangedSceneNumbers(edition.calibration, rows, ranged: draws.constants)
        )
      },
      making: { shared, draw in
        let scene = try Scene(rows, shared.conversions, shared.numbers, draw)
        return asked.map { $0(scene) }
      }, progress: progress)
    self.plan = plan
    count = draws.count
    assumptions = try Assumptions(edition)
    let counter = SupportCounter(draws)
    conclusions = try Parallel.map(Array(questions.enumerated())) { index, question in
      Conclusion(
        question, own: question.answer(own), drawn: answers.map { $0[index] }, counter)
    }
  }

  public subscript(id: String) -> Conclusion? { conclusions.first { $0.id == id } }
}

extension Conclusion {
  fileprivate init(
    _ question: Question, own: Value, drawn: [Value], _ counter: SupportCounter
  ) {
    id = question.id
    topic = question.topic
    label = question.label(own)
    value = own
    finding = question.finding
    let breakEvens = drawn.compactMap(\.breakEven)
    quantiles = Quantiles(breakEvens.compactMap(\.value))
    words =
      breakEvens.isEmpty
      ? []
      : BreakEven.Word.allCases.map { word in
        WordShare(word: word, share: SupportShare(breakEvens.map { $0.word == word }))
      }
    let found = counter.support(of: drawn.map { own.isSame(as: $0) })
    (support, supportUnderSum, decidedBy) = (found.share, found.underSum, found.decidedBy)
  }
}
