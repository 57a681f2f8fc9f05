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
  /// TTFT of this frame's accelerator over that of Figure 1's.
  let ttftScale: Double

  /// - Throws: the lookup's error when calibration.csv lacks a constant or the pin has no price
  ///   for the reference accelerator.
  public init(_ edition: Edition, frame: ReferenceFrame = ReferenceFrame()) throws {
    self.edition = edition
    self.frame = frame
    let calibration = edition.calibration
    reference = try edition.costModel(frame)
    tpot = try calibration.tpotSeconds(contract: frame.contract)
    let figure1 = try calibration.accelerator(ReferenceFrame.referenceAccelerator)
    let own = reference.instance.accelerator
    ttftScale =
      figure1.peakFLOPS * figure1.prefillMFU / (own.peakFLOPS * own.prefillMFU)
  }

  public var calibration: Calibration { edition.calibration }

  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func normalize(_ anchor: Anchor) throws -> NormalizedAnchor {
    let source = try calibration.instance(
      model: anchor.model, accelerator: anchor.accelerator,
      count: Double(anchor.tensorParallel))
    let publishedTPOT = anchor.tpotMilliseconds / 1000
    let published = estimate(anchor, on: source, tpot: publishedTPOT)
    let before = estimate(anchor, on: reference.instance, tpot: publishedTPOT)
    let after = estimate(anchor, on: reference.instance, tpot: tpot)

    var tax: Double?
    if let bandwidth = anchor.bandwidthBytesPerSecond, let after {
      tax = reference.transferTax(
        prefillShare: anchor.mix.prefillShare,
        over: try calibration.transfer(bandwidth: bandwidth, overlap: anchor.overlap),
        batch: after.batch)
    }
    return NormalizedAnchor(
      anchor: anchor, publishedRate: servedRate(anchor), source: source,
      sourceEstimate: published, referenceAtPublished: before, referenceAtContract: after,
      steps: steps(
        anchor, source: source, published: published, before: before, after: after),
      transferTax: tax, ttft: anchor.ttftMilliseconds * ttftScale)
  }

  /// The closed form's phase split of a row's mix and architecture on `instance`; nil is
  /// infeasible.
  private func estimate(_ anchor: Anchor, on instance: ServingInstance, tpot: Double)
    -> PhaseEstimate?
  {
    let mix = anchor.mix
    guard
      let batch = instance.batch(
        anchor.architecture, Service(mix: mix, tpot: tpot), tailQuantile: reference.tailQuantile)
    else { return nil }
    return PhaseEstimate(
      batch: batch, prefillSeconds: mix.prefillShare * instance.prefillSecondsPerToken,
      decodeSeconds: (1 - mix.prefillShare)
        * instance.decodeSecondsPerToken(batch: batch, tokens: mix.tokens))
  }

  /// G, or its part that is output.
  private func servedRate(_ anchor: Anchor) -> Double {
    switch frame.reading.servedTokens {
    case .promptAndOutput: anchor.tokensPerSecondPerAccelerator
    case .output: anchor.tokensPerSecondPerAccelerator * (1 - anchor.mix.prefillShare)
    }
  }

  private func steps(
    _ anchor: Anchor, source: ServingInstance, published: PhaseEstimate?, before: PhaseEstimate?,
    after: PhaseEstimate?
  ) -> [NormalizationStep] {
    guard let published else { return [] }
    var steps: [NormalizationStep] = []
    func append(
      _ name: NormalizationStep.Name, times factors: (prefill: Double, decode: Double),
      from start: (prefill: Double, decode: Double)? = nil
    ) {
      let prefill = (steps.last?.prefillSeconds ?? start?.prefill ?? 0) * factors.prefill
      let decode = (steps.last?.decodeSeconds ?? start?.decode ?? 0) * factors.decode
      steps.append(
        NormalizationStep(
          name: name, prefillFactor: factors.prefill, decodeFactor: factors.decode,
          prefillSeconds: prefill, decodeSeconds: decode,
          cpm: reference.usdPerMillionTokensPerSecond * (prefill + decode)))
    }

    let rate = servedRate(anchor)
    let share = published.prefillShare
    append(.published, times: (1, 1), from: (share / rate, (1 - share) / rate))
    append(
      .model,
      times: modelFactors(
        from: source.model, batch: published.batch, tokens: anchor.mix.tokens))
    append(.hardware, times: hardwareFactors(from: source.accelerator))
    if frame.reading.movesContract {
      guard let before, let after else { return steps }
      append(.contract, times: (1, after.decodeSeconds / before.decodeSeconds))
    } else {
      append(.contract, times: (1, 1))
    }
    append(.price, times: (1, 1))
    return steps
  }

  /// Prefill by parameter count; decode by the bytes a pass reads at the source's own batch, which
  /// puts Llama-2's GQA-8 layout in place of, say, OPT's MHA.
  private func modelFactors(from source: LanguageModel, batch: Double, tokens: Double) -> (
    prefill: Double, decode: Double
  ) {
    let own = reference.instance.model
    let byParameters = own.parameters / source.parameters
    func bytesPerSequence(_ model: LanguageModel) -> Double {
      model.weightBytes / batch + model.kvBytesPerToken * tokens
    }
    switch frame.reading.modelScaling {
    case .kvLayout: return (byParameters, bytesPerSequence(own) / bytesPerSequence(source))
    case .parameterCount: return (byParameters, byParameters)
    }
  }

  private func hardwareFactors(from source: Accelerator) -> (prefill: Double, decode: Double) {
    let own = reference.instance.accelerator
    let peak = (source.peakFLOPS / own.peakFLOPS, source.memoryBandwidth / own.memoryBandwidth)
    switch frame.reading.hardwareRatio {
    case .peak: return peak
    case .effective:
      return (
        peak.0 * source.prefillMFU / own.prefillMFU, peak.1 * source.decodeMBU / own.decodeMBU
      )
    }
  }
}
