import CostModel
import Evidence
import Normalization

/// Figure 2: which of chunked prefill and disaggregation is cheaper over prefill share and KV
/// bandwidth, under three contracts.
public struct BreakEvenResult: Equatable, Sendable {
  /// A published system's place; without a bandwidth for a colocated one.
  public struct System: Equatable, Sendable {
    public let id: String
    public let name: String
    /// Whether it was published under a contract.
    public let isOnContract: Bool
    public let prefillShare: Double
    /// B/s.
    public let bandwidth: Double?
    /// The costs at its place; at the largest B of the axis for a colocated one.
    public let cell: BreakEvenSurface.Cell
  }

  /// α* at one bandwidth, at the default η.
  public struct Crossing: Equatable, Sendable {
    /// B/s.
    public let bandwidth: Double
    /// Every crossing on the axis.
    public let shares: BreakEvenShares

    /// The first crossing, or who wins everywhere.
    public var breakEven: BreakEven { shares.first }
  }

  /// B* at one prefill share, at the default η.
  public struct Boundary: Equatable, Sendable {
    public let prefillShare: Double
    public let breakEven: BreakEven
  }

  /// One contract.
  public struct Panel: Equatable, Sendable {
    public let contract: BreakEvenSurface.Contract
    /// B of the grid, B/s, rising.
    public let bandwidths: [Double]
    /// Columns of equal α, `BreakEvenSurface.shares`, by rising B.
    public let grid: [[BreakEvenSurface.Cell]]
    /// By rising η: at both ends of the sweep and at the default.
    public let contours: [BreakEvenSurface.Contour]
    /// The contour at the default η over the whole axis, where there is none included.
    public let boundary: [Boundary]
    /// At `crossingBandwidths` in Figure 2.
    public let crossings: [Crossing]
    /// In the order of anchors.csv.
    public let systems: [System]
    /// The default η.
    public let overlap: Double
    /// η of the sweep.
    public let overlaps: ClosedRange<Double>

    /// Whether no batch meets the contract, not even that of a decode pool without prefill.
    public var isInfeasible: Bool { !grid.joined().contains { $0.disaggregated != nil } }

    /// The contour at the default η.
    public var defaultContour: BreakEvenSurface.Contour? {
      contours.first { $0.overlap == overlap }
    }
  }

  /// A bandwidth with the interconnects that have it.
  public struct Link: Equatable, Sendable {
    /// Calibration ids, in file order.
    public let ids: [String]
    /// B/s.
    public let bandwidth: Double
  }

  /// In the order of the panels; calibration ids.
  public static let contracts = ["tight", "standard", "relaxed"]

  /// Where α* is told in words and by arrows: the ends of the axis and four between them, B/s.
  public static let crossingBandwidths = [25e9, 40e9, 100e9, 250e9, 600e9, 900e9]

  public let panels: [Panel]
  /// By rising bandwidth.
  public let links: [Link]
  /// Of the reference accelerator.
  public let usdPerHour: Double
  /// S, prompt and output tokens of a request.
  public let tokens: Double
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    let assumptions = try Assumptions(edition)
    self.assumptions = assumptions
    usdPerHour = try edition.rate(of: assumptions.frame.accelerator).si
    let surfaces = try Self.contracts.map { try BreakEvenSurface(edition, contract: $0) }
    tokens = surfaces.first?.tokens ?? 0
    panels = surfaces.map {
      Panel($0, anchors: edition.anchors, overlaps: assumptions.overlaps)
    }
    links = try Link.all(in: edition.calibration)
  }
}

extension BreakEvenResult.Link {
  /// By rising bandwidth.
  /// - Throws: the lookup's error when a bandwidth is missing.
  public static func all(in calibration: Calibration) throws -> [BreakEvenResult.Link] {
    var ids: [Double: [String]] = [:]
    for id in calibration.ids(of: .interconnect) {
      ids[try calibration.number(.interconnect(id), "bytes_per_s"), default: []].append(id)
    }
    return ids.sorted { $0.key < $1.key }.map {
      BreakEvenResult.Link(ids: $0.value, bandwidth: $0.key)
    }
  }
}

extension BreakEvenResult.Panel {
  /// - Parameters:
  ///   - bandwidths: B of the grid, B/s, rising.
  ///   - crossingBandwidths: where α* is wanted, B/s.
  ///   - anchors: the published systems on it.
  ///   - overlaps: η of the sweep.
  public init(
    _ surface: BreakEvenSurface, bandwidths: [Double] = BreakEvenSurface.bandwidths,
    crossingBandwidths: [Double] = BreakEvenResult.crossingBandwidths, anchors: [Anchor] = [],
    overlaps: ClosedRange<Double>
  ) {
    let (shares, overlap) = (BreakEvenSurface.shares, surface.transfer.overlap)
    contract = surface.contract
    self.bandwidths = bandwidths
    self.overlap = overlap
    self.overlaps = overlaps
    grid = shares.map { surface.column(prefillShare: $0, bandwidths: bandwidths) }
    contours = Set([overlaps.lowerBound, overlap, overlaps.upperBound]).sorted().map {
      surface.contour(overlap: $0, shares: shares, bandwidths: bandwidths)
    }
    boundary = shares.map { share in
      BreakEvenResult.Boundary(
        prefillShare: share,
        breakEven: surface.breakEvenBandwidth(prefillShare: share, overlap: overlap))
    }
    crossings = crossingBandwidths.map { bandwidth in
      BreakEvenResult.Crossing(
        bandwidth: bandwidth,
        shares: surface.breakEvenPrefillShares(bandwidth: bandwidth, overlap: overlap))
    }
    systems = anchors.map { anchor in
      BreakEvenResult.System(
        id: anchor.id, name: anchor.system, isOnContract: anchor.isOnContract,
        prefillShare: anchor.prefillShare, bandwidth: anchor.bandwidthBytesPerSecond,
        cell: surface.cell(
          prefillShare: anchor.prefillShare,
          bandwidth: anchor.bandwidthBytesPerSecond
            ?? BreakEvenSurface.bandwidthRange.upperBound))
    }
  }
}
