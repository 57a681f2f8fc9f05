/// The passes of an instance under a set of readings: times and batches, without a price.
public struct PassModel: Equatable, Sendable {
  public let instance: ServingInstance
  public let readings: ModelReadings
  /// z = Φ⁻¹(0.99).
  public let tailQuantile: Double

  // Kept, for they depend on neither mix nor contract and are asked for millions of times.
  private let secondsPerToken: Double
  private let weightReadSeconds: Double
  private let kvReadSecondsPerToken: Double
  private let memoryTokens: Double
  private let decodeComputeSeconds: Double
  // Cases told apart beforehand, and by patterns: == of an enum with raw values compares the strings.
  private let isPaged: Bool
  private let isTTFTKept: Bool

  public init(instance: ServingInstance, readings: ModelReadings, tailQuantile: Double) {
    self.instance = instance
    self.readings = readings
    self.tailQuantile = tailQuantile
    secondsPerToken = 1 / instance.prefillTokensPerSecond
    weightReadSeconds = instance.weightReadSeconds
    kvReadSecondsPerToken = instance.kvReadSecondsPerToken
    memoryTokens = instance.memoryTokens
    decodeComputeSeconds = if case .roofline = readings.decode { secondsPerToken } else { 0 }
    isPaged = if case .paged = readings.kv { true } else { false }
    isTTFTKept = if case .kept = readings.ttftBound { true } else { false }
  }

  public func times(_ mix: Mix) -> PassTimes {
    let roomTokens = isPaged ? mix.heldTokens : mix.tokens
    return PassTimes(
      mix: mix, weightReadSeconds: weightReadSeconds,
      kvReadSeconds: kvReadSecondsPerToken * mix.heldTokens,
      decodeComputeSeconds: decodeComputeSeconds,
      prefillSeconds: mix.prefillShare * secondsPerToken / (1 - mix.prefillShare),
      promptSeconds: mix.promptTokens * secondsPerToken, memoryBatch: memoryTokens / roomTokens,
      tailQuantile: tailQuantile, pass: readings.pass)
  }

  /// The batch of a pass: b_PD of a decode pool, b_co of a colocated instance. The smaller of what
  /// memory and contract allow; below saturation what arrives, which may be less than 1. nil is
  /// infeasible: no batch, not even of one sequence, meets the contract.
  ///
  /// A TTFT limit that is kept bounds colocated batches only; that of a decode pool stays, and its
  /// cost does not (`CostModel.disaggregated`).
  public func batch(_ architecture: Architecture, _ service: Service) -> Double? {
    batch(architecture, service, times(service.mix))
  }

  /// - Parameter times: at the mix that counts; that of `service` is not used.
  func batch(_ architecture: Architecture, _ service: Service, _ times: PassTimes) -> Double? {
    var batch = min(
      times.memoryBatch, times.contractBatches(architecture, tpot: service.tpot).smaller)
    if let limit = bindingTTFT(service) {
      switch architecture {
      case .colocated(.chunked):
        batch = min(batch, times.firstTokenBatch(tpot: service.tpot, ttft: limit))
      case .colocated(.continuous)
      where times.firstTokenSeconds(architecture, tpot: service.tpot, batch: batch) > limit:
        return nil
      case .colocated, .disaggregated:
        break
      }
    }
    guard batch >= 1 else { return nil }
    guard let arrivalRate = service.arrivalRate else { return batch }
    let rate = arrivalRate * instance.count * times.mix.outputTokens
    return min(batch, times.arrivalBatch(architecture, outputTokensPerSecond: rate) ?? batch)
  }

  /// T₁ where it binds.
  func bindingTTFT(_ service: Service) -> Double? {
    isTTFTKept ? service.ttft : nil
  }

  /// α/R and what is left of (1−α)·pass(b)/b: what the phases take at `batch`.
  public func phases(_ architecture: Architecture, _ mix: Mix, batch: Double) -> PhaseSeconds {
    phases(architecture, times(mix), batch: batch)
  }

  func phases(_ architecture: Architecture, _ times: PassTimes, batch: Double) -> PhaseSeconds {
    let share = times.mix.prefillShare
    let prefill = share * secondsPerToken
    // Where the costs of the phases add, a pass less its prefill is a decode pool's pass.
    let isShared =
      switch (architecture, readings.pass) {
      case (.colocated(.chunked), .fused): true
      default: false
      }
    let pass = times.seconds(isShared ? architecture : .disaggregated, batch: batch)
    return PhaseSeconds(
      prefill: prefill, decode: (1 - share) * pass / batch - (isShared ? prefill : 0),
      accelerators: instance.count)
  }
}

/// What the two phases of a served token take of an instance.
public struct PhaseSeconds: Equatable, Sendable {
  /// x = α/R, seconds of the instance per served token.
  public let prefill: Double
  /// y = (1−α)·pass(b)/b, less x where the pass carries prefill, seconds of the instance per
  /// served token.
  public let decode: Double
  /// N.
  public let accelerators: Double

  /// N·x, accelerator-seconds per served token.
  public var prefillAcceleratorSeconds: Double { accelerators * prefill }
  /// N·y, accelerator-seconds per served token.
  public var decodeAcceleratorSeconds: Double { accelerators * decode }
  /// x + y.
  public var total: Double { prefill + decode }
}
