/// A number as JSON writes it: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, and nothing else.
///
/// The text is checked before it is converted, because `Double` also takes `inf`, `nan` and
/// hexadecimal digits.
public struct DecimalNumber: Equatable, Sendable {
  private let text: String
  private let significand: Substring
  private let exponent: Int

  /// - Throws: a fault that says what is wrong with the text and how to write the number.
  public init(_ text: String) throws(CellFault) {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "e" || $0 == "E"
    }
    let exponent = parts.count == 2 ? Self.exponent(parts[1]) : 0
    guard let exponent, Self.isSignificand(parts[0]) else { throw Self.fault(of: text) }
    self.text = text
    self.significand = parts[0]
    self.exponent = exponent
  }

  /// The nearest `Double` to the number times the unit's factor.
  ///
  /// - Throws: a fault when that is beyond the range of `Double`, or so small that it becomes 0.
  public func value(in unit: Unit = .one) throws(CellFault) -> Double {
    let scaled = Double("\(significand)e\(exponent + unit.decimalExponent)") ?? .infinity
    let value = scaled * Double(sign: .plus, exponent: unit.binaryExponent, significand: 1)
    let isZero = significand.allSatisfy { "-0.".contains($0) }
    guard value.isFinite, isZero || value != 0 else {
      throw CellFault(
        "\(quoted(text)) is not finite or too small for a 64-bit number; correct its exponent")
    }
    return value
  }

  /// The number of a plain text of up to 15 digits without exponent, as most are, in the unit; nil for
  /// any other text. The digits and the power of ten are exact, so that one operation, correctly
  /// rounded, finds the nearest `Double`.
  static func plain(_ text: String, in unit: Unit) -> Double? {
    var (digits, count, decimals) = (UInt64(0), 0, -1)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard count < 15, !(count == 1 && digits == 0 && decimals < 0) else { return nil }
        digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
        count += 1
        if decimals >= 0 { decimals += 1 }
      case UInt8(ascii: "."):
        guard count > 0, decimals < 0 else { return nil }
        decimals = 0
      default: return nil
      }
    }
    let exponent = unit.decimalExponent - max(decimals, 0)
    guard count > 0, decimals != 0, abs(exponent) < powersOfTen.count else { return nil }
    let power = powersOfTen[abs(exponent)]
    let value = exponent < 0 ? Double(digits) / power : Double(digits) * power
    return value * Double(sign: .plus, exponent: unit.binaryExponent, significand: 1)
  }

  private static let powersOfTen = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in 10 * power }
  }

  /// The number without its thousands separators, where every group behind one has three digits;
  /// nil where one has not: `1,08` has a decimal comma.
  private static func withoutSeparators(_ text: String) -> String? {
    let whole = text.prefix { !".eE".contains($0) }
    let groups = whole.split(omittingEmptySubsequences: false) { ",_' \u{A0}\u{202F}".contains($0) }
    guard groups.count > 1, groups.dropFirst().allSatisfy({ $0.count == 3 && isDigits($0) }) else {
      return nil
    }
    let number = groups.joined() + text[whole.endIndex...]
    return (try? DecimalNumber(number)) == nil ? nil : number
  }

  private static func isSignificand(_ text: Substring) -> Bool {
    let unsigned = text.first == "-" ? text.dropFirst() : text
    let parts = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy(isDigits) && (unsigned.first != "0" || parts[0].utf8.count == 1)
  }

  private static func exponent(_ text: Substring) -> Int? {
    let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text
    guard isDigits(unsigned) else { return nil }
    // Beyond four digits every number is infinite or zero, which `value` refuses.
    let magnitude = min(Int(unsigned) ?? 9999, 9999)
    return text.first == "-" ? -magnitude : magnitude
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func fault(of text: String) -> CellFault { CellFault(complaint(text)) }

  private static func complaint(_ text: String) -> String {
    let lowercased = text.lowercased()
    let word = lowercased.drop { "+-".contains($0) }
    if ["inf", "infinity", "nan"].contains(word) {
      return "\(quoted(text)) is not finite; write the number, or leave the row out"
    }
    if let number = withoutSeparators(text) {
      return "\(quoted(text)) has a thousands separator; write \(number)"
    }
    let withPoint = String(text.map { $0 == "," ? "." : $0 })
    if withPoint != text, (try? DecimalNumber(withPoint)) != nil {
      return "\(quoted(text)): decimal comma? write \(withPoint)"
    }
    return "\(quoted(text)) is not a decimal number; write it like 0.27 or 2.039e12"
  }
}
