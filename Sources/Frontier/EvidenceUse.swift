import Evidence

/// What the figures make of calibration.csv: each row is in exactly one of the
/// four, but for those that name the choices themselves.
public struct EvidenceUse: Equatable, Sendable {
  /// Read by a figure, in file order.
  public let used: [Constant]
  /// Prices of other providers, accelerators and dates than the pin's: for other pins.
  public let otherPrices: [Constant]
  /// Rows of readings that do not hold.
  public let otherReadings: [Constant]
  /// Read by no figure.
  public let unused: [Constant]

  /// Computes what the figures show and remembers what was looked up.
  /// - Parameter figures: computes every figure of an edition.
  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition, computing figures: (Edition) throws -> Void) throws {
    let log = LookupLog()
    try figures(edition.recording(in: log))
    let calibration = edition.calibration
    let settings = Dictionary(
      calibration.overrides.map { ($0.line, $0) }, uniquingKeysWith: { $1 })
    let inForce = calibration.rows
    let held = Set(inForce.map(\.line))
    otherReadings = calibration.fileRows.filter { row in
      row.reading != nil && row.entity.kind != .choice && !held.contains(row.line)
    }
    let rows = inForce.map { settings[$0.line] ?? $0 }
    let lines = log.lines
    used = rows.filter { lines.contains($0.line) }
    let others = rows.filter { !lines.contains($0.line) }
    otherPrices = others.filter(\.entity.isRate)
    unused = others.filter { !$0.entity.isRate }
  }
}
