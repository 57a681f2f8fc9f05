/// How weights are stored, and the arithmetic that a pass runs in.
public enum Precision: String, CaseIterable, Sendable {
  case bf16, fp8, fp4

  /// The accelerator's constant for the peak dense rate: `peak_fp8_flops`.
  public var peakRate: String { "peak_\(rawValue)_flops" }
}

/// One run of Llama-2-70B, measured or simulated: a row of measurements.csv. The closed form is held
/// against it and never computed from it.
public struct Measurement: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case simulated, measured
  }

  public enum Architecture: String, CaseIterable, Sendable {
    case continuous, chunked
    /// The source does not state the scheduler.
    case colocated
    case disaggregated
  }

  public let id: String
  public let kind: Kind
  /// Of MLPerf Inference: `v6.0`. Its rows print no mean prompt length.
  public let round: String?
  public let submitter: String?
  public let system: String?
  /// An accelerator of the calibration, or one that it lacks: then nothing is computed.
  public let accelerator: String
  public let accelerators: Int
  public let architecture: Architecture
  /// nil where the source states none.
  public let precision: Precision?
  /// Mean prompt tokens of a request.
  public let promptTokens: Double
  /// Mean output tokens of a request.
  public let outputTokens: Double
  /// Of all `accelerators` together, requests/s.
  public let requestRate: Double
  /// The contract's limits, ms.
  public let ttftLimitMs: Double
  public let tpotLimitMs: Double
  /// What was reached, ms.
  public let ttftP50Ms: Double?
  public let ttftP99Ms: Double?
  public let tpotP50Ms: Double?
  public let tpotP99Ms: Double?
  /// Of disaggregated runs, and only of those.
  public let prefillInstances: Int?
  public let decodeInstances: Int?
  public let software: String
  /// What the run is one side of.
  public let pair: String?
  /// The source, and where in it.
  public let citation: String
  public let locator: String
  public let note: String
}

extension Measurement {
  /// Requests per second and accelerator.
  public var requestsPerAcceleratorSecond: Double { requestRate / Double(accelerators) }

  public var isDisaggregated: Bool { architecture == .disaggregated }
}

/// A colocated and a disaggregated run under one contract.
public struct MeasuredPair: Equatable, Sendable {
  public let id: String
  public let colocated: Measurement
  public let disaggregated: Measurement

  /// The pairs among `measurements`, in the order in which they first appear.
  public static func all(in measurements: [Measurement]) -> [MeasuredPair] {
    measurements.compactMap(\.pair).withoutRepeats().compactMap { id in
      let runs = measurements.filter { $0.pair == id }
      guard let colocated = runs.first(where: { !$0.isDisaggregated }),
        let disaggregated = runs.first(where: \.isDisaggregated)
      else { return nil }
      return MeasuredPair(id: id, colocated: colocated, disaggregated: disaggregated)
    }
  }

  /// Cost of the colocated run over that of the disaggregated one at equal prices of an accelerator:
  /// above 1 disaggregation is cheaper.
  public var ratio: Double {
    disaggregated.requestsPerAcceleratorSecond / colocated.requestsPerAcceleratorSecond
  }

  /// Whether the two differ in nothing but the architecture, as far as the rows say: in round,
  /// software, precision as stated, and accelerator (and with it power).
  public var isComparable: Bool {
    func conditions(_ run: Measurement) -> [String?] {
      [run.round, run.software, run.accelerator, run.precision?.rawValue]
    }
    return colocated.precision != nil && conditions(colocated) == conditions(disaggregated)
  }
}
