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
    let frames = rows.frames
    let answers = try draws.map(
      sharing: { edition in
        (edition, try RangedConversions(edition, frames: frames, ranged: draws.constants))
      },
      making: { shared, draw in
        let (edition, ranged) = shared
        let constants = DrawnConstants(
          edition.calibration, at: draw.values, of: draws.constants)
        let numbers = try SceneNumbers(constants, rows)
        let scene = try Scene(rows, ranged, numbers, draw)
        return questions.map { $0.answer(scene) }
      }, progress: progress)
    self.plan = plan
    count = draws.count
    assumptions = try Assumptions(edition)
    let factors = Factor.all(of: draws)
    let sums = draws.underSum
    conclusions = try Parallel.map(Array(questions.enumerated())) { index, question in
      Conclusion(
        question, own: question.answer(own), drawn: answers.map { $0[index] }, sums: sums,
        factors: factors)
    }
  }

  public subscript(id: String) -> Conclusion? { conclusions.first { $0.id == id } }
}

extension Conclusion {
  fileprivate init(
    _ question: Question, own: Value, drawn: [Value], sums: [Int]?, factors: [Factor]
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
    let holds = drawn.map { own.isSame(as: $0) }
    support = SupportShare(holds)
    supportUnderSum = SupportShare(holds, among: sums)
    decidedBy = factors.compactMap { $0.influence(on: holds) }
      .sorted { ($1.effect, $0.name) < ($0.effect, $1.name) }.prefix(2).map { $0 }
  }
}

/// A choice or a range, and which of its readings or thirds each draw has.
struct Factor: Sendable {
  let name: String
  let levels: Int
  /// By draw.
  let level: [Int]
  /// Whether draws are a sample, in which an effect may be chance.
  let isSample: Bool

  static func all(of draws: Draws) -> [Factor] {
    let isSample = draws.plan != .exhaustive
    var factors = draws.choices.map { choice in
      let places = draws.combinations.map { combination in
        combination.readings.first { $0.choice == choice.name }
          .flatMap { reading in choice.readings.firstIndex(of: reading.name) } ?? 0
      }
      return Factor(
        name: choice.name, levels: choice.readings.count,
        level: draws.combination.map { places[$0] }, isSample: isSample)
    }
    let names =
      draws.constants.map(\.name)
      + draws.anchors.map { "\(draws.edition.anchors[$0].id).throughput" }
    for (index, name) in names.enumerated() {
      factors.append(
        Factor(
          name: name, levels: 3,
          level: (0..<draws.count).map { draw in
            let places = draws.places(of: draw)
            return Int(places[places.startIndex + index] * 3)
          }, isSample: isSample))
    }
    return factors
  }

  /// nil where fixing it changes next to nothing, or no more than chance might.
  func influence(on holds: [Bool]) -> Conclusion.Influence? {
    var cases = [SupportShare](repeating: SupportShare(), count: levels)
    for (place, holds) in zip(level, holds) { cases[place].count(holds) }
    let support = SupportShare(holds).fraction
    let seen = cases.filter { $0.cases > 0 }
    guard !seen.isEmpty else { return nil }
    let effect =
      seen.map { abs($0.fraction - support) }.reduce(0, +) / Double(seen.count)
    // Of a sample a level's share is off by this much on average even where nothing depends on it.
    let each = Double(holds.count) / Double(seen.count)
    let chance = isSample ? 3 * (support * (1 - support) / each).squareRoot() : 0
    guard effect >= Conclusion.leastEffect, effect > chance else { return nil }
    return Conclusion.Influence(name: name, effect: effect)
  }
}
