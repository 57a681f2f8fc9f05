import CostModel
import Testing

@Suite struct CrossingsTests {
  private static let surface = BreakEvenSurface(
    referenceModel, tokens: referenceTokens, over: transfer(900),
    contract: BreakEvenSurface.Contract(id: "standard", ttftMs: 500, tpotMs: 50),
    schedulers: [.continuous, .chunked])

  /// Disaggregation has to beat both schedulers: the first crossing is the later one of theirs.
  @Test(arguments: [25e9, 50e9, 100e9, 300e9, 900e9])
  func severalSchedulersAreBeatenTogether(_ bandwidth: Double) throws {
    let both = Self.surface.breakEvenPrefillShare(bandwidth: bandwidth, overlap: 0.5)
    #expect(
      both
        == Self.surface.breakEvenPrefillShares(
          bandwidth: bandwidth, overlap: 0.5, scan: .coarse
        ).first)
    let alone = try [ColocatedScheduler.continuous, .chunked].map { scheduler in
      try #require(
        referenceModel.breakEvenPrefillShare(
          scheduler, service(share: 0.5, ttft: 0.5), over: transfer(bandwidth / 1e9)
        ).value)
    }
    let later = try #require(alone.max())
    #expect(abs(try #require(both.value) - later) < 1e-9)
  }

  /// A contour is where both sides cost the same, whichever way it was looked for.
  @Test func bothSidesCostTheSameOnAContour() {
    let shares = (20...97).map { Double($0) / 100 }
    let contour = Self.surface.contour(
      overlap: 0.5, shares: shares, bandwidths: [25e9, 50e9, 100e9, 300e9, 900e9])
    let places = contour.pieces.joined()
    #expect(places.count > 10)
    for place in places {
      let (one, other) = (place.cell.colocated ?? .nan, place.cell.disaggregated ?? .nan)
      #expect(abs(one - other) <= 1e-9 * one)
    }
  }

  /// The parts of a cost add up to it, and what has no batch says why.
  @Test func partsAndObstacles() throws {
    for (tpot, share) in [(0.05, 0.8), (0.001, 0.8), (0.05, 0.99)] {
      let service = service(share: share, tpot: tpot)
      let served = ServedCosts(referenceModel, service, over: transfer(900))
      for part in CostParts.all(
        served, referenceModel, service, over: transfer(900), ttftMs: 500)
      {
        #expect((part.cost == nil) == (part.obstacle != nil))
        guard let cost = part.cost else { continue }
        let sum = try #require(part.prefill) + #require(part.decode) + #require(part.rest)
        #expect(abs(sum - cost) <= 1e-12 * cost)
      }
    }
    let small = referenceModel.withInstance { $0.accelerator.memoryBytes = 20e9 }
    let kept = referenceModel.with { $0.ttftBound = .kept }
    for (model, ttft, obstacle) in [
      (small, 0.5, CostParts.Obstacle.memory), (kept, 0.0001, .ttft),
    ] {
      let service = service(share: 0.8, ttft: ttft)
      let served = ServedCosts(model, service, over: transfer(900))
      let parts = CostParts.all(served, model, service, over: transfer(900), ttftMs: 1000 * ttft)
      #expect(parts.map(\.obstacle) == [obstacle, obstacle, obstacle])
    }
  }
}
