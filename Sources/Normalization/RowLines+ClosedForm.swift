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

  mutating func memoryLines(_ s: String) throws {
    try writer.derive("W\(s)", "s_W·n\(s)", "B", "bytes of the weights")
    try writer.derive("κ\(s)", "2·L\(s)·h\(s)·d\(s)·s_KV", "B/token", "KV bytes of a token")
  }

  mutating func rateLines(_ s: String) throws {
    try writer.derive(
      "R\(s)", "N\(s)·u_F\(s)·F\(s)/(2·n\(s))", "token/s", "prefill rate of one instance")
    try writer.derive(
      "t0\(s)", "1000·W\(s)/(N\(s)·u_M\(s)·M\(s))", "ms", "a decode pass reads the weights")
    try writer.derive(
      "t1\(s)", "1000·κ\(s)·S/(N\(s)·u_M\(s)·M\(s))", "ms", "and the KV of each sequence")
    if [.chunked, .continuous].contains(anchor.architecture) {
      try writer.derive(
        "w\(s)", "1000·α/((1 − α)·R\(s))", "ms", "prefill that goes with each output token")
    }
    if anchor.architecture == .continuous {
      // Whole prompts land at random: the 99th percentile request waits for b + z·√b of them.
      try writer.derive("k\(s)", "t1\(s) + w\(s)", "ms", "a pass takes k longer for each")
      try writer.derive(
        "v\(s)", "w\(s)·z", "ms", "and v·√b longer in 1 of 100 cases, when prompts bunch")
    }
    try writer.derive(
      "b_mem\(s)", "(N\(s)·u_H·H\(s) − W\(s))/(κ\(s)·S)", "", "sequences whose KV fits in memory")
  }

  /// - Parameter estimate: what the conversion found; nil where no batch is feasible.
  mutating func batchLines(
    _ s: String, contract t: String, names: BatchNames, expecting estimate: PhaseEstimate?
  ) throws {
    let (name, root) = ("b_T\(names.rawValue)", "r\(names.rawValue)")
    let meaning = "sequences with which a pass ends within \(t)"
    let budget = "(\(t) − t0\(s))"
    switch anchor.architecture {
    case .disaggregated:
      try writer.derive(name, "\(budget)/t1\(s)", "", meaning)
    case .chunked:
      try writer.derive(name, "\(budget)/(t1\(s) + w\(s))", "", meaning)
    case .continuous where isLonger(t, than: "t0\(s)"):
      try writer.derive(
        root, "(√(v\(s)² + 4·k\(s)·\(budget)) − v\(s))/(2·k\(s))", "",
        "root of k·r² + v·r = T − t0")
      try writer.derive(name, "\(root)²", "", meaning)
    case .continuous:
      try writer.derive(
        name, "\(budget)/(t1\(s) + w\(s))", "", "at most: no pass ends in \(t)")
    case .serialised:
      try writer.derive(
        name, "min(1, \(budget)/t1\(s))", "", "one request at a time, if it meets \(t)")
    }
    try writer.derive(
      "b\(names.rawValue)", "min(b_mem\(s), \(name))", "",
      estimate == nil ? "below 1: infeasible" : "decode batch", expecting: estimate?.batch)
  }

  private func isLonger(_ left: String, than right: String) -> Bool {
    guard let left = writer.value(of: left), let right = writer.value(of: right) else {
      return false
    }
    return left > right
  }

  mutating func phaseLines(_ s: String, batch: String) throws {
    try writer.derive(
      "x_p\(s)", "1000000·N\(s)·α/R\(s)", "s/Mtok", "prefill by the closed form")
    try writer.derive(
      "x_d\(s)", "1000·N\(s)·(1 − α)·(t0\(s)/\(batch) + t1\(s))", "s/Mtok",
      "decode by the closed form")
  }
}
