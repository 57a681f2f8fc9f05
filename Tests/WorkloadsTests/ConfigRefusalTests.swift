import Evidence
import Testing
import Workloads

@Suite struct ConfigRefusalTests {
  private static let refused: [(changes: [String: String?], complaint: String)] = [
    // Mixtral-8x7B, Qwen3-30B-A3B and DeepSeek-V3
    (
      ["model_type": #""mixtral""#, "num_experts_per_tok": "2", "num_local_experts": "8"],
      "num_local_experts: 8 experts: a token uses only some of a mixture's experts"
    ),
    (
      ["model_type": #""qwen3_moe""#, "num_experts": "128", "num_experts_per_tok": "8"],
      "num_experts: 128 experts: a token uses only some of a mixture's experts"
    ),
    (
      ["model_type": #""deepseek_v3""#, "n_routed_experts": "256", "kv_lora_rank": "512"],
      "n_routed_experts: 256 experts: a token"
    ),
    (["model_type": #""olmoe""#], "model_type: 'olmoe': a token uses only some"),
    (
      ["model_type": #""minicpm3""#, "kv_lora_rank": "256"],
      "kv_lora_rank: multi-head latent attention (MLA) caches a compressed vector"
    ),
    (["model_type": #""mamba2""#, "state_size": "64"], "model_type: 'mamba2': layers with a"),
    (["model_type": #""recurrent_gemma""#], "model_type: 'recurrent_gemma': layers with a"),
    (["mamba_d_state": "256"], "mamba_d_state: layers with a recurrent state"),
    (["is_encoder_decoder": "true"], "is_encoder_decoder: an encoder-decoder reads"),
    (
      ["text_config": #"{"model_type": "llama"}"#, "vision_config": #"{"model_type": "clip"}"#],
      "text_config: the file wraps more than a language model (text_config, vision_config)"
    ),
    (
      ["layer_types": #"["sliding_attention", "full_attention"]"#],
      "layer_types: 1 of 2 layers are 'sliding_attention'"
    ),
    (
      ["model_type": #""mistral""#, "sliding_window": "4096"],
      "sliding_window: attention is cut to the last 4096 tokens, beyond which KV stops growing; "
        + "if no request is longer than that, set sliding_window to null in a copy of the file"
    ),
    (
      ["model_type": #""mistral""#],
      "sliding_window: attention is cut to the last 4096 tokens where the file does not state it"
    ),
    (
      [
        "model_type": #""qwen2""#, "use_sliding_window": "true", "sliding_window": "32768",
        "max_window_layers": "0",
      ],
      "sliding_window: attention is cut to the last 32768 tokens, beyond which KV stops growing; "
        + "if no request is longer than that, set use_sliding_window to false"
    ),
    (
      ["model_type": #""gemma2""#],
      "model_type: 'gemma2' is not a family whose parameters are counted here (llama, mistral, "
        + "qwen2, qwen3, opt, bloom, falcon)"
    ),
    (["model_type": nil], "model_type: the file does not state the family; add one of llama"),
    (
      ["hidden_size": nil],
      "hidden_size: the file does not state it; add the width of a layer, an integer at least 1 "
        + "and at most 1000000"
    ),
    (["hidden_size": #""4096""#], "hidden_size: '4096' is not the width of a layer, an integer"),
    (["vocab_size": "-1"], "vocab_size: -1 is not the number of tokens in the vocabulary"),
    (["num_hidden_layers": "0"], "num_hidden_layers: 0 is not the number of layers"),
    (["num_hidden_layers": "32.5"], "num_hidden_layers: 32.5 is not the number of layers"),
    (["num_hidden_layers": "1e300"], "num_hidden_layers: 1e+300 is not the number of layers"),
    (["intermediate_size": "[1, 2]"], "intermediate_size: a list is not the width of the MLP"),
    (["tie_word_embeddings": #""no""#], "tie_word_embeddings: 'no' is neither true nor false"),
    (["num_attention_heads": "31"], "num_attention_heads: 31 heads do not divide the width"),
    (["num_key_value_heads": "5"], "num_key_value_heads: 5 key/value heads do not divide the 32"),
    (["n_embed": "1024"], "n_embed: it is not hidden_size's 4096, and both are the width"),
    (["model_type": #""qwen3""#], "head_dim: the file does not state it; add the dimension"),
    (
      ["model_type": #""qwen2""#, "num_key_value_heads": nil],
      "num_key_value_heads: the file does not state it; add the number of key/value heads"
    ),
    (["model_type": #""opt""#], "ffn_dim: the file does not state it; add the width of the MLP"),
    (
      ["model_type": #""bloom""#, "n_inner": "8192"],
      "n_inner: 8192 is not 4 × hidden_size, the MLP width of every BLOOM; remove it"
    ),
  ]

  @Test(arguments: refused)
  func whatCannotBeCountedIsRefused(changes: [String: String?], complaint: String) {
    let error = #expect(throws: IngestError.self) { try ConfigText.read(ConfigText.llama(changes)) }
    let lines = error?.complaints ?? []
    #expect(lines.count == 1)
    let line = lines.first.map { ($0.field.map { "\($0): " } ?? "") + $0.message } ?? ""
    #expect(line.hasPrefix(complaint), "\(line)")
  }

  @Test func complaintsSayWhere() {
    let text = "{\n  \"model_type\": \"llama\",\n\t\"é\": 1, \"hidden_size\": true\n}\n"
    let error = #expect(throws: IngestError.self) { try ConfigText.read(text) }
    #expect(
      error?.complaints.map { "\($0.file):\($0.line):\($0.column): \($0.field ?? "")" } == [
        "my.json:1:1: intermediate_size", "my.json:1:1: num_attention_heads",
        "my.json:1:1: num_hidden_layers", "my.json:1:1: vocab_size", "my.json:3:10: hidden_size",
      ])
  }

  /// Names that a file made up are shown escaped, wherever they stand.
  @Test(arguments: [
    #"{"num_l\u007Fcal_experts": 8}"#, #"{"mamba_\u000A": 1}"#,
    #"{"x\u2028_config": {"model_type": "llama"}}"#,
  ])
  func namesAreShownOnOneLine(json: String) {
    let error = #expect(throws: IngestError.self) { try ConfigText.read(json) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("my.json:1:"))
    let breaking: [Unicode.Scalar] = ["\n", "\u{7F}", "\u{2028}"]
    #expect(!text.unicodeScalars.contains(where: breaking.contains))
  }

  @Test(arguments: [
    ("", "the file is not JSON"), ("{\"hidden_size\": }", "the file is not JSON"),
    ("hidden_size: 4096", "the file is not JSON"), ("{\"a\": NaN}", "the file is not JSON"),
    ("[{}]", "the file is not a JSON object"), ("4096", "the file is not a JSON object"),
  ])
  func whatIsNoJSONObjectIsRefused(text: String, fault: String) {
    let error = #expect(throws: IngestError.self) { try ConfigText.read(text) }
    #expect(error?.complaints.count == 1)
    #expect(error?.description.hasPrefix("my.json:1:1: \(fault)") == true)
  }

  @Test(arguments: [
    ConfigText.llama(["model_type": #""mistral""#, "sliding_window": "131072"]),
    ConfigText.llama(["model_type": #""qwen2""#, "sliding_window": "4096"]),
    ConfigText.llama([
      "model_type": #""qwen2""#, "sliding_window": "4096", "use_sliding_window": "true",
      "max_window_layers": "32",
    ]),
    ConfigText.llama(["layer_types": #"["full_attention", "full_attention"]"#]),
    // Llama does not know windows.
    ConfigText.llama(["sliding_window": "4096"]),
  ])
  func aWindowThatCutsNothingIsNone(json: String) throws {
    #expect(throws: Never.self) { try ConfigText.read(json) }
  }
}
