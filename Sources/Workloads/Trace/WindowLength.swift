import Tables

/// The length of the windows that a trace is divided into: a second to ten years.
public struct WindowLength: Equatable, Sendable, CustomStringConvertible {
  public let seconds: Double

  public static let hour = WindowLength(known: 3600)

  private static let limits = 1...315_360_000.0
  private static let units: [(name: String, seconds: Double)] = [
    ("d", 86_400), ("h", 3600), ("min", 60), ("s", 1),
  ]

  private init(known seconds: Double) { self.seconds = seconds }

  /// Reads `1h`, `15 min`, `0.5 d`.
  /// - Throws: a fault that says how to write it.
  public init(parsing text: String) throws(CellFault) {
    let letters = text.reversed().prefix { $0.isLetter }.reversed()
    guard let unit = Self.units.first(where: { $0.name == String(letters) }) else {
      throw CellFault("\(quoted(text)) is not a length of time; write it like 1h, 15min, 30s or 1d")
    }
    var number = text.dropLast(letters.count)
    if number.last == " " { number = number.dropLast() }
    let seconds = try DecimalNumber(String(number)).value() * unit.seconds
    guard Self.limits.contains(seconds) else {
      throw CellFault("\(quoted(text)) is not between 1s and 3650d")
    }
    self.seconds = seconds
  }

  /// In the largest unit that has a whole number of them: `1 h`, `90 s`.
  public var description: String {
    let unit = Self.units.first { seconds.truncatingRemainder(dividingBy: $0.seconds) == 0 }
    return "\(DataText.text(seconds / (unit?.seconds ?? 1))) \(unit?.name ?? "s")"
  }

  /// Of 100 ns.
  var ticks: Int { Int((seconds * Double(TraceRow.ticksPerSecond)).rounded()) }
}
