import TestSupport
import Testing

@testable import CostModel

/// What holds on every machine, workload, contract and path, in every reading.
@Suite struct RandomPropertyTests {
  /// Rounding.
  static let slightly = 1e-9

  static let cases = Case.random(4000, seed: 1)

  /// The architectures' CPM; nil is infeasible.
  private func costs(_ model: CostModel, _ given: Case) -> [Double?] {
    ColocatedScheduler.allCases.map { model.colocated($0, given.service)?.total }
      + [model.disaggregated(given.service, over: given.transfer)?.total]
  }

  /// Whether `one` is no larger than `other`, infeasible being the largest.
  private func isNoDearer(_ one: Double?, _ other: Double?) -> Bool {
    (one ?? .infinity) <= (other ?? .infinity) * (1 + Self.slightly)
  }

  @Test func fusedIsNeverDearerThanSum() {
    var feasible = 0
    for given in Self.cases {
      let fused = costs(given.model.with { $0.pass = .fused }, given)
      let sum = costs(given.model.with { $0.pass = .sum }, given)
      #expect(zip(fused, sum).allSatisfy(isNoDearer), "\(given)")
      if fused[1] != nil, fused[1] != sum[1] { feasible += 1 }
    }
    #expect(feasible > 500)
  }

  @Test func rooflineIsNeverCheaperThanMemoryBound() {
    var differing = 0
    for var given in Self.cases {
      // Below saturation a longer pass has more sequences in it (Little's law), and the amortized
      // tax is shared by more.
      if given.service.arrivalRate != nil { given.transfer.regime = .blocking }
      let roofline = costs(given.model.with { $0.decode = .roofline }, given)
      let memoryBound = costs(given.model.with { $0.decode = .memoryBound }, given)
      #expect(zip(memoryBound, roofline).allSatisfy(isNoDearer), "\(given)")
      if roofline != memoryBound { differing += 1 }
    }
    #expect(differing > 500)
  }

  @Test func pagedNeverHoldsFewerThanReserved() {
    var differing = 0
    for given in Self.cases {
      for architecture in Architecture.allCases {
        let paged = given.model.with { $0.kv = .paged }.passes.batch(architecture, given.service)
        let reserved = given.model.with { $0.kv = .reserved }
          .passes.batch(architecture, given.service)
        #expect((paged ?? 0) >= (reserved ?? 0))
        if paged != reserved { differing += 1 }
      }
    }
    #expect(differing > 500)
  }

  @Test func sizingSlackIsWhatTheBestSplitCosts() {
    var positive = 0
    for given in Self.cases {
      guard let cost = given.model.disaggregated(given.service, over: given.transfer) else {
        continue
      }
      #expect(cost.sizingSlack >= 0)
      guard let instances = given.model.readings.pools.clusterInstances else {
        #expect(cost.sizingSlack == 0)
        continue
      }
      let phases = given.model.passes.phases(
        .disaggregated, given.service.mix, batch: cost.batch)
      var least = Double.infinity
      for p in 1..<instances {
        for d in 1...(instances - p) {
          least = min(
            least, Double(p + d) * max(phases.prefill / Double(p), phases.decode / Double(d)))
        }
      }
      #expect(abs(cost.sizingSlack - (1 - phases.total / least)) < 1e-12)
      if cost.sizingSlack > 0.01 { positive += 1 }
    }
    #expect(positive > 200)
  }

  /// The best pair costs above exact pools what pools of whole instances do; another one more.
  @Test func aPairCostsAboveExactPoolsWhatItLeavesIdle() throws {
    var others = 0
    for given in Self.cases where given.model.readings.pools.clusterInstances != nil {
      let exact = given.model.with(clusterInstances: nil)
      let free = KVTransfer(bandwidth: .infinity, overlap: 0, regime: .blocking)
      guard let pair = given.model.poolSizes(given.service),
        let sized = given.model.disaggregated(given.service, over: free)?.total,
        let least = exact.disaggregated(given.service, over: free)?.total,
        let above = given.model.cost(of: pair, aboveExactPoolsFor: given.service)
      else { continue }
      #expect(abs(above - (sized - least)) < 1e-9 * sized, "\(given)")
      // The same ratio costs the same whatever the sizes.
      let twice = PoolSizes(prefill: 2 * pair.prefill, decode: 2 * pair.decode)
      let same = try #require(given.model.cost(of: twice, aboveExactPoolsFor: given.service))
      #expect(abs(same - above) < 1e-9 * sized)
      let longer = PoolSizes(prefill: pair.prefill + 1, decode: pair.decode)
      guard longer.total <= Double(given.model.readings.pools.clusterInstances ?? 0) else {
        continue
      }
      let more = try #require(given.model.cost(of: longer, aboveExactPoolsFor: given.service))
      #expect(more >= above - 1e-9 * sized)
      others += 1
    }
    #expect(others > 100)
  }

  @Test func manyBandwidthsCostWhatEachDoes() {
    var (feasible, infeasible) = (0, 0)
    for given in Self.cases {
      let bandwidths = [0.1, 1, 10].map { $0 * given.transfer.bandwidth } + [.infinity]
      let each = bandwidths.map { bandwidth in
        var path = given.transfer
        path.bandwidth = bandwidth
        return given.model.disaggregated(given.service, over: path)?.total
      }
      let all = given.model.disaggregated(
        given.service, over: given.transfer, bandwidths: bandwidths)
      #expect(all == each, "\(given)")
      feasible += all.contains(nil) ? 0 : 1
      infeasible += all.contains(nil) ? 1 : 0
    }
    #expect(min(feasible, infeasible) > 100)
  }

  @Test func disaggregatedCostNeverRisesWithBandwidth() {
    for given in Self.cases {
      let costs = [1.0, 1.5, 10, .infinity].map { factor in
        var path = given.transfer
        path.bandwidth *= factor
        return given.model.disaggregated(given.service, over: path)?.total
      }
      #expect(zip(costs.dropFirst(), costs).allSatisfy(isNoDearer), "\(given)")
    }
  }

  @Test func withExactPoolsAndSumColocationWinsByNoMoreThanTheTax() {
    var compared = 0
    for var given in Self.cases {
      given.service.arrivalRate = nil
      let model = given.model.with { ($0.pass, $0.pools) = (.sum, .exact) }
      guard let split = model.disaggregated(given.service, over: given.transfer) else { continue }
      for scheduler in ColocatedScheduler.allCases {
        guard let colocated = model.colocated(scheduler, given.service) else { continue }
        let tax = (1 - given.transfer.overlap) * split.transferTax
        #expect(split.total - colocated.total <= tax + Self.slightly * split.total)
        #expect(colocated.slack >= -Self.slightly * split.total)
        compared += 1
      }
    }
    #expect(compared > 2000)
  }

  /// Equations 7 and 8 as the first edition had them, where decode has no FLOPs to do, passes add,
  /// and KV is reserved: only what a sequence holds is another number.
  @Test func withoutDecodeFLOPsTheFirstEditionReturns() {
    var compared = 0
    for var given in Self.cases {
      given.service.arrivalRate = nil
      let (mix, tpot, slack) = (given.service.mix, given.service.tpot, 0.07)
      let model = given.model.with {
        $0 = ModelReadings(
          decode: .memoryBound, pass: .sum, kv: .reserved,
          pools: ModelReadings.Pools(flatSlack: slack), ttftBound: .ignored)
      }
      let (instance, share) = (model.instance, mix.prefillShare)
      let (t0, rate) = (instance.weightReadSeconds, instance.prefillTokensPerSecond)
      let t1 = instance.kvReadSecondsPerToken * mix.tokens * (1 + share) / 2
      let memory = instance.memoryTokens / mix.tokens
      let w = share / ((1 - share) * rate)
      let undisturbed = min(memory, (tpot - t0) / t1)
      let batch = min(memory, (tpot - t0) / (t1 + w))
      let unit = model.usdPerMillionTokensPerSecond * instance.count
      let phases = unit * (share / rate + (1 - share) * (t0 / undisturbed + t1))
      let tax = model.transferTax(prefillShare: share, over: given.transfer, batch: undisturbed)

      let split = model.disaggregated(given.service, over: given.transfer)
      let colocated = model.colocated(.chunked, given.service)
      #expect((split == nil) == (undisturbed < 1))
      #expect((colocated == nil) == (batch < 1))
      guard let split, let colocated else { continue }
      compared += 1
      let trimmed = unit * (1 - share) * t0 * (1 / batch - 1 / undisturbed)
      let expected = phases / (1 - slack) + (1 - given.transfer.overlap) * tax
      #expect(relativeDifference(split.total, expected) < 1e-9)
      #expect(relativeDifference(colocated.total, phases + trimmed) < 1e-9)
      #expect(abs(colocated.slack - trimmed) < 1e-9 * colocated.total)
    }
    #expect(compared > 1000)
  }

  @Test func batchesNeverFallWithALaxerContract() {
    for given in Self.cases {
      for architecture in Architecture.allCases {
        let batches = [0.7, 1, 1.3, 5].map { factor in
          var service = given.service
          service.tpot *= factor
          return given.model.passes.batch(architecture, service) ?? 0
        }
        // A TTFT limit that is kept spreads a prompt over passes of T: with T they grow fewer.
        if given.model.readings.ttftBound == .kept, given.service.ttft != nil { continue }
        #expect(zip(batches, batches.dropFirst()).allSatisfy { $0 <= $1 * (1 + Self.slightly) })
      }
    }
  }

  @Test func aBatchJustBelowOneIsInfeasible() {
    var compared = 0
    for given in Self.cases {
      let model = given.model.with { $0.ttftBound = .ignored }
      let times = model.passes.times(given.service.mix)
      guard times.memoryBatch > 1.1 else { continue }
      compared += 1
      for architecture in Architecture.allCases {
        var service = given.service
        service.arrivalRate = nil
        // The pass of one sequence, with the prefill and the tail that the contract sees.
        let tail = times.prefillSeconds * times.tailQuantile
        let least: Double =
          switch architecture {
          case .colocated(.continuous): times.seconds(architecture, batch: 1) + tail
          case .colocated(.serialised): times.seconds(.disaggregated, batch: 1)
          case .colocated(.chunked), .disaggregated:
            // Not one read of the weights fits when T is below t0, however fused the pass.
            max(
              times.seconds(architecture, batch: 1), times.weightReadSeconds + times.kvReadSeconds)
          }
        service.tpot = least * (1 - 1e-9)
        #expect(model.passes.batch(architecture, service) == nil)
        service.tpot = least * (1 + 1e-9)
        #expect(model.passes.batch(architecture, service) != nil)
      }
    }
    #expect(compared > 1000)
  }

  @Test func arrivalsFillWhatTheyPayFor() {
    var clipped = 0
    for given in Self.cases {
      guard let rate = given.service.arrivalRate else { continue }
      var saturated = given.service
      saturated.arrivalRate = nil
      for scheduler in ColocatedScheduler.allCases {
        let cost = given.model.colocated(scheduler, given.service)
        let full = given.model.colocated(scheduler, saturated)
        #expect((cost == nil) == (full == nil))
        guard let cost, let full else { continue }
        #expect(cost.batch <= full.batch)
        // Each accelerator serves λ·S tokens a second at most, and costs ρ.
        let paid =
          given.model.usdPerMillionTokensPerSecond / (rate * given.service.mix.tokens)
        #expect(relativeDifference(cost.total, max(paid, full.total)) < Self.slightly)
        if cost.batch < full.batch { clipped += 1 }
      }
    }
    #expect(clipped > 200)
  }

  @Test func firstTokenFloorsAreKept() {
    for given in Self.cases {
      let prompt = given.model.passes.times(given.service.mix).promptSeconds
      let isKept = given.model.readings.ttftBound == .kept
      let limit = isKept ? given.service.ttft ?? .infinity : .infinity
      if let cost = given.model.disaggregated(given.service, over: given.transfer) {
        #expect(cost.firstTokenSeconds >= prompt)
        #expect(cost.firstTokenSeconds <= limit)
      }
      if let cost = given.model.colocated(.continuous, given.service) {
        #expect(cost.firstTokenSeconds <= limit)
      }
      guard let cost = given.model.colocated(.chunked, given.service) else { continue }
      #expect(cost.firstTokenSeconds >= prompt * (1 - Self.slightly))
      if given.model.readings.decode == .memoryBound {
        #expect(cost.firstTokenSeconds <= limit * (1 + Self.slightly))
      }
    }
  }

  @Test func hybridLiesBetweenItsParts() {
    for given in Self.cases.prefix(1000) {
      let costs = costs(given.model, given)
      func hybrid(_ fraction: Double) -> Double? {
        given.model.hybrid(
          disaggregatedFraction: fraction, .chunked, given.service, over: given.transfer)
      }
      #expect(hybrid(0) == costs[1])
      #expect(hybrid(1) == costs[3])
      guard let colocated = costs[1], let split = costs[3] else {
        #expect(hybrid(0.25) == nil)
        continue
      }
      #expect(relativeDifference(hybrid(0.25) ?? 0, 0.25 * split + 0.75 * colocated) < 1e-12)
    }
  }
}
