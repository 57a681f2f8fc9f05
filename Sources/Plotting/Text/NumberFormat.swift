import Glibc

/// Numbers as a reader expects them in print: a real minus sign (U+2212), thousands parted by
/// commas from 10,000 on, no floating-point noise, an exponent only where it is asked for. For
/// numbers that programs read see `DataText` in Tables.
public enum NumberFormat {
  private static let minus = "\u{2212}"

  /// `value` with exactly `decimals` digits after the point.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return nonFinite(value) }
    let digits = printed(value.magnitude, decimals: max(0, decimals))
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return (value < 0 && !isZero ? minus : "") + grouped(digits)
  }

  /// `value` rounded to `digits` significant digits, trailing zeros kept: 0.50, 1.23, 12,300.
  public static func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : nonFinite(value) }
    let wanted = max(1, digits)
    let exponent = decimalExponent(value.magnitude, digits: wanted)
    let decimals = wanted - 1 - exponent
    if decimals >= 0 { return fixed(value, decimals: decimals) }
    let unit = pow(10, Double(-decimals))
    return fixed((value / unit).rounded(.toNearestOrEven) * unit, decimals: 0)
  }

  /// `value` rounded to `digits` significant digits, trailing decimal zeros dropped: 0.5, 760, 12.35.
  public static func rounded(_ value: Double, digits: Int) -> String {
    let text = significant(value, digits: digits)
    guard text.contains(".") else { return text }
    let kept = text.reversed().drop { $0 == "0" }
    return String((kept.first == "." ? kept.dropFirst() : kept).reversed())
  }

  /// `rounded` for reading aloud or searching: in ASCII, with a hyphen for the minus sign.
  public static func ascii(_ value: Double, digits: Int) -> String {
    rounded(value, digits: digits).replacing(minus, with: "-")
  }

  /// `rounded` from 0.0001 up to 10,000,000; what is smaller or larger with a power of ten and up
  /// to nine digits, as input files have it: 3.35e12.
  public static func compact(_ value: Double, digits: Int) -> String {
    let size = value.magnitude
    guard size != 0, size.isFinite, !(1e-4..<1e7).contains(size) else {
      return rounded(value, digits: digits)
    }
    let exponent = Int(log10(size).rounded(.down))
    let mantissa = rounded(value / pow(10, Double(exponent)), digits: 9)
    return "\(mantissa)e\(exponent < 0 ? minus : "")\(abs(exponent))"
  }

  /// A change as a share of what it changes, with its sign: `+12.3 %`, `0.0 %`.
  public static func percent(_ share: Double, decimals: Int = 1) -> String {
    guard share.isFinite else { return nonFinite(share) + " %" }
    let text = printed((share * 100).magnitude, decimals: decimals)
    if text.allSatisfy({ "0.".contains($0) }) { return "\(text) %" }
    return "\(share > 0 ? "+" : minus)\(text) %"
  }

  /// A number as it stands in a file, with a real minus sign for its hyphen.
  public static func typeset(_ text: String) -> String {
    text.hasPrefix("-") ? minus + text.dropFirst() : text
  }

  /// `value` with the fewest decimals that tell it to 12 significant digits: 0.5, 2, 10,000.
  /// - Parameter decimals: how many there are at least: two for a price.
  public static func plain(_ value: Double, atLeast decimals: Int = 0) -> String {
    fixed(value, decimals: max(decimals, decimalsNeeded([value])))
  }

  /// The fewest decimals with which every one of `values` is told to 12 significant digits of the
  /// largest among them.
  public static func decimalsNeeded(_ values: [Double]) -> Int {
    let finite = values.filter(\.isFinite)
    let largest = finite.map(\.magnitude).max() ?? 0
    guard largest > 0 else { return 0 }
    let most = max(0, 11 - Int(floor(log10(largest))))
    let tolerance = largest * 1e-12
    func tells(_ decimals: Int) -> Bool {
      let unit = pow(10, Double(decimals))
      return finite.allSatisfy { abs(($0 * unit).rounded() / unit - $0) <= tolerance }
    }
    return (0...most).first(where: tells) ?? most
  }

  private static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "NaN" : value > 0 ? "∞" : minus + "∞"
  }

  /// The power of ten of the first digit once `value` is rounded: 9.99 to two digits is 10.
  private static func decimalExponent(_ value: Double, digits: Int) -> Int {
    let exponent = Int(floor(log10(value)))
    let unit = pow(10, Double(exponent - digits + 1))
    return (value / unit).rounded() * unit >= pow(10, Double(exponent + 1)) * (1 - 1e-12)
      ? exponent + 1 : exponent
  }

  /// C's `%.*f` in the C locale, the only one this program runs in.
  private static func printed(_ value: Double, decimals: Int) -> String {
    // 309 digits before the point at most, for the largest finite number.
    let capacity = 330 + decimals
    return withVaList([Int32(decimals), value]) { arguments in
      var buffer = [CChar](repeating: 0, count: capacity)
      let count = Int(vsnprintf(&buffer, capacity, "%.*f", arguments))
      return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  private static func grouped(_ digits: String) -> String {
    let whole = digits.prefix { $0 != "." }
    guard whole.count > 4 else { return digits }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0 && (whole.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result + digits.dropFirst(whole.count)
  }
}
