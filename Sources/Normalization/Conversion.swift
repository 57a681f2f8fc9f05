import CostModel
import Evidence

/// What the conversion of a row takes from the row itself.
struct ConversionRow: Sendable {
  let mix: Mix
  let architecture: Architecture
  /// T under which the throughput was published, s.
  let tpot: Double
  /// Served tokens per second and accelerator as published.
  let rate: Double

  init(_ anchor: Anchor) {
    (mix, architecture) = (anchor.mix, anchor.architecture)
    (tpot, rate) = (anchor.tpotMilliseconds / 1000, anchor.tokensPerSecondPerAccelerator)
  }
}

/// The conversion of one row: what the closed form says of it, and what each step multiplies the
/// phases by.
struct Conversion {
  let row: ConversionRow
  /// What the row was run on.
  let source: PassModel
  /// The reference deployment.
  let reference: PassModel
  /// On the source under the published contract; nil is infeasible there.
  let published: PhaseEstimate?
  /// On the reference under the published contract; nil is infeasible there.
  let before: PhaseEstimate?
  /// On the reference under the figure's contract; nil is infeasible there.
  let after: PhaseEstimate?

  /// What puts the reference's model in place of the source's: prefill by parameter count; decode by
  /// the pass of a decode pool on the source's accelerators at the source's batch, which puts
  /// Llama-2's GQA-8 layout in place of, say, OPT's MHA. nil where the source is infeasible.
  let modelFactors: (prefill: Double, decode: Double)?

  /// - Parameter tpot: T of the figure's contract, s.
  init(_ row: ConversionRow, from source: PassModel, to reference: PassModel, tpot: Double) {
    let published = Self.estimate(row, on: source, tpot: row.tpot)
    self.init(
      row, from: source, published,
      published.map {
        Self.modelFactors(row, source, reference.instance.model, batch: $0.batch)
      }, to: reference, tpot: tpot)
  }

  /// The same row to another reference of the same model.
  init(_ other: Conversion, to reference: PassModel, tpot: Double) {
    self.init(
      other.row, from: other.source, other.published, other.modelFactors, to: reference,
      tpot: tpot)
  }

  private init(
    _ row: ConversionRow, from source: PassModel, _ published: PhaseEstimate?,
    _ modelFactors: (prefill: Double, decode: Double)?, to reference: PassModel, tpot: Double
  ) {
    (self.row, self.source, self.reference) = (row, source, reference)
    (self.published, self.modelFactors) = (published, modelFactors)
    before = Self.estimate(row, on: reference, tpot: row.tpot)
    after = Self.estimate(row, on: reference, tpot: tpot)
  }

  /// The closed form's phase split of a row's mix and architecture; nil is infeasible. Published
  /// throughputs have met their TTFT limit already: it does not bind here.
  private static func estimate(_ row: ConversionRow, on passes: PassModel, tpot: Double)
    -> PhaseEstimate?
  {
    guard let batch = passes.batch(row.architecture, Service(mix: row.mix, tpot: tpot)) else {
      return nil
    }
    return PhaseEstimate(
      batch: batch, phases: passes.phases(row.architecture, row.mix, batch: batch))
  }

  /// What the phases took of a machine as published, accelerator-seconds per served token.
  var publishedSeconds: (prefill: Double, decode: Double)? {
    published.map { ($0.prefillShare / row.rate, (1 - $0.prefillShare) / row.rate) }
  }

  private static func modelFactors(
    _ row: ConversionRow, _ source: PassModel, _ model: LanguageModel, batch: Double
  ) -> (prefill: Double, decode: Double) {
    var swapped = source.instance
    swapped.model = model
    let own = PassModel(
      instance: swapped, readings: source.readings, tailQuantile: source.tailQuantile)
    func pass(_ passes: PassModel) -> Double {
      passes.times(row.mix).seconds(.disaggregated, batch: batch)
    }
    return (model.parameters / source.instance.model.parameters, pass(own) / pass(source))
  }

  /// Peak ratios, as the caption of Figure 3 says.
  var hardwareFactors: (prefill: Double, decode: Double) {
    let (from, to) = (source.instance.accelerator, reference.instance.accelerator)
    return (from.peakFLOPS / to.peakFLOPS, from.memoryBandwidth / to.memoryBandwidth)
  }

  /// What the move to the figure's contract multiplies decode by; nil is infeasible.
  var contractFactor: Double? {
    guard let before, let after else { return nil }
    return after.decodeSeconds / before.decodeSeconds
  }

  /// Accelerator-seconds per served token after all steps, as the last of them has it; nil is
  /// infeasible.
  var seconds: Double? {
    guard let (prefill, decode) = publishedSeconds, let model = modelFactors, let contractFactor
    else { return nil }
    let hardware = hardwareFactors
    return prefill * model.prefill * hardware.prefill
      + decode * model.decode * hardware.decode * contractFactor
  }

  /// What a measured TTFT is multiplied by: it changes with the rate at which the accelerators
  /// prefill.
  static func ttftScale(from source: Accelerator, to reference: Accelerator) -> Double {
    source.peakFLOPS * source.prefillMFU / (reference.peakFLOPS * reference.prefillMFU)
  }
}
