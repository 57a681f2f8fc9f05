import Evidence
import Normalization
import TestSupport
import Testing
import Workloads

@Suite struct ModelConfigTests {
  // MARK: Counts

  /// The models of calibration.csv, in the fields that their config.json has.
  static let calibrated: [(id: String, json: String)] = [
    (
      "llama-2-70b",
      #"{"model_type": "llama", "hidden_size": 8192, "intermediate_size": 28672, "#
        + #""num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8, "#
        + #""tie_word_embeddings": false, "vocab_size": 32000}"#
    ),
    (
      "llama-3-70b",
      #"{"model_type": "llama", "attention_bias": false, "mlp_bias": false, "hidden_size": 8192, "#
        + #""intermediate_size": 28672, "num_attention_heads": 64, "num_hidden_layers": 80, "#
        + #""num_key_value_heads": 8, "vocab_size": 128256}"#
    ),
    (
      "opt-66b",
      #"{"_remove_final_layer_norm": false, "do_layer_norm_before": true, "ffn_dim": 36864, "#
        + #""hidden_size": 9216, "max_position_embeddings": 2048, "model_type": "opt", "#
        + #""num_attention_heads": 72, "num_hidden_layers": 64, "vocab_size": 50272, "#
        + #""word_embed_proj_dim": 9216}"#
    ),
    (
      "yi-34b",
      #"{"architectures": ["LlamaForCausalLM"], "hidden_size": 7168, "intermediate_size": 20480, "#
        + #""max_position_embeddings": 4096, "model_type": "llama", "num_attention_heads": 56, "#
        + #""num_hidden_layers": 60, "num_key_value_heads": 8, "rope_scaling": null, "#
        + #""rope_theta": 5000000.0, "tie_word_embeddings": false, "vocab_size": 64000}"#
    ),
    (
      "bloom-176b",
      #"{"model_type": "bloom", "n_embed": 14336, "n_layer": 70, "num_attention_heads": 112, "#
        + #""n_inner": null, "vocab_size": 250880}"#
    ),
    (
      "mistral-7b",
      #"{"model_type": "mistral", "hidden_size": 4096, "intermediate_size": 14336, "#
        + #""max_position_embeddings": 32768, "num_attention_heads": 32, "num_hidden_layers": 32, "#
        + #""num_key_value_heads": 8, "sliding_window": null, "tie_word_embeddings": false, "#
        + #""vocab_size": 32000}"#
    ),
    (
      "falcon-180b",
      #"{"model_type": "falcon", "alibi": false, "bias": false, "hidden_size": 14848, "#
        + #""multi_query": true, "new_decoder_architecture": true, "num_attention_heads": 232, "#
        + #""num_hidden_layers": 80, "num_kv_heads": 8, "parallel_attn": true, "#
        + #""tie_word_embeddings": false, "vocab_size": 65024}"#
    ),
  ]

  @Test(arguments: calibrated)
  func theCalibrationsModelsHaveItsCounts(id: String, json: String) throws {
    let config = try ConfigText.read(json)
    let model = try Repository.edition().calibration.languageModel(id)
    #expect(Double(config.parameters) == model.parameters)
    #expect(Double(config.layers) == model.layers)
    #expect(Double(config.kvHeads) == model.kvHeads)
    #expect(Double(config.headDimension) == model.headDimension)
  }

  @Test func everyModelOfTheCalibrationIsCounted() throws {
    let ids = try Repository.edition().calibration.ids(of: .model)
    #expect(Set(ids) == Set(Self.calibrated.map(\.id)))
  }

  /// Counts that others publish: safetensors metadata of Hugging Face, or the sum over a model that
  /// was built.
  private static let published: [(json: String, parameters: Int)] = [
    // meta-llama/Llama-3.1-8B
    (ConfigText.llama(), 8_030_261_248),
    // Qwen/Qwen2.5-7B-Instruct: biases of queries, keys and values
    (
      #"{"model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944, "#
        + #""num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4, "#
        + #""sliding_window": 131072, "use_sliding_window": false, "vocab_size": 152064}"#,
      7_615_616_512
    ),
    // Qwen/Qwen2.5-3B-Instruct: tied
    (
      #"{"model_type": "qwen2", "hidden_size": 2048, "intermediate_size": 11008, "#
        + #""num_attention_heads": 16, "num_hidden_layers": 36, "num_key_value_heads": 2, "#
        + #""tie_word_embeddings": true, "vocab_size": 151936}"#,
      3_085_938_688
    ),
    // Qwen/Qwen3-8B: norms of queries and keys
    (
      #"{"model_type": "qwen3", "attention_bias": false, "head_dim": 128, "hidden_size": 4096, "#
        + #""intermediate_size": 12288, "num_attention_heads": 32, "num_hidden_layers": 36, "#
        + #""num_key_value_heads": 8, "tie_word_embeddings": false, "vocab_size": 151936}"#,
      8_190_735_360
    ),
    // facebook/opt-125m
    (
      #"{"model_type": "opt", "ffn_dim": 3072, "hidden_size": 768, "num_attention_heads": 12, "#
        + #""max_position_embeddings": 2048, "num_hidden_layers": 12, "vocab_size": 50272, "#
        + #""word_embed_proj_dim": 768}"#,
      125_239_296
    ),
    // facebook/opt-350m: narrow embeddings, norms after the layers and none at the end
    (
      #"{"model_type": "opt", "ffn_dim": 4096, "hidden_size": 1024, "num_attention_heads": 16, "#
        + #""max_position_embeddings": 2048, "num_hidden_layers": 24, "vocab_size": 50272, "#
        + #""word_embed_proj_dim": 512, "do_layer_norm_before": false}"#,
      331_196_416
    ),
    // bigscience/bloom-560m
    (
      #"{"model_type": "bloom", "hidden_size": 1024, "n_layer": 24, "n_head": 16, "#
        + #""vocab_size": 250880}"#,
      559_214_592
    ),
    // tiiuae/falcon-7b, its output head stored apart: one key/value head, one norm in a layer
    (
      #"{"model_type": "falcon", "hidden_size": 4544, "num_hidden_layers": 32, "#
        + #""num_attention_heads": 71, "multi_query": true, "new_decoder_architecture": false, "#
        + #""parallel_attn": true, "bias": false, "tie_word_embeddings": false, "#
        + #""vocab_size": 65024}"#,
      7_217_189_760
    ),
  ]

  @Test(arguments: published)
  func publishedCountsAreMet(json: String, parameters: Int) throws {
    #expect(try ConfigText.read(json).parameters == parameters)
  }

  @Test func theExampleIsRead() throws {
    let config = try ModelConfig(
      bytes: Repository.bytes("examples/config.json"), file: "examples/config.json")
    #expect(config.parameters == 7_615_616_512)
    #expect(config.name == "Qwen2.5-7B")
    #expect(config.notes.isEmpty)
  }

  // MARK: Shapes

  @Test func partsMakeUpTheCount() throws {
    let config = try ConfigText.read(ConfigText.llama())
    #expect(config.parts.reduce(0) { $0 + $1.parameters } == config.parameters)
    #expect(
      config.parts.map(\.name)
        == ["token embeddings", "output head", "attention", "MLP", "norms"])
    #expect(
      config.parts.map(\.parameters)
        == [
          128256 * 4096, 128256 * 4096, 32 * 2 * (4096 * 4096 + 4096 * 1024), 32 * 3 * 4096 * 14336,
          65 * 4096,
        ])
    #expect(
      config.summary == "layers 32, hidden 4096, heads 32, KV heads 8, vocabulary 128256")
  }

  @Test func heads() throws {
    let grouped = try ConfigText.read(ConfigText.llama())
    #expect([grouped.kvHeads, grouped.headDimension] == [8, 128])
    // As files older than grouped-query attention: one KV head for each query head.
    let all = try ConfigText.read(ConfigText.llama(["num_key_value_heads": "null"]))
    #expect(all.kvHeads == 32)
    #expect(all.parameters - grouped.parameters == 32 * 2 * 24 * 128 * 4096)
    let wide = try ConfigText.read(ConfigText.llama(["head_dim": "256"]))
    #expect(wide.headDimension == 256)
    #expect(wide.parameters - grouped.parameters == 32 * (2 * 32 + 2 * 8) * 128 * 4096)
  }

  @Test func tiedHeadsAndBiases() throws {
    let plain = try ConfigText.read(ConfigText.llama()).parameters
    let tied = try ConfigText.read(ConfigText.llama(["tie_word_embeddings": "true"]))
    #expect(plain - tied.parameters == 128256 * 4096)
    let attention = try ConfigText.read(ConfigText.llama(["attention_bias": "true"]))
    #expect(attention.parameters - plain == 32 * (4096 + 2 * 1024 + 4096))
    let mlp = try ConfigText.read(ConfigText.llama(["mlp_bias": "true"]))
    #expect(mlp.parameters - plain == 32 * (2 * 14336 + 4096))
  }

  @Test(arguments: [
    (#""hub/Org/My_Model  v1.5-""#, "My-Model-v1.5"), (#""""#, "llama-8.03b"),
    (#""./""#, "llama-8.03b"), (#""/work/check.point..7""#, "check.point.7"), ("7", "llama-8.03b"),
  ])
  func theNameIsACalibrationID(path: String, name: String) throws {
    #expect(try ConfigText.read(ConfigText.llama(["_name_or_path": path])).name == name)
  }

  @Test func aQuantizedCheckpointIsNoted() throws {
    let config = try ConfigText.read(
      ConfigText.llama(["quantization_config": #"{"quant_method": "fp8"}"#]))
    #expect(config.parameters == 8_030_261_248)
    #expect(config.notes.count == 1)
    #expect(config.notes.first?.contains("('fp8')") == true)
  }
}
