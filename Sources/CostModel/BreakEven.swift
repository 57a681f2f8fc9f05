/// Where Equation 9 holds along one axis.
public enum BreakEven: Equatable, Sendable {
  /// Both architectures cost the same at this value.
  case at(Double)
  /// Colocation is the cheaper one everywhere on the axis.
  case colocationEverywhere
  /// Disaggregation is the cheaper one everywhere on the axis.
  case disaggregationEverywhere
  /// Neither architecture meets the contract.
  case infeasible

  /// The break-even value, if there is one.
  public var value: Double? {
    if case .at(let value) = self { value } else { nil }
  }
}

extension CostModel {
  /// B*(α), the bandwidth in B/s above which disaggregation is cheaper than colocation.
  ///
  /// `transfer.bandwidth` is not used.
  public func breakEvenBandwidth(
    _ scheduler: ColocatedScheduler, _ service: Service, over transfer: KVTransfer
  ) -> BreakEven {
    guard let undisturbed = instance.disaggregatedBatch(service) else { return .infeasible }
    guard let colocated = colocated(scheduler, service) else { return .disaggregationEverywhere }
    let gain =
      colocated.slack - poolSlackFactor * phaseCost(service.mix, batch: undisturbed)
    guard gain > 0 else { return .colocationEverywhere }
    let unit = KVTransfer(bandwidth: 1, overlap: transfer.overlap, regime: transfer.regime)
    let taxAtUnitBandwidth =
      (1 - transfer.overlap)
      * transferTax(prefillShare: service.mix.prefillShare, over: unit, batch: undisturbed)
    return taxAtUnitBandwidth > 0
      ? .at(taxAtUnitBandwidth / gain) : .disaggregationEverywhere
  }

  /// α*(B), the prefill share above which disaggregation is cheaper than chunked prefill, with
  /// S held. σ_co is linear in α where the contract and not memory bounds the batch, so this is a
  /// closed form.
  ///
  /// Close to α = 1 chunked prefill is infeasible and disaggregation wins whatever this says.
  /// - Parameters:
  ///   - tokens: S, prompt and output tokens of a request.
  ///   - tpot: T, s.
  public func breakEvenPrefillShare(
    tokens: Double, tpot: Double, over transfer: KVTransfer
  ) -> BreakEven {
    let service = Service(mix: Mix(prefillShare: 0, tokens: tokens), tpot: tpot)
    guard let batch = instance.disaggregatedBatch(service) else { return .infeasible }
    let t0 = instance.weightReadSeconds
    let t1 = instance.kvReadSeconds(tokens: tokens)
    let budget = tpot - t0
    let prefill = 1 / instance.prefillTokensPerSecond
    let decode = t0 / batch + t1
    let tax =
      (1 - transfer.overlap) * stalledAccelerators(transfer.regime, batch: batch)
      * instance.model.kvBytesPerToken / (transfer.bandwidth * instance.count * t0)
    // Where the contract bounds the batch, 1/b is t1/(T − t0): what is left of their difference is
    // rounding.
    let spare = 1 / batch - t1 / budget
    let numerator =
      (spare * batch < 1e-12 ? 0 : spare) + poolSlackFactor * decode / t0
    let denominator =
      (prefill - t1) / budget + 1 / batch - tax - poolSlackFactor * (prefill - decode) / t0
    guard denominator > numerator else { return .colocationEverywhere }
    guard numerator > 0 else { return .disaggregationEverywhere }
    return .at(numerator / denominator)
  }

  /// φ/(1−φ), what standing idle adds to the phases of the disaggregated pools.
  private var poolSlackFactor: Double { partitionSlack / (1 - partitionSlack) }
}
