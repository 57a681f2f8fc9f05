import TestSupport
import Testing

@testable import Plotting

@Suite struct LayoutTests {
  private let measurer = FixedPitchMeasurer()

  @Test func panelsGapsAndMarginsAddUpToThePage() {
    let page = Rect(x: 5, y: 7, width: 500, height: 300)
    let margins = Margins(left: 40, top: 15, right: 25, bottom: 33)
    let grid = PanelGrid(rows: 2, columns: 3, columnGap: 11, rowGap: 21)
    let plots = grid.plots(in: page, margins: margins)
    #expect(plots.count == 6)
    let widths = plots[..<3].map(\.width).reduce(0, +)
    let heights = plots[0].height + plots[3].height
    #expect(abs(widths - (500 - 40 - 25 - 2 * 11)) < 1e-9)
    #expect(abs(heights - (300 - 15 - 33 - 21)) < 1e-9)
    #expect(plots[0].x == 45 && plots[0].y == 22)
    #expect(abs(plots[5].maxX - 480) < 1e-9 && abs(plots[5].maxY - 274) < 1e-9)
    #expect(Set(plots.map(\.width)).count == 1)
  }

  @Test(arguments: [(0, "(a) T"), (25, "(z) T"), (26, "(aa) T"), (53, "(bb) T")])
  func panelsAreLettered(index: Int, expected: String) {
    let title = PanelTitle(index: index, "T")
    #expect(title.text.plain == expected)
    #expect(title.text.runs[0].isBold && !title.text.runs[1].isBold)
  }

  @Test func marginsUniteAndStack() {
    let one = Margins(left: 1, top: 5, right: 0, bottom: 2)
    let other = Margins(left: 3, top: 1, right: 1, bottom: 2)
    #expect(one.union(other) == Margins(left: 3, top: 5, right: 1, bottom: 2))
    #expect(one + other == Margins(left: 4, top: 6, right: 1, bottom: 4))
  }

  @Test(arguments: [1, 2, 3])
  func aLegendDrawsInsideItsSize(columns: Int) {
    let entries = [
      LegendEntry("continuous", marker: .filled(.circle, OkabeIto.orange, radius: 5)),
      LegendEntry("chunked_{prefill}", line: Stroke(.black, width: 1)),
      LegendEntry("hatched", swatch: .white, hatch: Stroke(.black, width: 0.5)),
    ]
    let legend = Legend(entries, title: "What the marks mean", columns: columns)
    let size = legend.size(measurer: measurer)
    let rect = Rect(x: 30, y: 20, width: size.width, height: size.height)
    let canvas = RecordingCanvas()
    legend.draw(on: canvas, at: Point(rect.x, rect.y), measurer: measurer)
    let boxes = DrawnText.boxes(in: canvas.operations, measurer: measurer)
    #expect(boxes.count == 5)
    #expect(boxes.allSatisfy { rect.contains($0.box) })
    for (index, one) in boxes.enumerated() {
      #expect(boxes[..<index].allSatisfy { $0.box.inset(by: 0.01).overlap(one.box) == 0 })
    }
  }
}
