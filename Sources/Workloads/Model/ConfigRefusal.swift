import Tables

/// Why a config.json is not that of a dense decoder whose KV grows by the same bytes with every
/// token, which is all that the closed form knows.
struct ConfigRefusal: Equatable {
  /// The field that tells.
  let field: String
  let reason: String

  /// nil for what the families may describe.
  static func first(_ fields: ConfigFields) -> ConfigRefusal? {
    severalModels(fields) ?? encoder(fields) ?? experts(fields) ?? latentAttention(fields)
      ?? states(fields) ?? unlikeLayers(fields)
  }

  /// The inner part of such a file leaves what is at its default unsaid, and the defaults are those
  /// of one class of one release: reading it would be guessing.
  private static func severalModels(_ fields: ConfigFields) -> ConfigRefusal? {
    let inner = fields.names.filter { name in
      guard name.hasSuffix("_config"), case .object(let inner)? = fields[name] else { return false }
      return inner["model_type"] != nil || ["text_config", "llm_config"].contains(name)
    }
    guard let first = inner.first(where: { $0.hasPrefix("text") }) ?? inner.first else {
      return nil
    }
    let shown = inner.map(ConfigFields.shown).joined(separator: ", ")
    return ConfigRefusal(
      field: first,
      reason: "the file wraps more than a language model (\(shown)), and "
        + "the weights of the rest would not be counted; write the language model's part, with "
        + "what it leaves to its defaults, into a file of its own")
  }

  private static func encoder(_ fields: ConfigFields) -> ConfigRefusal? {
    let tells = ["encoder_layers", "num_encoder_layers", "num_decoder_layers"]
    let field =
      fields["is_encoder_decoder"] == .flag(true)
      ? "is_encoder_decoder" : tells.first { fields[$0] != nil }
    return field.map {
      ConfigRefusal(
        field: $0,
        reason: "an encoder-decoder reads its prompt once and keeps no KV of it in every layer; "
          + "the closed form is for decoders alone")
    }
  }

  private static func experts(_ fields: ConfigFields) -> ConfigRefusal? {
    var most: (field: String, count: Double)?
    for name in fields.names where name.contains("experts") {
      guard case .number(let count)? = fields[name], count > max(1, most?.count ?? 1) else {
        continue
      }
      most = (name, count)
    }
    let reason = "a token uses only some of a mixture's experts; the closed form is for dense "
    if let most {
      return ConfigRefusal(
        field: most.field,
        reason: "\(DataText.plain(most.count, digits: 9)) experts: \(reason)models, whose every "
          + "parameter every token uses")
    }
    guard case .text(let type)? = fields["model_type"], type.lowercased().contains("moe") else {
      return nil
    }
    return ConfigRefusal(
      field: "model_type",
      reason: "\(quoted(type)): \(reason)models, whose every parameter every token uses")
  }

  private static func latentAttention(_ fields: ConfigFields) -> ConfigRefusal? {
    ["kv_lora_rank", "q_lora_rank", "qk_rope_head_dim"].first { fields[$0] != nil }.map {
      ConfigRefusal(
        field: $0,
        reason: "multi-head latent attention (MLA) caches a compressed vector for a token; the "
          + "closed form's KV is that of key/value heads")
    }
  }

  private static func states(_ fields: ConfigFields) -> ConfigRefusal? {
    let types = [
      "mamba", "ssm", "rwkv", "jamba", "zamba", "bamba", "recurrent", "griffin", "xlstm", "retnet",
      "hyena", "falcon_h1", "nemotron_h", "lfm2", "qwen3_next", "minimax",
    ]
    let tells = [
      "state_size", "d_state", "attn_layer_period", "hybrid_override_pattern", "layers_block_type",
      "lru_width", "linear_num_key_heads", "linear_attn_config",
    ]
    let reason =
      "layers with a recurrent state (state-space, linear attention) keep no KV that grows with "
      + "each token; the closed form is for transformers whose every layer attends to all tokens"
    if case .text(let type)? = fields["model_type"],
      types.contains(where: type.lowercased().contains)
    {
      return ConfigRefusal(field: "model_type", reason: "\(quoted(type)): \(reason)")
    }
    let isTelling = { (name: String) in
      name.hasPrefix("mamba_") || name.hasPrefix("ssm_") || tells.contains(name)
    }
    return fields.names.first { isTelling($0) && fields[$0] != nil }.map {
      ConfigRefusal(field: $0, reason: reason)
    }
  }

  private static func unlikeLayers(_ fields: ConfigFields) -> ConfigRefusal? {
    guard case .list(let types)? = fields["layer_types"] else { return nil }
    let others = types.filter { $0 != .text("full_attention") }
    guard let first = others.first else { return nil }
    return ConfigRefusal(
      field: "layer_types",
      reason: "\(others.count) of \(types.count) layers are \(first.shown), whose KV does not grow "
        + "with every token; the closed form is for full_attention in every layer")
  }

  /// A window that some layer's attention is cut to, in tokens; nil where none is in force.
  ///
  /// Beyond the window KV no longer grows, and every cost that KV enters would be too high: rather
  /// than beside a warning, such numbers are not given at all. Who stays within the window can say
  /// so in the file.
  static func window(_ family: ModelFamily, _ fields: inout ConfigFields) -> ConfigRefusal? {
    let mend: String
    switch family {
    case .mistral:
      // null is none; a file that does not state it leaves it at the default.
      guard fields["sliding_window"] != nil || !fields.has("sliding_window") else { return nil }
      mend = "sliding_window to null"
    case .qwen2, .qwen3:
      guard fields.flag("use_sliding_window", standard: false), !fields.has("layer_types"),
        !keepsAllLayersWhole(&fields)
      else { return nil }
      mend = "use_sliding_window to false"
    case .llama, .opt, .bloom, .falcon: return nil
    }
    let window = fields.size(.window, standard: 4096)
    guard window < fields.size(.positions) else { return nil }
    return ConfigRefusal(
      field: "sliding_window",
      reason: "attention is cut to the last \(window) tokens"
        + (fields["sliding_window"] == nil ? " where the file does not state it" : "")
        + ", beyond which KV stops growing; if no request is longer than that, set \(mend) in a "
        + "copy of the file")
  }

  /// Whether all layers are below the first that has a window.
  private static func keepsAllLayersWhole(_ fields: inout ConfigFields) -> Bool {
    guard case .number(let whole)? = fields["max_window_layers"] else {
      return fields.size(.layers) <= 28
    }
    return Double(fields.size(.layers)) <= whole
  }
}
