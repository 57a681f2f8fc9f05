import Testing

@testable import Evidence

@Suite struct AnchorTests {
  @Test func everyColumnIsTyped() throws {
    let anchors = try Fixture.load().anchors
    #expect(anchors.map(\.id) == ["one", "two"])
    let anchor = anchors[1]
    #expect(anchor.system == "DistServe")
    #expect(anchor.label == "DistServe, chat")
    #expect(anchor.section == "5.1" && anchors[0].section == nil)
    #expect(anchor.architecture == .disaggregated)
    #expect([anchor.model, anchor.accelerator, anchor.workload] == ["small", "H100", "chat"])
    #expect([anchor.accelerators, anchor.tensorParallel, anchor.line] == [8, 4, 3])
    #expect([anchor.promptTokens, anchor.outputTokens, anchor.throughput] == [755.5, 200.3, 7.64])
    #expect(anchor.throughputUnit == .requestsPerSecond)
    #expect(anchor.throughputRange == 7.6...7.7 && anchors[0].throughputRange == nil)
    #expect(anchor.ttftLimit == Anchor.TTFTLimit(milliseconds: 2500, statistic: .p90))
    #expect(anchor.ttftMeasured == nil && anchors[0].ttftLimit == nil)
    let measured = Anchor.TTFTMeasurement(milliseconds: 2000, statistic: .median)
    #expect(anchors[0].ttftMeasured == measured)
    #expect(anchor.tpotMilliseconds == 150 && anchor.tpotStatistic == "p90-slo")
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
    let anchors = try Fixture.anchors.replacing("0.5,,,req/s", by: "0.5,,,\(unit)")
    let anchor = try Fixture.load(anchors: anchors).anchors[0]
    #expect(anchor.tokensPerSecondPerAccelerator == expected)
    #expect(anchor.prefillShare == 0.75)
  }

  /// A row's TTFT cells, its x as limit and as measured value, and why it has no contract.
  @Test(arguments: [
    (",,2000,median", 2000.0, 2000.0, "no TTFT limit published"), ("900,p99,,", 900, 900, nil),
    ("900,p99,400,mean", 900, 400, nil), ("900,p99,1400,mean", 900, 1400, nil),
    ("2000,median-scheduling-delay,,", 2000, 2000, nil),
    ("2000,median-scheduling-delay,760,median", 2000, 760, nil),
    ("2000,median-scheduling-delay,3900,median", 3900, 3900, nil),
  ])
  func theRulesFollowTheCells(
    _ cells: String, _ limit: Double, _ measured: Double, _ gap: String?
  ) throws {
    let text = try Fixture.anchors.replacing(",,2000,median,200", by: "\(cells),200")
    let anchor = try Fixture.load(anchors: text).anchors[0]
    #expect(anchor.ttft(under: .limit).milliseconds == limit)
    #expect(anchor.ttft(under: .measured).milliseconds == measured)
    #expect((anchor.ttft(under: .limit).kind == .limit) == (gap == nil))
    #expect(anchor.contractGap == gap && anchor.exclusion(under: .contract) == gap)
    #expect(anchor.exclusion(under: .section51) == "not named in section 5.1")
  }

  @Test func aMeanTPOTIsNoContract() throws {
    let text = try Fixture.anchors.replacing("p90,,,150,p90-slo", by: "p90,,,150,mean")
    let anchor = try Fixture.load(anchors: text).anchors[1]
    #expect(anchor.contractGap == "no TPOT limit, only a mean")
    #expect(anchor.exclusion(under: .section51) == nil)
  }
}
