/// Where the cheaper side of a workload changes in each direction, with all else held.
public struct WorkloadCrossings: Equatable, Sendable {
  /// The colocated side.
  public let scheduler: ColocatedScheduler
  /// α*, with P + D held, on Figure 2's axis, against the cheaper scheduler at every place.
  public let prefillShares: BreakEvenShares
  /// B*, B/s, against `scheduler`, the cheaper one at every bandwidth: disaggregation is cheaper above it.
  public let bandwidth: BreakEven
  /// Of the TPOT limits in `tpotRangeMs` the nearest to the contract's, by ratio, ms; nil for none.
  /// Where neither side is feasible, the limit at which one becomes so.
  public let tpotMs: Double?
  /// η above which disaggregation is cheaper; nil where no overlap changes the cheaper side.
  public let overlap: Double?
  /// CPM_co over CPM_P/D: what an accelerator of the pools may cost, over the price of a colocated
  /// one, before both cost the same; nil where one side is infeasible.
  public let priceRatio: Double?

  /// Where it looks for TPOT limits, ms.
  public static let tpotRangeMs = 5.0...1000.0

  /// - Parameters:
  ///   - surface: of requests as long as the workload's, over its own link and under its contract.
  ///   - costs: of the workload.
  public init(_ service: Service, on surface: BreakEvenSurface, costs: ArchitectureCosts) {
    let (model, transfer) = (surface.model, surface.transfer)
    scheduler = costs.scheduler
    prefillShares = surface.breakEvenPrefillShares(
      bandwidth: transfer.bandwidth, overlap: transfer.overlap)
    bandwidth = model.breakEvenBandwidth(scheduler, service, over: transfer)
    func winner(_ limitMs: Double) -> Winner? {
      var changed = service
      changed.tpot = limitMs / 1000
      return model.costs(changed, over: transfer).winner
    }
    let limits =
      costs.winner == nil
      ? Self.changes(within: Self.tpotRangeMs) { winner($0) != nil }
      : Self.changes(within: Self.tpotRangeMs, of: winner)
    let own = service.tpot * 1000
    tpotMs = limits.min { max($0 / own, own / $0) < max($1 / own, own / $1) }
    overlap = Self.overlap(service, model, transfer, colocated: costs.colocated)
    priceRatio = costs.colocated.flatMap { colocated in
      costs.disaggregated.map { colocated / $0 }
    }
  }

  /// The numbers in a range at which a side becomes another one, rising, to 1e-12 of them; changes
  /// closer than a 512th of the range, by ratio, may go unseen. None is no side.
  private static func changes<Side: Equatable>(
    within range: ClosedRange<Double>, of side: (Double) -> Side?
  ) -> [Double] {
    // Nine square roots make the 512th root of the whole range.
    let ratio = (1...9).reduce(range.upperBound / range.lowerBound) { root, _ in root.squareRoot() }
    var changes: [Double] = []
    var (start, before) = (range.lowerBound, side(range.lowerBound))
    for _ in 1...512 {
      let end = start * ratio
      let after = side(end)
      if let old = before, let new = after, old != new {
        var (low, high) = (start, end)
        while high / low > 1 + 1e-12 {
          let middle = (low * high).squareRoot()
          if side(middle) == old { low = middle } else { high = middle }
        }
        changes.append((low * high).squareRoot())
      }
      (start, before) = (end, after)
    }
    return changes
  }

  /// The η at which CPM_P/D + (1 − η)·τ_KV, in which it is a straight line, is CPM_co.
  private static func overlap(
    _ service: Service, _ model: CostModel, _ transfer: KVTransfer, colocated: Double?
  ) -> Double? {
    func disaggregated(_ overlap: Double) -> Double? {
      var path = transfer
      path.overlap = overlap
      return model.disaggregated(service, over: path)?.total
    }
    guard let colocated, let bare = disaggregated(0), let hidden = disaggregated(1),
      // A tie is colocation's.
      Winner(colocated: colocated, disaggregated: bare)
        != Winner(colocated: colocated, disaggregated: hidden)
    else { return nil }
    return (bare - colocated) / (bare - hidden)
  }
}
