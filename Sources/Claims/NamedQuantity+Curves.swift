import CostModel
import Evidence
import Normalization

/// Properties of the curves of Figure 2.
extension ClaimFunction {
  static let curves: [ClaimFunction] = [
    .truth(
      "crossover_falls_with_bandwidth", "whether α* falls or stays as B rises, at every contract",
      ClaimScenario.parameters(without: "contract", "alpha", "bandwidth")
    ) { arguments, context in
      try byContract(arguments, context).allSatisfyIfKnown {
        BreakEvenPlane(scenario: $0).breakEvenShares.reversed().isAscending
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
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).curvature
    },
    .number(
      "contour_share", "the share of the α of Figure 2 at which B* lies below `below` GB/s",
      ClaimScenario.parameters(without: "alpha", "bandwidth") + [
        .number("below", .positive, isRequired: true)
      ]
    ) { arguments, context in
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).contourShare(
        below: try arguments.required(arguments.numbers["below"], "below"))
    },
    .number(
      "disaggregation_share", "the share of a panel of Figure 2 that disaggregation wins",
      ClaimScenario.parameters(without: "alpha", "bandwidth")
    ) { arguments, context in
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).disaggregationShare
    },
    .number(
      "continuous_cheapest_cells",
      "cells of a panel in which continuous batching is cheaper than both others",
      ClaimScenario.parameters(without: "alpha", "bandwidth")
    ) { arguments, context in
      Double(
        BreakEvenPlane(scenario: try ClaimScenario(arguments, context))
          .continuousWins(countingTies: false))
    },
    .number(
      "continuous_tied_cells",
      "cells of a panel in which nothing is cheaper than continuous batching",
      ClaimScenario.parameters(without: "alpha", "bandwidth")
    ) { arguments, context in
      Double(
        BreakEvenPlane(scenario: try ClaimScenario(arguments, context))
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
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).largestShift(
        overlaps: try context.calibration.overlapRange())
    },
  ]

  /// The scenario under each contract, the tightest TPOT99 first.
  private static func byContract(_ arguments: ClaimArguments, _ context: ClaimContext) throws
    -> [ClaimScenario]
  {
    try context.calibration.ids(of: .contract).map { contract in
      var arguments = arguments
      arguments.words["contract"] = contract
      return try ClaimScenario(arguments, context)
    }.sorted { $0.service.tpot < $1.service.tpot }
  }
}

extension ClaimScenario {
  private var tax: Double? { model.disaggregated(service, over: transfer)?.transferTax }

  /// nil is infeasible.
  fileprivate var taxFallsWithBandwidth: Bool? {
    let taxes = BreakEvenSurface.bandwidths.map { with(bandwidth: $0).tax }.compactMap { $0 }
    guard taxes.count == BreakEvenSurface.bandwidths.count else { return nil }
    return zip(taxes, taxes.dropFirst()).allSatisfy { $0 > $1 }
  }

  /// D stays that of the scenario while P doubles from 128 tokens to 128 Ki.
  fileprivate var taxRisesWithPrompt: Bool {
    let output = service.mix.outputTokens
    let taxes = (7...17).map { exponent in
      var scenario = self
      scenario.service.mix = Mix(
        promptTokens: Double(1 << exponent), outputTokens: output)
      return scenario.model.transferTax(
        prefillShare: scenario.service.mix.prefillShare, over: transfer, batch: 1)
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
  /// Whether no number is below the one before it; nil when one is missing.
  fileprivate var isAscending: Bool? {
    let numbers = Array(self)
    return zip(numbers, numbers.dropFirst()).allSatisfyIfKnown { left, right in
      guard let left, let right else { return nil }
      return left <= right
    }
  }
}
