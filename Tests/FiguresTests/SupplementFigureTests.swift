import Evidence
import Figures
import Plotting
import Rendering
import TestSupport
import Testing

/// Figures S4 to S7: what their data files hold, and that they can be laid out narrow and from
/// evidence that lacks something.
@Suite struct SupplementFigureTests {
  static let ids = ["figure-s4", "figure-s5", "figure-s6", "figure-s7"]
  let measurer: FontSet

  init() throws { measurer = try FontSet() }

  private func figure(_ id: String) throws -> Figure {
    try #require(Figure.all.first { $0.id == id })
  }

  private func rows(_ id: String, _ edition: Edition? = nil) throws -> [[String: String]] {
    let data = try figure(id).compute(edition ?? Repository.edition()).data
    return data.rows.map { Dictionary(uniqueKeysWithValues: zip(data.header, $0)) }
  }

  /// All but the footer, whose statements are not broken.
  private func check(_ layout: FigureLayout, _ place: String) {
    let size = layout.drawing.size
    let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
    let figure = layout.drawing.operations.filter { operation in
      if case .text(_, _, _, let color, _) = operation { color != .gray(0.25) } else { true }
    }
    let texts = texts(in: figure, measurer)
    #expect(texts.count > 10, "\(place)")
    for (index, text) in texts.enumerated() {
      #expect(text.font.size >= 6, "\(place): \(text.text)")
      #expect(page.contains(text.box), "\(place): \(text.text) leaves the page")
      for other in texts[(index + 1)...] {
        let least = min(
          text.box.width * text.box.height, other.box.width * other.box.height)
        #expect(
          text.box.overlap(other.box) < 0.15 * least, "\(place): \(text.text) and \(other.text)")
      }
    }
  }

  /// A column of a page, and a slide.
  @Test(arguments: ids, [252.0, 345, 720])
  func everyWidthHasRoom(_ id: String, _ width: Double) throws {
    let computed = try figure(id).compute(Repository.edition())
    let layout = computed.layout(on: Sheet(width: width, measurer: measurer))
    #expect(layout.drawing.size.width == width)
    check(layout, "\(id) at \(width) pt")
  }

  /// Readings, pins and constants that leave parts of a figure without numbers.
  @Test(arguments: ids)
  func oddEditionsAreDrawn(_ id: String) throws {
    for edition in [
      try Repository.edition(readings: ["decode=memory-bound", "kv=reserved", "nvlink=one-way"]),
      try Repository.edition(pin: "Nebius@2026-10-01"),
      try Repository.edition(settings: ["deployment.hbm_usable=0.4"]),
      try Repository.edition(settings: ["contract/standard.tpot_ms=12"]),
      try Repository.edition(settings: ["rate/Lambda/H100.usd_per_hour=0.5"]),
    ] {
      let computed = try figure(id).compute(edition)
      check(computed.layout(on: Sheet(measurer: measurer)), id)
      #expect(computed.text.alternative.count > 100)
    }
  }

  @Test func everyTransferOfThePlotIsARow() throws {
    let rows = try rows("figure-s4")
    let times = rows.filter { $0["kind"] == "time" }
    // Three machines, ten bandwidths, eleven prompts.
    #expect(times.count == 3 * 10 * 11)
    for row in times {
      let (transfer, prefill, share) = (
        try #require(row["transfer_ms"].flatMap(Double.init)),
        try #require(row["prefill_ms"].flatMap(Double.init)),
        try #require(row["transfer_over_prefill"].flatMap(Double.init))
      )
      #expect(relativeDifference(transfer / prefill, share) < 1e-7)
    }
    #expect(rows.count { $0["kind"] == "balance" } == 3)
  }

  @Test func limitsAreOnTheCurve() throws {
    let rows = try rows("figure-s5")
    let limits = rows.filter { $0["kind"] == "limit" }
    #expect(limits.count == 9)
    let byTPOT = limits.filter { $0["bound_by"] == "tpot" }
    #expect(byTPOT.count == 6)
    for row in byTPOT { #expect(row["pass_ms"] == row["tpot_ms"], "\(row)") }
    #expect(limits.count { $0["bound_by"] == "memory" } == 3)
    let none = try self.rows(
      "figure-s5", Repository.edition(settings: ["deployment.hbm_usable=0.4"]))
    let limit = try #require(none.first { $0["kind"] == "limit" && $0["accelerator"] == "H100" })
    #expect(limit["batch"] == "infeasible")
  }

  @Test func everyPriceReadIsARow() throws {
    let rows = try rows("figure-s7")
    let bundled = try Repository.edition().calibration.rates.filter {
      !$0.entity.description.contains("-component/")
    }
    #expect(rows.count { $0["kind"] == "reading" } == bundled.count)
    #expect(rows.count { $0["kind"] == "cheapest" } == 5)
  }
}
