/// What the columns and constants are, in a few words.
enum DataMeaning {
  /// - Parameter place: a file's name, or a kind of entity.
  /// - Returns: empty for what nobody has described; a test finds it.
  static func text(of name: String, in place: String) -> String {
    meanings[place]?[name] ?? shared[name] ?? ""
  }

  private static let shared = [
    "locator": "where in the source: table, figure, section, file",
    "evidence": "how the number is known",
    "note": "what a reader should know besides",
  ]

  private static let meanings: [String: [String: String]] = [
    "anchors.csv": [
      "id": "the row's own key",
      "system": "the serving system",
      "label": "the text drawn beside the point",
      "section": "the section of the paper that names the row",
      "architecture": "how prefill and decode share accelerators",
      "model": "a model of calibration.csv, without model/",
      "accelerator": "an accelerator of calibration.csv, without accelerator/",
      "accelerators": "how many the throughput was measured on; whole instances",
      "tensor_parallel": "accelerators of one instance",
      "workload": "a name for the mix",
      "prompt_tokens": "mean prompt tokens of a request, cached ones included",
      "output_tokens": "mean output tokens of a request",
      "throughput": "as published, in throughput_unit; tokens are prompt + output",
      "throughput_low": "the least that it may be; with throughput_high or not at all",
      "throughput_high": "the most that it may be",
      "throughput_unit": "what the throughput counts",
      "ttft_limit_ms": "the TTFT limit under which the throughput was published",
      "ttft_limit_statistic": "what the limit holds for; slo: percentile not stated",
      "ttft_measured_ms": "TTFT that the source reports for the point",
      "ttft_measured_statistic": "what the measured TTFT is",
      "tpot_ms": "time per output token that the throughput was published under",
      "tpot_statistic": "what tpot_ms is; with mean or median the row has no contract",
      "bandwidth_gb_s": "realised bandwidth from point to point; of disaggregated rows only",
      "overlap": "share of the transfer that decode hides; of disaggregated rows only",
      "band_rel": "stated relative error of the cost",
      "citation": "the paper, data set or report",
    ],
    "calibration.csv": [
      "entity": "what the constant belongs to, of the forms below",
      "parameter": "the constant's name, as listed below",
      "value": "the constant",
      "unit": "the unit of value, low and high; 1 for none, word for words",
      "as_of": "the day from which the value holds; of prices always",
      "choice": "the choice that the row answers; empty: it holds under every reading",
      "reading": "the reading under which the row holds",
      "low": "the least that the sources leave open; with high or not at all",
      "high": "the most that the sources leave open",
      "source": "the paper, data sheet, data set or price list",
    ],
    "claims.csv": [
      "id": "the row's own key",
      "sentence": "the id of the sentence that the row interprets",
      "section": "the document and its section",
      "statement": "the interpretation in prose",
      "kind": "what the statement is about",
      "scope": "the configuration that the sentence names, or another",
      "quantity": "what is computed, as an expression",
      "printed": "what the document prints",
      "unit": "the unit of printed; 1 for none",
      "tolerance": "how far the computed number may be off, in unit",
      "tolerance_basis": "where the tolerance comes from",
      "expected_verdict": "the verdict on record, which --strict holds the row to",
    ],
    "model": [
      "parameters": "n, weights counted from the published shape",
      "layers": "L, transformer layers",
      "kv_heads": "heads of the KV cache of a layer",
      "head_dim": "d, elements of a head",
    ],
    "accelerator": [
      "peak_bf16_flops": "F, peak dense BF16 rate",
      "hbm_bytes_per_s": "M, memory bandwidth",
      "hbm_bytes": "H, memory capacity",
      "prefill_mfu": "achieved share of F in prefill",
      "decode_mbu": "achieved share of M in decode",
    ],
    "deployment": [
      "tensor_parallel": "N, accelerators of the reference instance",
      "hbm_usable": "share of the memory for weights and KV cache",
      "weight_bytes": "bytes of a weight",
      "kv_bytes": "bytes of an element of the KV cache",
      "z99": "z, the standard normal quantile at 0.99",
      "partition_slack": "share of a disaggregated fleet that stands idle",
      "cluster_instances": "K, instances of the cluster that pools are whole parts of; 0: no limit",
      "decode_computes": "1: a decode pass takes its FLOPs too (roofline)",
      "fused_pass": "1: a chunk and the decode tokens share one read of the weights",
      "kv_reserved": "1: a sequence holds its final length from the start",
      "ttft_bound": "1: the contract's TTFT bounds the batch too",
      "request_tokens": "S of Figure 2",
    ],
    "workload": [
      "prompt_tokens": "mean prompt tokens of a request",
      "output_tokens": "mean output tokens of a request",
    ],
    "contract": [
      "ttft_ms": "limit of the time to first token",
      "tpot_ms": "limit of the time per output token",
    ],
    "interconnect": ["bytes_per_s": "bandwidth from point to point"],
    "transfer": [
      "regime": "how a transfer is charged: to a stalled decode worker, or to one slot of it",
      "overlap": "η, the share of the transfer that decode hides",
      "overlap_low": "the least η of the sweep",
      "overlap_high": "the greatest η of the sweep",
      "overlap_mooncake": "the η that the paper gives Mooncake",
    ],
    "rate": ["usd_per_hour": "price of one accelerator, dated"],
    "choice": [
      "default": "the reading that holds unless another is asked for",
      "drawn": "1: draws vary the choice; 0: it is shown on its own",
      "reading": "a reading of a choice that sets no constant",
    ],
  ]
}
