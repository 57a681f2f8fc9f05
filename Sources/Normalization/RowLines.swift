import CostModel
import Evidence

/// The lines of one row's worksheet.
struct RowLines {
  let row: NormalizedAnchor
  let normalizer: Normalizer
  var writer: WorksheetWriter

  init(row: NormalizedAnchor, normalizer: Normalizer) {
    self.row = row
    self.normalizer = normalizer
    writer = WorksheetWriter(row: row.id)
  }

  var anchor: Anchor { row.anchor }

  mutating func write() throws {
    try giveInputs()
    guard try published() else { return }
    try model()
    try hardware()
    guard try contract() else { return }
    writer.begin(.step(.price))
    try runningCPM(of: .price, symbol: "CPM", "the point's cost")
    try band()
    try prediction()
  }

  // MARK: Cells and constants

  private mutating func giveInputs() throws {
    giveCells()
    try giveModel(anchor.model, "")
    try giveAccelerator(anchor.accelerator, "")
    try giveModel(normalizer.frame.model, "_ref")
    try giveAccelerator(normalizer.frame.accelerator, "_ref")
    for (symbol, unit, parameter) in [
      ("N_ref", "", "tensor_parallel"), ("u_H", "", "hbm_usable"), ("s_W", "B", "weight_bytes"),
      ("s_KV", "B", "kv_bytes"), ("z", "", "z99"), ("φ_PD", "", "partition_slack"),
    ] { try give(symbol, unit, .deployment, parameter) }
    try give("T_ref", "ms", .contract(normalizer.frame.contract), "tpot_ms")
    let rate = try normalizer.edition.rate(of: normalizer.frame.accelerator)
    writer.given("c_H", try rate.si, "$/h", from: .constant(rate))
    let ends = try ["overlap_low", "overlap_high"]
      .map { try normalizer.calibration.constant(.transfer, $0) }
      .sorted { try $0.si < $1.si }
    for (symbol, constant) in zip(["η_low", "η_high"], ends) {
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
    ] { try give(symbol + s, "", .model(id), parameter) }
  }

  private mutating func giveAccelerator(_ id: String, _ s: String) throws {
    for (symbol, unit, parameter) in [
      ("F", "FLOP/s", "peak_bf16_flops"), ("M", "B/s", "hbm_bytes_per_s"), ("H", "B", "hbm_bytes"),
      ("u_F", "", "prefill_mfu"), ("u_M", "", "decode_mbu"),
    ] { try give(symbol + s, unit, .accelerator(id), parameter) }
  }

  private mutating func give(
    _ symbol: String, _ unit: String, _ entity: Entity, _ parameter: String
  ) throws {
    let constant = try normalizer.calibration.constant(entity, parameter)
    writer.given(symbol, try constant.si, unit, from: .constant(constant))
  }

  // MARK: The five steps

  /// - Returns: whether the row is feasible on its own machine.
  private mutating func published() throws -> Bool {
    writer.begin(.step(.published))
    try writer.derive("S", "P + D", "tokens", "served tokens of a request")
    let rate =
      switch anchor.throughputUnit {
      case .requestsPerSecond: "q·S/A"
      case .requestsPerSecondPerAccelerator: "q·S"
      case .tokensPerSecond: "q/A"
      case .tokensPerSecondPerAccelerator: "q"
      }
    try writer.derive(
      "G", rate, "token/s", "served tokens per second and accelerator",
      expecting: row.publishedRate)
    try writer.derive("α", "P/S", "", "prefill share")
    try writer.derive(
      "k", "P + D/2", "tokens", "what a sequence holds on average while it decodes")
    try memoryLines("")
    try rateLines("")
    try batchLines("", contract: "T_pub", names: .source, expecting: row.sourceEstimate)
    guard row.sourceEstimate != nil else { return false }
    try prefillLine("")
    try decodeLines("", names: .source, expecting: row.sourceEstimate)
    try writer.derive(
      "φ", "x_p/(x_p + x_d)", "", "prefill's part of the machine, by the closed form")
    try writer.derive(
      "prefill_1", "1000000·φ/G", "s/Mtok", "the measured time that went into prefill")
    try writer.derive(
      "decode_1", "1000000·(1 − φ)/G", "s/Mtok", "the measured time that went into decode")
    try runningCPM(of: .published, "at the reference price, as if this were the last step")
    return true
  }

  private mutating func model() throws {
    writer.begin(.step(.model))
    try memoryLines("_ref")
    try writer.derive("f_n", "n_ref/n", "", "parameter count: the factor on prefill")
    try writer.derive(
      "R_m", "N·u_F·F/(2·n_ref)", "token/s", "the reference model on the row's own machine")
    try writer.derive("t0_m", "1000·W_ref/(N·u_M·M)", "ms", "there a pass reads its weights")
    try writer.derive("t1_m", "1000·κ_ref·k/(N·u_M·M)", "ms", "and the KV of each sequence")
    try computeLine("_m")
    try writer.derive(
      "f_d", "(\(decodePass("_m", batch: "b")))/(\(decodePass("", batch: "b")))", "",
      "a pass of the reference model over one of the row's own: the factor on decode")
    try writer.derive("f_KV", "f_d/f_n", "", "the KV layout's part in it")
    try scale(.model, prefill: "f_n", decode: "f_d")
  }

  private mutating func hardware() throws {
    writer.begin(.step(.hardware))
    try writer.derive("f_F", "F/F_ref", "", "peak compute: the factor on prefill")
    try writer.derive("f_M", "M/M_ref", "", "peak memory bandwidth: the factor on decode")
    try scale(.hardware, prefill: "f_F", decode: "f_M")
  }

  /// - Returns: whether the reference meets both contracts.
  private mutating func contract() throws -> Bool {
    writer.begin(.step(.contract))
    try rateLines("_ref")
    try batchLines(
      "_ref", contract: "T_pub", names: .published, expecting: row.referenceAtPublished)
    guard row.referenceAtPublished != nil else { return false }
    try batchLines(
      "_ref", contract: "T_ref", names: .contract, expecting: row.referenceAtContract)
    guard row.referenceAtContract != nil else { return false }
    try prefillLine("_ref")
    try decodeLines("_ref", names: .published, expecting: row.referenceAtPublished)
    try decodeLines("_ref", names: .contract, expecting: row.referenceAtContract)
    try writer.derive(
      "f_T", "x_d_ref/x_d_pub", "",
      "a token's decode at T_ref over that at T_pub: the factor on decode")
    try scale(.contract, prefill: nil, decode: "f_T")
    return true
  }

  /// The phases after a step and what they cost.
  private mutating func scale(
    _ name: NormalizationStep.Name, prefill: String?, decode: String
  ) throws {
    let number = ordinal(name)
    let factor = prefill.map { "·\($0)" } ?? ""
    try writer.derive(
      "prefill_\(number)", "prefill_\(number - 1)\(factor)", "s/Mtok",
      prefill == nil ? "prefill does not depend on TPOT" : "prefill after the step")
    try writer.derive(
      "decode_\(number)", "decode_\(number - 1)·\(decode)", "s/Mtok", "decode after the step")
    try runningCPM(of: name, "so far")
  }

  private mutating func runningCPM(
    of name: NormalizationStep.Name, symbol: String? = nil, _ meaning: String
  ) throws {
    let number = ordinal(name)
    // The price step changes neither phase.
    let phases = min(number, 4)
    try writer.derive(
      symbol ?? "CPM_\(number)", "c_H/3600·(prefill_\(phases) + decode_\(phases))", "$/Mtok",
      meaning, expecting: row.steps.first { $0.name == name }?.cpm)
  }

  private func ordinal(_ name: NormalizationStep.Name) -> Int {
    (NormalizationStep.Name.allCases.firstIndex(of: name) ?? 0) + 1
  }

  // MARK: Beside the cost

  private mutating func band() throws {
    guard row.transferTax != nil || anchor.relativeBand != nil else { return }
    writer.begin(.band)
    if let relative = anchor.relativeBand {
      let cpm = row.cpm
      try writer.derive(
        "CPM_minus", "CPM·(1 − δ)", "$/Mtok", "stated band, low",
        expecting: cpm.map { $0 * (1 - relative) })
      try writer.derive(
        "CPM_plus", "CPM·(1 + δ)", "$/Mtok", "stated band, high",
        expecting: cpm.map { $0 * (1 + relative) })
    }
    guard let tax = row.transferTax, let bandwidth = anchor.bandwidthBytesPerSecond else { return }
    // B is in GB/s and the tax per million tokens: 10⁶/10⁹ = 1/1000.
    switch try normalizer.calibration.transfer(bandwidth: bandwidth).regime {
    case .blocking:
      try writer.derive(
        "τ_KV", "c_H/3600·2·N_ref·κ_ref·α/(1000·B)", "$/Mtok",
        "transfer that nothing hides, which stalls both ends", expecting: tax)
    case .amortized:
      try writer.derive(
        "τ_KV", "c_H/3600·κ_ref·α/(1000·B·b_ref)", "$/Mtok",
        "transfer that nothing hides, shared by the batch", expecting: tax)
    }
    for (symbol, words) in [
      ("η_high", "with most of the transfer hidden"), ("η_low", "with least"),
    ] {
      guard let overlap = writer.value(of: symbol) else { continue }
      let moved = "CPM + (η_pub − \(symbol))·τ_KV"
      try writer.derive(
        "CPM_at_\(symbol)", row.isContradicted(atOverlap: overlap) ? "max(0, \(moved))" : moved,
        "$/Mtok", words, expecting: row.cpm(atOverlap: overlap))
    }
  }

  private mutating func prediction() throws {
    let found = try row.prediction(by: normalizer)
    guard let prediction = found, row.referenceAtContract != nil else { return }
    writer.begin(.prediction)
    let phases = "c_H/3600·\(try poolLines())"
    try writer.derive(
      "CPM_form", row.transferTax == nil ? phases : phases + "/(1 − φ_PD) + (1 − η_pub)·τ_KV",
      "$/Mtok", "the closed form's own cost of this mix under T_ref", expecting: prediction.cpm)
    try writer.derive("ratio", "CPM/CPM_form", "", "published over predicted")
    try writer.derive(
      "use_ref", "CPM_form/CPM", "",
      "how much of the reference the row, once converted, gets")
    try writer.derive(
      "use", "G·(x_p + x_d)/1000000", "",
      "how much of its own machine the published system got", expecting: prediction.sourceUse)
  }
}
