import CostModel
import Frontier
import Plotting
import Tables
import Workloads

/// How firm each conclusion is: its value, how it spreads over the draws, its support, and what
/// decides.
public struct SensitivityReport {
  private let result: Conclusions
  private let summary: Summary

  /// - Parameter validation: nil where there are no runs to hold the closed form against.
  public init(_ result: Conclusions, _ validation: Validation? = nil) {
    self.result = result
    summary = Summary(result, validation)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document.text(within: width)
    case .markdown: document.markdown
    case .csv: csv
    case .json: try JSON.text(SensitivityRecord(result))
    }
  }

  /// The three sentences to leave with.
  public var sentences: [String] { summary.sentences }

  /// As a part of a web page, without its title and the sentences of the summary.
  /// - Parameter id: starts the ids of its headings.
  public func html(id: String) -> String { table.html(level: 2, id: id) }

  private var document: ReportDocument {
    var document = ReportDocument()
    document.append(.title(1, "How sure each conclusion is"))
    for sentence in summary.sentences { document.append(.paragraph(sentence)) }
    document.append(contentsOf: table)
    return document
  }

  /// How a conclusion's support is to be read, and every conclusion by topic.
  private var table: ReportDocument {
    var document = ReportDocument([.note(introduction)])
    for topic in Conclusion.Topic.allCases {
      let conclusions = result.conclusions.filter { $0.topic == topic }
      guard !conclusions.isEmpty else { continue }
      document.append(.title(2, topic.rawValue))
      document.append(.table(table(conclusions)))
    }
    return document
  }

  private var introduction: String {
    let assumptions = result.assumptions
    let (asked, settings) = (assumptions.askedReadings, assumptions.assignments)
    return "Support is the share of \(result.cases) in which a conclusion holds: a share of "
      + "readings, not a probability. pass=sum is Equation 7 as printed, by itself. A break-even "
      + "is supported where it lies within ±0.05 of its value, or is the same word. Decided by: "
      + "what changes the support most when it is fixed. Values are the edition's own, at pin "
      + "\(assumptions.pin)\(asked.isEmpty ? "" : ", under \(asked.joined(separator: ", "))")"
      + (settings.isEmpty ? "" : ", with \(settings.joined(separator: ", ")) set for this run")
      + "; draws take every reading of the drawn choices, also of those that are asked for."
  }

  /// Columns that have nothing in any row are left out.
  private func table(_ conclusions: [Conclusion]) -> ReportTable {
    let all: [(ReportTable.Column, (Conclusion) -> String)] = [
      (.left("conclusion"), \.label),
      (.left("value"), { $0.text }),
      (.left("5-50-95 %"), { $0.quantiles.map(Self.text) ?? "" }),
      (.left("words"), { $0.wordsText }),
      (.right("support"), { "\($0.support.percent) %" }),
      (.right("pass=sum"), { $0.supportUnderSum.map { "\($0.percent) %" } ?? "" }),
      (.left("decided by"), { $0.influenceText }),
    ]
    let columns = all.filter { column in conclusions.contains { !column.1($0).isEmpty } }
    return ReportTable(
      columns.map(\.0), rows: conclusions.map { row in columns.map { $0.1(row) } })
  }

  private static func text(_ value: ClaimsRecord.Value) -> String {
    switch value {
    case .number(let number): DataText.text(number)
    case .truth(let truth): String(truth)
    case .word(let word): word
    }
  }

  private static func text(_ quantiles: Quantiles) -> String {
    [quantiles.p05, quantiles.p50, quantiles.p95].map { NumberFormat.fixed($0, decimals: 2) }
      .joined(separator: "-")
  }

  private var csv: String {
    let words = BreakEven.Word.allCases.map(\.rawValue)
    var table = ReportTable(
      (["id", "statement", "value", "p05", "p50", "p95"] + words
        + ["support", "support_sum", "decided_by", "effect", "decided_by_2", "effect_2"])
        .map(ReportTable.Column.left))
    for conclusion in SensitivityRecord(result).conclusions {
      func cell(_ number: Double?) -> String { number.map { DataText.text($0) } ?? "" }
      let influences = (0..<2).flatMap { place -> [String] in
        guard place < conclusion.decidedBy.count else { return ["", ""] }
        let influence = conclusion.decidedBy[place]
        return [influence.name, cell(influence.effect)]
      }
      table.append(
        [
          conclusion.id, conclusion.statement, Self.text(conclusion.value),
          cell(conclusion.p05.value),
          cell(conclusion.p50.value), cell(conclusion.p95.value),
        ] + words.map { cell(conclusion.words[$0]) }
          + [cell(conclusion.support), cell(conclusion.supportSum.value)] + influences)
    }
    return table.csv
  }
}

extension Conclusions {
  /// `20,000 draws (seed 1)`, `256 combinations of readings`
  public var cases: String { plan.text(of: count) }
}

extension Conclusion {
  /// What is said, with what it is about.
  public var statement: String { "\(topic.rawValue): \(label)" }

  /// The value for reading.
  public var text: String { finding ?? value.text }

  /// How many draws give a number, and how many each word.
  fileprivate var wordsText: String {
    guard !words.isEmpty else { return "" }
    let others = words.map(\.share.holds).reduce(0, +)
    let number = SupportShare(holds: support.cases - others, of: support.cases)
    return ([("number", number)] + words.map { ($0.word.rawValue, $0.share) })
      .filter { $0.1.holds > 0 }.map { "\($0.0) \($0.1.percent) %" }.joined(separator: ", ")
  }

  fileprivate var influenceText: String {
    decidedBy.isEmpty
      ? "nothing alone"
      : decidedBy.map { "\($0.name) \(NumberFormat.fixed($0.effect, decimals: 2))" }
        .joined(separator: ", ")
  }
}

extension Conclusion.Value {
  /// For reading.
  public var text: String {
    switch self {
    case .breakEven(let breakEven):
      breakEven.value.map { NumberFormat.fixed($0, decimals: 3) }
        ?? breakEven.word?.rawValue ?? ""
    case .verdict(let verdict): verdict?.rawValue ?? DataText.infeasible
    case .truth(let isTrue): isTrue ? "yes" : "no"
    case .relation(let relation): relation?.rawValue ?? "no comparison"
    }
  }
}

/// The conclusions as JSON; these keys stay.
struct SensitivityRecord: Encodable {
  struct Influence: Encodable {
    let name: String
    let effect: Double
  }

  struct Entry: Encodable {
    let id: String
    let statement: String
    let value: ClaimsRecord.Value
    let p05: OrNull<Double>
    let p50: OrNull<Double>
    let p95: OrNull<Double>
    let words: [String: Double]
    let support: Double
    let supportSum: OrNull<Double>
    let decidedBy: [Influence]

    init(_ conclusion: Conclusion) {
      id = conclusion.id
      statement = conclusion.statement
      value =
        conclusion.value.breakEven?.value.map { .number(DataText.rounded($0)) }
        ?? .word(conclusion.text)
      p05 = OrNull(value: conclusion.quantiles.map { DataText.rounded($0.p05) })
      p50 = OrNull(value: conclusion.quantiles.map { DataText.rounded($0.p50) })
      p95 = OrNull(value: conclusion.quantiles.map { DataText.rounded($0.p95) })
      words = BreakEven.Word.allCases.reduce(into: [:]) { words, word in
        words[word.rawValue] = DataText.rounded(conclusion.share(of: word).fraction)
      }
      support = DataText.rounded(conclusion.support.fraction)
      supportSum = OrNull(
        value: conclusion.supportUnderSum.map { DataText.rounded($0.fraction) })
      decidedBy = conclusion.decidedBy.map {
        Influence(name: $0.name, effect: DataText.rounded($0.effect))
      }
    }
  }

  let draws: Int
  /// Null where every combination is taken once.
  let seed: OrNull<UInt64>
  let pin: String
  let readings: [String: String]
  let settings: [String]
  let conclusions: [Entry]

  init(_ result: Conclusions) {
    draws = result.count
    seed = OrNull(value: result.plan.seed)
    pin = result.assumptions.pin.description
    readings = result.assumptions.readings.byChoice
    settings = result.assumptions.assignments
    conclusions = result.conclusions.map(Entry.init)
  }
}
