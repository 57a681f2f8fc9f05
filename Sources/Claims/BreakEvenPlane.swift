import CostModel
import Evidence

/// The plane of Figure 2 under one scenario, and what can be read off it.
struct BreakEvenPlane {
  let scenario: ClaimScenario

  /// α* at each bandwidth; nil is infeasible.
  var breakEvenShares: [Double?] {
    BreakEvenSurface.bandwidths.map { scenario.with(bandwidth: $0).breakEvenShare }
  }

  /// Which way the contour B*(α) bends, from the signs of its second differences.
  var curvature: String? {
    let contour = BreakEvenSurface.shares.compactMap {
      scenario.with(prefillShare: $0).breakEvenBandwidth
    }
    .filter { $0.isFinite && $0 > 0 }
    guard contour.count >= 3 else { return nil }
    let bends = zip(zip(contour, contour.dropFirst()), contour.dropFirst(2)).map { pair, last in
      last - 2 * pair.1 + pair.0
    }
    if bends.allSatisfy({ $0 > 0 }) { return Curvature.convex.rawValue }
    return bends.allSatisfy { $0 < 0 } ? Curvature.concave.rawValue : Curvature.mixed.rawValue
  }

  enum Curvature: String, CaseIterable {
    case convex, concave, mixed
  }

  /// The share of α at which B* lies below `bandwidth` GB/s.
  func contourShare(below bandwidth: Double) -> Double {
    let below = BreakEvenSurface.shares.filter {
      (scenario.with(prefillShare: $0).breakEvenBandwidth ?? .infinity) < bandwidth
    }
    return Double(below.count) / Double(BreakEvenSurface.shares.count)
  }

  /// The share of the grid's cells that disaggregation wins against chunked prefill.
  var disaggregationShare: Double {
    let won = count { ($0.disaggregated ?? .infinity) < ($0.chunked ?? .infinity) }
    return Double(won) / Double(BreakEvenSurface.shares.count * BreakEvenSurface.bandwidths.count)
  }

  /// The number of cells in which continuous batching is cheaper than both others, or with
  /// `countingTies` as cheap as the cheapest.
  func continuousWins(countingTies: Bool) -> Int {
    count { costs in
      guard let own = costs.continuous else { return false }
      let best = min(costs.chunked ?? .infinity, costs.disaggregated ?? .infinity)
      return countingTies ? own <= best : own < best
    }
  }

  /// The largest distance between α* at the default η and at either end of the η band.
  func largestShift(overlaps: ClosedRange<Double>) -> Double? {
    let shifts = BreakEvenSurface.bandwidths.map { bandwidth in
      scenario.with(bandwidth: bandwidth).shift(overlaps: overlaps)
    }
    return shifts.contains { $0 == nil } ? nil : shifts.compactMap { $0 }.max()
  }

  /// The costs in one cell; nil is infeasible.
  private struct Costs {
    let continuous: Double?
    let chunked: Double?
    let disaggregated: Double?
  }

  private func count(_ isCounted: (Costs) -> Bool) -> Int {
    BreakEvenSurface.shares.reduce(0) { sum, share in
      let column = scenario.with(prefillShare: share)
      // The colocated costs do not depend on B.
      let (continuous, chunked) = (column.cost(.continuous), column.cost(.chunked))
      return sum
        + BreakEvenSurface.bandwidths.count { bandwidth in
          isCounted(
            Costs(
              continuous: continuous, chunked: chunked,
              disaggregated: column.with(bandwidth: bandwidth).cost(.disaggregated)))
        }
    }
  }
}

extension ClaimScenario {
  /// The larger distance between α* at the scenario's η and at either end of the η band; nil is
  /// infeasible.
  func shift(overlaps: ClosedRange<Double>) -> Double? {
    guard let middle = breakEvenShare,
      let low = with(overlap: overlaps.lowerBound).breakEvenShare,
      let high = with(overlap: overlaps.upperBound).breakEvenShare
    else { return nil }
    return max(abs(low - middle), abs(high - middle))
  }
}
