import CostModel
import TestSupport
import Testing

/// What the model says of the reference deployment.
@Suite struct ModelTests {
  @Test func arithmeticOfThePaper() {
    #expect(llama2.kvBytesPerToken == 327_680)
    #expect(llama2.kvBytesPerToken * 4096 == 1_342_177_280)
    #expect(Mix(promptTokens: 300, outputTokens: 100) == Mix(prefillShare: 0.75, tokens: 400))
    #expect(Mix(promptTokens: 300, outputTokens: 100).heldTokens == 350)
  }

  /// Contracts of 30, 50 and 80 ms over NVLink, as the design has them.
  @Test(arguments: [(0.03, 0.355), (0.05, 0.655), (0.08, 0.805)])
  func breakEvensOverNVLink(tpot: Double, share: Double) throws {
    let found = referenceModel.breakEvenPrefillShares(
      .chunked, service(share: 0, tpot: tpot), over: transfer(900))
    #expect(found.start == .colocation)
    #expect(found.crossings.count == 1)
    #expect(abs(try #require(found.first.value) - share) < 0.0005)
  }

  @Test func memoryBoundDecodeMovesTheBreakEven() throws {
    let found = referenceModel.with { $0.decode = .memoryBound }.breakEvenPrefillShares(
      .chunked, service(share: 0), over: transfer(900))
    #expect(abs(try #require(found.first.value) - 0.439) < 0.0005)
  }

  @Test func noBatchIsInfeasibleNotANumber() {
    // 13.7 ms of weight read alone break a 10 ms contract.
    let tight = service(share: 0.5, tpot: 0.01)
    for scheduler in ColocatedScheduler.allCases {
      #expect(referenceModel.colocated(scheduler, tight) == nil)
      #expect(
        referenceModel.hybrid(
          disaggregatedFraction: 0.5, scheduler, tight, over: transfer(50)) == nil)
    }
    #expect(referenceModel.disaggregated(tight, over: transfer(50)) == nil)
    #expect(referenceModel.breakEvenBandwidth(.chunked, tight, over: transfer(50)) == .infeasible)
    for scan in ShareAxis.Scan.allCases {
      let found = referenceModel.breakEvenPrefillShares(
        .chunked, tight, over: transfer(50), scan: scan)
      #expect(found.first == .infeasible)
      #expect(found.first.word?.rawValue == "infeasible")
      #expect(found.start == nil)
    }
  }

  @Test func oneSideFeasibleWins() {
    // All prefill: no decode pass is left in which to hide it.
    for share in [0.9999, 1] {
      #expect(referenceModel.colocated(.chunked, service(share: share)) == nil)
      #expect(referenceModel.colocated(.continuous, service(share: share)) == nil)
      #expect(referenceModel.disaggregated(service(share: share), over: transfer(50)) != nil)
      #expect(
        referenceModel.breakEvenBandwidth(.chunked, service(share: share), over: transfer(50))
          == .disaggregationEverywhere)
    }
    // One instance makes no two pools.
    let single = referenceModel.with { $0.pools.clusterInstances = 1 }
    #expect(single.disaggregated(service(share: 0.5), over: transfer(50)) == nil)
    #expect(
      single.breakEvenPrefillShares(.chunked, service(share: 0), over: transfer(50)).first
        == .colocationEverywhere)
  }

  @Test func modelThatDoesNotFitIsInfeasible() {
    let small = referenceModel.withInstance { $0.count = 1 }
    #expect(small.disaggregated(service(share: 0.5, tpot: 1), over: transfer(50)) == nil)
    #expect(small.colocated(.serialised, service(share: 0.5, tpot: 1)) == nil)
  }

  @Test func serialisedServesOneRequestAtATime() throws {
    let times = referenceModel.passes.times(service(share: 0.5).mix)
    let cost = try #require(referenceModel.colocated(.serialised, service(share: 0.5)))
    #expect(cost.batch == 1)
    #expect(cost.chunkTokens == 1)
    #expect(cost.firstTokenSeconds == times.promptSeconds)
    // ρ·N·(x + (1−α)·(ℓ(c) + t1)), N/R being the accelerator-seconds of a prefill token.
    let decode = 4 * (times.weightReadSeconds + times.kvReadSeconds)
    let expected =
      referenceModel.usdPerMillionTokensPerSecond
      * (0.5 * referenceModel.instance.count / referenceModel.instance.prefillTokensPerSecond
        + 0.5 * decode)
    #expect(relativeDifference(cost.total, expected) < 1e-12)
    // All prefill still has a cost, where the output tokens' share of it is not a number.
    #expect(try #require(referenceModel.colocated(.serialised, service(share: 1))).total > 0)
  }

  @Test func poolsThatStandIdleCostMore() throws {
    let idle = referenceModel.with { $0.pools.flatSlack = 0.1 }
    let path = transfer(.infinity)
    let plain = try #require(referenceModel.disaggregated(service(share: 0.5), over: path))
    let cost = try #require(idle.disaggregated(service(share: 0.5), over: path))
    #expect(relativeDifference(cost.total, plain.total / 0.9) < 1e-12)
    #expect(plain.sizingSlack == 0)
    #expect(
      idle.colocated(.chunked, service(share: 0.5))
        == referenceModel.colocated(.chunked, service(share: 0.5)))
  }

  @Test func wholeInstancesFollowTheRatioOfThePhases() throws {
    // The share at which a prefill and a decode instance are equally busy, by bisection.
    func phases(_ share: Double) throws -> PhaseSeconds {
      let service = service(share: share)
      let batch = try #require(referenceModel.passes.batch(.disaggregated, service))
      return referenceModel.passes.phases(.disaggregated, service.mix, batch: batch)
    }
    var (low, high) = (0.05, 0.95)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let found = try phases(middle)
      if found.prefill < found.decode { low = middle } else { high = middle }
    }
    for instances in [2, 3, 8, 16] {
      let model = referenceModel.with { $0.pools.clusterInstances = instances }
      let balanced = try #require(model.disaggregated(service(share: low), over: transfer(50)))
      #expect(balanced.sizingSlack < 1e-12)
      #expect(balanced.sizingSlack >= 0)
      #expect(
        try #require(model.disaggregated(service(share: 0.3), over: transfer(50))).sizingSlack > 0)
    }
  }

  @Test func firstTokenFloors() throws {
    let service = service(share: 0.8)
    let times = referenceModel.passes.times(service.mix)
    let prompt = 0.8 * referenceTokens / referenceModel.instance.prefillTokensPerSecond
    #expect(relativeDifference(times.promptSeconds, prompt) < 1e-12)
    let split = try #require(referenceModel.disaggregated(service, over: transfer(25)))
    let sent = 327_680 * 0.8 * referenceTokens / 25e9
    #expect(relativeDifference(split.firstTokenSeconds, prompt + sent) < 1e-12)
    let continuous = try #require(referenceModel.colocated(.continuous, service))
    #expect(continuous.firstTokenSeconds == times.promptSeconds + times.weightReadSeconds)
    // The contract bounds the batch, so each pass carries χ prompt tokens and ends after T.
    let chunked = try #require(referenceModel.colocated(.chunked, service))
    #expect(chunked.batch < times.memoryBatch)
    let passes = 0.8 * referenceTokens / chunked.chunkTokens
    #expect(relativeDifference(chunked.firstTokenSeconds, passes * service.tpot) < 1e-9)
    // No prompt, no wait.
    let none = try #require(
      referenceModel.colocated(.chunked, CostModelTests.service(share: 0)))
    #expect(none.firstTokenSeconds == 0)
  }

  @Test func aKeptTTFTLimitBinds() throws {
    let kept = referenceModel.with { ($0.ttftBound, $0.decode) = (.kept, .memoryBound) }
    let slow = try #require(kept.colocated(.chunked, service(share: 0.5)))
    #expect(slow.firstTokenSeconds > 0.06)
    let limited = service(share: 0.5, ttft: 0.06)
    let chunked = try #require(kept.colocated(.chunked, limited))
    #expect(chunked.batch < slow.batch)
    // The bound leaves out decode's FLOPs, of which memory-bound decode has none.
    #expect(relativeDifference(chunked.firstTokenSeconds, 0.06) < 1e-9)
    #expect(kept.colocated(.continuous, limited) != nil)

    // With nothing to pay for the transfer, what is left is that the KV has to arrive in time.
    let path = transfer(1, overlap: 1)
    let least = try #require(kept.breakEvenBandwidth(.chunked, limited, over: path).value) / 1e9
    #expect(kept.disaggregated(limited, over: transfer(least * 1.001, overlap: 1)) != nil)
    #expect(kept.disaggregated(limited, over: transfer(least * 0.999, overlap: 1)) == nil)

    // P/R alone is 32 ms.
    let tight = service(share: 0.5, ttft: 0.03)
    #expect(kept.colocated(.continuous, tight) == nil)
    #expect(kept.disaggregated(tight, over: transfer(900)) == nil)
    #expect(kept.passes.batch(.disaggregated, tight) != nil)
    #expect(kept.with { $0.ttftBound = .ignored }.colocated(.continuous, tight) != nil)
  }

  @Test func contractBatchesSolveTheirEquations() throws {
    for pass in ModelReadings.Pass.allCases {
      let times = referenceModel.with { $0.pass = pass }.passes.times(service(share: 0.7).mix)
      let (t0, tpot) = (times.weightReadSeconds, 0.05)
      for architecture in [Architecture.disaggregated, .colocated(.chunked)] {
        let batches = times.contractBatches(architecture, tpot: tpot)
        #expect(
          relativeDifference(times.seconds(architecture, batch: batches.smaller), tpot) < 1e-12)
      }
      let roots = times.continuousRoots(tpot: tpot)
      let tail = times.prefillSeconds * times.tailQuantile
      let slope = times.kvReadSeconds + times.prefillSeconds
      let reading = slope * roots.reading * roots.reading + tail * roots.reading
      let computing =
        (slope + times.decodeComputeSeconds) * roots.computing * roots.computing
        + tail * roots.computing
      #expect(relativeDifference(reading, tpot - t0) < 1e-12)
      #expect(relativeDifference(computing, tpot) < 1e-12)
      let batch = times.contractBatches(.colocated(.continuous), tpot: tpot).smaller
      let least = min(roots.reading, roots.computing)
      #expect(relativeDifference(batch, least * least) < 1e-12)
    }
  }

  @Test func belowSaturationTheWholeInstanceIsPaidFor() throws {
    let rate = 0.05
    let trickle = try #require(
      referenceModel.colocated(.chunked, service(share: 0.8454, arrivalRate: rate)))
    #expect(trickle.batch < 1)
    #expect(trickle.slack < 0)
    // Each accelerator serves λ·S tokens a second and costs ρ.
    let expected = referenceModel.usdPerMillionTokensPerSecond / (rate * referenceTokens)
    #expect(relativeDifference(trickle.total, expected) < 1e-12)
  }

  @Test func aRateAboveCapacityIsSaturation() {
    for scheduler in ColocatedScheduler.allCases {
      #expect(
        referenceModel.colocated(scheduler, service(share: 0.8454, arrivalRate: 1e6))
          == referenceModel.colocated(scheduler, service(share: 0.8454)))
    }
  }

  @Test func halvingTheKVBytesHalvesTheTax() {
    let compact = referenceModel.withInstance { $0.model.bytesPerKVElement = 1 }
    let full = referenceModel.transferTax(prefillShare: 0.8, over: transfer(50), batch: 100)
    #expect(compact.transferTax(prefillShare: 0.8, over: transfer(50), batch: 100) == full / 2)
  }

  @Test func threeWords() throws {
    func told(_ own: Double?, _ other: Double?) -> Comparison.Verdict? {
      Comparison(of: own, with: other)?.verdict
    }
    #expect(told(0.94, 1) == .better)
    #expect(told(0.96, 1) == .level)
    #expect(told(1, 0.96) == .level)
    #expect(told(1, 0.94) == .worse)
    #expect(told(1, nil) == .better)
    #expect(told(nil, 1) == .worse)
    #expect(told(nil, nil) == nil)
    #expect(relativeDifference(try #require(Comparison(of: 3, with: 4)?.margin), 0.25) < 1e-12)
    #expect(relativeDifference(try #require(Comparison(of: 4, with: 3)?.margin), -0.25) < 1e-12)
    #expect(try #require(Comparison(of: 4, with: nil)).margin == nil)
  }

  @Test func architecturesHaveOneWordEach() {
    #expect(
      Architecture.allCases.map(\.rawValue)
        == ["continuous", "chunked", "serialised", "disaggregated"])
    for architecture in Architecture.allCases {
      #expect(Architecture(rawValue: architecture.rawValue) == architecture)
    }
    #expect(Architecture(rawValue: "colocated") == nil)
  }
}
