import CostModel
import Evidence
import Frontier
import Normalization
import TestSupport
import Testing

@testable import Workloads

@Suite struct WorkloadMapTests {
  private static let mix = Mix(promptTokens: 3000, outputTokens: 300)

  private static let map = Result {
    let edition = try Repository.edition()
    var plan = DeploymentPlan()
    plan.link = .bandwidth(1800e9)
    plan.usdPerHour = 2.49
    return try WorkloadMap(
      WorkloadAnswer(Workload(mix: mix), on: try Deployment(plan, in: edition)), nil, in: edition)
  }

  /// Figure 2's axis, or rounded outwards to the next 1, 2 or 5 beyond a fifth more.
  @Test(
    arguments: [
      (50e9, 25e9...900e9), (900e9, 25e9...900e9), (10e9, 5e9...900e9), (24e9, 20e9...900e9),
      (1800e9, 25e9...5000e9), (1e6, 0.1e9...900e9), (1e18, 25e9...100_000e9),
    ]) func bandwidthAxisReachesTheWorkload(_ bandwidth: Double, axis: ClosedRange<Double>)
  {
    #expect(WorkloadMap.bandwidthRange(including: bandwidth) == axis)
  }

  /// The cells are the deployment's own costs, of requests of the workload's own length.
  @Test func cellsAreTheDeploymentsCosts() throws {
    let map = try Self.map.get()
    #expect(map.panel.bandwidths.last == 5000e9)
    for (place, cell) in map.panel.grid.joined().enumerated() where place % 499 == 0 {
      var deployment = map.answer.deployment
      deployment.transfer.bandwidth = cell.bandwidth
      let costs = deployment.costs(Mix(prefillShare: cell.prefillShare, tokens: 3300))
      #expect(cell.colocated == costs.colocated && cell.disaggregated == costs.disaggregated)
    }
  }

  /// All combinations are those of Equation 7 as printed and those of the other reading of `pass`;
  /// who wins in each is what the deployment says under its readings.
  @Test func supportCountsTheCombinations() throws {
    let (map, edition) = (try Self.map.get(), try Repository.edition())
    let sum = try #require(map.underSum)
    #expect(map.combinations.own.cases == 2 * sum.own.cases)
    let parts = try SupportCases.parts(of: edition) {
      _ = try Deployment(map.answer.deployment.plan, in: $0)
    }
    let winners = try #require(parts.first).combinations.map { combination in
      try Deployment(
        map.answer.deployment.plan, in: edition.with(readings: combination.readings)
      ).costs(Self.mix).winner
    }
    #expect(sum.own.disaggregation == winners.count { $0 == .disaggregation })
    #expect(sum.own.cases == winners.count)
    #expect(sum.grid.count == map.panel.grid.count)
  }

  /// The default contour crosses B* at the workload's prefill share.
  @Test func contourLeadsThroughTheBreakEven() throws {
    let edition = try Repository.edition()
    var plan = DeploymentPlan()
    plan.link = .bandwidth(50e9)
    let answer = WorkloadAnswer(
      Workload(mix: Mix(prefillShare: 0.9, tokens: 3300)), on: try Deployment(plan, in: edition))
    let surface = answer.deployment.surface(answer.workload)
    let found = surface.breakEvenBandwidth(prefillShare: 0.9, overlap: 0.5)
    #expect(found.value != nil && found.value == answer.crossings.bandwidth.value)
    let share = try #require(answer.crossings.prefillShares.crossings.first)
    let again = try #require(surface.breakEvenBandwidth(prefillShare: share, overlap: 0.5).value)
    #expect(relativeDifference(again, 50e9) < 1e-6)
  }

  /// Of an infeasible workload the limit is told at which one side becomes feasible.
  @Test func infeasibleWorkloadsHearOfTheFirstFeasibleLimit() throws {
    let edition = try Repository.edition()
    var plan = DeploymentPlan()
    func costs(_ tpotMs: Double) throws -> WorkloadAnswer {
      plan.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: tpotMs))
      return WorkloadAnswer(Workload(mix: Self.mix), on: try Deployment(plan, in: edition))
    }
    let limit = try #require(try costs(5).crossings.tpotMs)
    #expect(try costs(limit * 0.999).costs.winner == nil)
    #expect(try costs(limit * 1.001).costs.winner != nil)
  }
}
