import CostModel
import Evidence

/// One of the five steps from a published row to a point of Figure 1.
public struct NormalizationStep: Equatable, Sendable {
  public enum Name: String, Sendable, CaseIterable {
    case published, model, hardware, contract, price
  }

  public let name: Name
  /// What the step multiplied the prefill part by.
  public let prefillFactor: Double
  /// What the step multiplied the decode part by.
  public let decodeFactor: Double
  /// Prefill accelerator-seconds per served token after the step.
  public let prefillSeconds: Double
  /// Decode accelerator-seconds per served token after the step.
  public let decodeSeconds: Double
  /// CPM_served at the reference price, USD per million tokens, were this the last step.
  public let cpm: Double
}

/// What the closed form says of one phase split: accelerator-seconds per served token at a batch.
public struct PhaseEstimate: Equatable, Sendable {
  /// b, sequences in a decode pass.
  public let batch: Double
  /// x_p = N·α/R.
  public let prefillSeconds: Double
  /// x_d = N·(1−α)·pass(b)/b, less x_p where the pass carries prefill.
  public let decodeSeconds: Double

  init(batch: Double, phases: PhaseSeconds) {
    self.batch = batch
    prefillSeconds = phases.prefillAcceleratorSeconds
    decodeSeconds = phases.decodeAcceleratorSeconds
  }

  /// φ = x_p/(x_p + x_d).
  public var prefillShare: Double { prefillSeconds / (prefillSeconds + decodeSeconds) }
}

/// A published row in the common frame, with everything the conversion used.
public struct NormalizedAnchor: Equatable, Sendable {
  public let anchor: Anchor
  /// G, served tokens per second and accelerator as published.
  public let publishedRate: Double
  /// The instance the row was measured on.
  public let source: ServingInstance
  /// The closed form on the source under the published contract; nil is infeasible there.
  public let sourceEstimate: PhaseEstimate?
  /// The closed form on the reference under the published contract; nil is infeasible there.
  public let referenceAtPublished: PhaseEstimate?
  /// The closed form on the reference under the figure's contract; nil is infeasible there.
  public let referenceAtContract: PhaseEstimate?
  /// The steps in order; they stop before the first one that is infeasible.
  public let steps: [NormalizationStep]
  /// τ_KV at the row's mix and bandwidth before (1 − η), USD per million tokens; nil for a
  /// colocated row.
  public let transferTax: Double?
  /// The row's x under the reading of `ttft`, ms: a limit as published, a measured value times the
  /// prefill rate of the accelerator that the row was run on over the frame's.
  public let ttft: Double
  public let ttftKind: Anchor.TTFT.Kind
  /// Why the row takes no part in the envelope, in a few words; nil when it does.
  public let exclusion: String?

  public var id: String { anchor.id }

  /// Whether the row takes part in the envelope, if it has a cost.
  public var takesPart: Bool { exclusion == nil }

  /// CPM_served in USD per million tokens; nil is infeasible.
  public var cpm: Double? {
    steps.count == NormalizationStep.Name.allCases.count ? steps.last?.cpm : nil
  }

  /// CPM_served had the row hidden the share `overlap` of its transfers: CPM + (η_pub − η)·τ_KV,
  /// but not less than nothing. The same for every η on a colocated row.
  public func cpm(atOverlap overlap: Double) -> Double? {
    guard let cpm else { return nil }
    guard let transferTax, let published = anchor.overlap else { return cpm }
    return max(0, cpm + (published - overlap) * transferTax)
  }

  /// Whether hiding the share `overlap` would save more than the row costs: its bandwidth, overlap
  /// and throughput then contradict each other.
  public func isContradicted(atOverlap overlap: Double) -> Bool { cpm(atOverlap: overlap) == 0 }

  /// - Parameter file: what the row's file is called.
  /// - Throws: an `EvidenceError` that names the row and the number that is none.
  func checkNumbers(of file: String) throws(EvidenceError) {
    var numbers = [("TTFT", ttft), ("transfer tax", transferTax ?? 0)]
    for step in steps {
      numbers += [
        ("prefill time", step.prefillSeconds), ("decode time", step.decodeSeconds),
        ("cost", step.cpm),
      ].map { ("\($0) after the step \(step.name.rawValue)", $1) }
    }
    guard let fault = numbers.first(where: { !$0.1.isFinite || $0.1 < 0 }) else { return }
    throw EvidenceError(
      "\(file):\(anchor.line): \(id): the \(fault.0) cannot be told: the row's cells and the "
        + "constants of its model, its accelerator and the reference's are out of proportion")
  }

  /// The row's own error band: its stated relative error, or else, for a disaggregated row, what
  /// sweeping η over `overlaps` does. nil when there is neither.
  public func band(overlaps: ClosedRange<Double>) -> ClosedRange<Double>? {
    guard let cpm else { return nil }
    if let relative = anchor.relativeBand {
      return cpm * (1 - relative)...cpm * (1 + relative)
    }
    guard transferTax != nil, let low = self.cpm(atOverlap: overlaps.upperBound),
      let high = self.cpm(atOverlap: overlaps.lowerBound)
    else { return nil }
    return low...high
  }
}
