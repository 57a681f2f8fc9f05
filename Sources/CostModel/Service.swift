/// The workload's mix: how long requests are and how they divide between the phases.
public struct Mix: Equatable, Sendable {
  /// α = P/(P+D), the prefill share (Equation 3).
  public var prefillShare: Double
  /// S = P + D, prompt and output tokens of a request.
  public var tokens: Double

  public init(prefillShare: Double, tokens: Double) {
    self.prefillShare = prefillShare
    self.tokens = tokens
  }

  /// The mix of requests with `promptTokens` (P) and `outputTokens` (D).
  public init(promptTokens: Double, outputTokens: Double) {
    self.init(
      prefillShare: promptTokens / (promptTokens + outputTokens),
      tokens: promptTokens + outputTokens)
  }

  /// P, prompt tokens of a request.
  public var promptTokens: Double { prefillShare * tokens }

  /// D, output tokens of a request.
  public var outputTokens: Double { (1 - prefillShare) * tokens }

  /// k = P + D/2 = S(1+α)/2, tokens that a sequence holds on average while it decodes.
  public var heldTokens: Double { tokens * (1 + prefillShare) / 2 }
}

/// What an instance has to serve, and how fast.
public struct Service: Equatable, Sendable {
  public var mix: Mix
  /// T, the contract's limit of TPOT99, s.
  public var tpot: Double
  /// T₁, the contract's limit of TTFT99, s; nil without one. Binds under `TTFTBound.kept` only.
  public var ttft: Double?
  /// λ, requests/s per accelerator of the instance that decodes; nil is saturation.
  public var arrivalRate: Double?

  public init(mix: Mix, tpot: Double, ttft: Double? = nil, arrivalRate: Double? = nil) {
    self.mix = mix
    self.tpot = tpot
    self.ttft = ttft
    self.arrivalRate = arrivalRate
  }
}

/// How a pass of a colocated instance shares its time between prefill and decode.
public enum ColocatedScheduler: String, Equatable, Sendable, CaseIterable {
  /// Whole prompts land between decode passes (Orca, vLLM).
  case continuous
  /// Prefill is cut into chunks spread evenly over the passes (Sarathi-Serve).
  case chunked
  /// One request at a time, its prefill before it.
  case serialised
}

/// Who decodes: an instance that also prefills, or a pool of its own.
public enum Architecture: Equatable, Sendable, CaseIterable, RawRepresentable {
  case colocated(ColocatedScheduler)
  case disaggregated

  public static let allCases: [Architecture] =
    ColocatedScheduler.allCases.map(colocated) + [.disaggregated]

  /// The scheduler's word, or `disaggregated`.
  public var rawValue: String {
    switch self {
    case .colocated(let scheduler): scheduler.rawValue
    case .disaggregated: "disaggregated"
    }
  }

  public init?(rawValue: String) {
    if let scheduler = ColocatedScheduler(rawValue: rawValue) {
      self = .colocated(scheduler)
    } else if rawValue == "disaggregated" {
      self = .disaggregated
    } else {
      return nil
    }
  }
}

/// What a KV transfer holds up while it lasts (§4.3 names both readings).
public enum TransferRegime: String, Equatable, Sendable, CaseIterable {
  /// What is not hidden stalls both ends: g = 2N accelerators, β = 1.
  case blocking
  /// Equation 6 to the letter, one decode slot of the batch is idle: g = 1, β = b_PD.
  case amortized
}

/// The path between the prefill and the decode pool.
public struct KVTransfer: Equatable, Sendable {
  /// B, realised point-to-point bandwidth, B/s.
  public var bandwidth: Double
  /// η, share of the transfer hidden behind decode.
  public var overlap: Double
  public var regime: TransferRegime

  public init(bandwidth: Double, overlap: Double, regime: TransferRegime) {
    self.bandwidth = bandwidth
    self.overlap = overlap
    self.regime = regime
  }
}
