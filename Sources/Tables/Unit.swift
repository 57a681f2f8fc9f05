/// A unit that a table may print a number in, and its factor to the base unit of its group.
///
/// The factor is 10^`decimalExponent` · 2^`binaryExponent`: kept as exponents, a number printed
/// with a decimal unit is rounded only once, so that 2.039 TB/s is exactly 2.039e12 B/s.
public struct Unit: Hashable, Sendable {
  public let name: String
  public let decimalExponent: Int
  public let binaryExponent: Int

  init(_ name: String, decimalExponent: Int = 0, binaryExponent: Int = 0) {
    self.name = name
    self.decimalExponent = decimalExponent
    self.binaryExponent = binaryExponent
  }

  /// A number of the base unit as this unit prints it.
  func printed(_ base: Double) -> Double {
    let decimal = Double("1e\(decimalExponent)") ?? 1
    return base / decimal * Double(sign: .plus, exponent: -binaryExponent, significand: 1)
  }

  public static let one = Unit("1")
  public static let bytesPerSecond = Unit("B/s")
  public static let gigabytesPerSecond = Unit("GB/s", decimalExponent: 9)
  public static let tokens = Unit("tokens")
  public static let milliseconds = Unit("ms")
}

/// The units that measure one thing. The first is the base unit, which numbers are converted to.
public enum UnitGroup: String, CaseIterable, Sendable {
  case ratio, computeRate, bandwidth, capacity, tokens, time, hourlyPrice, word

  public var units: [Unit] {
    switch self {
    case .ratio: [.one]
    case .computeRate: [Unit("FLOP/s"), Unit("TFLOP/s", decimalExponent: 12)]
    case .bandwidth:
      [.bytesPerSecond, .gigabytesPerSecond, Unit("TB/s", decimalExponent: 12)]
    case .capacity:
      [Unit("B"), Unit("GB", decimalExponent: 9), Unit("GiB", binaryExponent: 30)]
    case .tokens: [.tokens]
    case .time: [.milliseconds, Unit("s", decimalExponent: 3)]
    case .hourlyPrice: [Unit("USD/h")]
    case .word: [Unit("word")]
    }
  }

  /// The unit of this group with that name.
  ///
  /// - Throws: a fault that lists the allowed names.
  public func unit(named name: String) throws(CellFault) -> Unit {
    guard let unit = units.first(where: { $0.name == name }) else {
      throw .notOneOf(units.map(\.name), name)
    }
    return unit
  }
}
