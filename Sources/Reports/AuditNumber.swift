import Evidence
import Glibc
import Normalization
import Tables

/// How an audit prints numbers.
enum AuditNumber {
  /// Six significant digits without an exponent, or the whole number if it is one.
  static func text(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return fixed(value, decimals: 0) }
    guard value.isFinite, value != 0 else { return "\(value)" }
    let exponent = Int(floor(log10(value.magnitude)))
    return fixed(value, decimals: max(0, 5 - exponent))
  }

  /// A value with `decimals` digits after the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    // 309 digits before the point at most, for the largest finite number.
    let capacity = 330 + decimals
    return withVaList([Int32(decimals), value + 0]) { arguments in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        let length = vsnprintf(buffer.baseAddress, capacity, "%.*f", arguments)
        return String(
          decoding: UnsafeRawBufferPointer(buffer).prefix(Int(length)), as: UTF8.self)
      }
    }
  }

  /// `+12.3 %`, with a sign.
  static func percent(_ share: Double, decimals: Int = 1) -> String {
    let text = fixed(share * 100, decimals: decimals)
    let isZero = text.allSatisfy { "-0.".contains($0) }
    if isZero { return "\(text.drop { $0 == "-" }) %" }
    return share > 0 ? "+\(text) %" : "−\(text.dropFirst()) %"
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
    if case .derived = quantity.origin { return rounded(quantity.value) }
    return quantity.value
  }

  /// Rounded to nine significant digits, for JSON.
  static func rounded(_ value: Double) -> Double { Double(DataText.text(value)) ?? value }
}

extension Constant {
  fileprivate var isInBaseUnit: Bool {
    if case .number(let printed, let base) = value { printed == base } else { true }
  }

  /// The value with its unit: `0.43`, `989e12 FLOP/s`.
  var textWithUnit: String { ["1", "word"].contains(unit) ? text : "\(text) \(unit)" }
}
