import CostModel
import Evidence
import Frontier
import Normalization
import Tables

/// Properties of the curves of Figure 2.
extension NamedQuantity {
  static let curves: [NamedQuantity] = [
    .truth(
      "crossover_falls_with_bandwidth", "whether α* falls or stays as B rises, at every contract",
      ClaimScenario.parameters(without: "contract", "alpha", "bandwidth")
    ) { arguments, context in
      try byContract(arguments, context).allSatisfyIfKnown {
        BreakEvenPlane($0).breakEvenShares.reversed().isAscending
      }
    },
    .truth(
      "crossover_rises_with_contract",
      "whether α* rises or stays as TPOT99 does, at every B of Figure 2",
      ClaimScenario.parameters(without: "contract", "alpha", "bandwidth")
    ) { arguments, context in
      let scenarios = try byContract(arguments, context)
      return BreakEvenSurface.bandwidths.allSatisfyIfKnown { bandwidth in
        scenarios.map { $0.with(bandwidth: bandwidth).breakEvenShare }.isAscending
      }
    },
    .truth(
      "transfer_tax_is_monotone",
      "whether τ_KV rises with P at fixed D and B, and falls as B rises",
      ClaimScenario.parameters(without: "bandwidth")
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.taxFallsWithBandwidth.map { $0 && scenario.taxRisesWithPrompt }
    },
    .word(
      "contour_curvature",
      "which way B*(α) bends over the α of Figure 2, by its second differences",
      ClaimScenario.parameters(without: "alpha", "bandwidth"),
      of: BreakEvenPlane.Curvature.allCases.map(\.rawValue)
    ) { arguments, context in
      try BreakEvenPlane(arguments, context).curvature
    },
    .number(
      "contour_share", "the share of the α of Figure 2 at which B* lies below `below` GB/s",
      ClaimScenario.parameters(without: "alpha", "bandwidth") + [
        .number("below", .positive, isRequired: true)
      ]
    ) { arguments, context in
      try BreakEvenPlane(arguments, context).contourShare(
        below: try arguments.required(arguments.numbers["below"], "below"))
    },
    .number(
      "disaggregation_share", "the share of a panel of Figure 2 that disaggregation wins",
      ClaimScenario.parameters(without: "alpha", "bandwidth")
    ) { arguments, context in
      try BreakEvenPlane(arguments, context).disaggregationShare
    },
    .number(
      "continuous_cheapest_cells",
      "cells of a panel in which continuous batching is cheaper than both others",
      ClaimScenario.parameters(without: "alpha", "bandwidth")
    ) { arguments, context in
      Double(
        try BreakEvenPlane(arguments, context)
          .continuousWins(countingTies: false))
    },
    .number(
      "continuous_tied_cells",
      "cells of a panel in which nothing is cheaper than continuous batching",
      ClaimScenario.parameters(without: "alpha", "bandwidth")
    ) { arguments, context in
      Double(
        try BreakEvenPlane(arguments, context)
          .continuousWins(countingTies: true))
    },
    .number(
      "overlap_shift", "how far the ends of the η band move α* from where the default η has it",
      ClaimScenario.parameters(without: "alpha", "overlap")
    ) { arguments, context in
      try ClaimScenario(arguments, context).shift(
        overlaps: try context.calibration.overlapRange())
    },
    .number(
      "largest_overlap_shift", "the largest such move over the B of Figure 2",
      ClaimScenario.parameters(without: "alpha", "bandwidth", "overlap")
    ) { arguments, context in
      try BreakEvenPlane(arguments, context).largestShift(
        overlaps: try context.calibration.overlapRange())
    },
  ]

  /// The scenario under each contract, the tightest TPOT99 first.
  private static func byContract(_ arguments: QuantityArguments, _ context: ClaimContext) throws
    -> [ClaimScenario]
  {
    try context.calibration.ids(of: .contract).map { contract in
      var arguments = arguments
      arguments.words["contract"] = contract
      return try ClaimScenario(arguments, context, sweepsBandwidth: true)
    }.sorted { $0.service.tpot < $1.service.tpot }
  }
}

extension ClaimScenario {
  /// nil is infeasible.
  fileprivate var taxFallsWithBandwidth: Bool? {
    let taxes = BreakEvenSurface.bandwidths.map { with(bandwidth: $0).transferTax }.compactMap {
      $0
    }
    guard taxes.count == BreakEvenSurface.bandwidths.count else { return nil }
    return zip(taxes, taxes.dropFirst()).allSatisfy { $0 > $1 }
  }

  /// D stays that of the scenario while P doubles from 128 tokens to 128 Ki.
  fileprivate var taxRisesWithPrompt: Bool {
    let output = service.mix.outputTokens
    let taxes = (7...17).map { exponent in
      let mix = Mix(promptTokens: Double(1 << exponent), outputTokens: output)
      return model.transferTax(prefillShare: mix.prefillShare, over: transfer, batch: 1)
    }
    return zip(taxes, taxes.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension Sequence {
  /// nil where the condition is unknown for an element.
  fileprivate func allSatisfyIfKnown(_ condition: (Element) throws -> Bool?) rethrows -> Bool? {
    let found = try map(condition)
    return found.contains(nil) ? nil : !found.contains(false)
  }
}

extension Sequence where Element == Double? {
  /// Whether no number is below the one before it by more than bisection leaves; nil when one is
  /// missing.
  fileprivate var isAscending: Bool? {
    let numbers = Array(self)
    return zip(numbers, numbers.dropFirst()).allSatisfyIfKnown { left, right in
      guard let left, let right else { return nil }
      return left <= right + 1e-9
    }
  }
}

/// The plane of Figure 2 under one scenario, and what can be read off it.
private struct BreakEvenPlane {
  let scenario: ClaimScenario

  init(_ scenario: ClaimScenario) { self.scenario = scenario }

  init(_ arguments: QuantityArguments, _ context: ClaimContext) throws {
    self.init(try ClaimScenario(arguments, context, sweepsBandwidth: true))
  }

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
      // The same cost by two ways of computing it is a tie.
      return countingTies ? own <= best * (1 + 1e-12) : own < best * (1 - 1e-12)
    }
  }

  /// The largest distance between α* at the default η and at either end of the η band.
  func largestShift(overlaps: ClosedRange<Double>) -> Double? {
    let shifts = BreakEvenSurface.bandwidths.map { bandwidth in
      scenario.with(bandwidth: bandwidth).shift(overlaps: overlaps)
    }
    return shifts.contains { $0 == nil } ? nil : shifts.compactMap { $0 }.max()
  }

  private func count(_ isCounted: (ArchitectureCosts) -> Bool) -> Int {
    BreakEvenSurface.shares.reduce(0) { sum, share in
      let column = scenario.with(prefillShare: share)
      // The colocated costs do not depend on B.
      var costs = ArchitectureCosts(
        continuous: column.cost(.colocated(.continuous)),
        chunked: column.cost(.colocated(.chunked)), disaggregated: nil)
      return sum
        + column.disaggregatedCosts(bandwidths: BreakEvenSurface.bandwidths).count {
          costs.disaggregated = $0
          return isCounted(costs)
        }
    }
  }
}

extension ClaimScenario {
  /// The larger distance between α* at the scenario's η and at either end of the η band; nil is
  /// infeasible.
  fileprivate func shift(overlaps: ClosedRange<Double>) -> Double? {
    guard let middle = breakEvenShare,
      let low = with(overlap: overlaps.lowerBound).breakEvenShare,
      let high = with(overlap: overlaps.upperBound).breakEvenShare
    else { return nil }
    return max(abs(low - middle), abs(high - middle))
  }
}
