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
  public let deployment: Deployment
  public let workload: Workload
  public let costs: ArchitectureCosts
  /// In the order of `ArchitectureCosts.architectures`.
  public let parts: [CostParts]
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
    parts = CostParts.all(
      served, model, service, over: transfer, ttftMs: deployment.limits.ttftMs)
    let scheduler = costs.scheduler
    hybridCost = workload.disaggregatedFraction.flatMap {
      model.hybrid(disaggregatedFraction: $0, scheduler, service, over: transfer)
    }
    crossings = WorkloadCrossings(service, on: deployment.surface(workload), costs: costs)
  }

  public subscript(architecture: Architecture) -> CostParts? {
    parts.first { $0.architecture == architecture }
  }

  /// The cheapest of those that meet both limits of the contract; nil where none does.
  public var cheapestMeeting: CostParts? {
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
