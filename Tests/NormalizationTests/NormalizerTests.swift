import CostModel
import Normalization
import TestSupport
import Testing

@testable import Evidence

/// A row of the repository's evidence, with anchors.csv rewritten where asked for.
private func normalized(
  _ id: String, settings: [String] = [], frame: ReferenceFrame = ReferenceFrame(),
  rewriting edit: (String) -> String = { $0 }
) throws -> NormalizedAnchor {
  let edition = try Repository.edition(
    settings: settings, anchors: edit(Repository.text("anchors.csv")))
  let anchor = try #require(edition.anchors.first { $0.id == id })
  return try Normalizer(edition, frame: frame).normalize(anchor)
}

private func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-12) -> Bool {
  guard let a, let b else { return false }
  return abs(a - b) <= tolerance * max(abs(a), abs(b))
}

private func step(_ name: NormalizationStep.Name, of row: NormalizedAnchor) throws
  -> NormalizationStep
{
  try #require(row.steps.first { $0.name == name })
}

@Suite struct NormalizerTests {
  @Test func everyRowTakesTheFiveSteps() throws {
    let edition = try Repository.edition()
    let normalizer = try Normalizer(edition)
    for anchor in edition.anchors {
      let row = try normalizer.normalize(anchor)
      #expect(row.steps.map(\.name) == NormalizationStep.Name.allCases, "\(row.id)")
      #expect(try #require(row.cpm) > 0)
      for (before, after) in zip(row.steps, row.steps.dropFirst()) {
        #expect(isClose(after.prefillSeconds, before.prefillSeconds * after.prefillFactor))
        #expect(isClose(after.decodeSeconds, before.decodeSeconds * after.decodeFactor))
      }
    }
  }

  /// What overflows on the way is named with its row, whatever let it through.
  @Test func numbersThatAreNoneAreNamed() throws {
    let edition = try Repository.edition()
    let price = try edition.rate(of: "H100")
    let huge = edition.with(edition.calibration.at([1e308], of: [price]))
    let anchor = try #require(edition.anchors.first)
    let error = #expect(throws: EvidenceError.self) {
      try Normalizer(huge).normalize(anchor)
    }
    #expect(error?.description.contains("\(anchor.id): the ") == true)
    #expect(error?.description.contains("out of proportion") == true)
  }

  /// The schema lets none into a file, and a calibration need not come from one.
  @Test func anUnknownRegimeIsNamed() throws {
    let rows = try Repository.edition().calibration.fileRows.map { row in
      row.name == "transfer.regime" ? row.replaced(by: .word("sometimes")) : row
    }
    let error = #expect(throws: EvidenceError.self) {
      try Calibration(fileRows: rows).transferRegime
    }
    #expect(error?.description.contains("transfer.regime: there is no regime") == true)
  }

  @Test func publishedPartsAddUpToTheMachine() throws {
    let row = try normalized("distserve-chat")
    let published = try step(.published, of: row)
    // 7.64 requests/s of 955.8 tokens on 8 accelerators.
    #expect(isClose(row.publishedRate, 7.64 * 955.8 / 8))
    #expect(isClose(published.prefillSeconds + published.decodeSeconds, 1 / row.publishedRate))
  }

  @Test func rowsOnTheReferenceNeedNoConversion() throws {
    // Mooncake runs Llama-2-70B: no model step. vLLM 0.6.0 runs on H100: no hardware step.
    let mooncake = try step(.model, of: normalized("mooncake-real"))
    #expect(mooncake.prefillFactor == 1 && mooncake.decodeFactor == 1)
    let vllm = try step(.hardware, of: normalized("vllm-0.6.0-sharegpt"))
    #expect(vllm.prefillFactor == 1 && vllm.decodeFactor == 1)
  }

  @Test func contractStepVanishesAtTheFiguresContract() throws {
    for id in ["distserve-chat", "sarathi-sharegpt4", "vllm-sharegpt4"] {
      let tpot = try normalized(id).anchor.tpotMilliseconds
      let row = try normalized(id, settings: ["contract/standard.tpot_ms=\(tpot)"])
      #expect(try step(.contract, of: row).decodeFactor == 1)
    }
  }

  @Test func tighterFigureCostsColocatedRowsMore() throws {
    let costs = try [80, 50, 30].map {
      try #require(
        try normalized("sarathi-sharegpt4", settings: ["contract/standard.tpot_ms=\($0)"]).cpm)
    }
    #expect(costs == costs.sorted() && costs[0] < costs[2])
  }

  @Test func prefillScalesWithParametersAndFLOPS() throws {
    let row = try normalized("distserve-chat")
    #expect(
      isClose(try step(.model, of: row).prefillFactor, 68_976_648_192 / 65_719_701_504))
    #expect(isClose(try step(.hardware, of: row).prefillFactor, 312 / 989))
    #expect(isClose(try step(.hardware, of: row).decodeFactor, 2.039 / 3.35))
  }

  /// OPT-66B's MHA reads 7.2 times the KV bytes of Llama-2-70B's GQA-8.
  @Test func decodeOfAnMHAModelGetsCheaper() throws {
    let row = try normalized("distserve-chat")
    let batch = try #require(row.sourceEstimate?.batch)
    // Seconds times 4 accelerators, at 755.5 + 200.3/2 tokens held.
    func pass(_ parameters: Double, _ kvBytes: Double) -> Double {
      max(2 * parameters / (0.68 * 2.039e12), batch * 2 * parameters / (0.74 * 312e12))
        + batch * kvBytes * 855.65 / (0.68 * 2.039e12)
    }
    let expected =
      (pass(68_976_648_192, 327_680) / pass(65_719_701_504, 2_359_296))
    #expect(isClose(try step(.model, of: row).decodeFactor, expected))
    #expect(expected < 1)
  }

  @Test func costIsProportionalToThePrice() throws {
    let paper = try normalized("splitwise-conversation")
    let dear = try normalized(
      "splitwise-conversation", settings: ["rate/CoreWeave/H100.usd_per_hour=12.31"])
    #expect(isClose(dear.cpm, paper.cpm.map { 2 * $0 }))
  }

  @Test func throughputUnitsAgree() throws {
    let plain = try normalized("sarathi-sharegpt4")
    let tokens = 1.08 * 2778.7
    for cells in ["0.54,,,req/s/gpu", "\(tokens),,,tok/s", "\(tokens / 2),,,tok/s/gpu"] {
      let row = try normalized("sarathi-sharegpt4") {
        $0.replacing("1.08,1.07,1.14,req/s", with: cells)
      }
      #expect(row.anchor.throughputUnit != .requestsPerSecond)
      #expect(isClose(row.cpm, plain.cpm))
    }
  }

  @Test func overlapMovesOnlyDisaggregatedRows() throws {
    let split = try normalized("splitwise-conversation")
    let tax = try #require(split.transferTax)
    #expect(isClose(split.cpm(atOverlap: 0.3), split.cpm.map { $0 + 0.2 * tax }))
    #expect(split.cpm(atOverlap: 0.5) == split.cpm)
    // ρ·2N·κ·α/B with N = 4 and B = 50 GB/s.
    let expected = 6.155 / 3600 * 1e6 * 8 * 327_680 * (1154.7 / 1365.8) / 50e9
    #expect(isClose(tax, expected))

    let colocated = try normalized("sarathi-sharegpt4")
    #expect(colocated.transferTax == nil)
    #expect(colocated.cpm(atOverlap: 0.3) == colocated.cpm)
    #expect(colocated.band(overlaps: 0.3...0.8) == nil)
  }

  @Test func bandIsTheStatedErrorOrTheOverlapSweep() throws {
    let stated = try normalized("distserve-chat")
    let band = try #require(stated.band(overlaps: 0.3...0.8))
    #expect(isClose(band.lowerBound, stated.cpm.map { $0 * 0.9 }))
    let swept = try normalized("mooncake-real")
    let sweep = try #require(swept.band(overlaps: 0.3...0.8))
    #expect(isClose(sweep.lowerBound, swept.cpm(atOverlap: 0.8)))
    #expect(isClose(sweep.upperBound, swept.cpm(atOverlap: 0.3)))
  }

  @Test func infeasibleRowsStopBeforeTheStepThatFails() throws {
    // The weights alone take 13.7 ms to read on four H100.
    let reference = try normalized(
      "distserve-chat", settings: ["contract/standard.tpot_ms=13"])
    #expect(reference.cpm == nil)
    #expect(reference.steps.map(\.name) == [.published, .model, .hardware])

    let source = try normalized("distserve-chat") {
      $0.replacing("2500,p90,,,150,p90-slo", with: "2500,p90,,,1,p90-slo")
    }
    #expect(source.steps.isEmpty)
    #expect(source.cpm == nil)
    #expect(source.cpm(atOverlap: 0.3) == nil)
    #expect(source.band(overlaps: 0.3...0.8) == nil)
  }

  @Test func aLimitIsNoMachinesAndAMeasuredTTFTFollowsThePrefillRates() throws {
    func ttft(_ id: String, on accelerator: String, _ readings: [String] = []) throws -> Double {
      let edition = try Repository.edition(readings: readings)
      let anchor = try #require(edition.anchors.first { $0.id == id })
      return try Normalizer(edition, frame: ReferenceFrame(accelerator: accelerator))
        .normalize(anchor).ttft
    }
    for accelerator in ["A100", "H100", "H200"] {
      #expect(try ttft("distserve-chat", on: accelerator) == 2500)
      // The delay is limited, not TTFT, which was longer.
      #expect(try ttft("sarathi-arxiv", on: accelerator) == 3900)
    }
    // vLLM 0.6.0 ran on H100, Sarathi-Serve on A100; one MFU for both.
    #expect(try ttft("vllm-0.6.0-sharegpt", on: "H100") == 250)
    #expect(isClose(try ttft("vllm-0.6.0-sharegpt", on: "A100"), 250 * 989 / 312))
    #expect(try ttft("sarathi-sharegpt4", on: "A100", ["ttft=measured"]) == 760)
    #expect(isClose(try ttft("sarathi-sharegpt4", on: "H100", ["ttft=measured"]), 760 * 312 / 989))
  }
}
