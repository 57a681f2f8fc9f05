import Evidence
import Figures
import Frontier
import TestSupport
import Testing

/// A data table's rows by column name.
private func rows(_ table: DataTable) -> [[String: String]] {
  table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) }
}

private func table(
  _ id: String, pin: String = "CoreWeave@2026-05-01", settings: [String] = []
) throws -> [[String: String]] {
  let figure = try #require(Figure.all.first { $0.id == id })
  return rows(try figure.compute(Repository.edition(pin: pin, settings: settings)).data)
}

private func number(_ row: [String: String], _ column: String) throws -> Double {
  try #require(row[column].flatMap(Double.init), "\(column) of \(row)")
}

@Suite struct FigureDataTests {
  @Test func figure1HoldsEveryAnchor() throws {
    let rows = try table("figure-1")
    let anchors = rows.filter { $0["kind"] == "anchor" }
    #expect(anchors.count == 13)
    #expect(rows.map { $0["kind"] ?? "" } == rows.map { $0["kind"] ?? "" }.sorted())
    let published = anchors.filter { $0["id"]?.hasPrefix("distserve") == true }
    #expect(published.count == 3)
    for row in published {
      let cpm = try number(row, "cpm")
      #expect(abs(try number(row, "cpm_low") / cpm - 0.9) < 1e-8)
      #expect(abs(try number(row, "cpm_high") / cpm - 1.1) < 1e-8)
    }
  }

  /// The envelope's vertices, worked out here from the anchors' own rows.
  @Test func figure1EnvelopeUndercutsEveryRowOnContract() throws {
    let rows = try table("figure-1")
    let vertices = rows.filter { $0["kind"] == "envelope" }
    #expect(!vertices.isEmpty)
    let onContract = rows.filter { $0["kind"] == "anchor" && $0["contract"] == "yes" }
    #expect(onContract.count == 12)
    for row in onContract {
      let (ttft, cpm) = (try number(row, "ttft_ms"), try number(row, "cpm"))
      let reachable = try vertices.filter { try number($0, "ttft_ms") <= ttft }
      #expect(try reachable.contains { try number($0, "cpm") <= cpm })
    }
  }

  @Test func figure1FlipsAreWhereTheEnvelopeChanges() throws {
    let rows = try table("figure-1")
    let vertices = rows.filter { $0["kind"] == "envelope" }
    let changes = zip(vertices, vertices.dropFirst()).filter {
      $0["architecture"] != $1["architecture"]
    }.map(\.1)
    let flips = rows.filter { $0["kind"] == "flip" }
    #expect(flips.count == 2)
    #expect(flips.map { $0["ttft_ms"] } == changes.map { $0["ttft_ms"] })
    #expect(flips.map { $0["architecture"] } == changes.map { $0["architecture"] })
  }

  @Test func bandHoldsTheEnvelope() throws {
    let bands = try table("figure-1").filter { $0["kind"] == "band" }
    #expect(bands.count > 3)
    for row in bands {
      let cpm = try number(row, "cpm")
      #expect(try number(row, "cpm_low") < cpm && cpm < number(row, "cpm_high"))
    }
  }

  @Test func pricesScaleEveryCost() throws {
    let paper = try table("figure-1").filter { $0["kind"] == "anchor" }
    let other = try table("figure-1", pin: "Lambda@2026-09-20").filter { $0["kind"] == "anchor" }
    #expect(paper.count == 13 && other.count == 13)
    for (before, after) in zip(paper, other) {
      #expect(
        abs(try number(after, "cpm") / number(before, "cpm") - 3.99 / 6.155) < 1e-8)
    }
  }

  @Test func figure2HasTheWholeGrid() throws {
    let rows = try table("figure-2")
    for contract in ["200/30", "500/50", "1000/80"] {
      let grid = rows.filter { $0["contract"] == contract && $0["kind"] == "grid" }
      #expect(grid.count == 78 * 60)
      #expect(Set(grid.compactMap { $0["prefill_share"] }).count == 78)
      let bandwidths = try grid.prefix(60).map { try number($0, "bandwidth_gb_s") }
      #expect(bandwidths.first == 25 && bandwidths.last == 900)
      let ratios = zip(bandwidths, bandwidths.dropFirst()).map { $1 / $0 }
      #expect(ratios.allSatisfy { abs($0 - ratios[0]) < 1e-7 })
      let unequal = grid.filter { $0["difference"] != "0" }.prefix(500)
      #expect(unequal.count == 500)
      for row in unequal {
        let difference = try number(row, "cpm_colocated") - number(row, "cpm_disaggregated")
        #expect(abs(difference - (try number(row, "difference"))) < 2e-9)
      }
    }
  }

  /// The sign of the grid changes across the contour and nowhere else.
  @Test func figure2ContourPartsTheGrid() throws {
    let rows = try table("figure-2").filter { $0["contract"] == "500/50" }
    let contour = rows.filter { $0["kind"] == "contour" && $0["overlap"] == "0.5" }
    var compared = 0
    for vertex in contour {
      let (share, bandwidth) = (
        vertex["prefill_share"], try number(vertex, "bandwidth_gb_s")
      )
      // A piece may begin and end between columns.
      let column = rows.filter { $0["kind"] == "grid" && $0["prefill_share"] == share }
      if !column.isEmpty { compared += 1 }
      for cell in column {
        let isAbove = try number(cell, "bandwidth_gb_s") > bandwidth
        let difference = try number(cell, "difference")
        #expect(difference == 0 || (difference > 0) == isAbove, "\(cell)")
      }
    }
    #expect(compared > 10)
  }

  @Test func infeasibleIsAWord() throws {
    // At a tenth of the bandwidth not even the weights are read within 30 ms.
    let rows = try table("figure-2", settings: ["accelerator/H100.hbm_bytes_per_s=0.335e12"])
    let grid = rows.filter { $0["contract"] == "200/30" && $0["kind"] == "grid" }
    #expect(grid.count == 78 * 60)
    #expect(grid.allSatisfy { $0["difference"] == "infeasible" })
    let anchors = try table("figure-1", settings: ["accelerator/H100.hbm_bytes_per_s=0.335e12"])
      .filter { $0["kind"] == "anchor" }
    #expect(anchors.count == 13 && anchors.allSatisfy { $0["cpm"] == "infeasible" })
  }

  @Test func figure3HasAPanelForEachPricedAccelerator() throws {
    let accelerators = Set(try table("figure-3").compactMap { $0["accelerator"] })
    #expect(accelerators == ["A100", "H100", "H200"])
    // Lambda's sheet has no H200.
    let lambda = Set(
      try table("figure-3", pin: "Lambda@2026-09-20").compactMap { $0["accelerator"] })
    #expect(lambda == ["A100", "H100"])
  }

  /// A limit is a contract's on every accelerator; what was measured on H100 takes longer on A100.
  @Test func figure3ScalesMeasuredTTFTAlone() throws {
    let rows = try table("figure-3").filter { $0["kind"] == "anchor" }
    let chat = rows.filter { $0["id"] == "distserve-chat" }
    #expect(chat.map { $0["ttft_ms"] } == ["2500", "2500", "2500"])
    let measured = rows.filter { $0["id"] == "vllm-0.6.0-sharegpt" }
    #expect(measured.map { $0["ttft_kind"] } == ["measured", "measured", "measured"])
    let ttft = try measured.map { try number($0, "ttft_ms") }
    #expect(abs(ttft[0] / 250 - 989 / 312) < 1e-8)
    #expect(ttft[1] == 250 && ttft[2] == 250)
  }

  @Test func rowsAreTheResultsOwn() throws {
    let result = try FrontierResult(Repository.edition(), on: ["H100"])
    let rows = try table("figure-1").filter { $0["kind"] == "anchor" }
    for anchor in try #require(result.panels[0].frontier).anchors {
      let row = try #require(rows.first { $0["id"] == anchor.id })
      #expect(row["contract"] == (anchor.anchor.isOnContract ? "yes" : "no"))
      #expect(row["ttft_kind"] == anchor.ttftKind.rawValue)
      #expect(row["labelled"] == "yes")
      #expect(relativeDifference(try number(row, "cpm"), try #require(anchor.cpm)) < 1e-8)
    }
    #expect(rows.filter { $0["contract"] == "no" }.map { $0["id"] } == ["vllm-0.6.0-sharegpt"])
  }

  @Test func noPriceForTheReferenceIsAnError() throws {
    #expect(throws: EvidenceError.self) {
      try table("figure-1", pin: "CoreWeave@2020-01-01")
    }
  }
}
