import CostModel
import Evidence
import Normalization
import TestSupport
import Testing
import Workloads

@Suite struct DeploymentTests {
  private let mix = Mix(promptTokens: 1000, outputTokens: 300)

  @Test func costsAreThoseOfTheModel() throws {
    let edition = try Repository.edition()
    let deployment = try Deployment(DeploymentPlan(), in: edition)
    let costs = deployment.costs(mix)
    let model = try edition.costModel()
    let service = deployment.service(mix)
    #expect(costs.chunked == model.colocated(.chunked, service)?.total)
    #expect(costs.continuous == model.colocated(.continuous, service)?.total)
    #expect(
      costs.disaggregated == model.disaggregated(service, over: deployment.transfer)?.total)
    #expect(deployment.transfer.bandwidth == 900e9)
    #expect(deployment.limits == ContractLimits(ttftMs: 500, tpotMs: 50))
  }

  @Test func aPriceMultipliesAllCosts() throws {
    var plan = DeploymentPlan()
    let edition = try Repository.edition()
    let own = try Deployment(plan, in: edition).costs(mix)
    plan.usdPerHour = 2 * (try edition.rate(of: "H100").si)
    let dear = try Deployment(plan, in: edition).costs(mix)
    for architecture in ArchitectureCosts.architectures {
      let (one, other) = (try #require(own[architecture]), try #require(dear[architecture]))
      #expect(relativeDifference(2 * one, other) < 1e-12)
    }
    #expect(own.margin.map { relativeDifference($0, dear.margin ?? 0) < 1e-9 } == true)
  }
}
