import CostModel
import Evidence

/// The closed form on one machine, under the readings that hold; `s` is the suffix of its symbols.
extension RowLines {
  /// How the batches under a contract, and what follows from them, are called.
  enum BatchNames: String {
    /// The row's own machine.
    case source = ""
    /// The reference under the published contract.
    case published = "_pub"
    /// The reference under the figure's.
    case contract = "_ref"
  }

  private var readings: ModelReadings { normalizer.reference.readings }

  private var isFused: Bool {
    anchor.architecture == .colocated(.chunked) && readings.pass == .fused
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
      "t1\(s)", "1000·κ\(s)·k/(N\(s)·u_M\(s)·M\(s))", "ms", "and the KV of each sequence")
    try computeLine(s)
    switch anchor.architecture {
    case .colocated(.chunked), .colocated(.continuous):
      try writer.derive(
        "w\(s)", "1000·α/((1 − α)·R\(s))", "ms", "prefill that goes with each output token")
    case .colocated(.serialised), .disaggregated:
      break
    }
    if anchor.architecture == .colocated(.continuous) {
      // Whole prompts land at random: the 99th percentile request waits for b + z·√b of them.
      try writer.derive(
        "v\(s)", "w\(s)·z", "ms", "v·√b longer in 1 of 100 cases, when prompts bunch")
    }
    let (room, tokens) = readings.kv == .paged ? ("holds", "k") : ("will hold in the end", "S")
    try writer.derive(
      "b_mem\(s)", "(N\(s)·u_H·H\(s) − W\(s))/(κ\(s)·\(tokens))", "",
      "sequences whose KV fits in memory, for the tokens that each \(room)")
  }

  mutating func computeLine(_ s: String) throws {
    switch readings.decode {
    case .roofline:
      try writer.derive("c\(s)", "1000/R\(s)", "ms", "the FLOPs of each decode token")
    case .memoryBound:
      try writer.derive("c\(s)", "0", "ms", "the FLOPs of decode take no time: decode=memory-bound")
    }
  }

  /// - Parameter estimate: what the conversion found; nil where no batch is feasible.
  mutating func batchLines(
    _ s: String, contract t: String, names: BatchNames, expecting estimate: PhaseEstimate?
  ) throws {
    let name = "b_T\(names.rawValue)"
    let meaning = "sequences with which a pass ends within \(t)"
    let budget = "(\(t) − t0\(s))"
    switch anchor.architecture {
    case .disaggregated:
      try writer.derive(name, "min(\(budget)/t1\(s), \(t)/(t1\(s) + c\(s)))", "", meaning)
    case .colocated(.chunked):
      let rest = isFused ? "t1\(s)" : "(t1\(s) + w\(s))"
      try writer.derive(
        name, "min(\(budget)/\(rest), \(t)/(t1\(s) + w\(s) + c\(s)))", "", meaning)
    case .colocated(.continuous) where isLonger(t, than: "t0\(s)"):
      let roots = ["r1\(names.rawValue)", "r2\(names.rawValue)"]
      let sides = [("(t1\(s) + w\(s))", budget), ("(t1\(s) + w\(s) + c\(s))", t)]
      for (root, (each, room)) in zip(roots, sides) {
        try writer.derive(
          root, "(√(v\(s)² + 4·\(each)·\(room)) − v\(s))/(2·\(each))", "",
          "root of \(each)·r² + v\(s)·r = \(room)")
      }
      try writer.derive(name, "min(\(roots[0])², \(roots[1])²)", "", meaning)
    case .colocated(.continuous):
      try writer.derive(
        name, "\(budget)/(t1\(s) + w\(s))", "", "at most: no pass ends in \(t)")
    case .colocated(.serialised):
      try writer.derive(
        name, "min(1, \(budget)/t1\(s))", "", "one request at a time, if it meets \(t)")
    }
    try writer.derive(
      "b\(names.rawValue)", "min(b_mem\(s), \(name))", "",
      estimate == nil ? "below 1: infeasible" : "decode batch", expecting: estimate?.batch)
  }

  private func isLonger(_ left: String, than right: String) -> Bool {
    let (left, right) = (writer.value(of: left), writer.value(of: right))
    return left.flatMap { left in right.map { left > $0 } } ?? false
  }

  /// A pass that only decodes, in ms: its linear layers read or compute, whichever is longer.
  func decodePass(_ s: String, batch b: String) -> String {
    "max(t0\(s), \(b)·c\(s)) + \(b)·t1\(s)"
  }

  mutating func prefillLine(_ s: String) throws {
    try writer.derive(
      "x_p\(s)", "1000000·N\(s)·α/R\(s)", "s/Mtok", "prefill by the closed form")
  }

  mutating func decodeLines(
    _ s: String, names: BatchNames, expecting estimate: PhaseEstimate?
  ) throws {
    let (b, pass) = ("b\(names.rawValue)", "t\(names.rawValue)")
    let each = "1000·N\(s)·(1 − α)·\(pass)/\(b)"
    if isFused {
      try writer.derive(
        pass, "max(t0\(s), \(b)·(c\(s) + w\(s))) + \(b)·t1\(s)", "ms",
        "a pass, whose chunk and decode tokens share one read of the weights")
    } else {
      try writer.derive(pass, decodePass(s, batch: b), "ms", "a pass without its prefill")
    }
    try writer.derive(
      "x_d\(names.rawValue)", isFused ? "\(each) − x_p\(s)" : each, "s/Mtok",
      isFused ? "decode by the closed form: what is not prefill" : "decode by the closed form",
      expecting: estimate.map { $0.decodeSeconds * 1e6 })
  }

  /// What both phases of disaggregated pools take, in s/Mtok before the flat slack.
  mutating func poolLines() throws -> String {
    guard row.transferTax != nil, let most = readings.pools.clusterInstances,
      let prefill = writer.value(of: "x_p_ref"), let decode = writer.value(of: "x_d_ref")
    else { return "(x_p_ref + x_d_ref)" }
    guard let best = readings.pools.sizes(prefill: prefill, decode: decode) else {
      return "(x_p_ref + x_d_ref)"
    }
    try writer.derive(
      "i_p", "\(Int(best.prefill))", "",
      "prefill instances that cost least, of \(most) in the cluster")
    try writer.derive("i_d", "\(Int(best.decode))", "", "decode instances beside them")
    try writer.derive(
      "x_PD", "(i_p + i_d)·max(x_p_ref/i_p, x_d_ref/i_d)", "s/Mtok",
      "both pools, as whole instances"
    )
    return "x_PD"
  }
}
