/// The shape of a dense decoder, from which its parameters are counted.
struct DenseShape: Equatable {
  var hidden: Int
  var layers: Int
  var heads: Int
  var kvHeads: Int
  var headDimension: Int
  var vocabulary: Int
  var mlpWidth: Int
  /// 3 with a gate, 2 without.
  var mlpMatrices = 3
  /// Vectors of a norm: 1 for RMSNorm, 2 for LayerNorm (scale and shift), 0 for one that learns
  /// nothing.
  var normVectors = 1
  var normsPerLayer = 2
  var hasFinalNorm = true
  /// A norm right after the token embeddings.
  var hasEmbeddingNorm = false
  /// Norms of each head's queries and keys, the same for all heads.
  var hasQueryKeyNorms = false
  var hasQueryKeyValueBias = false
  var hasAttentionOutputBias = false
  var hasMLPBias = false
  /// Whether the output head is the token embeddings.
  var isTied: Bool
  /// Width of the token embeddings; they are projected to and from `hidden` where it differs.
  var embeddingWidth: Int
  /// Rows of a learned position table.
  var learnedPositions = 0

  /// Parameters by part, none of 0.
  var parts: [ModelConfig.Part] {
    [
      ModelConfig.Part("token embeddings", vocabulary * embeddingWidth),
      ModelConfig.Part("output head", isTied ? 0 : vocabulary * embeddingWidth),
      ModelConfig.Part(
        "embedding projections", embeddingWidth == hidden ? 0 : 2 * embeddingWidth * hidden),
      ModelConfig.Part("learned positions", learnedPositions * hidden),
      ModelConfig.Part("attention", layers * attention),
      ModelConfig.Part("MLP", layers * mlp),
      ModelConfig.Part("norms", norms),
    ].filter { $0.parameters > 0 }
  }

  private var attention: Int {
    let queries = heads * headDimension
    let projected = queries + 2 * kvHeads * headDimension
    return hidden * projected + queries * hidden + (hasQueryKeyValueBias ? projected : 0)
      + (hasAttentionOutputBias ? hidden : 0)
  }

  private var mlp: Int {
    // All matrices but the last lead into the MLP's own width.
    let bias = (mlpMatrices - 1) * mlpWidth + hidden
    return mlpMatrices * hidden * mlpWidth + (hasMLPBias ? bias : 0)
  }

  private var norms: Int {
    let wide = layers * normsPerLayer + (hasFinalNorm ? 1 : 0) + (hasEmbeddingNorm ? 1 : 0)
    let ofHeads = hasQueryKeyNorms ? layers * 2 * headDimension : 0
    return normVectors * wide * hidden + ofHeads
  }
}
