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
    (self.row, self.source, self.reference) = (row, source, reference)
    published = Self.estimate(row, on: source, tpot: row.tpot)
    modelFactors = published.map {
      Self.modelFactors(row, from: source, to: reference.instance.model, batch: $0.batch)
    }
    before = Self.estimate(row, on: reference, tpot: row.tpot)
    after = Self.estimate(row, on: reference, tpot: tpot)
  }

  /// The closed form's phase split of a row's mix and architecture; nil is infeasible. Published
  /// throughputs have met their TTFT limit already: it does not bind here.
  static func estimate(_ row: ConversionRow, on passes: PassModel, tpot: Double)
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
    published.map { Self.seconds($0, atRate: row.rate) }
  }

  static func seconds(_ estimate: PhaseEstimate, atRate rate: Double) -> (
    prefill: Double, decode: Double
  ) {
    (estimate.prefillShare / rate, (1 - estimate.prefillShare) / rate)
  }

  static func modelFactors(
    _ row: ConversionRow, from source: PassModel, to model: LanguageModel, batch: Double
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

  var hardwareFactors: (prefill: Double, decode: Double) {
    Self.hardwareFactors(from: source.instance.accelerator, to: reference.instance.accelerator)
  }

  /// Peak ratios, as the caption of Figure 3 says.
  static func hardwareFactors(from source: Accelerator, to reference: Accelerator) -> (
    prefill: Double, decode: Double
  ) {
    (
      source.peakFLOPS / reference.peakFLOPS, source.memoryBandwidth / reference.memoryBandwidth
    )
  }

  /// What the move to the figure's contract multiplies decode by; nil is infeasible.
  var contractFactor: Double? {
    guard let before, let after else { return nil }
    return after.decodeSeconds / before.decodeSeconds
  }

  /// What a measured TTFT is multiplied by: it changes with the rate at which the accelerators
  /// prefill.
  static func ttftScale(from source: Accelerator, to reference: Accelerator) -> Double {
    source.peakFLOPS * source.prefillMFU / (reference.peakFLOPS * reference.prefillMFU)
  }
}
