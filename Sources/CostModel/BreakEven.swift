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

  /// One side wins everywhere, or nobody does.
  init(everywhere winner: Winner?) {
    self =
      switch winner {
      case .colocation: .colocationEverywhere
      case .disaggregation: .disaggregationEverywhere
      case nil: .infeasible
      }
  }

  /// The break-even value, if there is one.
  public var value: Double? {
    if case .at(let value) = self { value } else { nil }
  }

  /// Against the cheapest of several colocated schedulers, from the break-evens of each along a
  /// bandwidth: disaggregation has to beat all of them.
  public init(beatingAll breakEvens: [BreakEven]) {
    // By patterns, as == of an enum with raw values compares the strings.
    var isDisaggregation = false
    var highest: Double?
    for breakEven in breakEvens {
      switch breakEven {
      case .colocationEverywhere:
        self = .colocationEverywhere
        return
      case .at(let value): highest = max(highest ?? value, value)
      case .disaggregationEverywhere: isDisaggregation = true
      case .infeasible: break
      }
    }
    self = highest.map(BreakEven.at) ?? (isDisaggregation ? .disaggregationEverywhere : .infeasible)
  }

  /// What there is instead of a value: `disaggregation`, `colocation` or `infeasible`.
  public var word: Word? {
    switch self {
    case .at: nil
    case .colocationEverywhere: .colocation
    case .disaggregationEverywhere: .disaggregation
    case .infeasible: .infeasible
    }
  }

  public enum Word: String, Equatable, Sendable, CaseIterable {
    case disaggregation, colocation, infeasible
  }
}

extension CostModel {
  /// B*(α), the bandwidth in B/s above which disaggregation is cheaper than colocation, exact in
  /// every reading (Equation 9). Where a TTFT limit is kept, no less than the B at which the first
  /// token comes in time.
  ///
  /// `transfer.bandwidth` is not used.
  public func breakEvenBandwidth(
    _ scheduler: ColocatedScheduler, _ service: Service, over transfer: KVTransfer
  ) -> BreakEven {
    // At infinite bandwidth there is no tax, and the KV arrives at once.
    let free = KVTransfer(bandwidth: .infinity, overlap: transfer.overlap, regime: transfer.regime)
    let totals = totals(scheduler, service, mix: service.mix, over: free)
    let winner = Winner(colocated: totals.colocated, disaggregated: totals.disaggregated)
    guard winner == .disaggregation, let colocated = totals.colocated,
      let untaxed = totals.disaggregated,
      let batch = passes.batch(.disaggregated, service)
    else { return BreakEven(everywhere: winner) }
    var unit = free
    unit.bandwidth = 1
    let share = service.mix.prefillShare
    let tax = (1 - transfer.overlap) * transferTax(prefillShare: share, over: unit, batch: batch)
    let bandwidth = max(tax / (colocated - untaxed), leastBandwidth(service))
    guard bandwidth > 0 else { return .disaggregationEverywhere }
    // Where the first token comes at T₁ without any transfer, no transfer is fast enough.
    return bandwidth < .infinity ? .at(bandwidth) : .colocationEverywhere
  }

  /// κP/(T₁ − P/R), the B/s at which the first token comes at T₁; 0 where T₁ does not bind.
  private func leastBandwidth(_ service: Service) -> Double {
    guard let limit = passes.bindingTTFT(service) else { return 0 }
    let prompt = service.mix.promptTokens
    return instance.model.kvBytesPerToken * prompt
      / (limit - passes.times(service.mix).promptSeconds)
  }

  /// α*(B), the prefill shares at which the cheaper side changes, with S held: every change of sign
  /// of CPM_co − CPM_P/D along the axis, by bisection.
  /// - Parameters:
  ///   - service: S and the contract; its prefill share is not used.
  ///   - axis: where it looks.
  ///   - scan: how closely. Both ways find the same; `coarse` is faster, at saturation
  ///     several times.
  public func breakEvenPrefillShares(
    _ scheduler: ColocatedScheduler, _ service: Service, over transfer: KVTransfer,
    on axis: ShareAxis = .figure, scan: ShareAxis.Scan = .everyStep
  ) -> BreakEvenShares {
    CostDifference(model: self, scheduler: scheduler, service: service, transfer: transfer)
      .crossings(on: axis, scan)
  }

  /// "The" α*(B): the first crossing on the axis, or who wins everywhere, looked for by
  /// `ShareAxis.Scan.coarse` and no further. See `breakEvenPrefillShares`.
  public func breakEvenPrefillShare(
    _ scheduler: ColocatedScheduler, _ service: Service, over transfer: KVTransfer,
    on axis: ShareAxis = .figure
  ) -> BreakEven {
    CostDifference(
      model: self, scheduler: scheduler, service: service, transfer: transfer, endsAtFirst: true
    ).crossings(on: axis, .coarse).first
  }
}
