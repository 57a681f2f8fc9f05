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
  ///   accelerator; an `EvidenceError` when numbers are so far out of proportion that a difference of
  ///   them is all rounding, or a quotient infinite.
  public func normalize(_ anchor: Anchor) throws -> NormalizedAnchor {
    let source = try calibration.passModel(
      calibration.instance(
        model: anchor.model, accelerator: anchor.accelerator,
        count: Double(anchor.tensorParallel)))
    let conversion = Conversion(
      ConversionRow(anchor), from: source, to: reference.passes, tpot: tpot)
    var tax: Double?
    if let bandwidth = anchor.bandwidthBytesPerSecond, let after = conversion.after {
      tax = reference.transferTax(
        prefillShare: anchor.mix.prefillShare,
        over: try calibration.transfer(bandwidth: bandwidth, overlap: anchor.overlap),
        batch: after.batch)
    }
    let ttft = try edition.ttft(of: anchor)
    // A contract's limit is no machine's.
    let scale =
      ttft.kind == .limit
      ? 1
      : Conversion.ttftScale(
        from: source.instance.accelerator, to: reference.instance.accelerator)
    let row = NormalizedAnchor(
      anchor: anchor, publishedRate: anchor.tokensPerSecondPerAccelerator,
      source: source.instance, sourceEstimate: conversion.published,
      referenceAtPublished: conversion.before, referenceAtContract: conversion.after,
      steps: steps(conversion), transferTax: tax, ttft: ttft.milliseconds * scale,
      ttftKind: ttft.kind, exclusion: try edition.exclusion(of: anchor))
    try row.checkNumbers(of: edition.dataset.names.anchors)
    return row
  }

  private func steps(_ conversion: Conversion) -> [NormalizationStep] {
    guard let model = conversion.modelFactors, var (prefill, decode) = conversion.publishedSeconds
    else { return [] }
    var steps: [NormalizationStep] = []
    func append(_ name: NormalizationStep.Name, times factors: (prefill: Double, decode: Double)) {
      (prefill, decode) = (prefill * factors.prefill, decode * factors.decode)
      steps.append(
        NormalizationStep(
          name: name, prefillFactor: factors.prefill, decodeFactor: factors.decode,
          prefillSeconds: prefill, decodeSeconds: decode,
          cpm: reference.usdPerMillionTokensPerSecond * (prefill + decode)))
    }
    append(.published, times: (1, 1))
    append(.model, times: model)
    append(.hardware, times: conversion.hardwareFactors)
    guard let contract = conversion.contractFactor else { return steps }
    append(.contract, times: (1, contract))
    append(.price, times: (1, 1))
    return steps
  }
}
