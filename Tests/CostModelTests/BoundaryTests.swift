import TestSupport
import Testing

@testable import CostModel

/// What holds exactly at a limit, where nothing random ever comes.
@Suite struct BoundaryTests {
  private let kept = referenceModel.with { $0.ttftBound = .kept }

  @Test func aFirstTokenAtTheLimitIsInTime() throws {
    var service = service(share: 0.7)
    let path = transfer(50)
    let split = try #require(kept.disaggregated(service, over: path))
    service.ttft = split.firstTokenSeconds
    #expect(kept.disaggregated(service, over: path) == split)
    service.ttft = split.firstTokenSeconds.nextDown
    #expect(kept.disaggregated(service, over: path) == nil)

    service.ttft = nil
    let continuous = try #require(kept.colocated(.continuous, service))
    service.ttft = continuous.firstTokenSeconds
    #expect(kept.colocated(.continuous, service) == continuous)
    service.ttft = continuous.firstTokenSeconds.nextDown
    #expect(kept.colocated(.continuous, service) == nil)
  }

  /// The same for a search for a crossing, which has the costs from elsewhere.
  @Test func aFirstTokenAtTheLimitIsInTimeAlongAnAxis() throws {
    let path = transfer(50)
    // So much prefill that colocation has no batch.
    var service = service(share: 0.9999)
    let axis = ShareAxis(shares: 0.9999...0.9999, steps: 1)
    func start() -> Winner? {
      kept.breakEvenPrefillShares(.continuous, service, over: path, on: axis).start
    }
    let split = try #require(kept.disaggregated(service, over: path))
    service.ttft = split.firstTokenSeconds
    #expect(start() == .disaggregation)
    service.ttft = split.firstTokenSeconds.nextDown
    #expect(start() == nil)
  }

  @Test func aPathThatCarriesNothingNeedNotBeFeasible() throws {
    let single = referenceModel.with { $0.pools.clusterInstances = 1 }
    let service = service(share: 0.5)
    func hybrid(_ fraction: Double) -> Double? {
      single.hybrid(
        disaggregatedFraction: fraction, .chunked, service, over: transfer(50))
    }
    #expect(hybrid(0) == (try #require(single.colocated(.chunked, service)).total))
    #expect(hybrid(0.01) == nil && hybrid(1) == nil)
  }

  @Test func aContractAsLongAsTheReadOfTheWeightsLeavesRoomForNobody() {
    // Without prefill nothing else is in the way.
    let read = referenceModel.instance.weightReadSeconds
    let lean = referenceModel.with { $0.decode = .memoryBound }
    for scheduler in ColocatedScheduler.allCases {
      #expect(lean.colocated(scheduler, service(share: 0, tpot: read)) == nil)
      #expect(lean.colocated(scheduler, service(share: 0, tpot: 1.1 * read)) != nil)
    }
    #expect(lean.passes.times(service(share: 0).mix).continuousRoots(tpot: read).reading == 0)
  }

  /// Numbers that make no rounding.
  private func times(compute: Double = 1, prefill: Double = 0, prompt: Double = 0) -> PassTimes {
    PassTimes(
      mix: Mix(prefillShare: 0.5, tokens: 100), weightReadSeconds: 1, kvReadSeconds: 1,
      decodeComputeSeconds: compute, prefillSeconds: prefill, promptSeconds: prompt,
      memoryBatch: 100, tailQuantile: 2, pass: .sum)
  }

  @Test func arrivalsFillThePassInWhichComputingTakesAsLongAsReading() {
    // b = y·(1 + b) at y = 1/2.
    #expect(times().arrivalBatch(.disaggregated, outputTokensPerSecond: 0.5) == 1)
    #expect(times().arrivalBatch(.disaggregated, outputTokensPerSecond: 0.51) == nil)
    #expect(times(compute: 0).arrivalBatch(.disaggregated, outputTokensPerSecond: 0.75) == 3)
    #expect(times(compute: 0).arrivalBatch(.disaggregated, outputTokensPerSecond: 1) == nil)
    #expect(times().arrivalBatch(.disaggregated, outputTokensPerSecond: 0) == nil)
  }

  /// With prompts alone no output token arrives, and the pool is as full as the contract has it.
  @Test func requestsWithoutOutputAreNoArrivals() {
    for rate in [nil, 0.05] {
      let cost = referenceModel.disaggregated(
        service(share: 1, arrivalRate: rate), over: transfer(50))
      #expect(cost?.total.isFinite == true)
      #expect(
        cost
          == referenceModel.disaggregated(service(share: 1, arrivalRate: nil), over: transfer(50))
      )
    }
  }

  @Test func noPromptNeedsNoTimeInAPassThatIsFull() {
    let chunked = Architecture.colocated(.chunked)
    #expect(times(compute: 0).firstTokenSeconds(chunked, tpot: 3, batch: 2) == 0)
    #expect(times(compute: 0, prompt: 2).firstTokenSeconds(chunked, tpot: 4, batch: 2) == 8)
  }

  // MARK: Pools

  @Test func exactPoolsAreSharesOfOne() throws {
    let sizes = try #require(ModelReadings.Pools.exact.sizes(prefill: 1, decode: 3))
    #expect(sizes == PoolSizes(prefill: 0.25, decode: 0.75))
    #expect(sizes.total == 1)
    let service = service(share: 0.7)
    let found = try #require(referenceModel.poolSizes(service))
    let batch = try #require(referenceModel.passes.batch(.disaggregated, service))
    let phases = referenceModel.passes.phases(.disaggregated, service.mix, batch: batch)
    #expect(
      relativeDifference(found.prefill / found.decode, phases.prefill / phases.decode) < 1e-12)
    #expect(referenceModel.poolSizes(CostModelTests.service(share: 0.7, tpot: 0.01)) == nil)
  }

  @Test func wholePoolsAreTheBestPair() {
    func sizes(_ instances: Int, _ prefill: Double, _ decode: Double) -> PoolSizes? {
      ModelReadings.Pools(clusterInstances: instances).sizes(prefill: prefill, decode: decode)
    }
    #expect(sizes(1, 1, 1) == nil)
    #expect(sizes(2, 1, 100) == PoolSizes(prefill: 1, decode: 1))
    #expect(sizes(8, 2, 3) == PoolSizes(prefill: 2, decode: 3))
    #expect(sizes(8, 3, 2) == PoolSizes(prefill: 3, decode: 2))
    // Of two that cost the same, the one with fewer prefill instances for each that decodes.
    #expect(sizes(3, 2, 3) == PoolSizes(prefill: 1, decode: 2))
    // A phase with nothing to do gets the least there is.
    #expect(sizes(8, 0, 1) == PoolSizes(prefill: 1, decode: 7))
    #expect(sizes(8, 1, 0) == PoolSizes(prefill: 7, decode: 1))
  }

  // MARK: Break-evens

  @Test func aTransferThatCostsNothingIsFastEnoughAtEveryBandwidth() throws {
    let (free, path) = (transfer(50, overlap: 1), transfer(50))
    let service = service(share: 0.9)
    try #require(
      referenceModel.breakEvenBandwidth(.chunked, service, over: path).value != nil)
    #expect(
      referenceModel.breakEvenBandwidth(.chunked, service, over: free) == .disaggregationEverywhere)
    // Nearly nothing, and there is a bandwidth of less than 1 B/s.
    let nearly = transfer(50, overlap: 1 - 1e-12)
    let least = try #require(
      referenceModel.breakEvenBandwidth(.chunked, service, over: nearly).value)
    #expect(least > 0 && least < 1)
  }

  @Test func figureTwosAxis() {
    let axis = ShareAxis.figure
    #expect(axis.shares == 0.2...0.97 && axis.steps == 400)
    #expect(axis.share(at: 0) == 0.2 && axis.share(at: 400) == 0.97)
    #expect(abs(axis.share(at: 100) - 0.3925) < 1e-12)
  }

  /// A crossing in the first step, in the last, in both of few, and just before the axis.
  @Test(arguments: ShareAxis.Scan.allCases, [nil, 8] as [Int?])
  func shortAxes(scan: ShareAxis.Scan, instances: Int?) throws {
    let model = referenceModel.with { $0.pools.clusterInstances = instances }
    let path = transfer(900)
    func found(_ shares: ClosedRange<Double>, _ steps: Int) -> BreakEvenShares {
      model.breakEvenPrefillShares(
        .chunked, service(share: 0), over: path, on: ShareAxis(shares: shares, steps: steps),
        scan: scan)
    }
    let crossing = try #require(found(0.2...0.97, 4000).first.value)
    let (before, after) = (crossing - 1e-4, crossing + 1e-4)
    for (shares, steps) in [
      (before...after, 1), (before...after, 3), (crossing - 1e-3...after, 2),
      (crossing - 1e-3...after, 10), (before...crossing + 1e-3, 10),
    ] {
      let found = found(shares, steps)
      #expect(found.start == .colocation, "\(shares), \(steps)")
      try #require(found.crossings.count == 1, "\(shares), \(steps)")
      #expect(abs(found.crossings[0] - crossing) < 2e-12)
    }
    let past = found(crossing + 1e-6...after, 3)
    #expect(past.start == .disaggregation && past.crossings.isEmpty)
  }
}
