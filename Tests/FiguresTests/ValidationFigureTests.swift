import Evidence
import Figures
import Foundation
import Frontier
import Plotting
import Rendering
import TestSupport
import Testing

@Suite struct ValidationFigureTests {
  private static let computed = Result {
    try Figure.validation.compute(Repository.measuredEdition())
  }

  @Test(arguments: [[], ["pools=sized", "pass=fused"], ["efficiencies=splitwise-2023"]])
  func textsAreLegibleOnThePageAndClearOfEachOther(_ readings: [String]) throws {
    let measurer = try FontSet()
    let layout = try Figure.validation.compute(Repository.measuredEdition(readings: readings))
      .layout(on: Sheet(measurer: measurer))
    let size = layout.drawing.size
    #expect(size.width == 504)
    let texts = texts(in: layout.drawing.operations, measurer)
    #expect(texts.count > 40)
    for (index, text) in texts.enumerated() {
      #expect(text.font.size >= 7, "\(text.text)")
      let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
      #expect(page.contains(text.box), "\(text.text) leaves the page")
      for other in texts[(index + 1)...] {
        let smaller = min(
          text.box.width * text.box.height, other.box.width * other.box.height)
        #expect(text.box.overlap(other.box) < 0.15 * smaller, "\(text.text) and \(other.text)")
      }
    }
    if readings.isEmpty { #expect(layout.warnings == []) }
  }

  @Test func saysWhatAReaderHasToKnow() throws {
    let measurer = try FontSet()
    let layout = try Self.computed.get().layout(on: Sheet(measurer: measurer))
    let words = texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
      .replacing("\u{A0}", with: " ")
    for part in [
      "simulated 31/36 (17 level), measured 2/4", "measured, not like for like",
      "disaggregate when TPOT ≤ 40 ms", "36 simulated pairs share 23 plans",
      "MLPerf Inference v6.0 (Cisco, Dell, NVIDIA)", "not verified by MLCommons",
      "GB200", "runs named by frontier validate",
    ] {
      #expect(words.contains(part), "no \(part)")
    }
    #expect(!words.contains("best of"))
  }

  /// Among marks that lie close together a line says which one a name is of, and ends at that one.
  @Test func namesOfMissesLeadToTheirMarks() throws {
    let measurer = try FontSet()
    let layout = try Self.computed.get().layout(on: Sheet(measurer: measurer))
    let operations = layout.drawing.operations
    let groups = MarkGroups(operations)
    let words = texts(in: operations, measurer)
    let leaders = ungrouped(operations).compactMap { operation -> (from: Point, to: Point)? in
      guard case .stroke(let path, Stroke(.black, width: 0.5)) = operation else { return nil }
      return path.ends
    }
    #expect(leaders.count == 7)
    for (name, pair) in Self.misses {
      let mark = groups.box("own-pair-\(pair)")
      let text = try #require(words.first { $0.text == name })
      let leader = try #require(leaders.min { gap($0.to, text.box) < gap($1.to, text.box) })
      #expect(gap(leader.to, text.box) < 3, "\(name) has no line")
      #expect(gap(leader.from, mark) < 2, "the line of \(name) ends beside its mark")
    }
  }

  private static let misses = [
    ("956", "aic-h100-500-50-p956"), ("1161", "aic-h100-1000-80-p1161"),
    ("1229", "aic-h100-1000-80-p1229"), ("1298", "aic-h100-1000-80-p1298"),
    ("1325", "aic-h100-1000-80-p1325"), ("GB200, 450/40", "mlperf-gb200-450-40"),
    ("GB300, 450/40", "mlperf-gb300-b300-450-40"),
  ]

  private func gap(_ point: Point, _ box: Rect) -> Double {
    let (x, y) = (
      max(box.minX - point.x, point.x - box.maxX, 0), max(box.minY - point.y, point.y - box.maxY, 0)
    )
    return (x * x + y * y).squareRoot()
  }

  /// A caption and a footer tell of intervals where there are some.
  @Test(arguments: [SheetSize.page, .column, .slide]) func onlyDrawnIntervalsAreTold(
    _ size: SheetSize
  ) throws {
    let (measurer, figure) = (try FontSet(), try Self.computed.get())
    let layout = figure.layout(for: size, measurer: measurer)
    let words = texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
    let isDrawn = words.contains("95 % interval")
    #expect(isDrawn == (size != .column))
    #expect(figure.text(of: layout).caption.contains("interval") == isDrawn)
    #expect(words.contains("intervals are too narrow") == isDrawn)
  }

  /// Every pair under every reading, and every hit rate again from its pairs.
  @Test func dataHoldEveryPairAndHitRate() throws {
    let data = try Self.computed.get().data
    let rows = data.rows.map { Dictionary(uniqueKeysWithValues: zip(data.header, $0)) }
    let pairs = rows.filter { $0["kind"] == "pair" }
    let rates = rows.filter { $0["kind"] == "hit-rate" }
    let readings = Set(rates.compactMap { $0["readings"] })
    #expect(readings.count > 5)
    #expect(pairs.count == 40 * readings.count && rates.count == 2 * readings.count)
    #expect(rows.filter { $0["kind"] == "rule" }.count == 6)
    for rate in rates {
      let own = pairs.filter {
        $0["readings"] == rate["readings"] && $0["source"] == rate["source"]
      }
      #expect(rate["hits"] == String(own.count { $0["hit"] == "yes" }))
      #expect(rate["pairs"] == String(own.count { $0["hit"] != "" }))
    }
  }

  /// The digest belongs to what is computed from the runs, whatever was read beside it.
  @Test func onlyThisFigureStatesTheRuns() throws {
    let key = "measurements.csv SHA-256"
    let own = try Self.computed.get().assumptions.statements
    #expect(own.first { $0.key == key }?.value == String(repeating: "c", count: 64))
    for figure in Figure.all where !figure.usesMeasurements {
      let statements = try figure.compute(Repository.measuredEdition()).assumptions.statements
      #expect(!statements.contains { $0.key == key }, "\(figure.id)")
    }
  }

  @Test func isTheSameTwiceAndDescribed() throws {
    let again = try Figure.validation.compute(Repository.measuredEdition())
    let measurer = try FontSet()
    #expect(
      try again.layout(on: Sheet(measurer: measurer))
        == Self.computed.get().layout(on: Sheet(measurer: measurer)))
    #expect(try again.data == Self.computed.get().data)
    #expect(again.text.alternative.contains("31 of 36 simulated"))
  }

  /// Without runs there is nothing to plot, and nothing to trip over.
  @Test func withoutRunsItIsEmpty() throws {
    let layout = try Figure.validation.compute(Repository.edition()).layout(
      on: Sheet(measurer: FontSet()))
    #expect(layout.warnings == [])
  }
}
