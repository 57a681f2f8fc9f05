/// How the layers of a dense decoder look: the `model_type` of its config.json. Shapes and defaults
/// are those of Hugging Face transformers (`configuration_*.py` and `modeling_*.py` of each).
enum ModelFamily: String, CaseIterable {
  case llama, mistral, qwen2, qwen3, opt, bloom, falcon

  /// What the file states and, where it does not, the family's default. Faults are left in
  /// `fields`; the shape then means nothing.
  func shape(_ fields: inout ConfigFields) -> DenseShape {
    switch self {
    case .llama, .mistral, .qwen2, .qwen3: gated(&fields)
    case .opt: opt(&fields)
    case .bloom: bloom(&fields)
    case .falcon: falcon(&fields)
    }
  }

  /// What all families state; one key/value head for each query head.
  private func common(_ fields: inout ConfigFields, mlpWidth: Int) -> DenseShape {
    let (hidden, heads) = (fields.size(.hidden), fields.size(.heads))
    return DenseShape(
      hidden: hidden, layers: fields.size(.layers), heads: heads, kvHeads: heads,
      headDimension: 0, vocabulary: fields.size(.vocabulary), mlpWidth: mlpWidth,
      isTied: fields.flag("tie_word_embeddings", standard: isTiedByDefault),
      embeddingWidth: hidden)
  }

  private var isTiedByDefault: Bool {
    switch self {
    case .llama, .mistral, .qwen2, .qwen3: false
    case .opt, .bloom, .falcon: true
    }
  }

  private func gated(_ fields: inout ConfigFields) -> DenseShape {
    var shape = common(&fields, mlpWidth: fields.size(.mlpWidth("intermediate_size")))
    // Files older than grouped-query attention do not state it; the other families are younger.
    shape.kvHeads = fields.size(.kvHeads, standard: self == .llama ? shape.heads : nil)
    switch self {
    case .qwen3:
      // Its default is not hidden_size / heads.
      shape.headDimension = fields.size(.headDimension)
      shape.hasQueryKeyNorms = true
    default:
      shape.headDimension =
        fields["head_dim"] == nil ? evenHeads(shape, &fields) : fields.size(.headDimension)
    }
    if self == .llama || self == .qwen3 {
      shape.hasQueryKeyValueBias = fields.flag("attention_bias", standard: false)
      shape.hasAttentionOutputBias = shape.hasQueryKeyValueBias
    }
    if self == .llama { shape.hasMLPBias = fields.flag("mlp_bias", standard: false) }
    if self == .qwen2 { shape.hasQueryKeyValueBias = true }
    return shape
  }

  private func opt(_ fields: inout ConfigFields) -> DenseShape {
    var shape = common(&fields, mlpWidth: fields.size(.mlpWidth("ffn_dim")))
    shape.headDimension = evenHeads(shape, &fields)
    let hasBias = fields.flag("enable_bias", standard: true)
    setLayerNorm(&shape, hasBias: hasBias)
    if !fields.flag("layer_norm_elementwise_affine", standard: true) { shape.normVectors = 0 }
    shape.hasFinalNorm =
      fields.flag("do_layer_norm_before", standard: true)
      && !fields.flag("_remove_final_layer_norm", standard: false)
    shape.embeddingWidth = fields.size(
      ConfigField(
        names: ["word_embed_proj_dim"], meaning: "the width of the token embeddings",
        largest: 1_000_000), standard: shape.hidden)
    // The table starts with two rows that no position uses.
    shape.learnedPositions = fields.size(.positions) + 2
    return shape
  }

  private func bloom(_ fields: inout ConfigFields) -> DenseShape {
    var shape = common(&fields, mlpWidth: 0)
    shape.mlpWidth = 4 * shape.hidden
    if let inner = fields["n_inner"], inner != .number(Double(shape.mlpWidth)) {
      fields.complain(
        "n_inner", "\(inner.shown) is not 4 × hidden_size, the MLP width of every BLOOM; remove it")
    }
    shape.headDimension = evenHeads(shape, &fields)
    setLayerNorm(&shape, hasBias: true)
    shape.hasEmbeddingNorm = true
    return shape
  }

  private func falcon(_ fields: inout ConfigFields) -> DenseShape {
    var shape = common(&fields, mlpWidth: 0)
    shape.mlpWidth = fields.size(.mlpWidth("ffn_hidden_size"), standard: 4 * shape.hidden)
    shape.headDimension = evenHeads(shape, &fields)
    setLayerNorm(&shape, hasBias: fields.flag("bias", standard: false))
    let isNew = fields.flag("new_decoder_architecture", standard: false)
    if isNew {
      shape.kvHeads = fields.size(.kvHeads, standard: shape.heads)
    } else if fields.flag("multi_query", standard: true) {
      shape.kvHeads = 1
    }
    // Attention and MLP side by side share their norm, or have one each.
    if fields.flag("parallel_attn", standard: true) {
      shape.normsPerLayer = fields.size(
        .count("num_ln_in_parallel_attn", of: "norms of a layer"), standard: isNew ? 2 : 1)
    }
    return shape
  }

  /// LayerNorm with scale and shift, an MLP without a gate, and biases everywhere or nowhere.
  private func setLayerNorm(_ shape: inout DenseShape, hasBias: Bool) {
    (shape.normVectors, shape.mlpMatrices) = (2, 2)
    (shape.hasQueryKeyValueBias, shape.hasAttentionOutputBias) = (hasBias, hasBias)
    shape.hasMLPBias = hasBias
  }

  /// hidden / heads; 1 after a complaint.
  private func evenHeads(_ shape: DenseShape, _ fields: inout ConfigFields) -> Int {
    guard fields.complaints.isEmpty else { return 1 }
    guard shape.hidden.isMultiple(of: shape.heads) else {
      fields.complain(
        ConfigField.heads.names[0],
        "\(shape.heads) heads do not divide the width of \(shape.hidden); correct one, or add "
          + "head_dim")
      return 1
    }
    return shape.hidden / shape.heads
  }
}
