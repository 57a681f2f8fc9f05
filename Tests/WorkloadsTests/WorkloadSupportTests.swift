import CostModel
import Evidence
import Frontier
import Normalization
import TestSupport
import Testing
import Workloads

@Suite struct WorkloadSupportTests {
  private static let edition = Result { try Repository.edition() }

  private func support(
    _ mix: Mix, draws: DrawPlan, settings: [String] = [],
    _ change: (inout DeploymentPlan) -> Void = { _ in }
  ) throws -> WorkloadSupport {
    var plan = DeploymentPlan()
    change(&plan)
    let edition = try Repository.edition(settings: settings)
    return try WorkloadSupport(
      Workload(mix: mix), on: plan, in: edition, draws: Draws(edition, plan: draws))
  }

  /// The same draws ask the same: a system's own mix has the support that the conclusions give it.
  @Test func agreesWithTheConclusions() throws {
    let edition = try Self.edition.get()
    let plan = DrawPlan.random(count: 300, seed: 4)
    let conclusions = try Conclusions(edition, plan: plan)
    var compared = 0
    for anchor in edition.anchors {
      guard
        let conclusion = conclusions["disaggregation/H100/500-50/\(anchor.id)"]
      else { continue }
      let own = try support(anchor.mix, draws: plan)
      #expect(own.support.share == conclusion.support, "\(anchor.id)")
      #expect(own.support.underSum == conclusion.supportUnderSum)
      #expect(own.support.decidedBy == conclusion.decidedBy)
      compared += 1
    }
    #expect(compared > 3)
  }

  /// Every combination looked up by itself in the plain way.
  @Test func factorialIsWhatTheCombinationsSay() throws {
    let edition = try Self.edition.get()
    let mix = Mix(promptTokens: 2000, outputTokens: 150)
    var plan = DeploymentPlan()
    plan.precision = ServingPrecision(weights: .fp8, kv: .fp8)
    plan.accelerator = "H200"
    let drawn = try Draws(edition, plan: .exhaustive)
    let found = try WorkloadSupport(Workload(mix: mix), on: plan, in: edition, draws: drawn)
    let own = try Deployment(plan, in: edition).costs(mix).comparison?.verdict
    var (same, cheaper) = (0, 0)
    for combination in drawn.combinations {
      let costs = try Deployment(plan, in: edition.with(readings: combination.readings)).costs(mix)
      same += costs.comparison?.verdict == own ? 1 : 0
      cheaper += costs.winner == .disaggregation ? 1 : 0
    }
    #expect(found.count == 256 && found.support.share.holds == same)
    #expect(found.disaggregation.holds == cheaper)
    #expect(cheaper > 0 && cheaper < 256)
  }

  /// What is stated holds in every draw: a bandwidth in numbers, an overlap that is set.
  @Test func statedNumbersAreNotDrawn() throws {
    let mix = Mix(promptTokens: 3000, outputTokens: 300)
    let plan = DrawPlan.random(count: 400, seed: 1)
    let named = try support(mix, draws: plan) { $0.link = .interconnect("nvlink4") }
    let own = try support(mix, draws: plan)
    #expect(named == own)
    // At any place in the range of η, a transfer without end costs without end.
    let slow = try support(mix, draws: plan) { $0.link = .bandwidth(1) }
    #expect(slow.disaggregation.holds == 0)
    let hidden = try support(mix, draws: plan, settings: ["transfer.overlap=1"]) {
      $0.link = .bandwidth(1)
    }
    #expect(hidden.disaggregation.holds > 0)
  }
}
