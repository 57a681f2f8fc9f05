import CostModel
import Evidence

/// The closed form on one machine; `s` is the suffix of its symbols.
extension RowLines {
  /// How the batches under a contract are called.
  enum BatchNames: String {
    /// The row's own machine.
    case source = ""
    /// The reference under the published contract.
    case published = "_pub"
    /// The reference under the figure's.
    case contract = "_ref"
  }

  mutating func memoryLines(_ instance: ServingInstance, _ s: String) {
    writer.derive("W\(s)", "s_W·n\(s)", instance.model.weightBytes, "B", "bytes of the weights")
    writer.derive(
      "κ\(s)", "2·L\(s)·h\(s)·d\(s)·s_KV", instance.model.kvBytesPerToken, "B/token",
      "KV bytes of a token")
  }

  mutating func rateLines(_ instance: ServingInstance, _ s: String) {
    let tokens = anchor.mix.tokens
    writer.derive(
      "R\(s)", "N\(s)·u_F\(s)·F\(s)/(2·n\(s))", instance.prefillTokensPerSecond, "token/s",
      "prefill rate of one instance")
    writer.derive(
      "t0\(s)", "1000·W\(s)/(N\(s)·u_M\(s)·M\(s))", 1000 * instance.weightReadSeconds, "ms",
      "a decode pass reads the weights")
    writer.derive(
      "t1\(s)", "1000·κ\(s)·S/(N\(s)·u_M\(s)·M\(s))",
      1000 * instance.kvReadSeconds(tokens: tokens), "ms", "and the KV of each sequence")
    if [.chunked, .continuous].contains(anchor.architecture) {
      writer.derive(
        "w\(s)", "1000·α/((1 − α)·R\(s))",
        1000 * instance.prefillSecondsPerOutputToken(anchor.mix), "ms",
        "prefill that goes with each output token")
    }
    if anchor.architecture == .continuous { tailLines(instance, s) }
    writer.derive(
      "b_mem\(s)", "(N\(s)·u_H·H\(s) − W\(s))/(κ\(s)·S)", instance.memoryBatch(tokens: tokens), "",
      "sequences whose KV fits in memory")
  }

  /// Whole prompts land at random: the 99th percentile request waits for b + z·√b of them.
  mutating func tailLines(_ instance: ServingInstance, _ s: String) {
    let prefill = 1000 * instance.prefillSecondsPerOutputToken(anchor.mix)
    let read = 1000 * instance.kvReadSeconds(tokens: anchor.mix.tokens)
    writer.derive("k\(s)", "t1\(s) + w\(s)", read + prefill, "ms", "a pass takes k longer for each")
    writer.derive(
      "v\(s)", "w\(s)·z", prefill * normalizer.reference.tailQuantile, "ms",
      "and v·√b longer in 1 of 100 cases, when prompts bunch")
  }

  mutating func batchLines(
    _ instance: ServingInstance, _ s: String, contract t: String, tpot: Double, names: BatchNames
  ) {
    let service = Service(mix: anchor.mix, tpot: tpot)
    let batch = instance.contractBatch(
      anchor.architecture, service, tailQuantile: normalizer.reference.tailQuantile)
    let (name, root) = ("b_T\(names.rawValue)", "r\(names.rawValue)")
    let meaning = "sequences with which a pass ends within \(t)"
    let budget = "(\(t) − t0\(s))"
    switch anchor.architecture {
    case .disaggregated:
      writer.derive(name, "\(budget)/t1\(s)", batch, "", meaning)
    case .chunked:
      writer.derive(name, "\(budget)/(t1\(s) + w\(s))", batch, "", meaning)
    case .continuous where tpot > instance.weightReadSeconds:
      writer.derive(
        root, "(√(v\(s)² + 4·k\(s)·\(budget)) − v\(s))/(2·k\(s))", batch.squareRoot(), "",
        "root of k·r² + v·r = T − t0")
      writer.derive(name, "\(root)²", batch, "", meaning)
    case .continuous:
      let bound = instance.colocatedContractBatch(
        .chunked, service, tailQuantile: normalizer.reference.tailQuantile)
      writer.derive(name, "\(budget)/(t1\(s) + w\(s))", bound, "", "at most: no pass ends in \(t)")
    case .serialised:
      writer.derive(
        name, "min(1, \(budget)/t1\(s))", batch, "", "one request at a time, if it meets \(t)")
    }
    let bound = writer.value(of: name) ?? batch
    let least = min(instance.memoryBatch(tokens: anchor.mix.tokens), bound)
    writer.derive(
      "b\(names.rawValue)", "min(b_mem\(s), \(name))", least, "",
      least < 1 ? "below 1: infeasible" : "decode batch")
  }

  mutating func phaseLines(_ estimate: PhaseEstimate, on s: String, batch: String) {
    writer.derive(
      "x_p\(s)", "1000000·N\(s)·α/R\(s)", perMillion(estimate.prefillSeconds), "s/Mtok",
      "prefill by the closed form")
    writer.derive(
      "x_d\(s)", "1000·N\(s)·(1 − α)·(t0\(s)/\(batch) + t1\(s))",
      perMillion(estimate.decodeSeconds), "s/Mtok", "decode by the closed form")
  }
}
