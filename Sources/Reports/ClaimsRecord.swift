import Claims
import Evidence
import Frontier
import Plotting
import Tables

/// A checked row as another program reads it.
struct ClaimsRecord: Encodable {
  /// A number, a truth or a word.
  enum Value: Encodable {
    case number(Double)
    case truth(Bool)
    case word(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .truth(let truth): try container.encode(truth)
      case .word(let word): try container.encode(word)
      }
    }
  }

  let id: String
  let sentence: String
  let document: String
  let section: String
  let statement: String
  let kind: String
  let scope: String
  let quantity: String
  /// A bound or a range as it is written.
  let printed: Value
  /// Missing where nothing is computed.
  let computed: Value?
  let unit: String
  let tolerance: Double?
  let toleranceBasis: String
  let verdict: String
  let expectedVerdict: String
  let sentenceVerdict: String
  let reason: String
  let quotation: String?
  /// Shares of combinations, and the number of those; missing where not asked for, or where the row
  /// looks up no drawn choice.
  let support: Double?
  let supportSum: Double?
  let combinations: Int?

  private enum CodingKeys: String, CodingKey {
    case id, sentence, document, section, statement, kind, scope, quantity, printed, computed, unit
    case tolerance, toleranceBasis, verdict, expectedVerdict, sentenceVerdict, reason, quotation
    case support, supportSum, combinations
  }

  /// The cells of a row of CSV.
  private let cells: [String]

  init(_ entry: ClaimBook.Entry, of sentence: ClaimSentence, support: ClaimSupport?) {
    let claim = entry.claim
    id = claim.id
    self.sentence = claim.sentence
    document = claim.document.rawValue
    section = claim.section
    statement = claim.statement
    kind = claim.kind.rawValue
    scope = claim.scope.rawValue
    quantity = claim.quantityText
    printed =
      switch claim.printed {
      case .number(let number, _): .number(number)
      case .truth(let truth): .truth(truth)
      case .bound, .range, .word: .word(claim.printedText)
      }
    computed = entry.computed.map { computed in
      switch computed {
      case .number(let number):
        .number(DataText.rounded(number))
      case .truth(let truth): .truth(truth)
      case .word, .unbounded, .infeasible: .word(computed.text)
      }
    }
    unit = claim.unit
    tolerance = claim.tolerance
    toleranceBasis = claim.toleranceBasis.rawValue
    verdict = entry.verdict.rawValue
    expectedVerdict = claim.expectedVerdict.rawValue
    sentenceVerdict = sentence.verdict.rawValue
    reason = entry.reason
    quotation = claim.quotation
    self.support = support.map { DataText.rounded($0.all.fraction) }
    supportSum = support?.underSum.map { DataText.rounded($0.fraction) }
    combinations = support?.all.cases
    cells = [
      claim.id, claim.sentence, claim.document.rawValue, claim.section, claim.statement,
      claim.kind.rawValue, claim.scope.rawValue, claim.quantityText, claim.printedText,
      entry.computed?.exactText ?? "", claim.unit, claim.toleranceText,
      claim.toleranceBasis.rawValue, entry.verdict.rawValue, claim.expectedVerdict.rawValue,
      sentence.verdict.rawValue, entry.reason,
    ]
  }

  /// The columns of claims.csv with `computed` and the verdicts among them, and the support where it
  /// was asked for.
  static func csv(_ records: [ClaimsRecord]) -> String {
    let hasSupport = records.contains { $0.support != nil }
    var table = ReportTable(
      ([
        "id", "sentence", "document", "section", "statement", "kind", "scope", "quantity",
        "printed", "computed", "unit", "tolerance", "tolerance_basis", "verdict",
        "expected_verdict", "sentence_verdict", "reason",
      ] + (hasSupport ? ["support", "support_sum", "combinations"] : []))
      .map(ReportTable.Column.left))
    for record in records {
      let support = [
        record.support.map { DataText.text($0) } ?? "",
        record.supportSum.map { DataText.text($0) } ?? "",
        record.combinations.map(String.init) ?? "",
      ]
      table.append(record.cells + (hasSupport ? support : []))
    }
    return table.csv
  }
}

extension ClaimValue {
  /// Nine significant digits, as in the other data files.
  fileprivate var exactText: String {
    if case .number(let number) = self { DataText.text(number) } else { text }
  }

  /// For reading: six significant digits.
  var text: String {
    switch self {
    case .number(let number): NumberFormat.typeset(DataText.text(number, digits: 6))
    case .truth(let truth): String(truth)
    case .word(let word): word
    case .unbounded: "none"
    case .infeasible: DataText.infeasible
    }
  }
}

extension ClaimBook.Entry {
  public var printedWithUnit: String {
    switch claim.printed {
    case .number: withUnit(NumberFormat.typeset(claim.printedText))
    case .bound:
      withUnit(claim.printedText.replacing(">=", with: "≥").replacing("<=", with: "≤"))
    case .range: withUnit(claim.printedText.replacing("..", with: " to "))
    case .truth, .word: claim.printedText
    }
  }

  /// `–` where nothing is computed.
  public var computedWithUnit: String { computed.map { withUnit($0.text) } ?? "–" }

  /// `±0.05`, or the basis where there is no number.
  var tolerance: String {
    switch claim.toleranceBasis {
    case .rounding, .approximate, .stated: "±\(claim.toleranceText)"
    case .exact, .bound, .range: claim.toleranceBasis.rawValue
    case .none: "–"
    }
  }

  private func withUnit(_ text: String) -> String {
    claim.unit == "1" ? text : "\(text) \(claim.unit)"
  }
}
