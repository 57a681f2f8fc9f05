/// CPM_co − CPM_P/D over prefill share and bandwidth under one contract: a panel of Figure 2. S stays
/// the same while α sweeps.
public struct BreakEvenSurface: Equatable, Sendable {
  public struct Cell: Equatable, Sendable {
    public let prefillShare: Double
    /// B, B/s.
    public let bandwidth: Double
    /// USD per million tokens; nil is infeasible.
    public let colocated: Double?
    /// USD per million tokens; nil is infeasible.
    public let disaggregated: Double?

    /// Positive where disaggregation is cheaper; nil where either is infeasible.
    public var difference: Double? {
      guard let colocated, let disaggregated else { return nil }
      return colocated - disaggregated
    }
  }

  /// The break-even line at one η, from the closed form B*(α).
  public struct Contour: Equatable, Sendable {
    public let overlap: Double
    /// Connected pieces, by rising α.
    public let pieces: [[Vertex]]

    public struct Vertex: Equatable, Sendable {
      public let prefillShare: Double
      /// B*, B/s.
      public let bandwidth: Double
      /// The costs there, equal but for rounding.
      public let cell: Cell
    }
  }

  /// A contract by its calibration id and its two limits, ms.
  public struct Contract: Equatable, Sendable {
    public let id: String
    public let ttftMs: Double
    public let tpotMs: Double

    public init(id: String, ttftMs: Double, tpotMs: Double) {
      (self.id, self.ttftMs, self.tpotMs) = (id, ttftMs, tpotMs)
    }
  }

  public let contract: Contract
  public let model: CostModel
  /// S.
  public let tokens: Double
  public let transfer: KVTransfer
  /// λ, requests/s per accelerator of the instance that decodes; nil is saturation.
  public let arrivalRate: Double?
  /// The colocated side is the cheapest of these at every place.
  public let schedulers: [ColocatedScheduler]

  public init(
    _ model: CostModel, tokens: Double, over transfer: KVTransfer, contract: Contract,
    arrivalRate: Double? = nil, schedulers: [ColocatedScheduler]
  ) {
    (self.model, self.tokens, self.transfer) = (model, tokens, transfer)
    (self.contract, self.arrivalRate, self.schedulers) = (contract, arrivalRate, schedulers)
  }

  public func service(prefillShare: Double) -> Service {
    Service(
      mix: Mix(prefillShare: prefillShare, tokens: tokens), tpot: contract.tpotMs / 1000,
      ttft: contract.ttftMs / 1000, arrivalRate: arrivalRate)
  }

  /// - Parameter overlap: η; `transfer.overlap` when nil.
  public func cell(prefillShare: Double, bandwidth: Double, overlap: Double? = nil) -> Cell {
    let service = service(prefillShare: prefillShare)
    let path = path(bandwidth, overlap ?? transfer.overlap)
    return Cell(
      prefillShare: prefillShare, bandwidth: bandwidth, colocated: colocated(service),
      disaggregated: model.disaggregated(service, over: path)?.total)
  }

  /// The cells of one prefill share at `transfer.overlap`; the colocated cost is the same in all.
  public func column(prefillShare: Double, bandwidths: [Double]) -> [Cell] {
    let service = service(prefillShare: prefillShare)
    let colocated = colocated(service)
    let disaggregated = model.disaggregated(service, over: transfer, bandwidths: bandwidths)
    return zip(bandwidths, disaggregated).map { bandwidth, disaggregated in
      Cell(
        prefillShare: prefillShare, bandwidth: bandwidth, colocated: colocated,
        disaggregated: disaggregated)
    }
  }

  /// CPM_co of the cheapest of `schedulers`; nil is infeasible.
  private func colocated(_ service: Service) -> Double? {
    schedulers.compactMap { model.colocated($0, service)?.total }.min()
  }

  /// B*(α) at `overlap`.
  public func breakEvenBandwidth(prefillShare: Double, overlap: Double) -> BreakEven {
    var path = transfer
    path.overlap = overlap
    let service = service(prefillShare: prefillShare)
    return BreakEven(
      beatingAll: schedulers.map { model.breakEvenBandwidth($0, service, over: path) })
  }

  /// The contour B*(α) at `overlap`, sampled where it crosses `shares`, from B*(α), and where it
  /// crosses `bandwidths`, from α*(B): it is steep in the one and flat in the other.
  /// - Parameter bandwidths: rising; the contour is clipped to their range.
  public func contour(overlap: Double, shares: [Double], bandwidths: [Double]) -> Contour {
    guard let first = shares.first, let last = shares.last, let lowest = bandwidths.first,
      let highest = bandwidths.last
    else { return Contour(overlap: overlap, pieces: []) }
    func vertex(_ share: Double, _ bandwidth: Double) -> Contour.Vertex {
      Contour.Vertex(
        prefillShare: share, bandwidth: bandwidth,
        cell: cell(prefillShare: share, bandwidth: bandwidth, overlap: overlap))
    }
    var vertices: [Contour.Vertex] = shares.compactMap { share in
      let found = breakEvenBandwidth(prefillShare: share, overlap: overlap)
      guard let bandwidth = found.value, (lowest...highest).contains(bandwidth) else { return nil }
      return vertex(share, bandwidth)
    }
    vertices += bandwidths.flatMap { bandwidth in
      breakEvenPrefillShares(bandwidth: bandwidth, overlap: overlap, scan: .coarse).crossings
        .filter((first...last).contains).map { vertex($0, bandwidth) }
    }
    vertices.sort { ($0.prefillShare, -$0.bandwidth) < ($1.prefillShare, -$1.bandwidth) }
    return Contour(
      overlap: overlap, pieces: Self.split(vertices, spacing: Self.largestGap(shares)))
  }

  /// Every crossing α*(B) on Figure 2's axis at `overlap`.
  public func breakEvenPrefillShares(
    bandwidth: Double, overlap: Double, scan: ShareAxis.Scan = .everyStep
  ) -> BreakEvenShares {
    let (service, path) = (service(prefillShare: 0.5), path(bandwidth, overlap))
    return BreakEvenShares(
      beatingAll: schedulers.map {
        model.breakEvenPrefillShares($0, service, over: path, scan: scan)
      })
  }

  /// "The" α*(B) at `overlap`: the first crossing, or who wins everywhere.
  public func breakEvenPrefillShare(bandwidth: Double, overlap: Double) -> BreakEven {
    guard schedulers.count == 1, let scheduler = schedulers.first else {
      return breakEvenPrefillShares(bandwidth: bandwidth, overlap: overlap, scan: .coarse).first
    }
    return model.breakEvenPrefillShare(
      scheduler, service(prefillShare: 0.5), over: path(bandwidth, overlap))
  }

  private func path(_ bandwidth: Double, _ overlap: Double) -> KVTransfer {
    KVTransfer(bandwidth: bandwidth, overlap: overlap, regime: transfer.regime)
  }

  private static func largestGap(_ shares: [Double]) -> Double {
    zip(shares, shares.dropFirst()).map { $1 - $0 }.max() ?? 0
  }

  /// Cuts where neighbours are further apart than the sampling: the contour left the range there.
  private static func split(_ vertices: [Contour.Vertex], spacing: Double) -> [[Contour.Vertex]] {
    var pieces: [[Contour.Vertex]] = []
    for vertex in vertices {
      if let last = pieces.last?.last,
        vertex.prefillShare - last.prefillShare <= spacing * 1.000001
      {
        pieces[pieces.count - 1].append(vertex)
      } else {
        pieces.append([vertex])
      }
    }
    return pieces
  }
}
