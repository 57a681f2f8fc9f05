import Evidence

/// The cells and constants that the lines start from.
extension RowLines {
  mutating func giveInputs() throws {
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
    writer.given("c", try rate.si, "$/h", from: .constant(rate))
    let ends = try ["overlap_low", "overlap_high"]
      .map { try normalizer.calibration.constant(.transfer, $0) }
      .sorted { try $0.si < $1.si }
    for (symbol, constant) in zip(["η_low", "η_high"], ends) {
      overlaps[symbol] = try constant.si
      writer.given(symbol, try constant.si, from: .constant(constant))
    }
  }

  mutating func giveCells() {
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

  mutating func giveModel(_ id: String, _ s: String) throws {
    for (symbol, parameter) in [
      ("n", "parameters"), ("L", "layers"), ("h", "kv_heads"), ("d", "head_dim"),
    ] { try give(symbol + s, "", .model(id), parameter) }
  }

  mutating func giveAccelerator(_ id: String, _ s: String) throws {
    for (symbol, unit, parameter) in [
      ("F", "FLOP/s", "peak_bf16_flops"), ("M", "B/s", "hbm_bytes_per_s"), ("H", "B", "hbm_bytes"),
      ("u_F", "", "prefill_mfu"), ("u_M", "", "decode_mbu"),
    ] { try give(symbol + s, unit, .accelerator(id), parameter) }
  }

  mutating func give(
    _ symbol: String, _ unit: String, _ entity: Entity, _ parameter: String
  ) throws {
    let constant = try normalizer.calibration.constant(entity, parameter)
    writer.given(symbol, try constant.si, unit, from: .constant(constant))
  }
}
