import CostModel
import Evidence
import Normalization
import Tables

/// Quantities of the closed form at one point.
extension NamedQuantity {
  static let model: [NamedQuantity] = [
    .number(
      "alpha_star",
      "α*(B), the prefill share above which disaggregation is cheaper than chunked prefill; "
        + "0 where it always is, 1 where it never is",
      ClaimScenario.parameters(without: "alpha")
    ) { arguments, context in
      try ClaimScenario(arguments, context).breakEvenShare
    },
    .word(
      "crossover_move",
      "where α* is beside that on the accelerator `from`; or, without an α* of its own, which "
        + "architecture wins everywhere",
      ClaimScenario.parameters(without: "alpha")
        + [.entity(.accelerator, named: "from", isRequired: true)],
      of: CrossoverMove.allCases.map(\.rawValue)
    ) { arguments, context in
      var other = arguments
      other.words["accelerator"] = try arguments.required(arguments.words["from"], "from")
      return CrossoverMove(
        to: try ClaimScenario(arguments, context).breakEven,
        from: try ClaimScenario(other, context).breakEven)?.rawValue
    },
    NamedQuantity(
      name: "bandwidth_star",
      meaning: "B*(α), the bandwidth in GB/s above which disaggregation is cheaper; "
        + "0 where it always is, none where it never is",
      parameters: ClaimScenario.parameters(without: "bandwidth"), result: .number
    ) { arguments, context in
      switch try ClaimScenario(arguments, context).breakEvenBandwidth {
      case .some(.infinity): .unbounded
      case .some(let bandwidth): .number(bandwidth)
      case nil: .infeasible
      }
    },
    .number(
      "cost", "accelerator-seconds per served token of an architecture: CPM without the price",
      ClaimScenario.parameters + [.architecture(isRequired: true)]
    ) {
      arguments, context in
      try ClaimScenario(arguments, context).cost(arguments.architecture())
    },
    .number(
      "decode_cost",
      "accelerator-seconds per served token that decode takes at the architecture's own batch: a "
        + "pass less its prefill, no tax, no slack",
      ClaimScenario.parameters + [.architecture(isRequired: true)]
    ) { arguments, context in
      try ClaimScenario(arguments, context).phases(arguments.architecture())?
        .decodeAcceleratorSeconds
    },
    .number(
      "transfer_tax", "τ_KV before (1 − η), accelerator-seconds per served token",
      ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).transferTax
    },
    .number(
      "chunk_tokens", "prefill tokens that a pass of chunked prefill carries",
      ClaimScenario.parameters
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.model.colocated(.chunked, scenario.service)?.chunkTokens
    },
    .number(
      "kv_bytes_per_token", "KV bytes of a token",
      ClaimScenario.parameters(only: "model", "kv_bytes")
    ) { arguments, context in
      var model = try context.calibration.languageModel(
        arguments.words["model"] ?? context.frame.model)
      if let bytes = arguments.numbers["kv_bytes"] { model.bytesPerKVElement = bytes }
      return model.kvBytesPerToken
    },
    .number(
      "prefill_rate", "prefill tokens/s of one instance",
      ClaimScenario.parameters(only: "model", "accelerator", "accelerators")
    ) { arguments, context in
      try ClaimScenario.instance(arguments, context).prefillTokensPerSecond
    },
    .number(
      "prefill_pool_share", "the share of a balanced disaggregated fleet that prefills",
      ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).phases(.disaggregated).map { $0.prefill / $0.total }
    },
    .number(
      "price", "USD per accelerator-hour at the pin", [.entity(.accelerator)]
    ) { arguments, context in
      try context.edition.rate(
        of: arguments.words["accelerator"] ?? context.frame.accelerator
      ).si
    },
    .word(
      "winner", "the cheaper of chunked prefill and disaggregation", ClaimScenario.parameters,
      of: ["chunked", "disaggregated"]
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      switch (scenario.cost(.colocated(.chunked)), scenario.cost(.disaggregated)) {
      case (nil, nil): return nil
      case (let chunked?, let split?): return chunked <= split ? "chunked" : "disaggregated"
      case (let chunked, nil): return chunked.map { _ in "chunked" }
      case (nil, _): return "disaggregated"
      }
    },
  ]
}

extension QuantityArguments {
  fileprivate func architecture() throws(ExpressionFault) -> Architecture {
    try required(words["architecture"].flatMap(Architecture.init), "architecture")
  }
}

/// How a crossover stands to another one. Where there is none, its clipped α* is no distance.
private enum CrossoverMove: String, CaseIterable {
  case higher, lower, same
  case disaggregationEverywhere = "disaggregation everywhere"
  case colocationEverywhere = "colocation everywhere"

  /// nil when either is infeasible.
  init?(to own: BreakEven, from other: BreakEven) {
    guard let otherShare = other.clippedShare else { return nil }
    switch own {
    case .infeasible: return nil
    case .disaggregationEverywhere: self = .disaggregationEverywhere
    case .colocationEverywhere: self = .colocationEverywhere
    case .at(let share):
      let difference = share - otherShare
      self = difference == 0 ? .same : difference > 0 ? .higher : .lower
    }
  }
}
