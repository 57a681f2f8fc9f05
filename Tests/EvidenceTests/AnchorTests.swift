import Testing

@testable import Evidence

@Suite struct AnchorTests {
  @Test func everyColumnIsTyped() throws {
    let anchors = try Fixture.load().anchors
    #expect(anchors.map(\.id) == ["one", "two"])
    let anchor = anchors[1]
    #expect(anchor.system == "DistServe")
    #expect(anchor.label == "DistServe, chat")
    #expect(anchor.role == .reference)
    #expect(anchor.architecture == .disaggregated)
    #expect([anchor.model, anchor.accelerator, anchor.workload] == ["small", "H100", "chat"])
    #expect([anchor.accelerators, anchor.tensorParallel, anchor.line] == [8, 4, 3])
    #expect([anchor.promptTokens, anchor.outputTokens, anchor.throughput] == [755.5, 200.3, 7.64])
    #expect(anchor.throughputUnit == .requestsPerSecond)
    #expect([anchor.ttftMilliseconds, anchor.tpotMilliseconds] == [2500, 150])
    #expect([anchor.ttftBasis, anchor.tpotBasis] == ["p90-slo", "p90-slo"])
    #expect(
      [anchor.bandwidthBytesPerSecond, anchor.overlap, anchor.relativeBand] == [300e9, 0.5, 0.1])
    #expect(
      anchor.citation
        == Citation(source: "Paper", locator: "Fig. 2", evidence: .derived, note: "a note"))
    #expect(anchor.printed["band_rel"] == "0.10")
    #expect(anchors[0].bandwidthBytesPerSecond == nil)
    #expect(anchors[0].citation.note == "")
  }

  @Test(arguments: [
    ("req/s", 100.0), ("req/s/gpu", 200.0), ("tok/s", 0.25), ("tok/s/gpu", 0.5),
  ])
  func throughputComesToTokensPerSecondPerAccelerator(unit: String, expected: Double) throws {
    let anchors = try Fixture.anchors.replacing("0.5,req/s", by: "0.5,\(unit)")
    let anchor = try Fixture.load(anchors: anchors).anchors[0]
    #expect(anchor.tokensPerSecondPerAccelerator == expected)
    #expect(anchor.prefillShare == 0.75)
  }
}
