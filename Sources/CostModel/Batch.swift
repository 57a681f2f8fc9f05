/// The decode batches that a contract leaves room for. nil means infeasible: no batch, not even
/// of one sequence, meets the contract.
extension ServingInstance {
  /// b_PD = min(b_mem, (T − t0)/t1), the batch of a decode pool that no prefill disturbs.
  public func disaggregatedBatch(_ service: Service) -> Double? {
    clip(
      disaggregatedContractBatch(service), service,
      passSecondsPerSequence: kvReadSeconds(tokens: service.mix.tokens))
  }

  /// b_co, the batch of a colocated instance, trimmed so that a pass with its prefill ends in T.
  /// - Parameter tailQuantile: z = Φ⁻¹(0.99), for the prompts that land on the 99th percentile
  ///   request under continuous batching.
  public func colocatedBatch(
    _ scheduler: ColocatedScheduler, _ service: Service, tailQuantile: Double
  ) -> Double? {
    let w = prefillSecondsPerOutputToken(service.mix)
    return clip(
      colocatedContractBatch(scheduler, service, tailQuantile: tailQuantile), service,
      passSecondsPerSequence: kvReadSeconds(tokens: service.mix.tokens) + w)
  }

  /// (T − t0)/t1, the batch that the contract alone allows a decode pool; below 1 none.
  public func disaggregatedContractBatch(_ service: Service) -> Double {
    (service.tpot - weightReadSeconds) / kvReadSeconds(tokens: service.mix.tokens)
  }

  /// The batch that the contract alone allows a colocated instance; below 1 none.
  public func colocatedContractBatch(
    _ scheduler: ColocatedScheduler, _ service: Service, tailQuantile: Double
  ) -> Double {
    let budget = service.tpot - weightReadSeconds
    let t1 = kvReadSeconds(tokens: service.mix.tokens)
    let w = prefillSecondsPerOutputToken(service.mix)
    switch scheduler {
    case .chunked:
      return budget / (t1 + w)
    case .continuous:
      // (t1 + w)·b + w·z·√b = T − t0, solved for √b.
      let wz = w * tailQuantile
      guard budget > 0, w.isFinite else { return 0 }
      let root =
        (-wz + (wz * wz + 4 * (t1 + w) * budget).squareRoot()) / (2 * (t1 + w))
      return root * root
    case .serialised:
      // Nothing shares the pass: the request's own weights and KV must be read within T.
      return min(1, budget / t1)
    }
  }

  /// w = α/((1−α)·R), prefill seconds that go with each output token in steady state.
  public func prefillSecondsPerOutputToken(_ mix: Mix) -> Double {
    mix.prefillShare / ((1 - mix.prefillShare) * prefillTokensPerSecond)
  }

  /// The contract's batch, bounded by memory, and by what arrives (Little's law).
  private func clip(
    _ contract: Double, _ service: Service, passSecondsPerSequence: Double
  ) -> Double? {
    let batch = min(memoryBatch(tokens: service.mix.tokens), contract)
    guard batch >= 1 else { return nil }
    guard let arrivalRate = service.arrivalRate else { return batch }
    let outputTokensPerSecond = arrivalRate * count * service.mix.outputTokens
    let idle = 1 - outputTokensPerSecond * passSecondsPerSequence
    return idle > 0 ? min(batch, outputTokensPerSecond * weightReadSeconds / idle) : batch
  }
}
