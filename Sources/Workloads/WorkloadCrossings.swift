import CostModel
import Frontier
import Glibc

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

  init(_ workload: Workload, on deployment: Deployment, costs: ArchitectureCosts) {
    let service = deployment.service(workload.mix, arrivalRate: workload.arrivalRate)
    let (model, transfer) = (deployment.model, deployment.transfer)
    scheduler = costs.scheduler
    prefillShares = deployment.surface(workload).breakEvenPrefillShares(
      bandwidth: transfer.bandwidth, overlap: transfer.overlap)
    bandwidth = model.breakEvenBandwidth(scheduler, service, over: transfer)
    tpotMs = Self.changes(within: Self.tpotRangeMs, fromNobody: costs.winner == nil) { limitMs in
      var changed = service
      changed.tpot = limitMs / 1000
      return model.costs(changed, over: transfer).winner
    }.min { abs(log($0 / service.tpot / 1000)) < abs(log($1 / service.tpot / 1000)) }
    overlap = Self.overlap(service, model, transfer, colocated: costs.colocated)
    priceRatio = costs.colocated.flatMap { colocated in
      costs.disaggregated.map { colocated / $0 }
    }
  }

  /// The numbers in a range at which the winner changes, rising, to 1e-12 of them; changes closer
  /// than a 400th of the range, by ratio, may go unseen.
  /// - Parameter fromNobody: whether a change is only where somebody begins to win, or ceases to;
  ///   else only where the winner is another.
  private static func changes(
    within range: ClosedRange<Double>, fromNobody: Bool, _ winner: (Double) -> Winner?
  ) -> [Double] {
    let steps = 400
    let ratio = range.upperBound / range.lowerBound
    func number(_ place: Double) -> Double {
      range.lowerBound * pow(ratio, place / Double(steps))
    }
    var changes: [Double] = []
    var before = winner(range.lowerBound)
    for step in 1...steps {
      let after = winner(number(Double(step)))
      let isChange =
        fromNobody
        ? (before == nil) != (after == nil) : before != nil && after != nil && before != after
      if isChange {
        var (low, high) = (number(Double(step - 1)), number(Double(step)))
        while high / low > 1 + 1e-12 {
          let middle = (low * high).squareRoot()
          if fromNobody ? (winner(middle) == nil) == (before == nil) : winner(middle) == before { low = middle } else { high = middle }
        }
        changes.append((low * high).squareRoot())
      }
      before = after
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
    guard let colocated, let bare = disaggregated(0), let hidden = disaggregated(1), bare > hidden
    else { return nil }
    let overlap = (bare - colocated) / (bare - hidden)
    return (0...1).contains(overlap) ? overlap : nil
  }
}
