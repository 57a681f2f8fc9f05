import CostModel
import TestSupport
import Testing

@Suite struct PropertyTests {
  let shares = stride(from: 0.05, through: 0.95, by: 0.05).map { $0 }
  let bandwidths = [25.0, 50, 100, 200, 450, 900]

  @Test func arithmeticOfThePaper() {
    #expect(referenceModel.instance.model.kvBytesPerToken == 327_680)
    #expect(referenceModel.instance.model.kvBytesPerToken * 4096 == 1_342_177_280)
  }

  @Test func disaggregatedCostFallsWithBandwidth() throws {
    for share in shares {
      let costs = try bandwidths.map {
        try #require(
          referenceModel.disaggregated(service(share: share), over: transfer($0))
        ).total
      }
      #expect(costs == costs.sorted(by: >))
    }
  }

  @Test func taxVanishesAtInfiniteBandwidthAndFullOverlap() throws {
    let plain = try #require(referenceModel.colocated(.chunked, service(share: 0.2)))
    #expect(plain.slack == 0)
    for transfer in [transfer(.infinity), transfer(25, overlap: 1)] {
      let split = try #require(referenceModel.disaggregated(service(share: 0.2), over: transfer))
      #expect(split.total == plain.total)
    }
  }

  @Test func tighterContractNeverCheapens() throws {
    for scheduler in ColocatedScheduler.allCases {
      for share in shares {
        let costs = [0.2, 0.08, 0.05, 0.03].map {
          referenceModel.colocated(scheduler, service(share: share, tpot: $0))?.total ?? .infinity
        }
        #expect(costs == costs.sorted())
      }
    }
  }

  @Test func continuousBatchingNeverBeatsChunkedPrefill() throws {
    for share in shares {
      let chunked = try #require(referenceModel.colocated(.chunked, service(share: share)))
      let continuous = try #require(referenceModel.colocated(.continuous, service(share: share)))
      #expect(continuous.total >= chunked.total)
      #expect(chunked.slack >= 0)
    }
  }

  @Test func infinitelyLaxContractHasNoSlack() throws {
    for scheduler in [ColocatedScheduler.chunked, .continuous] {
      let cost = try #require(referenceModel.colocated(scheduler, service(share: 0.9, tpot: 1e9)))
      #expect(cost.slack == 0)
    }
  }

  @Test func continuousBatchSolvesItsEquation() throws {
    let service = service(share: 0.8454)
    let instance = referenceModel.instance
    let batch = try #require(referenceModel.colocated(.continuous, service)).batch
    let w = 0.8454 / (0.1546 * instance.prefillTokensPerSecond)
    let pass =
      (instance.kvReadSeconds(tokens: referenceTokens) + w) * batch
      + w * referenceModel.tailQuantile * batch.squareRoot()
    #expect(relativeDifference(pass, service.tpot - instance.weightReadSeconds) < 1e-12)
  }

  @Test func noBatchIsInfeasibleNotANumber() {
    // 13.7 ms of weight read alone break a 10 ms contract.
    let tight = service(share: 0.5, tpot: 0.01)
    #expect(referenceModel.colocated(.chunked, tight) == nil)
    #expect(referenceModel.colocated(.continuous, tight) == nil)
    #expect(referenceModel.colocated(.serialised, tight) == nil)
    #expect(referenceModel.disaggregated(tight, over: transfer(50)) == nil)
    #expect(
      referenceModel.breakEvenPrefillShare(
        tokens: referenceTokens, tpot: 0.01, over: transfer(50)) == .infeasible)
    #expect(referenceModel.breakEvenBandwidth(.chunked, tight, over: transfer(50)) == .infeasible)

    // All prefill: no decode pass is left in which to hide it.
    #expect(referenceModel.colocated(.chunked, service(share: 1)) == nil)
    #expect(referenceModel.colocated(.continuous, service(share: 1)) == nil)
    #expect(
      referenceModel.breakEvenBandwidth(.chunked, service(share: 0.999), over: transfer(50))
        == .disaggregationEverywhere)
  }

  @Test func modelThatDoesNotFitIsInfeasible() {
    var model = referenceModel
    model.instance.count = 1
    #expect(model.disaggregated(service(share: 0.5, tpot: 1), over: transfer(50)) == nil)
    #expect(model.colocated(.serialised, service(share: 0.5, tpot: 1)) == nil)
  }

  @Test func serialisedServesOneRequestAtATime() throws {
    let cost = try #require(referenceModel.colocated(.serialised, service(share: 0.5)))
    #expect(cost.batch == 1)
    #expect(cost.chunkTokens == 1)
  }

  @Test func breakEvenBandwidthEqualisesTheCosts() throws {
    for regime in TransferRegime.allCases {
      for share in shares {
        let service = service(share: share, tpot: 0.03)
        let found = referenceModel.breakEvenBandwidth(
          .chunked, service, over: transfer(1, regime))
        guard case .at(let bandwidth) = found else { continue }
        let colocated = try #require(referenceModel.colocated(.chunked, service))
        let split = try #require(
          referenceModel.disaggregated(service, over: transfer(bandwidth / 1e9, regime)))
        #expect(relativeDifference(colocated.total, split.total) < 1e-12)
      }
    }
  }

  @Test(arguments: [0, 0.1], [0.03, 0.05, 0.08])
  func breakEvensInvertEachOther(partitionSlack: Double, tpot: Double) {
    var model = referenceModel
    model.partitionSlack = partitionSlack
    var compared = 0
    for bandwidth in bandwidths {
      let path = transfer(bandwidth)
      guard
        let share = model.breakEvenPrefillShare(tokens: referenceTokens, tpot: tpot, over: path)
          .value,
        let back = model.breakEvenBandwidth(
          .chunked, service(share: share, tpot: tpot), over: path
        ).value
      else { continue }
      #expect(relativeDifference(back, bandwidth * 1e9) < 1e-9)
      compared += 1
    }
    #expect(compared > 0)
  }

  @Test func breakEvenFallsWithBandwidthAndWithTheContract() {
    func share(_ bandwidth: Double, _ tpot: Double) -> Double {
      referenceModel.breakEvenPrefillShare(
        tokens: referenceTokens, tpot: tpot, over: transfer(bandwidth)
      ).value ?? 1
    }
    for tpot in [0.03, 0.05, 0.08] {
      let found = bandwidths.map { share($0, tpot) }
      #expect(found == found.sorted(by: >))
    }
    for bandwidth in bandwidths {
      let found = [0.03, 0.05, 0.08].map { share(bandwidth, $0) }
      #expect(found == found.sorted())
    }
  }

  /// Also where the contract and not memory bounds b_PD, which the vectors do not reach: there
  /// α* and the signs of the costs themselves must still agree.
  @Test(arguments: [8, 64], [0.018, 0.02, 0.025, 0.028, 0.03, 0.05])
  func breakEvenShareAgreesWithTheCosts(kvHeads: Double, tpot: Double) throws {
    for slack in [0, 0.1] {
      for overlap in [0, 0.5, 1] {
        for bandwidth in [25.0, 100, 900] {
          var model = referenceModel
          model.instance.model.kvHeads = kvHeads
          model.partitionSlack = slack
          let path = transfer(bandwidth, overlap: overlap)
          let found = model.breakEvenPrefillShare(
            tokens: referenceTokens, tpot: tpot, over: path)
          for share in [0.1, 0.3, 0.5, 0.7] {
            let service = service(share: share, tpot: tpot)
            let split = try #require(model.disaggregated(service, over: path)).total
            guard let colocated = model.colocated(.chunked, service)?.total else { continue }
            let gain = (colocated - split) / split
            guard abs(gain) > 1e-9 else { continue }
            let isDisaggregation =
              switch found {
              case .at(let value): share > value
              case .disaggregationEverywhere: true
              case .colocationEverywhere, .infeasible: false
              }
            #expect(
              (gain > 0) == isDisaggregation, "\(found) but \(gain) at \(share), \(path)")
          }
        }
      }
    }
  }

  @Test func poolsThatStandIdleCostMore() throws {
    var model = referenceModel
    model.partitionSlack = 0.1
    let service = service(share: 0.5)
    let whole = try #require(referenceModel.disaggregated(service, over: transfer(.infinity)))
    let idle = try #require(model.disaggregated(service, over: transfer(.infinity)))
    #expect(relativeDifference(idle.total, whole.total / 0.9) < 1e-12)
    #expect(model.colocated(.chunked, service) == referenceModel.colocated(.chunked, service))
  }

  @Test func belowSaturationTheWholeInstanceIsPaidFor() throws {
    let rate = 0.05
    let trickle = try #require(
      referenceModel.colocated(.chunked, service(share: 0.8454, arrivalRate: rate)))
    #expect(trickle.batch < 1)
    // Each accelerator serves λ·S tokens a second and costs ρ.
    let expected = referenceModel.usdPerMillionTokensPerSecond / (rate * referenceTokens)
    #expect(relativeDifference(trickle.total, expected) < 1e-12)
  }

  @Test func aRateAboveCapacityIsSaturation() throws {
    let saturated = try #require(referenceModel.colocated(.chunked, service(share: 0.8454)))
    let flood = try #require(
      referenceModel.colocated(.chunked, service(share: 0.8454, arrivalRate: 1e6)))
    #expect(flood == saturated)
  }

  @Test func hybridLiesBetweenItsParts() throws {
    let service = service(share: 0.8454)
    let path = transfer(50)
    let split = try #require(referenceModel.disaggregated(service, over: path)).total
    let colocated = try #require(referenceModel.colocated(.chunked, service)).total
    func hybrid(_ fraction: Double) throws -> Double {
      try #require(
        referenceModel.hybrid(disaggregatedFraction: fraction, .chunked, service, over: path))
    }
    #expect(try hybrid(1) == split)
    #expect(try hybrid(0) == colocated)
    #expect(relativeDifference(try hybrid(0.25), 0.25 * split + 0.75 * colocated) < 1e-12)
  }

  @Test func halvingTheKVBytesHalvesTheTax() {
    var compact = referenceModel
    compact.instance.model.bytesPerKVElement = 1
    let full = referenceModel.transferTax(prefillShare: 0.8, over: transfer(50), batch: 100)
    #expect(
      compact.transferTax(prefillShare: 0.8, over: transfer(50), batch: 100) == full / 2)
  }
}
