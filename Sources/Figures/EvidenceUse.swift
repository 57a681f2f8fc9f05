import Evidence
import Frontier
import Normalization

/// What the figures make of calibration.csv: each row is in exactly one of the three.
public struct EvidenceUse: Equatable, Sendable {
  /// Read by a figure, in file order.
  public let used: [Constant]
  /// Prices of other providers, accelerators and dates than the pin's: for other pins.
  public let otherPrices: [Constant]
  /// Read by no figure.
  public let unused: [Constant]

  /// Computes the numbers of all three figures and remembers what was looked up.
  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ context: FigureContext) throws {
    let log = LookupLog()
    try context.recording(in: log).readEvidence()
    let calibration = context.calibration
    let settings = Dictionary(
      calibration.overrides.map { ($0.line, $0) }, uniquingKeysWith: { $1 })
    let rows = calibration.rows.map { settings[$0.line] ?? $0 }
    let lines = log.lines
    used = rows.filter { lines.contains($0.line) }
    let others = rows.filter { !lines.contains($0.line) }
    otherPrices = others.filter(\.isPrice)
    unused = others.filter { !$0.isPrice }
  }
}

extension FigureContext {
  /// This evidence, which tells `log` of every constant that is looked up in it.
  public func recording(in log: LookupLog) -> FigureContext {
    FigureContext(
      dataset: Dataset(anchors: dataset.anchors, calibration: calibration.recording(in: log)),
      pin: pin, digests: digests)
  }

  /// Looks up what the figures look up, without laying them out. That it is the same is a test's
  /// business.
  fileprivate func readEvidence() throws {
    let frame = ReferenceFrame(pin: pin)
    _ = try frontier(on: frame.accelerator)
    for accelerator in HardwarePanel.accelerators where accelerator != frame.accelerator {
      // Figure 3 leaves a panel without a price empty.
      guard (try? calibration.rate(of: accelerator, at: pin)) != nil else { continue }
      _ = try frontier(on: accelerator)
    }
    let model = try calibration.costModel(
      model: frame.model, accelerator: frame.accelerator, pin: pin)
    for contract in BreakEvenPanel.contracts {
      _ = try BreakEvenSurface(calibration: calibration, model: model, contract: contract)
    }
    for id in calibration.ids(of: .interconnect) {
      _ = try calibration.number("interconnect/\(id)", "bytes_per_s")
    }
  }
}

extension Constant {
  /// Whether this is a price of an accelerator.
  public var isPrice: Bool { entity.hasPrefix("\(EntityKind.rate.rawValue)/") }
}
