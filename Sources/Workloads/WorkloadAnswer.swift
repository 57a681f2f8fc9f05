import CostModel
import Evidence
import Normalization

/// Requests of one kind: what is asked about.
public struct Workload: Equatable, Sendable {
  /// P and D of a request, by their own length and not that of a reading.
  public var mix: Mix
  /// λ, requests/s per accelerator of the instance that decodes; nil is saturation.
  public var arrivalRate: Double?
  /// f, share of the requests on the disaggregated path of a hybrid (§7.4); nil for none.
  public var disaggregatedFraction: Double?

  public init(mix: Mix, arrivalRate: Double? = nil, disaggregatedFraction: Double? = nil) {
    self.mix = mix
    self.arrivalRate = arrivalRate
    self.disaggregatedFraction = disaggregatedFraction
  }
}

/// Which architecture serves a workload for the least, by how much, and what would change that.
public struct WorkloadAnswer: Equatable, Sendable {
  /// One architecture, USD per million served tokens.
  public struct Part: Equatable, Sendable {
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
  }

  /// What leaves an architecture no batch of even one sequence.
  public enum Obstacle: String, Equatable, Sendable {
    case memory
    case tpot = "TPOT"
    /// Where the reading `ttft-bound` keeps it.
    case ttft = "TTFT"
  }

  public let deployment: Deployment
  public let workload: Workload
  public let costs: ArchitectureCosts
  /// In the order of `ArchitectureCosts.architectures`.
  public let parts: [Part]
  /// χ, prefill tokens in a chunked pass; nil is infeasible.
  public let chunkTokens: Double?
  /// σ_co of chunked prefill, USD per million served tokens; nil is infeasible.
  public let colocationSlack: Double?
  /// τ_KV before (1 − η), USD per million served tokens; nil is infeasible.
  public let transferTax: Double?
  /// nil is infeasible.
  public let pools: PoolSizes?
  /// Of the fraction that is asked for; nil is infeasible, or not asked for.
  public let hybridCost: Double?
  public let crossings: WorkloadCrossings

  public init(_ workload: Workload, on deployment: Deployment) {
    (self.deployment, self.workload) = (deployment, workload)
    let (model, transfer) = (deployment.model, deployment.transfer)
    let service = deployment.service(workload.mix, arrivalRate: workload.arrivalRate)
    let served = ServedCosts(model, service, over: transfer)
    let costs = served.costs
    self.costs = costs
    (chunkTokens, colocationSlack) = (served.chunked?.chunkTokens, served.chunked?.slack)
    transferTax = served.disaggregated?.transferTax
    pools = served.disaggregated == nil ? nil : model.poolSizes(service)
    let phases = model.phaseCosts(service)
    parts = ArchitectureCosts.architectures.map {
      Part($0, served, phases, service, on: deployment)
    }
    let scheduler = costs.scheduler
    hybridCost = workload.disaggregatedFraction.flatMap {
      model.hybrid(disaggregatedFraction: $0, scheduler, service, over: transfer)
    }
    crossings = WorkloadCrossings(workload, on: deployment, costs: costs)
  }

  public subscript(architecture: Architecture) -> Part? {
    parts.first { $0.architecture == architecture }
  }

  /// The cheapest of those that meet both limits of the contract; nil where none does.
  public var cheapestMeeting: Part? {
    parts.filter(\.meetsContract).min { ($0.cost ?? .infinity) < ($1.cost ?? .infinity) }
  }

  /// t_KV = κ·P/B, ms.
  public var transferMs: Double { kvBytes / deployment.transfer.bandwidth * 1000 }

  /// κ·P, bytes of KV that a request hands over.
  public var kvBytes: Double { kvBytesPerToken * workload.mix.promptTokens }

  /// κ, B.
  public var kvBytesPerToken: Double { deployment.model.instance.model.kvBytesPerToken }

  /// P/R, ms.
  public var prefillMs: Double {
    workload.mix.promptTokens / deployment.model.instance.prefillTokensPerSecond * 1000
  }

  /// b_mem, sequences whose KV fits beside the weights; negative when not even the weights fit.
  public var memoryBatch: Double { deployment.model.passes.times(workload.mix).memoryBatch }
}

extension WorkloadAnswer.Part {
  fileprivate init(
    _ architecture: Architecture, _ served: ServedCosts,
    _ phases: (prefill: Double, decode: Double)?, _ service: Service, on deployment: Deployment
  ) {
    self.architecture = architecture
    let total = served.costs[architecture]
    (cost, batch) = (total, served.batch(architecture))
    firstTokenMs = served.firstTokenSeconds(architecture).map { $0 * 1000 }
    meetsContract = firstTokenMs.map { $0 <= deployment.limits.ttftMs } ?? false
    obstacle = total == nil ? Self.obstacle(to: architecture, service, on: deployment) : nil
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

extension WorkloadAnswer.Part {
  private static func obstacle(
    to architecture: Architecture, _ service: Service, on deployment: Deployment
  ) -> WorkloadAnswer.Obstacle {
    if deployment.model.passes.times(service.mix).memoryBatch < 1 { return .memory }
    var unbound = service
    unbound.ttft = nil
    let costs = deployment.model.costs(unbound, over: deployment.transfer)
    return costs[architecture] == nil ? .tpot : .ttft
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
}

extension WorkloadAnswer {
  /// What a disaggregated cluster of that many whole instances serves at saturation, requests/s; nil
  /// is infeasible.
  public func requestsPerSecond(instances: Double) -> Double? {
    let model = deployment.model.with(clusterInstances: Int(instances))
    let service = deployment.service(workload.mix, arrivalRate: workload.arrivalRate)
    guard let pools = model.poolSizes(service),
      let batch = model.passes.batch(.disaggregated, service)
    else { return nil }
    let phases = model.passes.phases(.disaggregated, workload.mix, batch: batch)
    let tokensPerSecond = 1 / max(phases.prefill / pools.prefill, phases.decode / pools.decode)
    return tokensPerSecond * (1 - model.readings.pools.flatSlack) / workload.mix.tokens
  }
}
