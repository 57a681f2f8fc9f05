import Evidence
import Normalization
import Tables

/// How an audit prints numbers.
enum AuditNumber {
  /// Six significant digits without an exponent, or the whole number if it is one.
  static func text(_ value: Double) -> String {
    DataText.plain(value, digits: 6)
  }

  /// A row's or a constant's number as its file prints it where the units agree, else rounded.
  static func text(_ quantity: Quantity, of anchor: Anchor) -> String {
    switch quantity.origin {
    case .anchor(let column): anchor.printed[column] ?? text(quantity.value)
    case .constant(let constant):
      constant.isInBaseUnit ? constant.text : "\(quantity.value)"
    case .derived: text(quantity.value)
    }
  }

  /// `2.039e12 B/s`
  static func textWithUnit(_ quantity: Quantity, of anchor: Anchor) -> String {
    text(quantity, of: anchor) + (quantity.unit.isEmpty ? "" : " \(quantity.unit)")
  }

  /// For JSON: a given number as its file has it, a derived one rounded.
  static func value(_ quantity: Quantity) -> Double {
    if case .derived = quantity.origin { return DataText.rounded(quantity.value) }
    return quantity.value
  }
}

extension Constant {
  fileprivate var isInBaseUnit: Bool {
    if case .number(let printed, let base) = value { printed == base } else { true }
  }

  /// The value with its unit: `0.43`, `989e12 FLOP/s`.
  var textWithUnit: String { ["1", "word"].contains(unit) ? text : "\(text) \(unit)" }

  /// `low` to `high` in the unit of the row.
  var printedRange: ClosedRange<Double>? {
    guard let range, case .number(let printed, let base) = value else { return nil }
    func inUnit(_ end: Double) -> Double {
      DataText.rounded(base == 0 ? end : end * (printed / base))
    }
    return inUnit(range.lowerBound)...inUnit(range.upperBound)
  }

  /// The value with its unit and how far the sources leave it open: `0.9 (0.85 to 0.92)`.
  var textWithRange: String {
    textWithUnit
      + (printedRange.map {
        " (\(DataText.text($0.lowerBound)) to \(DataText.text($0.upperBound)))"
      } ?? "")
  }
}
