import CostModel
import Evidence
import Frontier
import Normalization
import TestSupport
import Testing

@testable import Workloads

@Suite struct WorkloadAnswerTests {
  private static let edition = Result { try Repository.edition() }

  private func answer(
    prompt: Double, output: Double, fraction: Double? = nil, arrivalRate: Double? = nil,
    readings: [String] = [], settings: [String] = [],
    _ change: (inout DeploymentPlan) -> Void = { _ in }
  ) throws -> WorkloadAnswer {
    var plan = DeploymentPlan()
    change(&plan)
    let edition = try Repository.edition(readings: readings, settings: settings)
    return WorkloadAnswer(
      Workload(
        mix: Mix(promptTokens: prompt, outputTokens: output), arrivalRate: arrivalRate,
        disaggregatedFraction: fraction), on: try Deployment(plan, in: edition))
  }

  @Test func partsAddUpToTheCost() throws {
    for (prompt, output) in [(3000.0, 300.0), (100, 1000), (8000, 20)] {
      let answer = try answer(prompt: prompt, output: output)
      for part in answer.parts {
        guard let cost = part.cost else { continue }
        let sum = try #require(part.prefill) + #require(part.decode) + #require(part.rest)
        #expect(relativeDifference(sum, cost) < 1e-12)
      }
      let tax = try #require(answer.transferTax) * (1 - answer.deployment.transfer.overlap)
      let (pools, chunked) = (answer[.disaggregated]?.rest, answer[.colocated(.chunked)]?.rest)
      #expect(abs((pools ?? .nan) - tax) < 1e-12)
      #expect(abs((chunked ?? .nan) - (answer.colocationSlack ?? .nan)) < 1e-12)
    }
  }

  /// At each crossing both sides cost the same; on either side of it another one wins.
  @Test func crossingsAreWhereTheCostsMeet() throws {
    let answer = try answer(prompt: 3000, output: 300) { plan in
      plan.link = .bandwidth(50e9)
      plan.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 60))
    }
    let (deployment, mix) = (answer.deployment, answer.workload.mix)
    func difference(_ mix: Mix, _ tpotMs: Double?, _ bandwidth: Double?, _ overlap: Double?)
      -> Double
    {
      var service = deployment.service(mix)
      var path = deployment.transfer
      if let tpotMs { service.tpot = tpotMs / 1000 }
      if let bandwidth { path.bandwidth = bandwidth }
      if let overlap { path.overlap = overlap }
      let costs = deployment.model.costs(service, over: path)
      return (costs.colocated ?? .nan) / (costs.disaggregated ?? .nan) - 1
    }
    let crossings = answer.crossings
    let share = try #require(crossings.prefillShares.crossings.first)
    let bandwidth = try #require(crossings.bandwidth.value)
    let tpotMs = try #require(crossings.tpotMs)
    let overlap = try #require(crossings.overlap)
    let ratio = try #require(crossings.priceRatio)
    let moved = Mix(prefillShare: share, tokens: mix.tokens)
    #expect(abs(difference(moved, nil, nil, nil)) < 1e-9)
    #expect(abs(difference(mix, nil, bandwidth, nil)) < 1e-9)
    #expect(abs(difference(mix, tpotMs, nil, nil)) < 1e-9)
    #expect(abs(difference(mix, nil, nil, overlap)) < 1e-9)
    #expect(abs(difference(mix, nil, nil, nil) + 1 - ratio) < 1e-12)
  }

  @Test func anEmptyPromptCostsDecodingAlone() throws {
    let answer = try answer(prompt: 0, output: 500)
    #expect(answer.transferTax == 0)
    #expect(answer[.disaggregated]?.prefill == 0)
    #expect(answer.costs.cheapest == .colocated(.chunked))
    #expect(answer.costs.margin == 0 && answer.costs.verdict == .level)
  }

  @Test func aContractThatNoBatchMeetsIsInfeasible() throws {
    let answer = try answer(prompt: 1000, output: 200) {
      $0.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 5))
    }
    #expect(answer.costs.cheapest == nil && answer.costs.verdict == nil)
    #expect(answer.parts.allSatisfy { $0.cost == nil && !$0.meetsContract })
    #expect(answer.crossings.priceRatio == nil && answer.crossings.overlap == nil)
    #expect(answer.crossings.bandwidth == .infeasible)
    // It says from which limit on one side wins and another: none here changes the answer.
    #expect(answer.cheapestMeeting == nil && answer.pools == nil)
  }

  /// What is in the way is named: memory, the TPOT limit, or a TTFT limit that is kept.
  @Test func obstaclesAreNamed() throws {
    let tpot = try answer(prompt: 1000, output: 200) {
      $0.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 5))
    }
    #expect(tpot.parts.map(\.obstacle) == [.tpot, .tpot, .tpot])
    #expect(tpot.verdictText == "infeasible, no batch meets the TPOT limit of 5 ms")
    let ttft = try answer(prompt: 200_000, output: 200, readings: ["ttft-bound=kept"])
    #expect(ttft[.disaggregated]?.obstacle == .ttft)
    #expect(ttft.verdictText == "infeasible, no batch meets the TTFT limit of 500 ms")
    let memory = try answer(
      prompt: 1000, output: 200, settings: ["deployment.tensor_parallel=1"])
    #expect(memory.parts.map(\.obstacle) == [.memory, .memory, .memory])
    #expect(memory.verdictText == "infeasible, memory holds no request")
  }

  /// A transfer that is wholly hidden leaves at best a tie, which is colocation's: no overlap
  /// changes the answer.
  @Test func aTieAtFullOverlapIsNoBreakEven() throws {
    let answer = try answer(prompt: 10, output: 1000)
    #expect(answer.costs.winner == .colocation)
    #expect(answer.crossings.overlap == nil)
    #expect(answer.crossings.bandwidth == .colocationEverywhere)
  }

  @Test func theCheapestInTimeIsNamedWhereTheCheapestIsLate() throws {
    // 0.98 GB of KV over 0.1 GB/s take 10 s, all of it hidden behind decode.
    let answer = try answer(prompt: 3000, output: 300, settings: ["transfer.overlap=1"]) { plan in
      plan.link = .bandwidth(0.1e9)
      plan.contract = .limits(ContractLimits(ttftMs: 5000, tpotMs: 40))
    }
    #expect(answer.costs.cheapest == .disaggregated)
    #expect(answer[.disaggregated]?.meetsContract == false)
    let other = try #require(answer.cheapestMeeting)
    #expect(other.architecture != .disaggregated)
    #expect((other.firstTokenMs ?? .infinity) <= 5000)
    let meeting = answer.parts.filter { ($0.firstTokenMs ?? .infinity) <= 5000 }
    #expect(other.cost == meeting.compactMap(\.cost).min())
  }

  @Test func hybridsLieBetween() throws {
    let ends = try [0.0, 1].map { try answer(prompt: 3000, output: 300, fraction: $0).hybridCost }
    let middle = try #require(try answer(prompt: 3000, output: 300, fraction: 0.5).hybridCost)
    let (low, high) = (try #require(ends[0]), try #require(ends[1]))
    #expect(relativeDifference(middle, (low + high) / 2) < 1e-12)
    let alone = try answer(prompt: 3000, output: 300)
    #expect(low == alone.costs.chunked && high == alone.costs.disaggregated)
  }

  /// Pools of whole instances cost no less, and p:d is the pair that costs least.
  @Test func wholeInstancesAreTheBestPair() throws {
    let exact = try answer(prompt: 3000, output: 300)
    let whole = try answer(
      prompt: 3000, output: 300, settings: ["deployment.cluster_instances=7"])
    let pools = try #require(whole.pools)
    let cost = try #require(whole.costs.disaggregated)
    #expect(cost >= exact.costs.disaggregated ?? .infinity)
    let part = try #require(exact[.disaggregated])
    let (x, y) = (try #require(part.prefill), try #require(part.decode))
    let rest = try #require(part.rest)
    var least = Double.infinity
    for p in 1...6 {
      for d in 1...(7 - p) {
        least = min(least, Double(p + d) * max(x / Double(p), y / Double(d)))
      }
    }
    #expect(relativeDifference(cost, least + rest) < 1e-9)
    #expect(
      relativeDifference(
        pools.total * max(x / pools.prefill, y / pools.decode), least) < 1e-12)
  }

  @Test func readinessFollowsItsNumbers() throws {
    func status(_ kind: ReadinessCondition.Kind, _ answer: WorkloadAnswer) -> ReadinessCondition? {
      answer.readiness.first { $0.kind == kind }
    }
    let long = try answer(prompt: 3000, output: 300)
    #expect(long.readiness.map(\.kind) == ReadinessCondition.Kind.allCases)
    #expect(status(.longPrompts, long)?.status == .pass)
    #expect(status(.autoscaling, long)?.status == .measure)
    #expect(status(.transfer, long)?.status == .pass)
    let short = try answer(prompt: 100, output: 100)
    #expect(status(.longPrompts, short)?.status == .fail)
    // 500 MB over 25 Gb/s take half of a limit of 300 ms: the chapter's own example.
    let slow = try answer(prompt: 1600, output: 300) { plan in
      plan.link = .bandwidth(3.125e9)
      plan.contract = .limits(ContractLimits(ttftMs: 300, tpotMs: 50))
    }
    #expect(status(.transfer, slow)?.status == .fail)
    #expect(abs((status(.transfer, slow)?.number ?? .nan) - 0.168 / 0.3) < 0.001)
    // Nothing feasible is not late, and a transfer is not to blame for a long prefill.
    let infeasible = try answer(prompt: 50, output: 300) {
      $0.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 12))
    }
    #expect(status(.longPrompts, infeasible)?.status == .fail)
    #expect(status(.transfer, infeasible)?.status == .pass)
    let prefill = try answer(prompt: 12_000, output: 300)
    #expect(prefill.prefillMs > 500 && status(.transfer, prefill)?.status == .pass)
    // The least cluster of whole instances is the least.
    let least = try #require(long.leastInstances)
    for instances in [least - 1, least] where instances >= 2 {
      let again = try answer(
        prompt: 3000, output: 300, settings: ["deployment.cluster_instances=\(instances)"])
      #expect((again.costs.winner == .disaggregation) == (instances == least))
      #expect(status(.traffic, again)?.status == (instances == least ? .pass : .fail))
    }
  }

  /// Below saturation the batch is what arrives.
  @Test func arrivalsBoundTheBatch() throws {
    let saturated = try answer(prompt: 1000, output: 200)
    let slow = try answer(prompt: 1000, output: 200, arrivalRate: 0.01)
    let (most, batch) = (
      try #require(saturated[.disaggregated]?.batch), try #require(slow[.disaggregated]?.batch)
    )
    #expect(batch < most)
    let pass = slow.deployment.model.passes.times(slow.workload.mix)
      .seconds(.disaggregated, batch: batch)
    #expect(relativeDifference(batch, 0.01 * 4 * 200 * pass) < 1e-9)
  }

  @Test func precisionsMoveWeightsCacheAndRate() throws {
    let own = try answer(prompt: 1000, output: 200)
    let narrow = try answer(prompt: 1000, output: 200) {
      $0.precision = ServingPrecision(weights: .fp8, kv: .fp8)
    }
    let (one, other) = (own.deployment.model.instance, narrow.deployment.model.instance)
    #expect(other.model.weightBytes == one.model.weightBytes / 2)
    #expect(other.model.kvBytesPerToken == one.model.kvBytesPerToken / 2)
    #expect(other.accelerator.peakFLOPS == 1978e12)
    #expect(throws: EvidenceError.self) {
      try answer(prompt: 1, output: 1) {
        $0.accelerator = "A100"
        $0.precision.weights = .fp8
      }
    }
  }
}
