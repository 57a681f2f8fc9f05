import CostModel
import Evidence
import Frontier
import TestSupport
import Testing

@Suite struct FrontierResultTests {
  private func envelope(_ readings: [String], on accelerator: String = "H100") throws
    -> ParetoEnvelope
  {
    try AnchorFrontier(Repository.edition(readings: readings), on: accelerator).envelope
  }

  /// The reference program's envelopes.
  @Test func theRowsRuleDecidesWhoTakesPart() throws {
    let contract = try envelope([])
    #expect(contract.vertices.map(\.ttft) == [125, 930, 2000, 2500, 15000])
    #expect(contract.flips.map(\.ttft) == [2000, 2500])
    #expect(contract.flips.map(\.to) == [.colocated(.chunked), .disaggregated])
    let named = try envelope(["rows=section-5.1"])
    #expect(named.members.contains("vllm-0.6.0-sharegpt"))
    #expect(!named.members.contains("distserve-code"))
  }

  /// Nothing but the rule decides: a member is never excluded, and excluded rows say why.
  @Test(arguments: ["contract", "section-5.1"])
  func membersTakePart(rows: String) throws {
    let edition = try Repository.edition(readings: ["rows=\(rows)"])
    let frontier = try AnchorFrontier(edition)
    let excluded = frontier.anchors.filter { !$0.takesPart }
    #expect(!excluded.isEmpty)
    #expect(excluded.allSatisfy { !frontier.envelope.members.contains($0.id) })
    #expect(excluded.allSatisfy { $0.exclusion?.isEmpty == false })
    #expect(try FrontierResult(edition).assumptions.readings == edition.readings)
  }

  @Test func everyRowOfTheSheetIsInOneUse() throws {
    let edition = try Repository.edition(readings: ["pass=fused"])
    let use = try EvidenceUse(edition) { _ = try BreakEvenResult($0) }
    let lines = (use.used + use.otherPrices + use.otherReadings + use.unused).map(\.line)
    let rows = edition.calibration.fileRows.filter { $0.entity.kind != .choice }
    #expect(lines.sorted() == rows.map(\.line))
    #expect(use.used.contains { $0.name == "deployment.fused_pass" && $0.text == "1" })
  }

  /// The design's three contracts over NVLink, and the memory-bound reading of the middle one.
  @Test func breakEvensAreTheReferences() throws {
    let result = try BreakEvenResult(Repository.edition())
    #expect(result.panels.count == 3)
    for (panel, expected) in zip(result.panels, [0.355, 0.655, 0.805]) {
      let found = try #require(panel.crossings.last)
      #expect(abs(try #require(found.breakEven.value) - expected) < 0.0005)
      #expect(found.shares.crossings.first == found.breakEven.value)
    }
    let bound = try BreakEvenSurface(
      Repository.edition(readings: ["decode=memory-bound"]), contract: "standard")
    let found = bound.breakEvenPrefillShare(bandwidth: 900e9, overlap: 0.5).value
    #expect(abs(try #require(found) - 0.439) < 0.0005)
  }

  /// S follows the reading of `request-length`, and pools of whole instances cross more than once.
  @Test func readingsReachTheSurface() throws {
    let long = try BreakEvenSurface(
      Repository.edition(readings: ["request-length=sharegpt4"]), contract: "standard")
    #expect(long.tokens == 2778.7)
    let sized = try BreakEvenResult(Repository.edition(readings: ["pools=sized"]))
    let found = sized.panels.flatMap(\.crossings)
    #expect(found.contains { $0.shares.crossings.count > 1 })
    for crossing in found {
      let crossings = crossing.shares.crossings
      #expect(crossings == crossings.sorted())
      #expect(crossing.breakEven.value == crossings.first)
    }
  }

  /// On a contour both architectures cost the same.
  @Test(arguments: [[], ["decode=memory-bound"], ["kv=reserved"]])
  func contoursLieWhereTheCostsAreEqual(readings: [String]) throws {
    let result = try BreakEvenResult(Repository.edition(readings: readings))
    var compared = 0
    for vertex in result.panels.flatMap(\.contours).flatMap(\.pieces).joined() {
      guard let difference = vertex.cell.difference, let cost = vertex.cell.colocated else {
        continue
      }
      compared += 1
      #expect(abs(difference) < 1e-6 * cost, "\(vertex.prefillShare)")
    }
    #expect(compared > 100)
  }
}
