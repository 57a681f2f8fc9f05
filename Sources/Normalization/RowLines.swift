import CostModel
import Evidence

/// The lines of one row's worksheet.
struct RowLines {
  let row: NormalizedAnchor
  let normalizer: Normalizer
  var writer = WorksheetWriter()

  init(row: NormalizedAnchor, normalizer: Normalizer) {
    self.row = row
    self.normalizer = normalizer
  }

  private var anchor: Anchor { row.anchor }
  private var reference: ServingInstance { normalizer.reference.instance }
  private var share: Double { anchor.mix.prefillShare }
  private var publishedTPOT: Double { anchor.tpotMilliseconds / 1000 }

  mutating func write() throws {
    try giveInputs()
    guard published() else { return }
    model()
    hardware()
    guard contract() else { return }
    writer.begin(.step(.price))
    runningCPM(of: .price, symbol: "CPM", "the point's cost")
    band()
    prediction()
  }

  // MARK: The five steps

  /// - Returns: whether the row is feasible on its own machine.
  private mutating func published() -> Bool {
    writer.begin(.step(.published))
    writer.derive("S", "P + D", anchor.mix.tokens, "tokens", "served tokens of a request")
    let rate =
      switch anchor.throughputUnit {
      case .requestsPerSecond: "q·S/A"
      case .requestsPerSecondPerAccelerator: "q·S"
      case .tokensPerSecond: "q/A"
      case .tokensPerSecondPerAccelerator: "q"
      }
    writer.derive(
      "G", rate, row.publishedRate, "token/s", "served tokens per second and accelerator")
    writer.derive("α", "P/S", share, "", "prefill share")
    memoryLines(row.source, "")
    rateLines(row.source, "")
    batchLines(row.source, "", contract: "T_pub", tpot: publishedTPOT, names: .source)
    guard let estimate = row.sourceEstimate else { return false }
    phaseLines(estimate, on: "", batch: "b")
    writer.derive(
      "φ", "x_p/(x_p + x_d)", estimate.prefillShare, "",
      "prefill's part of the machine, by the closed form")
    writer.derive(
      "prefill_1", "1000000·φ/G", perMillion(step(.published)?.prefillSeconds), "s/Mtok",
      "the measured time that went into prefill")
    writer.derive(
      "decode_1", "1000000·(1 − φ)/G", perMillion(step(.published)?.decodeSeconds), "s/Mtok",
      "the measured time that went into decode")
    runningCPM(of: .published, "at the reference price, as if this were the last step")
    return true
  }

  private mutating func model() {
    writer.begin(.step(.model))
    memoryLines(reference, "_ref")
    let own = reference.model
    let byParameters = own.parameters / row.source.model.parameters
    let decode = step(.model)?.decodeFactor ?? 1
    writer.derive("f_n", "n_ref/n", byParameters, "", "parameter count: the factor on prefill")
    writer.derive(
      "f_d", "(W_ref/b + κ_ref·S)/(W/b + κ·S)", decode, "",
      "bytes a pass reads for each sequence: the factor on decode")
    writer.derive("f_KV", "f_d/f_n", decode / byParameters, "", "the KV layout's part in it")
    scale(.model, prefill: "f_n", decode: "f_d")
  }

  private mutating func hardware() {
    writer.begin(.step(.hardware))
    let factors = step(.hardware)
    writer.derive(
      "f_F", "F/F_ref", factors?.prefillFactor ?? 1, "", "peak compute: the factor on prefill")
    writer.derive(
      "f_M", "M/M_ref", factors?.decodeFactor ?? 1, "",
      "peak memory bandwidth: the factor on decode")
    scale(.hardware, prefill: "f_F", decode: "f_M")
  }

  /// - Returns: whether the reference meets both contracts.
  private mutating func contract() -> Bool {
    writer.begin(.step(.contract))
    rateLines(reference, "_ref")
    batchLines(reference, "_ref", contract: "T_pub", tpot: publishedTPOT, names: .published)
    guard row.referenceAtPublished != nil else { return false }
    batchLines(reference, "_ref", contract: "T_ref", tpot: normalizer.tpot, names: .contract)
    guard row.referenceAtContract != nil else { return false }
    writer.derive(
      "f_T", "(t0_ref/b_ref + t1_ref)/(t0_ref/b_pub + t1_ref)",
      step(.contract)?.decodeFactor ?? 1, "",
      "a token's decode at T_ref over that at T_pub: the factor on decode")
    scale(.contract, prefill: nil, decode: "f_T")
    return true
  }

  /// The phases after a step and what they cost.
  private mutating func scale(
    _ name: NormalizationStep.Name, prefill: String?, decode: String
  ) {
    guard let step = step(name) else { return }
    let number = ordinal(name)
    let factor = prefill.map { "·\($0)" } ?? ""
    writer.derive(
      "prefill_\(number)", "prefill_\(number - 1)\(factor)", perMillion(step.prefillSeconds),
      "s/Mtok", prefill == nil ? "prefill does not depend on TPOT" : "prefill after the step")
    writer.derive(
      "decode_\(number)", "decode_\(number - 1)·\(decode)", perMillion(step.decodeSeconds),
      "s/Mtok", "decode after the step")
    runningCPM(of: name, "so far")
  }

  private mutating func runningCPM(
    of name: NormalizationStep.Name, symbol: String? = nil, _ meaning: String
  ) {
    guard let step = step(name) else { return }
    let number = ordinal(name)
    // The price step changes neither phase.
    let phases = min(number, 4)
    writer.derive(
      symbol ?? "CPM_\(number)", "c/3600·(prefill_\(phases) + decode_\(phases))", step.cpm,
      "$/Mtok", meaning)
  }

  // MARK: Beside the steps

  private mutating func band() {
    guard row.transferTax != nil || anchor.relativeBand != nil, let cpm = row.cpm else { return }
    writer.begin(.band)
    if let relative = anchor.relativeBand {
      writer.derive("CPM_minus", "CPM·(1 − δ)", cpm * (1 - relative), "$/Mtok", "stated band, low")
      writer.derive("CPM_plus", "CPM·(1 + δ)", cpm * (1 + relative), "$/Mtok", "stated band, high")
    }
    guard let tax = row.transferTax, let bandwidth = anchor.bandwidthBytesPerSecond else { return }
    // B is in GB/s and the tax per million tokens: 10⁶/10⁹ = 1/1000.
    let isBlocking =
      (try? normalizer.calibration.transfer(bandwidth: bandwidth).regime) != .amortized
    writer.derive(
      "τ_KV",
      isBlocking ? "c/3600·2·N_ref·κ_ref·α/(1000·B)" : "c/3600·κ_ref·α/(1000·B·b_ref)", tax,
      "$/Mtok",
      isBlocking
        ? "transfer that nothing hides, which stalls both ends"
        : "transfer that nothing hides, shared by the batch")
    for (symbol, words) in [
      ("η_high", "with most of the transfer hidden"), ("η_low", "with least"),
    ] {
      guard let overlap = overlaps[symbol] else { continue }
      writer.derive(
        "CPM_at_\(symbol)", "CPM + (η_pub − \(symbol))·τ_KV",
        row.cpm(atOverlap: overlap) ?? cpm, "$/Mtok", words)
    }
  }

  private mutating func prediction() {
    guard let prediction = row.prediction(by: normalizer), let cpm = row.cpm,
      let estimate = row.referenceAtContract
    else { return }
    writer.begin(.prediction)
    phaseLines(estimate, on: "_ref", batch: "b_ref")
    let phases = "c/3600·(x_p_ref + x_d_ref)"
    writer.derive(
      "CPM_form", row.transferTax == nil ? phases : phases + "/(1 − φ_PD) + (1 − η_pub)·τ_KV",
      prediction.cpm, "$/Mtok", "the closed form's own cost of this mix under T_ref")
    writer.derive(
      "ratio", "CPM/CPM_form", cpm / prediction.cpm, "", "published over predicted")
    writer.derive(
      "use_ref", "CPM_form/CPM", prediction.cpm / cpm, "",
      "how much of the reference the row, once converted, gets")
    writer.derive(
      "use", "G·(x_p + x_d)/1000000", prediction.sourceUse, "",
      "how much of its own machine the published system got")
  }

  // MARK: The closed form

  /// How the batches under a contract are called.
  private enum BatchNames: String {
    /// The row's own machine.
    case source = ""
    /// The reference under the published contract.
    case published = "_pub"
    /// The reference under the figure's.
    case contract = "_ref"
  }

  private mutating func memoryLines(_ instance: ServingInstance, _ s: String) {
    writer.derive("W\(s)", "s_W·n\(s)", instance.model.weightBytes, "B", "bytes of the weights")
    writer.derive(
      "κ\(s)", "2·L\(s)·h\(s)·d\(s)·s_KV", instance.model.kvBytesPerToken, "B/token",
      "KV bytes of a token")
  }

  private mutating func rateLines(_ instance: ServingInstance, _ s: String) {
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
  private mutating func tailLines(_ instance: ServingInstance, _ s: String) {
    let prefill = 1000 * instance.prefillSecondsPerOutputToken(anchor.mix)
    let read = 1000 * instance.kvReadSeconds(tokens: anchor.mix.tokens)
    writer.derive("k\(s)", "t1\(s) + w\(s)", read + prefill, "ms", "a pass takes k longer for each")
    writer.derive(
      "v\(s)", "w\(s)·z", prefill * normalizer.reference.tailQuantile, "ms",
      "and v·√b longer in 1 of 100 cases, when prompts bunch")
  }

  private mutating func batchLines(
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

  private mutating func phaseLines(_ estimate: PhaseEstimate, on s: String, batch: String) {
    writer.derive(
      "x_p\(s)", "1000000·N\(s)·α/R\(s)", perMillion(estimate.prefillSeconds), "s/Mtok",
      "prefill by the closed form")
    writer.derive(
      "x_d\(s)", "1000·N\(s)·(1 − α)·(t0\(s)/\(batch) + t1\(s))",
      perMillion(estimate.decodeSeconds), "s/Mtok", "decode by the closed form")
  }

  // MARK: Inputs

  /// η by symbol: the two ends of the band.
  private var overlaps: [String: Double] = [:]

  private mutating func giveInputs() throws {
    giveCells()
    try giveModel(anchor.model, "")
    try giveAccelerator(anchor.accelerator, "")
    try giveModel(normalizer.frame.model, "_ref")
    try giveAccelerator(normalizer.frame.accelerator, "_ref")
    for (symbol, unit, parameter) in [
      ("N_ref", "", "tensor_parallel"), ("u_H", "", "hbm_usable"), ("s_W", "B", "weight_bytes"),
      ("s_KV", "B", "kv_bytes"), ("z", "", "z99"), ("φ_PD", "", "partition_slack"),
    ] { try give(symbol, unit, "deployment", parameter) }
    try give("T_ref", "ms", "contract/\(normalizer.frame.contract)", "tpot_ms")
    let rate = try normalizer.calibration.rate(
      of: normalizer.frame.accelerator, at: normalizer.frame.pin)
    writer.given("c", try rate.si, "$/h", from: .constant(rate))
    let ends = try ["overlap_low", "overlap_high"]
      .map { try normalizer.calibration.constant("transfer", $0) }
      .sorted { try $0.si < $1.si }
    for (symbol, constant) in zip(["η_low", "η_high"], ends) {
      overlaps[symbol] = try constant.si
      writer.given(symbol, try constant.si, from: .constant(constant))
    }
  }

  private mutating func giveCells() {
    func cell(_ symbol: String, _ value: Double?, _ unit: String, _ column: String) {
      guard let value else { return }
      writer.given(symbol, value, unit, from: .anchor(column: column))
    }
    cell("A", Double(anchor.accelerators), "", "accelerators")
    cell("N", Double(anchor.tensorParallel), "", "tensor_parallel")
    cell("P", anchor.promptTokens, "tokens", "prompt_tokens")
    cell("D", anchor.outputTokens, "tokens", "output_tokens")
    cell("q", anchor.throughput, anchor.throughputUnit.rawValue, "throughput")
    cell("T_pub", anchor.tpotMilliseconds, "ms", "tpot_ms")
    cell("B", anchor.bandwidthBytesPerSecond.map { $0 / 1e9 }, "GB/s", "bandwidth_gb_s")
    cell("η_pub", anchor.overlap, "", "overlap")
    cell("δ", anchor.relativeBand, "", "band_rel")
  }

  private mutating func giveModel(_ id: String, _ s: String) throws {
    for (symbol, parameter) in [
      ("n", "parameters"), ("L", "layers"), ("h", "kv_heads"), ("d", "head_dim"),
    ] { try give(symbol + s, "", "model/\(id)", parameter) }
  }

  private mutating func giveAccelerator(_ id: String, _ s: String) throws {
    for (symbol, unit, parameter) in [
      ("F", "FLOP/s", "peak_bf16_flops"), ("M", "B/s", "hbm_bytes_per_s"), ("H", "B", "hbm_bytes"),
      ("u_F", "", "prefill_mfu"), ("u_M", "", "decode_mbu"),
    ] { try give(symbol + s, unit, "accelerator/\(id)", parameter) }
  }

  private mutating func give(
    _ symbol: String, _ unit: String, _ entity: String, _ parameter: String
  ) throws {
    let constant = try normalizer.calibration.constant(entity, parameter)
    writer.given(symbol, try constant.si, unit, from: .constant(constant))
  }

  // MARK: Steps by name

  private func step(_ name: NormalizationStep.Name) -> NormalizationStep? {
    row.steps.first { $0.name == name }
  }

  private func ordinal(_ name: NormalizationStep.Name) -> Int {
    (NormalizationStep.Name.allCases.firstIndex(of: name) ?? 0) + 1
  }

  /// Accelerator-seconds per million served tokens.
  private func perMillion(_ secondsPerToken: Double?) -> Double { (secondsPerToken ?? 0) * 1e6 }
}
