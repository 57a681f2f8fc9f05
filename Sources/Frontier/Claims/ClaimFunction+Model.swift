import CostModel
import Evidence
import Normalization

/// Quantities of the closed form at one point.
extension ClaimFunction {
  static let model: [ClaimFunction] = [
    .number(
      "alpha_star",
      "α*(B), the prefill share above which disaggregation is cheaper than chunked prefill; "
        + "0 where it always is, 1 where it never is",
      ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).breakEvenShare
    },
    .number(
      "bandwidth_star",
      "B*(α), the bandwidth in GB/s above which disaggregation is cheaper; "
        + "0 where it always is, infinite where it never is",
      ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).breakEvenBandwidth
    },
    .number(
      "cost", "accelerator-seconds per served token of an architecture: CPM without the price",
      ClaimScenario.parameters + [.architecture(isRequired: true)]
    ) {
      arguments, context in
      try ClaimScenario(arguments, context).cost(arguments.architecture)
    },
    .number(
      "transfer_tax", "τ_KV before (1 − η), accelerator-seconds per served token",
      ClaimScenario.parameters
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.model.disaggregated(scenario.service, over: scenario.transfer)?.transferTax
    },
    .number(
      "chunk_tokens", "prefill tokens that a pass of chunked prefill carries",
      ClaimScenario.parameters
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.model.colocated(.chunked, scenario.service)?.chunkTokens
    },
    .number(
      "kv_bytes_per_token", "KV bytes of a token", ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).model.instance.model.kvBytesPerToken
    },
    .number(
      "prefill_rate", "prefill tokens/s of one instance", ClaimScenario.parameters
    ) { arguments, context in
      try ClaimScenario(arguments, context).model.instance.prefillTokensPerSecond
    },
    .number(
      "prefill_pool_share", "the share of a balanced disaggregated fleet that prefills",
      ClaimScenario.parameters
    ) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      let (instance, mix) = (scenario.model.instance, scenario.service.mix)
      guard let batch = instance.disaggregatedBatch(scenario.service) else { return nil }
      let prefill = mix.prefillShare * instance.prefillSecondsPerToken
      let decode =
        (1 - mix.prefillShare) * instance.decodeSecondsPerToken(batch: batch, tokens: mix.tokens)
      return prefill / (prefill + decode)
    },
    .number(
      "price", "USD per accelerator-hour at the pin", [.entity(.accelerator)]
    ) { arguments, context in
      try context.calibration.rate(
        of: arguments.words["accelerator"] ?? context.frame.accelerator, at: context.pin
      ).si
    },
    .word(
      "winner", "the cheaper of chunked prefill and disaggregation", ClaimScenario.parameters,
      of: ["chunked", "disaggregated"]
    ) {
      arguments, context in
      try ClaimScenario(arguments, context).cheapest(of: [.chunked, .disaggregated])?.rawValue
    },
  ]
}

extension ClaimArguments {
  /// The argument `architecture`, whose word has been checked.
  var architecture: Anchor.Architecture {
    words["architecture"].flatMap(Anchor.Architecture.init) ?? .disaggregated
  }
}
