/// Cost per million served tokens of the colocated and the disaggregated architecture on one
/// instance type (Equations 2 to 9). Served tokens are P + D. Both architectures share tensor
/// parallelism and efficiencies, so the difference terms of Equation 9 vanish and σ_co carries
/// all of the interference.
public struct CostModel: Equatable, Sendable {
  public let passes: PassModel
  /// c_H, price of one accelerator, USD/h.
  public let usdPerAcceleratorHour: Double
  /// ρ·N, USD per million tokens for each second of an instance that a token takes.
  private let usdPerInstanceSecond: Double
  /// ρ·κ, USD·B/s per million tokens: the tax is this times α·g/(B·β).
  private let transferUnit: Double

  public init(passes: PassModel, usdPerAcceleratorHour: Double) {
    self.passes = passes
    self.usdPerAcceleratorHour = usdPerAcceleratorHour
    let rho = usdPerAcceleratorHour / 3600 * 1e6
    usdPerInstanceSecond = rho * passes.instance.count
    transferUnit = rho * passes.instance.model.kvBytesPerToken
  }

  public init(
    instance: ServingInstance, usdPerAcceleratorHour: Double, readings: ModelReadings,
    tailQuantile: Double
  ) {
    self.init(
      passes: PassModel(instance: instance, readings: readings, tailQuantile: tailQuantile),
      usdPerAcceleratorHour: usdPerAcceleratorHour)
  }

  /// The same with pools cut from another cluster, or in the exact ratio for nil.
  public func with(clusterInstances: Int?) -> CostModel {
    var readings = readings
    readings.pools.clusterInstances = clusterInstances
    return CostModel(
      instance: instance, usdPerAcceleratorHour: usdPerAcceleratorHour, readings: readings,
      tailQuantile: passes.tailQuantile)
  }

  public var instance: ServingInstance { passes.instance }
  public var readings: ModelReadings { passes.readings }

  /// ρ, USD per million tokens for each accelerator-second a token takes.
  public var usdPerMillionTokensPerSecond: Double { usdPerAcceleratorHour / 3600 * 1e6 }
}

/// The terms of Equation 7, USD per million served tokens.
public struct ColocatedCost: Equatable, Sendable {
  /// b_co, sequences in a pass.
  public let batch: Double
  /// χ = b_co·α/(1−α), prefill tokens carried by a pass.
  public let chunkTokens: Double
  /// σ_co = CPM_co − ρ·N·(x + y), what colocation costs beyond the phases of pools in the exact
  /// ratio. Negative where the phases share a read of the weights (`Pass.fused`), and below
  /// saturation, where prefill fills time in which a decode pool of its own would stand idle.
  public let slack: Double
  /// CPM_co.
  public let total: Double
  /// The time that the first token needs without any queue, s.
  public let firstTokenSeconds: Double
}

/// The terms of Equation 8, USD per million served tokens.
public struct DisaggregatedCost: Equatable, Sendable {
  /// b_PD, sequences in a pass of the decode pool.
  public let batch: Double
  /// τ_KV before (1 − η).
  public let transferTax: Double
  /// ψ, share of the pools that stands idle because they are whole instances; 0 for exact pools.
  public let sizingSlack: Double
  /// CPM_P/D.
  public let total: Double
  /// P/R + κP/B, the time that the first token needs without any queue, s.
  public let firstTokenSeconds: Double
}

extension CostModel {
  /// Equation 7. nil is infeasible.
  public func colocated(_ scheduler: ColocatedScheduler, _ service: Service) -> ColocatedCost? {
    let architecture = Architecture.colocated(scheduler)
    let times = passes.times(service.mix)
    guard let batch = passes.batch(architecture, service, times),
      let undisturbed = passes.batch(.disaggregated, service, times)
    else { return nil }
    let seconds = passes.phases(architecture, times, batch: batch).total
    let apart = passes.phases(.disaggregated, times, batch: undisturbed).total
    let share = service.mix.prefillShare
    return ColocatedCost(
      batch: batch, chunkTokens: batch * share / (1 - share),
      slack: usdPerInstanceSecond * (seconds - apart), total: usdPerInstanceSecond * seconds,
      firstTokenSeconds: times.firstTokenSeconds(architecture, tpot: service.tpot, batch: batch))
  }

  /// Equation 8 with the partition slack of §3.3 and pools of whole instances, as the readings
  /// have it. nil is infeasible.
  public func disaggregated(_ service: Service, over transfer: KVTransfer) -> DisaggregatedCost? {
    let times = passes.times(service.mix)
    guard let batch = passes.batch(.disaggregated, service, times),
      let pools = pools(times, batch: batch)
    else { return nil }
    let tax = transferTax(prefillShare: service.mix.prefillShare, over: transfer, batch: batch)
    return total(service, times, batch: batch, pools: pools.cost, over: transfer).map {
      DisaggregatedCost(
        batch: batch, transferTax: tax, sizingSlack: pools.sizingSlack, total: $0,
        firstTokenSeconds: firstTokenSeconds(times, over: transfer))
    }
  }

  /// CPM_P/D at each of these bandwidths, B/s; nil is infeasible. `transfer.bandwidth` is not used.
  public func disaggregated(
    _ service: Service, over transfer: KVTransfer, bandwidths: [Double]
  ) -> [Double?] {
    let times = passes.times(service.mix)
    guard let batch = passes.batch(.disaggregated, service, times),
      let pools = pools(times, batch: batch)
    else { return bandwidths.map { _ in nil } }
    return bandwidths.map { bandwidth in
      var path = transfer
      path.bandwidth = bandwidth
      return total(service, times, batch: batch, pools: pools.cost, over: path)
    }
  }

  /// CPM_P/D from that of its pools; nil where the first token comes too late.
  private func total(
    _ service: Service, _ times: PassTimes, batch: Double, pools: Double,
    over transfer: KVTransfer
  ) -> Double? {
    if let limit = passes.bindingTTFT(service), firstTokenSeconds(times, over: transfer) > limit {
      return nil
    }
    let tax = transferTax(prefillShare: times.mix.prefillShare, over: transfer, batch: batch)
    return pools + (1 - transfer.overlap) * tax
  }

  /// CPM_P/D without its tax, USD per million served tokens, and ψ; nil when no two pools can be
  /// cut from the cluster.
  func pools(_ times: PassTimes, batch: Double) -> (cost: Double, sizingSlack: Double)? {
    let phases = passes.phases(.disaggregated, times, batch: batch)
    let pools = readings.pools
    guard let seconds = pools.seconds(prefill: phases.prefill, decode: phases.decode) else {
      return nil
    }
    // A balanced pair may come out below x + y by a rounding.
    let sizingSlack = max(0, 1 - phases.total / seconds)
    return (usdPerInstanceSecond * seconds / (1 - pools.flatSlack), sizingSlack)
  }

  /// The pools that a mix is served by; nil is infeasible.
  public func poolSizes(_ service: Service) -> PoolSizes? {
    let times = passes.times(service.mix)
    return passes.batch(.disaggregated, service, times).flatMap { batch in
      let phases = passes.phases(.disaggregated, times, batch: batch)
      return readings.pools.sizes(prefill: phases.prefill, decode: phases.decode)
    }
  }

  /// What a pair of pools costs a mix above pools in the exact ratio, USD per million served
  /// tokens; nil is infeasible.
  func cost(of pair: PoolSizes, aboveExactPoolsFor service: Service) -> Double? {
    let times = passes.times(service.mix)
    return passes.batch(.disaggregated, service, times).map { batch in
      let phases = passes.phases(.disaggregated, times, batch: batch)
      let seconds = pair.seconds(prefill: phases.prefill, decode: phases.decode)
      return usdPerInstanceSecond * (seconds - phases.total) / (1 - readings.pools.flatSlack)
    }
  }

  /// P/R + κP/B, s.
  func firstTokenSeconds(_ times: PassTimes, over transfer: KVTransfer) -> Double {
    times.promptSeconds
      + instance.model.kvBytesPerToken * times.mix.promptTokens / transfer.bandwidth
  }

  /// A share `fraction` of the traffic on the disaggregated path (§7.4). nil is infeasible; a
  /// path that carries nothing need not be feasible.
  public func hybrid(
    disaggregatedFraction fraction: Double, _ scheduler: ColocatedScheduler, _ service: Service,
    over transfer: KVTransfer
  ) -> Double? {
    var total = 0.0
    if fraction > 0 {
      guard let cost = disaggregated(service, over: transfer) else { return nil }
      total += fraction * cost.total
    }
    if fraction < 1 {
      guard let cost = colocated(scheduler, service) else { return nil }
      total += (1 - fraction) * cost.total
    }
    return total
  }

  /// τ_KV = ρ·g·κ·α/(B·β), before (1 − η) (Equation 6), USD per million served tokens.
  /// - Parameter batch: b_PD, which shares the bill in the amortized regime.
  public func transferTax(prefillShare: Double, over transfer: KVTransfer, batch: Double) -> Double
  {
    let unit = transferUnit * prefillShare / transfer.bandwidth
    return switch transfer.regime {
    case .blocking: unit * 2 * instance.count
    case .amortized: unit / batch
    }
  }

  /// CPM_co and CPM_P/D at once: what a search for their crossing asks for. nil is infeasible.
  /// - Parameter mix: in place of the service's own.
  func totals(
    _ scheduler: ColocatedScheduler, _ service: Service, mix: Mix, over transfer: KVTransfer
  ) -> (colocated: Double?, disaggregated: Double?) {
    let times = passes.times(mix)
    guard let undisturbed = passes.batch(.disaggregated, service, times) else { return (nil, nil) }
    let architecture = Architecture.colocated(scheduler)
    let colocated = passes.batch(architecture, service, times).map {
      usdPerInstanceSecond * passes.phases(architecture, times, batch: $0).total
    }
    let disaggregated = pools(times, batch: undisturbed).flatMap {
      total(service, times, batch: undisturbed, pools: $0.cost, over: transfer)
    }
    return (colocated, disaggregated)
  }
}
