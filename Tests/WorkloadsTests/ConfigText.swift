import Evidence
import Workloads

/// Texts of a config.json.
enum ConfigText {
  static func read(_ json: String) throws(IngestError) -> ModelConfig {
    try ModelConfig(bytes: Array(json.utf8), file: "my.json")
  }

  /// Llama-3.1-8B's, with fields changed or (nil) left out.
  static func llama(_ changes: [String: String?] = [:]) -> String {
    var fields: [String: String] = [
      "model_type": #""llama""#, "hidden_size": "4096", "intermediate_size": "14336",
      "max_position_embeddings": "131072", "num_attention_heads": "32", "num_hidden_layers": "32",
      "num_key_value_heads": "8", "vocab_size": "128256",
    ]
    for (name, value) in changes { fields[name] = value }
    let texts = fields.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }
    return "{\(texts.joined(separator: ", "))}"
  }
}
