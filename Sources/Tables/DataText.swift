import Glibc

/// Numbers as data files, JSON and tables for programs have them: ASCII, no grouping, the same
/// bytes on every machine. For numbers set in print see `NumberFormat` in Plotting.
public enum DataText {
  /// The word for what no batch can serve within the contract.
  public static let infeasible = "infeasible"

  /// Nine significant digits without trailing zeros, as C's `%.9g`: enough to compare by, too few
  /// for the last bits of exp and log to show.
  public static func text(_ value: Double) -> String {
    // Adding zero turns −0 into 0.
    NineDigits(value)?.text ?? formatted("%.9g", [value + 0], capacity: 24)
  }

  /// `infeasible` for nil.
  public static func text(_ value: Double?) -> String { value.map { text($0) } ?? infeasible }

  /// What `text(_:)` is read as: for JSON, which then agrees with the data files.
  public static func rounded(_ value: Double) -> Double {
    NineDigits(value)?.value ?? Double(text(value)) ?? value
  }

  /// At most `digits` significant digits, 1 to 9, halves rounded away from zero.
  public static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return text(value) }
    let scale = pow(10, Double(digits - 1) - floor(log10(value.magnitude)))
    return text((value * scale).rounded() / scale)
  }

  /// `digits` significant digits without an exponent: every digit before the point, trailing zeros
  /// after it; a whole number as it is.
  public static func plain(_ value: Double, digits: Int) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return fixed(value, decimals: 0) }
    guard value.isFinite, value != 0 else { return "\(value)" }
    let exponent = Int(floor(log10(value.magnitude)))
    return fixed(value, decimals: max(0, digits - 1 - exponent))
  }

  /// `decimals` digits after the point.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    // 309 digits before the point at most, for the largest finite number.
    formatted("%.*f", [Int32(decimals), value + 0], capacity: 330 + decimals)
  }

  /// C's own formatting in the C locale, the only one that the program runs in.
  private static func formatted(
    _ format: String, _ arguments: [any CVarArg], capacity: Int
  ) -> String {
    withVaList(arguments) { arguments in
      // Straight into a `String` it would keep the whole capacity.
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        let count = Int(vsnprintf(buffer.baseAddress, capacity, format, arguments))
        return String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
      }
    }
  }
}

/// A number rounded to nine significant digits, exactly, because in whole numbers. The data file of
/// one figure has 70,000 numbers: this is several times as fast as `%.9g`.
private struct NineDigits {
  let isNegative: Bool
  /// Nine digits, the first of them not 0.
  let digits: UInt64
  /// The power of ten of the first digit, −14 to 9.
  let exponent: Int

  private static let powersOfTen: [UInt128] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { power, _ in 10 * power }
  }

  /// - Returns: nil for magnitudes outside 2^−44 ..< 10^9, where 128 bits might not do, and for
  ///   what is not finite.
  init?(_ value: Double) {
    guard value.magnitude >= 0x1p-44, value.magnitude < 1e9 else { return nil }
    let significand = UInt128(value.significandBitPattern | 1 << 52)
    let shift = 52 - Int(value.exponent)
    // log10 of the power of two, from log10(2) ≈ 1233 / 4096: right for the value, or one too low.
    var exponent = (Int(value.exponent) * 1233) >> 12
    // The value times the power of ten that leaves nine digits before the point, times 2^shift:
    // below 2^53 · 10^22 < 2^127.
    var scaled = significand * Self.powersOfTen[8 - exponent]
    if scaled >> shift >= 1_000_000_000 {
      exponent += 1
      scaled = significand * Self.powersOfTen[8 - exponent]
    }
    let rest = scaled & ((1 << shift) - 1)
    let half: UInt128 = 1 << (shift - 1)
    var digits = UInt64(scaled >> shift)
    // To the nearest, and from the middle to the even digit: as C does.
    if rest > half || (rest == half && digits % 2 == 1) { digits += 1 }
    if digits == 1_000_000_000 {
      digits = 100_000_000
      exponent += 1
    }
    isNegative = value < 0
    self.digits = digits
    self.exponent = exponent
  }

  /// The `Double` nearest to the digits: they and the powers of ten up to 10^22 are exact, so that
  /// a single division, correctly rounded, finds it.
  var value: Double {
    let power = Double(Self.powersOfTen[abs(8 - exponent)])
    let magnitude = exponent <= 8 ? Double(digits) / power : Double(digits) * power
    return isNegative ? -magnitude : magnitude
  }

  /// As `%.9g` has it: without trailing zeros, with an exponent below 10^−4 and from 10^9 on.
  var text: String {
    String(unsafeUninitializedCapacity: 20) { buffer in
      var end = 0
      func append(_ byte: UInt8) {
        buffer[end] = byte
        end += 1
      }
      if isNegative { append(UInt8(ascii: "-")) }
      let isPlain = (-4..<9).contains(exponent)
      if isPlain && exponent < 0 {
        append(UInt8(ascii: "0"))
        append(UInt8(ascii: "."))
        for _ in 1..<(-exponent) { append(UInt8(ascii: "0")) }
      }
      let whole = !isPlain ? 1 : max(0, exponent + 1)
      var (rest, power, count) = (digits, 100_000_000 as UInt64, 0)
      while rest > 0 || count < whole {
        if count == whole, exponent >= 0 || !isPlain { append(UInt8(ascii: ".")) }
        append(UInt8(ascii: "0") + UInt8(rest / power))
        (rest, power, count) = (rest % power, power / 10, count + 1)
      }
      if !isPlain {
        append(UInt8(ascii: "e"))
        append(UInt8(ascii: exponent < 0 ? "-" : "+"))
        append(UInt8(ascii: "0") + UInt8(abs(exponent) / 10))
        append(UInt8(ascii: "0") + UInt8(abs(exponent) % 10))
      }
      return end
    }
  }
}
