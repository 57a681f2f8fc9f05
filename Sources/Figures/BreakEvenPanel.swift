import Evidence
import Frontier
import Normalization
import Tables

/// One contract's panel of Figure 2, as numbers.
struct BreakEvenPanel {
  /// A published system's place; without a bandwidth for a colocated one.
  struct System {
    let id: String
    let name: String
    let role: Anchor.Role
    let prefillShare: Double
    /// B/s.
    let bandwidth: Double?
  }

  /// In the order of the panels.
  static let contracts = ["tight", "standard", "relaxed"]
  static let shares = BreakEvenSurface.shares
  static let bandwidthRange = BreakEvenSurface.bandwidthRange
  static let bandwidths = BreakEvenSurface.bandwidths

  let surface: BreakEvenSurface
  /// Columns of equal α, by rising B.
  let grid: [[BreakEvenSurface.Cell]]
  /// By rising η: at both ends of the sweep and at the default.
  let contours: [BreakEvenSurface.Contour]
  let overlaps: ClosedRange<Double>
  let systems: [System]

  /// Whether no batch meets the contract, not even that of a decode pool without prefill.
  var isInfeasible: Bool { !grid.joined().contains { $0.disaggregated != nil } }

  /// The contract as `TTFT99/TPOT99` in ms.
  var name: String {
    DataText.text(surface.contract.ttftMs) + "/" + DataText.text(surface.contract.tpotMs)
  }

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ context: FigureContext, contract: String) throws {
    let frame = ReferenceFrame(pin: context.pin)
    let calibration = context.calibration
    surface = try BreakEvenSurface(
      calibration: calibration,
      model: calibration.costModel(
        model: frame.model, accelerator: frame.accelerator, pin: frame.pin),
      contract: contract)
    let surface = surface
    grid = Self.shares.map { share in
      Self.bandwidths.map { surface.cell(prefillShare: share, bandwidth: $0) }
    }
    overlaps = try calibration.overlapRange()
    contours = Set([overlaps.lowerBound, surface.transfer.overlap, overlaps.upperBound]).sorted()
      .map {
        surface.contour(overlap: $0, shares: Self.shares, bandwidths: Self.bandwidths)
      }
    systems = context.dataset.anchors.map { anchor in
      System(
        id: anchor.id, name: anchor.system, role: anchor.role,
        prefillShare: anchor.prefillShare, bandwidth: anchor.bandwidthBytesPerSecond)
    }
  }
}
