import CostModel
import Evidence

/// Brings published operating points to one model, accelerator, contract and price.
public struct Normalizer: Sendable {
  public let edition: Edition
  public let frame: ReferenceFrame
  /// The priced closed form of the reference deployment.
  public let reference: CostModel
  /// T_ref, s.
  public let tpot: Double
  /// What the rows of the edition were run on, each looked up once.
  private(set) var machines: [Machine]

  /// - Throws: the lookup's error when calibration.csv lacks a constant or the pin has no price
  ///   for the reference accelerator.
  public init(_ edition: Edition, frame: ReferenceFrame = ReferenceFrame()) throws {
    self.edition = edition
    self.frame = frame
    reference = try edition.costModel(frame)
    tpot = try edition.calibration.tpotSeconds(contract: frame.contract)
    machines = []
    for anchor in edition.anchors where !machines.contains(where: { $0.ran(anchor) }) {
      machines.append(try Machine(of: anchor, in: edition.calibration))
    }
  }

  /// The same rows on other machines: what their constants make of them at a draw.
  init(_ other: Normalizer, reference: PassModel, machines: [Machine]) {
    (edition, frame, tpot) = (other.edition, other.frame, other.tpot)
    self.reference = CostModel(
      passes: reference, usdPerAcceleratorHour: other.reference.usdPerAcceleratorHour)
    self.machines = machines
  }

  public var calibration: Calibration { edition.calibration }

  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func normalize(_ anchor: Anchor) throws -> NormalizedAnchor {
    let source = try source(of: anchor)
    let estimates = estimates(anchor, source)
    let after = estimates.after
    var tax: Double?
    if let bandwidth = anchor.bandwidthBytesPerSecond, let after {
      tax = reference.transferTax(
        prefillShare: anchor.mix.prefillShare,
        over: try calibration.transfer(bandwidth: bandwidth, overlap: anchor.overlap),
        batch: after.batch)
    }
    return NormalizedAnchor(
      anchor: anchor, publishedRate: anchor.tokensPerSecondPerAccelerator,
      source: source.instance, sourceEstimate: estimates.published,
      referenceAtPublished: estimates.before, referenceAtContract: after,
      steps: steps(anchor, source, estimates),
      transferTax: tax, ttft: try ttft(of: anchor), ttftKind: edition.ttft(of: anchor).kind,
      exclusion: edition.exclusion(of: anchor))
  }

  /// The row's x, ms. A contract's limit is no machine's; what was measured changes with the rate
  /// at which the accelerators prefill.
  ///
  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func ttft(of anchor: Anchor) throws -> Double {
    let ttft = edition.ttft(of: anchor)
    guard ttft.kind == .measured else { return ttft.milliseconds }
    let (own, panel) = (
      try source(of: anchor).instance.accelerator, reference.instance.accelerator
    )
    return ttft.milliseconds
      * (own.peakFLOPS * own.prefillMFU / (panel.peakFLOPS * panel.prefillMFU))
  }

  /// The closed form's phase split of a row's mix and architecture; nil is infeasible. Published
  /// throughputs have met their TTFT limit already: it does not bind here.
  private func estimate(_ anchor: Anchor, on passes: PassModel, tpot: Double) -> PhaseEstimate? {
    let service = Service(mix: anchor.mix, tpot: tpot)
    guard let batch = passes.batch(anchor.architecture, service) else { return nil }
    return PhaseEstimate(
      batch: batch, phases: passes.phases(anchor.architecture, anchor.mix, batch: batch))
  }

  /// The row's CPM_served, as `normalize` finds it, without its steps: what draws ask for a million
  /// times. USD per million tokens; nil is infeasible.
  ///
  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func cost(of anchor: Anchor) throws -> Double? {
    let source = try source(of: anchor)
    let estimates = estimates(anchor, source)
    guard let published = estimates.published, let contract = estimates.contractFactor else {
      return nil
    }
    let model = modelFactors(anchor, source, batch: published.batch)
    let hardware = hardwareFactors(from: source.instance.accelerator)
    let seconds = published.seconds(atRate: anchor.tokensPerSecondPerAccelerator)
    let prefill = seconds.prefill * model.prefill * hardware.prefill
    let decode = seconds.decode * model.decode * hardware.decode * contract
    return reference.usdPerMillionTokensPerSecond * (prefill + decode)
  }

  private func source(of anchor: Anchor) throws -> PassModel {
    try (machines.first { $0.ran(anchor) } ?? Machine(of: anchor, in: calibration)).passes
  }

  /// The closed form of a row's mix and architecture; nil is infeasible.
  private struct Estimates {
    /// On the source under the published contract.
    let published: PhaseEstimate?
    /// On the reference under the published contract.
    let before: PhaseEstimate?
    /// On the reference under the figure's contract.
    let after: PhaseEstimate?

    /// What the move to the figure's contract does to decode.
    var contractFactor: Double? {
      guard let before, let after else { return nil }
      return after.decodeSeconds / before.decodeSeconds
    }
  }

  private func estimates(_ anchor: Anchor, _ source: PassModel) -> Estimates {
    let publishedTPOT = anchor.tpotMilliseconds / 1000
    return Estimates(
      published: estimate(anchor, on: source, tpot: publishedTPOT),
      before: estimate(anchor, on: reference.passes, tpot: publishedTPOT),
      after: estimate(anchor, on: reference.passes, tpot: tpot))
  }

  private func steps(_ anchor: Anchor, _ source: PassModel, _ estimates: Estimates)
    -> [NormalizationStep]
  {
    guard let published = estimates.published else { return [] }
    var steps: [NormalizationStep] = []
    var (prefill, decode) = published.seconds(atRate: anchor.tokensPerSecondPerAccelerator)
    func append(_ name: NormalizationStep.Name, times factors: (prefill: Double, decode: Double)) {
      (prefill, decode) = (prefill * factors.prefill, decode * factors.decode)
      steps.append(
        NormalizationStep(
          name: name, prefillFactor: factors.prefill, decodeFactor: factors.decode,
          prefillSeconds: prefill, decodeSeconds: decode,
          cpm: reference.usdPerMillionTokensPerSecond * (prefill + decode)))
    }
    append(.published, times: (1, 1))
    append(.model, times: modelFactors(anchor, source, batch: published.batch))
    append(.hardware, times: hardwareFactors(from: source.instance.accelerator))
    guard let contract = estimates.contractFactor else { return steps }
    append(.contract, times: (1, contract))
    append(.price, times: (1, 1))
    return steps
  }

  /// Prefill by parameter count; decode by the pass of a decode pool on the source's accelerators
  /// at the source's batch, which puts Llama-2's GQA-8 layout in place of, say, OPT's MHA.
  private func modelFactors(_ anchor: Anchor, _ source: PassModel, batch: Double)
    -> (prefill: Double, decode: Double)
  {
    var swapped = source.instance
    swapped.model = reference.instance.model
    let own = PassModel(
      instance: swapped, readings: source.readings, tailQuantile: source.tailQuantile)
    func pass(_ passes: PassModel) -> Double {
      passes.times(anchor.mix).seconds(.disaggregated, batch: batch)
    }
    return (
      swapped.model.parameters / source.instance.model.parameters, pass(own) / pass(source)
    )
  }

  /// Peak ratios, as the caption of Figure 3 says.
  private func hardwareFactors(from source: Accelerator) -> (prefill: Double, decode: Double) {
    let own = reference.instance.accelerator
    return (
      source.peakFLOPS / own.peakFLOPS, source.memoryBandwidth / own.memoryBandwidth
    )
  }
}
