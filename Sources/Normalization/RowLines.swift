import CostModel
import Evidence

/// The lines of one row's worksheet.
struct RowLines {
  let row: NormalizedAnchor
  let normalizer: Normalizer
  var writer = WorksheetWriter()
  /// η by symbol: the two ends of the band.
  var overlaps: [String: Double] = [:]

  init(row: NormalizedAnchor, normalizer: Normalizer) {
    self.row = row
    self.normalizer = normalizer
  }

  var anchor: Anchor { row.anchor }
  var reference: ServingInstance { normalizer.reference.instance }
  var share: Double { anchor.mix.prefillShare }
  var publishedTPOT: Double { anchor.tpotMilliseconds / 1000 }

  mutating func write() throws {
    try giveInputs()
    guard published() else { return }
    model()
    hardware()
    guard contract() else { return }
    writer.begin(.step(.price))
    runningCPM(of: .price, symbol: "CPM", "the point's cost")
    try band()
    try prediction()
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

  // MARK: Steps by name

  func step(_ name: NormalizationStep.Name) -> NormalizationStep? {
    row.steps.first { $0.name == name }
  }

  func ordinal(_ name: NormalizationStep.Name) -> Int {
    (NormalizationStep.Name.allCases.firstIndex(of: name) ?? 0) + 1
  }

  /// Accelerator-seconds per million served tokens.
  func perMillion(_ secondsPerToken: Double?) -> Double { (secondsPerToken ?? 0) * 1e6 }
}
