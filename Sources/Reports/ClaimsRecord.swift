import Claims
import Evidence
import Frontier
import Plotting
import Tables

/// A checked statement as another program reads it.
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
  let document: String
  let section: String
  let statement: String
  let kind: String
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
  let reason: String
  let quotation: String?

  init(_ entry: ClaimBook.Entry) {
    let claim = entry.claim
    id = claim.id
    document = claim.document.rawValue
    section = claim.section
    statement = claim.statement
    kind = claim.kind.rawValue
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
    reason = entry.reason
    quotation = claim.quotation
  }

  /// The columns of claims.csv with `computed` and `verdict` among them.
  static func csv(_ entries: [ClaimBook.Entry]) -> String {
    var table = ReportTable(
      [
        "id", "document", "section", "statement", "kind", "quantity", "printed", "computed",
        "unit", "tolerance", "tolerance_basis", "verdict", "expected_verdict", "reason",
      ].map(ReportTable.Column.left))
    for entry in entries {
      let claim = entry.claim
      table.append([
        claim.id, claim.document.rawValue, claim.section, claim.statement, claim.kind.rawValue,
        claim.quantityText, claim.printedText, entry.computed?.exactText ?? "", claim.unit,
        claim.toleranceText, claim.toleranceBasis.rawValue, entry.verdict.rawValue,
        claim.expectedVerdict.rawValue, entry.reason,
      ])
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
    case .rounding, .stated: "±\(claim.toleranceText)"
    case .exact, .bound, .range: claim.toleranceBasis.rawValue
    case .none: "–"
    }
  }

  private func withUnit(_ text: String) -> String {
    claim.unit == "1" ? text : "\(text) \(claim.unit)"
  }
}
