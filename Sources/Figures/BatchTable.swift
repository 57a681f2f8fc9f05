import Frontier
import Plotting
import Tables

/// The data file and the words of Figure S5.
enum BatchTable {
  private static let header = [
    "accelerator", "kind", "tpot_ms", "batch", "pass_ms", "weights_ms", "flops_ms", "kv_ms",
    "usd_per_million_output_tokens", "bound_by",
  ]

  /// figure-s5.csv: for each accelerator `curve`, `limit` (the batch that runs under a TPOT limit, and
  /// what bounds it), and the edges of the zones: `compute` (FLOPs take as long as the weights) and
  /// `memory` (no more fit).
  static func table(of result: BatchCurves) -> DataTable {
    var data = DataTable(header)
    for panel in result.panels {
      for batch in BatchCurves.batches { data.append(row(panel, "curve", batch: batch)) }
      for limit in panel.limits {
        data.append(
          row(
            panel, "limit", tpotMs: limit.tpotMs, batch: limit.batch,
            boundBy: limit.batch.map { _ in limit.isBoundByMemory ? "memory" : "tpot" } ?? ""))
      }
      if let batch = panel.computeBatch { data.append(row(panel, "compute", batch: batch)) }
      let memory = panel.times.memoryBatch
      data.append(row(panel, "memory", batch: memory > 0 ? memory : nil))
    }
    return data
  }

  private static func row(
    _ panel: BatchCurves.Panel, _ kind: String, tpotMs: Double? = nil, batch: Double?,
    boundBy: String = ""
  ) -> [String] {
    let head = [panel.accelerator, kind, tpotMs.map { DataText.text($0) } ?? ""]
    guard let batch else {
      return head + [DataText.text(nil), "", "", "", "", "", boundBy]
    }
    let times = panel.times
    return head + [
      DataText.text(batch), DataText.text(1000 * panel.passSeconds(batch: batch)),
      DataText.text(1000 * times.weightReadSeconds),
      DataText.text(1000 * batch * times.decodeComputeSeconds),
      DataText.text(1000 * batch * times.kvReadSeconds),
      panel.usdPerMillionOutputTokens(batch: batch).map { DataText.text($0) } ?? "", boundBy,
    ]
  }

  static func notes(_ result: BatchCurves) -> [String] {
    let (mix, frame) = (result.mix, result.assumptions.frame)
    let room = result.kv == .paged ? mix.heldTokens : mix.tokens
    return [
      "decode pool of \(frame.modelName), BF16 KV, "
        + "\(NumberFormat.rounded(mix.promptTokens, digits: 5)) prompt and "
        + "\(NumberFormat.rounded(mix.outputTokens, digits: 5)) output tokens, of which a sequence "
        + "holds \(NumberFormat.rounded(room, digits: 4)) in memory"
        + (result.kv == .paged ? " on average" : ""),
      "cost of decoding alone, per million output tokens",
    ]
  }

  /// The figure in plain ASCII words.
  static func description(_ result: BatchCurves) -> String {
    let panels = result.panels.map { panel in
      let limits = panel.limits.map { limit in
        let name = "\(NumberFormat.ascii(limit.tpotMs, digits: 4)) ms"
        guard let batch = limit.batch else { return "\(name): none" }
        let cost = panel.usdPerMillionOutputTokens(batch: batch).map {
          " at $\(NumberFormat.ascii($0, digits: 3))"
        }
        return "\(name): \(NumberFormat.ascii(batch.rounded(.down), digits: 6))"
          + (limit.isBoundByMemory ? " for want of memory" : "") + (cost ?? "")
      }
      let compute = panel.computeBatch.map {
        "FLOPs take longer than the weights from \(NumberFormat.ascii($0.rounded(.up), digits: 6)) "
          + "sequences on, "
      }
      return "\(panel.accelerator): \(compute ?? "")"
        + "\(NumberFormat.ascii(max(0, panel.times.memoryBatch).rounded(.down), digits: 6)) fit in "
        + "memory; batch by TPOT limit, with decode cost per million output tokens: "
        + "\(limits.joined(separator: ", "))."
    }
    return "For each accelerator two charts over the decode batch from 8 to 2048, all axes "
      + "logarithmic: what decoding costs, and what a pass takes, beside its three parts. "
      + panels.joined(separator: " ")
  }
}
