import CostModel
import Evidence
import Normalization

/// Quantities of the closed form at one point.
extension ClaimFunction {
  static let model: [ClaimFunction] = [
    // α*(B) between chunked prefill and disaggregation.
    .number("alpha_star", ClaimScenario.parameters) { arguments, context in
      try ClaimScenario(arguments, context).breakEvenShare
    },
    // B*(α), GB/s.
    .number("bandwidth_star", ClaimScenario.parameters) { arguments, context in
      try ClaimScenario(arguments, context).breakEvenBandwidth
    },
    // CPM at ρ = 1: accelerator-seconds per served token.
    .number("cost", ClaimScenario.parameters + [.architecture(isRequired: true)]) {
      arguments, context in
      try ClaimScenario(arguments, context).cost(arguments.architecture)
    },
    // τ_KV before (1 − η), accelerator-seconds per served token.
    .number("transfer_tax", ClaimScenario.parameters) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.model.disaggregated(scenario.service, over: scenario.transfer)?.transferTax
    },
    // b, sequences in a pass.
    .number("batch", ClaimScenario.parameters + [.architecture(isRequired: true)]) {
      arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.model.instance.batch(
        arguments.architecture, scenario.service, tailQuantile: scenario.model.tailQuantile)
    },
    // χ, prefill tokens that a chunked pass carries.
    .number("chunk_tokens", ClaimScenario.parameters) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      return scenario.model.colocated(.chunked, scenario.service)?.chunkTokens
    },
    // κ, KV bytes of a token.
    .number("kv_bytes_per_token", ClaimScenario.parameters) { arguments, context in
      try ClaimScenario(arguments, context).model.instance.model.kvBytesPerToken
    },
    // R, prefill tokens/s of one instance.
    .number("prefill_rate", ClaimScenario.parameters) { arguments, context in
      try ClaimScenario(arguments, context).model.instance.prefillTokensPerSecond
    },
    // x_p/(x_p + x_d): the share of a balanced disaggregated fleet that prefills.
    .number("prefill_pool_share", ClaimScenario.parameters) { arguments, context in
      let scenario = try ClaimScenario(arguments, context)
      let (instance, mix) = (scenario.model.instance, scenario.service.mix)
      guard let batch = instance.disaggregatedBatch(scenario.service) else { return nil }
      let prefill = mix.prefillShare * instance.prefillSecondsPerToken
      let decode =
        (1 - mix.prefillShare) * instance.decodeSecondsPerToken(batch: batch, tokens: mix.tokens)
      return prefill / (prefill + decode)
    },
    // c_H at the pin, USD/h.
    .number("price", [.entity(.accelerator)]) { arguments, context in
      try context.calibration.rate(
        of: arguments.words["accelerator"] ?? context.frame.accelerator, at: context.pin
      ).si
    },
    // The cheaper of chunked prefill and disaggregation.
    .word("winner", ClaimScenario.parameters, of: ["chunked", "disaggregated"]) {
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
