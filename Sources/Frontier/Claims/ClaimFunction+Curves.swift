import CostModel
import Evidence
import Normalization

/// Properties of the curves of Figure 2.
extension ClaimFunction {
  static let curves: [ClaimFunction] = [
    .truth(
      "crossover_falls_with_bandwidth", "whether α* falls or stays as B rises, at every contract",
      ClaimScenario.parameters
    ) { arguments, context in
      try byContract(arguments, context).allSatisfy {
        BreakEvenPlane(scenario: $0).crossoverFallsWithBandwidth
      }
    },
    .truth(
      "crossover_rises_with_contract",
      "whether α* rises or stays as TPOT99 does, at every B of Figure 2", ClaimScenario.parameters
    ) { arguments, context in
      let curves = try byContract(arguments, context).map {
        BreakEvenPlane(scenario: $0).breakEvenShares.compactMap { $0 }
      }
      return zip(curves, curves.dropFirst()).allSatisfy { tighter, looser in
        tighter.count == looser.count && zip(tighter, looser).allSatisfy { $0 <= $1 }
      }
    },
    .truth(
      "transfer_tax_is_monotone",
      "whether τ_KV rises with P at fixed D and B, and falls as B rises", ClaimScenario.parameters
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.taxRisesWithPrompt && scenario.taxFallsWithBandwidth
    },
    .word(
      "contour_curvature",
      "which way B*(α) bends over the α of Figure 2, by its second differences",
      ClaimScenario.parameters,
      of: BreakEvenPlane.Curvature.allCases.map(\.rawValue)
    ) { arguments, context in
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).curvature
    },
    .number(
      "contour_share", "the share of the α of Figure 2 at which B* lies below `below` GB/s",
      ClaimScenario.parameters + [.number("below", isRequired: true)]
    ) { arguments, context in
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).contourShare(
        below: arguments.numbers["below"] ?? 0)
    },
    .number(
      "disaggregation_share", "the share of a panel of Figure 2 that disaggregation wins",
      ClaimScenario.parameters
    ) { arguments, context in
      BreakEvenPlane(scenario: try ClaimScenario(arguments, context)).disaggregationShare
    },
    .number(
      "continuous_cheapest_cells",
      "cells of a panel in which continuous batching is cheaper than both others",
      ClaimScenario.parameters
    ) { arguments, context in
      Double(
        BreakEvenPlane(scenario: try ClaimScenario(arguments, context))
          .continuousWins(countingTies: false))
    },
    .number(
      "continuous_tied_cells",
      "cells of a panel in which nothing is cheaper than continuous batching",
      ClaimScenario.parameters
    ) { arguments, context in
      Double(
        BreakEvenPlane(scenario: try ClaimScenario(arguments, context))
          .continuousWins(countingTies: true))
    },
    .number(
      "overlap_shift", "how far the ends of the η band move α* from where the default η has it",
      ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).shift(
        overlaps: try context.calibration.overlapRange())
    },
    .number(
      "largest_overlap_shift", "the largest such move over the B of Figure 2",
      ClaimScenario.parameters
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
  private func tax() -> Double {
    model.disaggregated(service, over: transfer)?.transferTax ?? .nan
  }

  fileprivate var taxFallsWithBandwidth: Bool {
    let taxes = BreakEvenPlane.bandwidths.map { with(bandwidth: $0).tax() }
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
