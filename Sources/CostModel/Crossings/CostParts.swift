/// What one architecture costs for a workload, part by part, USD per million served tokens.
public struct CostParts: Equatable, Sendable {
  /// What leaves an architecture no batch of even one sequence.
  public enum Obstacle: String, Equatable, Sendable {
    case memory
    case tpot = "TPOT"
    /// Where the reading `ttft-bound` keeps it.
    case ttft = "TTFT"
  }

  public let architecture: Architecture
  /// CPM; nil is infeasible, as are all that follow then.
  public let cost: Double?
  /// ρ·N·x, and ρ·N·y of an undisturbed decode pool.
  public let prefill: Double?
  public let decode: Double?
  /// What is beyond the two: σ_co of a colocated instance; of pools (1 − η)·τ_KV and what they
  /// leave idle.
  public let rest: Double?
  /// Sequences in a pass.
  public let batch: Double?
  /// The time that the first token needs without any queue, ms.
  public let firstTokenMs: Double?
  /// Whether it meets both limits of the contract.
  public let meetsContract: Bool
  /// What leaves it no batch; nil for one that is feasible.
  public let obstacle: Obstacle?

  /// In the order of `ArchitectureCosts.architectures`.
  /// - Parameters:
  ///   - served: what the workload costs under `model`.
  ///   - ttftMs: the contract's limit of TTFT99, ms.
  public static func all(
    _ served: ServedCosts, _ model: CostModel, _ service: Service, over transfer: KVTransfer,
    ttftMs: Double
  ) -> [CostParts] {
    let phases = model.phaseCosts(service)
    return ArchitectureCosts.architectures.map { architecture in
      let obstacle =
        served.costs[architecture] == nil
        ? model.obstacle(to: architecture, service, over: transfer) : nil
      return CostParts(architecture, served, phases, ttftMs: ttftMs, obstacle: obstacle)
    }
  }

  private init(
    _ architecture: Architecture, _ served: ServedCosts,
    _ phases: (prefill: Double, decode: Double)?, ttftMs: Double, obstacle: Obstacle?
  ) {
    (self.architecture, self.obstacle) = (architecture, obstacle)
    let total = served.costs[architecture]
    (cost, batch) = (total, served.batch(architecture))
    firstTokenMs = served.firstTokenSeconds(architecture).map { $0 * 1000 }
    meetsContract = firstTokenMs.map { $0 <= ttftMs } ?? false
    guard let total, let phases else {
      (prefill, decode, rest) = (nil, nil, nil)
      return
    }
    (prefill, decode) = phases
    let rest = total - phases.prefill - phases.decode
    // What is left by rounding is nothing.
    self.rest = rest.magnitude > 1e-12 * total ? rest : 0
  }
}

extension CostModel {
  /// ρ·N·x and ρ·N·y of an undisturbed decode pool; nil is infeasible.
  fileprivate func phaseCosts(_ service: Service) -> (prefill: Double, decode: Double)? {
    guard let batch = passes.batch(.disaggregated, service) else { return nil }
    let phases = passes.phases(.disaggregated, service.mix, batch: batch)
    let rho = usdPerMillionTokensPerSecond
    return (rho * phases.prefillAcceleratorSeconds, rho * phases.decodeAcceleratorSeconds)
  }

  /// What leaves an infeasible architecture no batch.
  fileprivate func obstacle(
    to architecture: Architecture, _ service: Service, over transfer: KVTransfer
  ) -> CostParts.Obstacle {
    if passes.times(service.mix).memoryBatch < 1 { return .memory }
    var unbound = service
    unbound.ttft = nil
    return costs(unbound, over: transfer)[architecture] == nil ? .tpot : .ttft
  }
}
