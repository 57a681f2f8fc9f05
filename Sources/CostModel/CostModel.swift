/// Cost per million served tokens of the colocated and the disaggregated architecture on one
/// instance type (Equations 2 to 9). Served tokens are P + D. Both architectures share tensor
/// parallelism and efficiencies, so the difference terms of Equation 9 vanish and σ_co carries
/// all of the interference.
public struct CostModel: Equatable, Sendable {
  public var instance: ServingInstance
  /// c_H, price of one accelerator, USD/h.
  public var usdPerAcceleratorHour: Double
  /// φ_P/D, share of the two pools that stands idle because they are sized in whole instances.
  public var partitionSlack: Double
  /// z = Φ⁻¹(0.99).
  public var tailQuantile: Double

  public init(
    instance: ServingInstance, usdPerAcceleratorHour: Double, partitionSlack: Double = 0,
    tailQuantile: Double
  ) {
    self.instance = instance
    self.usdPerAcceleratorHour = usdPerAcceleratorHour
    self.partitionSlack = partitionSlack
    self.tailQuantile = tailQuantile
  }

  /// ρ, USD per million tokens for each accelerator-second a token takes.
  public var usdPerMillionTokensPerSecond: Double { usdPerAcceleratorHour / 3600 * 1e6 }

  /// c_prefill = ρ·N/R, USD per million prompt tokens.
  public var prefillCost: Double {
    usdPerMillionTokensPerSecond * instance.prefillSecondsPerToken
  }

  /// c_decode = ρ·N·(t0/b + t1), USD per million output tokens at batch `batch`.
  public func decodeCost(batch: Double, tokens: Double) -> Double {
    usdPerMillionTokensPerSecond
      * instance.decodeSecondsPerToken(batch: batch, tokens: tokens)
  }

  /// α·c_prefill + (1−α)·c_decode, what an undisturbed decode batch of `batch` costs.
  func phaseCost(_ mix: Mix, batch: Double) -> Double {
    mix.prefillShare * prefillCost
      + (1 - mix.prefillShare) * decodeCost(batch: batch, tokens: mix.tokens)
  }
}

/// The terms of Equation 7, USD per million served tokens.
public struct ColocatedCost: Equatable, Sendable {
  /// b_co, sequences in a pass.
  public let batch: Double
  /// χ = b_co·α/(1−α), prefill tokens carried by a pass.
  public let chunkTokens: Double
  /// σ_co, the weight reads that the trimmed batch no longer amortises. Negative below
  /// saturation, where prefill fills time in which a decode pool of its own would stand idle.
  public let slack: Double
  /// CPM_co.
  public let total: Double
}

/// The terms of Equation 8, USD per million served tokens.
public struct DisaggregatedCost: Equatable, Sendable {
  /// b_PD, sequences in a pass of the decode pool.
  public let batch: Double
  /// τ_KV before (1 − η).
  public let transferTax: Double
  /// CPM_P/D.
  public let total: Double
}

extension CostModel {
  /// Equation 7. nil is infeasible.
  public func colocated(_ scheduler: ColocatedScheduler, _ service: Service) -> ColocatedCost? {
    guard
      let batch = instance.colocatedBatch(scheduler, service, tailQuantile: tailQuantile),
      let undisturbed = instance.disaggregatedBatch(service)
    else { return nil }
    let mix = service.mix
    let slack = colocationSlack(mix, batch: batch, undisturbed: undisturbed)
    return ColocatedCost(
      batch: batch, chunkTokens: batch * mix.prefillShare / (1 - mix.prefillShare),
      slack: slack, total: phaseCost(mix, batch: undisturbed) + slack)
  }

  /// Equation 8 with the partition slack of §3.3. nil is infeasible.
  public func disaggregated(_ service: Service, over transfer: KVTransfer) -> DisaggregatedCost? {
    guard let batch = instance.disaggregatedBatch(service) else { return nil }
    let tax = transferTax(prefillShare: service.mix.prefillShare, over: transfer, batch: batch)
    return DisaggregatedCost(
      batch: batch, transferTax: tax,
      total: phaseCost(service.mix, batch: batch) / (1 - partitionSlack)
        + (1 - transfer.overlap) * tax)
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

  /// τ_KV = ρ·g·κ·α/(B·β), before (1 − η) (Equation 6).
  /// - Parameter batch: b_PD, which shares the bill in the amortized regime.
  public func transferTax(prefillShare: Double, over transfer: KVTransfer, batch: Double) -> Double
  {
    usdPerMillionTokensPerSecond * instance.model.kvBytesPerToken * prefillShare
      / transfer.bandwidth * stalledAccelerators(transfer.regime, batch: batch)
  }

  /// g/β, accelerators that a transfer holds, per sequence that shares its bill.
  func stalledAccelerators(_ regime: TransferRegime, batch: Double) -> Double {
    switch regime {
    case .blocking: 2 * instance.count
    case .amortized: 1 / batch
    }
  }

  /// σ_co = (1−α)·ρ·N·t0·(1/b_co − 1/b_PD).
  func colocationSlack(_ mix: Mix, batch: Double, undisturbed: Double) -> Double {
    (1 - mix.prefillShare) * usdPerMillionTokensPerSecond * instance.count
      * instance.weightReadSeconds * (1 / batch - 1 / undisturbed)
  }
}
