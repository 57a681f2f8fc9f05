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

  /// - Throws: the lookup's error when calibration.csv lacks a constant or the pin has no price
  ///   for the reference accelerator.
  public init(_ edition: Edition, frame: ReferenceFrame = ReferenceFrame()) throws {
    self.edition = edition
    self.frame = frame
    reference = try edition.costModel(frame)
    tpot = try edition.calibration.tpotSeconds(contract: frame.contract)
  }

  public var calibration: Calibration { edition.calibration }

  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func normalize(_ anchor: Anchor) throws -> NormalizedAnchor {
    let source = try calibration.passModel(
      calibration.instance(
        model: anchor.model, accelerator: anchor.accelerator,
        count: Double(anchor.tensorParallel)))
    let publishedTPOT = anchor.tpotMilliseconds / 1000
    let published = estimate(anchor, on: source, tpot: publishedTPOT)
    let before = estimate(anchor, on: reference.passes, tpot: publishedTPOT)
    let after = estimate(anchor, on: reference.passes, tpot: tpot)

    var tax: Double?
    if let bandwidth = anchor.bandwidthBytesPerSecond, let after {
      tax = reference.transferTax(
        prefillShare: anchor.mix.prefillShare,
        over: try calibration.transfer(bandwidth: bandwidth, overlap: anchor.overlap),
        batch: after.batch)
    }
    let ttft = edition.ttft(of: anchor)
    return NormalizedAnchor(
      anchor: anchor, publishedRate: anchor.tokensPerSecondPerAccelerator,
      source: source.instance, sourceEstimate: published, referenceAtPublished: before,
      referenceAtContract: after,
      steps: steps(anchor, source: source, published: published, before: before, after: after),
      transferTax: tax, ttft: ttft.milliseconds * ttftScale(ttft.kind, from: source.instance),
      ttftKind: ttft.kind, exclusion: edition.exclusion(of: anchor))
  }

  /// A contract's limit is no machine's. What was measured changes with the rate at which the
  /// accelerators prefill.
  private func ttftScale(_ kind: Anchor.TTFT.Kind, from source: ServingInstance) -> Double {
    let (own, panel) = (source.accelerator, reference.instance.accelerator)
    return switch kind {
    case .limit: 1
    case .measured: own.peakFLOPS * own.prefillMFU / (panel.peakFLOPS * panel.prefillMFU)
    }
  }

  /// The closed form's phase split of a row's mix and architecture; nil is infeasible. Published
  /// throughputs have met their TTFT limit already: it does not bind here.
  private func estimate(_ anchor: Anchor, on passes: PassModel, tpot: Double) -> PhaseEstimate? {
    let service = Service(mix: anchor.mix, tpot: tpot)
    guard let batch = passes.batch(anchor.architecture, service) else { return nil }
    return PhaseEstimate(
      batch: batch, phases: passes.phases(anchor.architecture, anchor.mix, batch: batch))
  }

  private func steps(
    _ anchor: Anchor, source: PassModel, published: PhaseEstimate?, before: PhaseEstimate?,
    after: PhaseEstimate?
  ) -> [NormalizationStep] {
    guard let published else { return [] }
    var steps: [NormalizationStep] = []
    var (prefill, decode) = (0.0, 0.0)
    func append(_ name: NormalizationStep.Name, times factors: (prefill: Double, decode: Double)) {
      (prefill, decode) = (prefill * factors.prefill, decode * factors.decode)
      steps.append(
        NormalizationStep(
          name: name, prefillFactor: factors.prefill, decodeFactor: factors.decode,
          prefillSeconds: prefill, decodeSeconds: decode,
          cpm: reference.usdPerMillionTokensPerSecond * (prefill + decode)))
    }

    let rate = anchor.tokensPerSecondPerAccelerator
    (prefill, decode) = (published.prefillShare / rate, (1 - published.prefillShare) / rate)
    append(.published, times: (1, 1))
    append(.model, times: modelFactors(anchor, source, batch: published.batch))
    append(.hardware, times: hardwareFactors(from: source.instance.accelerator))
    guard let before, let after else { return steps }
    append(.contract, times: (1, after.decodeSeconds / before.decodeSeconds))
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
