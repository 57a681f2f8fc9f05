import Tables

/// What a document prints: a number, a bound or range for one, a truth or a word.
public enum PrintedValue: Equatable, Sendable {
  public enum Relation: String, CaseIterable, Sendable {
    // The longer ones first: a bound is read by its prefix.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  /// `digits` is what the printed digits leave open.
  case number(Double, digits: PrintedDigits)
  case bound(Relation, Double)
  case range(Double, Double)
  case truth(Bool)
  case word(String)

  /// Reads `1.31`, `>0.95`, `<=0.05`, `50..60`, `true`, `false`; anything else is a word.
  public init(_ text: String) {
    if let truth = Bool(text) {
      self = .truth(truth)
    } else if let value = Self.number(text) {
      self = .number(value, digits: PrintedDigits(text))
    } else if let relation = Relation.allCases.first(where: { text.hasPrefix($0.rawValue) }),
      let value = Self.number(String(text.dropFirst(relation.rawValue.count)))
    {
      self = .bound(relation, value)
    } else if let (low, high) = Self.ends(text) {
      self = .range(low, high)
    } else {
      self = .word(text)
    }
  }

  private static func number(_ text: String) -> Double? {
    try? DecimalNumber(text).value()
  }

  private static func ends(_ text: String) -> (Double, Double)? {
    guard let dots = text.firstRange(of: ".."), let low = number(String(text[..<dots.lowerBound])),
      let high = number(String(text[dots.upperBound...])), low <= high
    else { return nil }
    return (low, high)
  }
}

/// Half a unit of the last digit of a printed number.
public struct PrintedDigits: Equatable, Sendable {
  /// Filling zeros at the end of a whole number without a decimal point are no digits: 5 for 140,
  /// 50 for 100, 0.05 for 9.0.
  public let halfUnit: Double

  /// - Parameter text: a decimal number.
  init(_ text: String) {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "e" || $0 == "E"
    }
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let decimals = digits.count == 2 ? digits[1].count : 0
    let zeros = digits.count == 2 ? 0 : digits[0].reversed().prefix { $0 == "0" }.count
    let filling = zeros == digits[0].filter(\.isNumber).count ? 0 : zeros
    halfUnit = Double("0.5e\(exponent - decimals + filling)") ?? 0.5
  }
}
