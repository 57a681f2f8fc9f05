import CostModel
import Evidence
import Frontier
import Testing

private func point(
  _ id: String, _ ttft: Double, _ cpm: Double, _ architecture: Architecture = .colocated(.chunked)
) -> CostPoint {
  CostPoint(id: id, architecture: architecture, ttft: ttft, cpm: cpm)
}

@Suite struct ParetoEnvelopeTests {
  @Test func keepsOnlyWhatNothingFasterUndercuts() {
    let envelope = ParetoEnvelope([
      point("slow-dear", 300, 4), point("fast", 100, 5), point("cheap", 400, 1),
      point("middle", 200, 3),
    ])
    #expect(envelope.vertices.map(\.ids) == [["fast"], ["middle"], ["cheap"]])
    #expect(envelope.cost(at: 99) == nil)
    #expect(envelope.cost(at: 100) == 5)
    #expect(envelope.cost(at: 399) == 3)
    #expect(envelope.cost(at: 1e9) == 1)
  }

  @Test func nothingGivesNothing() {
    #expect(ParetoEnvelope([]).vertices.isEmpty)
    #expect(ParetoEnvelope([]).flips.isEmpty)
  }

  @Test func ofOneLatencyTheCheapestCounts() {
    let envelope = ParetoEnvelope([point("dear", 100, 2), point("cheap", 100, 1)])
    #expect(envelope.vertices.map(\.ids) == [["cheap"]])
  }

  @Test func ofOneCostTheFastestCounts() {
    let envelope = ParetoEnvelope([point("slow", 200, 1), point("fast", 100, 1)])
    #expect(envelope.vertices.map(\.ids) == [["fast"]])
  }

  @Test func duplicatesShareAVertex() {
    let envelope = ParetoEnvelope([point("b", 100, 1), point("a", 100, 1)])
    #expect(envelope.vertices.map(\.ids) == [["a", "b"]])
    #expect(envelope.members == ["a", "b"])
  }

  @Test func coincidingArchitecturesDoNotFlipWithoutNeed() {
    let envelope = ParetoEnvelope([
      point("fast", 100, 3, .disaggregated), point("a", 200, 2, .colocated(.chunked)),
      point("b", 200, 2, .disaggregated), point("cheap", 300, 1, .colocated(.chunked)),
    ])
    #expect(
      envelope.vertices.map(\.architecture) == [
        .disaggregated, .disaggregated, .colocated(.chunked),
      ])
    #expect(envelope.flips.map(\.ttft) == [300])
  }

  @Test func flipsNameBothSides() throws {
    let envelope = ParetoEnvelope([
      point("sarathi", 760, 1.1), point("distserve", 2500, 0.6, .disaggregated),
      point("mooncake", 30000, 0.5, .disaggregated),
    ])
    let flip = try #require(envelope.flips.first)
    #expect(envelope.flips.count == 1)
    #expect((flip.ttft, flip.cpm, flip.id) == (2500, 0.6, "distserve"))
    #expect((flip.from, flip.to) == (.colocated(.chunked), .disaggregated))
  }

  @Test func orderOfInputDoesNotMatter() {
    let points = (0..<40).map { (index: Int) -> CostPoint in
      point("p\(index)", Double(index * 37 % 19), Double(index * 53 % 23), .colocated(.chunked))
    }
    let expected = ParetoEnvelope(points)
    #expect(ParetoEnvelope(points.reversed()) == expected)
    // Every point is matched or undercut by the envelope at its own latency.
    for point in points {
      #expect((expected.cost(at: point.ttft) ?? .infinity) <= point.cpm)
    }
    #expect(zip(expected.vertices, expected.vertices.dropFirst()).allSatisfy { $0.cpm > $1.cpm })
  }
}
