import CostModel
import TestSupport
import Testing

/// The architectures side by side: who is the cheapest, and by how much.
@Suite struct ArchitectureCostsTests {
  private func costs(_ continuous: Double?, _ chunked: Double?, _ disaggregated: Double?)
    -> ArchitectureCosts
  {
    ArchitectureCosts(continuous: continuous, chunked: chunked, disaggregated: disaggregated)
  }

  @Test func chunkedPrefillUnlessContinuousIsCheaperByMoreThanRounding() {
    #expect(costs(2, 3, nil).scheduler == .continuous)
    #expect(costs(3, 2, nil).scheduler == .chunked)
    #expect(costs(nil, 2, nil).scheduler == .chunked)
    #expect(costs(2, nil, nil).scheduler == .continuous)
    // Rounding is a share of the cost, at every scale.
    for scale in [0.001, 1, 1000] {
      #expect(costs(scale, scale * (1 + 4e-13), nil).scheduler == .chunked)
      #expect(costs(scale, scale * (1 + 4e-12), nil).scheduler == .continuous)
    }
  }

  @Test func roundingIsAShareOfTheCostOfASide() {
    for scale in [0.001, 1, 1000] {
      #expect(Winner(colocated: scale * (1 + 4e-13), disaggregated: scale) == .colocation)
      #expect(Winner(colocated: scale * (1 + 4e-12), disaggregated: scale) == .disaggregation)
    }
  }

  /// A difference of exactly the rounding is rounding yet, between schedulers and between sides.
  @Test func aDifferenceOfTheRoundingIsNone() {
    var compared = 0
    for count in 4504...9007 {
      let difference = Double(count) * .ulpOfOne
      let cost: Double = difference / 1e-12
      // Where nothing is rounded.
      let (above, below) = (cost + difference, cost - difference)
      guard 1e-12 * cost == difference, above - cost == difference, cost - below == difference
      else { continue }
      #expect(Winner(colocated: above, disaggregated: cost) == .colocation)
      #expect(costs(below, cost, nil).scheduler == .chunked)
      compared += 1
    }
    #expect(compared > 100)
  }

  @Test func cheapestMarginAndVerdict() throws {
    let split = costs(4, 3, 2.4)
    #expect(split.winner == .disaggregation && split.cheapest == .disaggregated)
    #expect(relativeDifference(try #require(split.margin), 0.2) < 1e-12)
    #expect(split.verdict == .better && split.colocated == 3)
    let mixed = costs(2.4, 4, 3)
    #expect(mixed.winner == .colocation && mixed.cheapest == .colocated(.continuous))
    #expect(relativeDifference(try #require(mixed.margin), 0.2) < 1e-12)
    #expect(mixed.verdict == .better && mixed.colocated == 2.4)
    #expect(costs(nil, 1, 1.01).verdict == .level && costs(nil, 1.01, 1).verdict == .level)
    // With one side alone there is nothing to be level with.
    #expect(costs(nil, nil, 1).verdict == .better && costs(1, nil, nil).verdict == .better)
    #expect(costs(nil, nil, 1).margin == nil && costs(1, nil, nil).cheapest != .disaggregated)
    let none = costs(nil, nil, nil)
    #expect(none.verdict == nil && none.winner == nil && none.cheapest == nil)
    #expect(none.comparison == nil)
    // Printed, −0 would have a sign.
    #expect(try #require(costs(1, 1, 1).margin).sign == .plus)
  }

  @Test func eachArchitectureHasItsOwnTerms() throws {
    let (service, path) = (service(share: 0.7), transfer(50))
    let served = ServedCosts(referenceModel, service, over: path)
    let continuous = try #require(referenceModel.colocated(.continuous, service))
    let chunked = try #require(referenceModel.colocated(.chunked, service))
    let split = try #require(referenceModel.disaggregated(service, over: path))
    let colocated = [
      (Architecture.colocated(.continuous), continuous), (.colocated(.chunked), chunked),
    ]
    for (architecture, cost) in colocated {
      #expect(served.batch(architecture) == cost.batch)
      #expect(served.firstTokenSeconds(architecture) == cost.firstTokenSeconds)
      #expect(served.costs[architecture] == cost.total)
    }
    #expect(served.batch(.disaggregated) == split.batch)
    #expect(served.firstTokenSeconds(.disaggregated) == split.firstTokenSeconds)
    #expect(served.costs[.disaggregated] == split.total)
    // One that is not compared has none.
    #expect(served.batch(.colocated(.serialised)) == nil)
    #expect(served.firstTokenSeconds(.colocated(.serialised)) == nil)
    #expect(served.costs[.colocated(.serialised)] == nil)
    #expect(ArchitectureCosts.architectures == colocated.map(\.0) + [.disaggregated])
  }
}
