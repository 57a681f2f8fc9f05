import Evidence
import Figures
import Plotting
import Rendering
import TestSupport
import Testing

/// Figures of one row, of two, and of far more than can be named.
@Suite struct ManyRowsTests {
  let measurer: FontSet

  init() throws { measurer = try FontSet() }

  private func edition(_ count: Int) throws -> Edition {
    try Repository.edition(anchors: AnchorRows().repeated(to: count).csv)
  }

  private func expectApart(_ layout: FigureLayout, _ label: String) {
    let page = Rect(
      x: 0, y: 0, width: layout.drawing.size.width, height: layout.drawing.size.height)
    let texts = texts(in: layout.drawing.operations, measurer)
    for (index, first) in texts.enumerated() {
      #expect(page.contains(first.box), "\(label): \(first.text) leaves the page")
      for second in texts[(index + 1)...] {
        let least = min(
          first.box.width * first.box.height, second.box.width * second.box.height)
        #expect(
          first.box.overlap(second.box) < 0.15 * least, "\(label): \(first.text), \(second.text)")
      }
    }
  }

  @Test(arguments: [1, 2, 60, 1000], ["figure-1", "figure-3"])
  func textsStandApartAndTheFigureSaysWhatIsMissing(count: Int, id: String) throws {
    let figure = try #require(Figure.all.first { $0.id == id })
    let computed = try figure.compute(edition(count))
    let layout = computed.layout(on: Sheet(measurer: measurer))
    expectApart(layout, "\(id) of \(count)")
    let words = texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
      .replacing("\u{A0}", with: " ")
    let data = computed.data(of: layout)
    let column = try #require(data.header.firstIndex(of: "labelled"))
    let (kind, cost) = (
      try #require(data.header.firstIndex(of: "kind")),
      try #require(data.header.firstIndex(of: "cpm"))
    )
    let marks = data.rows.filter { $0[kind] == "anchor" && $0[cost] != "infeasible" }
    let unlabelled = marks.filter { $0[column] == "no" }
    #expect(layout.leftOut.isEmpty == unlabelled.isEmpty)
    if count <= 2 {
      #expect(unlabelled.isEmpty && !words.contains("left out"))
    } else {
      #expect(
        words.contains("Labels left out for want of room") && words.contains("data/\(id).csv"))
      #expect(!unlabelled.isEmpty && unlabelled.count < marks.count)
      if id == "figure-1" { #expect(words.contains("\(unlabelled.count) of \(marks.count)")) }
    }
  }

  /// Exactly the rows that the data file calls labelled are named on the figure.
  @Test(arguments: [2, 60, 1000]) func theDataFileNamesWhoIsLeftOut(count: Int) throws {
    let edition = try edition(count)
    let computed = try Figure.all[0].compute(edition)
    let layout = computed.layout(on: Sheet(measurer: measurer))
    let words = texts(in: layout.drawing.operations, measurer).map(\.text)
    let data = computed.data(of: layout)
    let labels = Dictionary(uniqueKeysWithValues: edition.anchors.map { ($0.id, $0.label) })
    let rows = data.rows.filter { $0[0] == "anchor" }
    #expect(rows.count == count)
    for row in rows {
      let label = try #require(labels[row[1]])
      let isNamed = words.contains {
        $0 == label || $0.hasPrefix(label + ",") || $0.hasSuffix(", " + label)
      }
      #expect(isNamed == (row[row.count - 1] == "yes"), "\(row[1])")
    }
  }

  @Test(arguments: [60, 1000]) func figure2SaysHowManyNamesAreLeftOut(count: Int) throws {
    let layout = try Figure.all[1].compute(edition(count)).layout(on: Sheet(measurer: measurer))
    let words = texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
    #expect(words.contains("Names left out for want of room"))
  }

  /// Many rows are drawn with fewer draws, and say so; too many without.
  @Test func theLegendSaysHowManyDrawsThereAre() throws {
    for (count, text) in [(60, "of 6000 draws"), (1000, "no whiskers: of more than 400 rows")] {
      let layout = try Figure.all[0].compute(edition(count)).layout(on: Sheet(measurer: measurer))
      let words = texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
      #expect(words.contains(text))
    }
  }
}
