import CostModel
import Evidence
import Normalization

/// Figure S5: what a pass of a decode pool takes and what its tokens cost, by the sequences in it,
/// at the mix of the reference workload.
public struct BatchCurves: Equatable, Sendable {
  /// One accelerator.
  public struct Panel: Equatable, Sendable {
    public let accelerator: String
    /// nil where the pin has no price.
    public let usdPerHour: Double?
    /// N.
    public let accelerators: Double
    /// The passes at the mix.
    public let times: PassTimes
    /// The contracts by rising TPOT limit.
    public let limits: [Limit]

    /// ℓ(b·c) + b·t1, s.
    public func passSeconds(batch: Double) -> Double {
      times.seconds(.disaggregated, batch: batch)
    }

    /// ρ·N·pass(b)/b, USD per million output tokens; nil without a price.
    public func usdPerMillionOutputTokens(batch: Double) -> Double? {
      usdPerHour.map { $0 / 3600 * 1e6 * accelerators * passSeconds(batch: batch) / batch }
    }

    /// t0/c, sequences in a pass that computes as long as it reads weights; nil where decode
    /// computes nothing.
    public var computeBatch: Double? {
      times.decodeComputeSeconds > 0 ? times.weightReadSeconds / times.decodeComputeSeconds : nil
    }
  }

  /// A contract's TPOT limit.
  public struct Limit: Equatable, Sendable {
    /// ms.
    public let tpotMs: Double
    /// The largest batch whose pass the limit allows, whether it fits in memory or not; below 1
    /// there is none.
    public let contractBatch: Double
    /// The batch that runs, the smaller of that and what fits; nil is infeasible.
    public let batch: Double?

    /// Whether the batch is what fits rather than what the limit allows.
    public var isBoundByMemory: Bool { batch.map { $0 < contractBatch } ?? false }
  }

  /// b of the axis.
  public static let batchRange = 8.0...2048
  /// b of the curves, sequences: twelve for each doubling.
  public static let batches = batchRange.spacedOnLogScale(count: 97)

  public let panels: [Panel]
  public let mix: Mix
  /// How much room a sequence takes in memory.
  public let kv: ModelReadings.KV
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant is missing.
  public init(_ edition: Edition) throws {
    let calibration = edition.calibration
    assumptions = try Assumptions(edition)
    let frame = assumptions.frame
    let mix = try ReferenceWorkload(calibration, frame: frame).mix
    self.mix = mix
    kv = try calibration.modelReadings.kv
    let tpots = try BreakEvenResult.contracts.map {
      try calibration.number(.contract($0), "tpot_ms")
    }.sorted()
    panels = try FrontierResult.accelerators.map { accelerator in
      let passes = try calibration.passModel(
        calibration.instance(model: frame.model, accelerator: accelerator))
      let times = passes.times(mix)
      return Panel(
        accelerator: accelerator, usdPerHour: try? edition.rate(of: accelerator).si,
        accelerators: passes.instance.count, times: times,
        limits: tpots.map { tpot in
          let service = Service(mix: mix, tpot: tpot / 1000)
          return Limit(
            tpotMs: tpot,
            contractBatch: times.contractBatches(.disaggregated, tpot: tpot / 1000).smaller,
            batch: passes.batch(.disaggregated, service))
        })
    }
  }
}
