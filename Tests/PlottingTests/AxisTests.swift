import TestSupport
import Testing

@testable import Plotting

@Suite struct AxisTests {
  private let measurer = FixedPitchMeasurer()
  private let page = Rect(x: 0, y: 0, width: 400, height: 300)

  private func drawn(_ axis: Axis, plot: Rect) -> [(text: String, box: Rect)] {
    let canvas = RecordingCanvas()
    axis.draw(on: canvas, plot: plot, measurer: measurer)
    return DrawnText.boxes(in: canvas.operations, measurer: measurer)
  }

  @Test(arguments: [Side.left, .right, .top, .bottom])
  func theMarginsReportedAreEnoughAndUsedUp(side: Side) {
    let axis = Axis(side, scale: LogScale(100...20000), title: "TTFT_{99}, ms")
    let plot = page.inset(by: axis.margins(measurer: measurer))
    let boxes = drawn(axis, plot: plot).map(\.box)
    #expect(boxes.allSatisfy { page.inset(by: -1e-9).contains($0) })
    #expect(boxes.allSatisfy { $0.overlap(plot) == 0 })
    let reach = Rect(around: boxes.flatMap(\.corners))
    let slack = [
      Side.left: reach.minX, .right: page.maxX - reach.maxX, .top: reach.minY,
      .bottom: page.maxY - reach.maxY,
    ]
    #expect((slack[side] ?? 99) < 1)
  }

  @Test(arguments: [Side.left, .bottom])
  func ticksAndLabelsLieAtTheirValues(side: Side) throws {
    let axis = Axis(side, scale: LinearScale(0...1))
    let plot = Rect(x: 50, y: 20, width: 300, height: 200)
    let half = try #require(drawn(axis, plot: plot).first { $0.text == "0.4" }).box
    if side == .bottom {
      #expect(abs(half.midX - 170) < 1e-9)
    } else {
      #expect(abs(half.minY + Font(size: 8).ascent - Font(size: 8).capHeight / 2 - 140) < 1e-9)
    }
  }

  @Test func labelsThatWouldTouchAreLeftOut() {
    let axis = Axis(.bottom, scale: LinearScale(0...1_000_000))
    let all = drawn(axis, plot: Rect(x: 50, y: 20, width: 500, height: 200))
    let some = drawn(axis, plot: Rect(x: 50, y: 20, width: 90, height: 200))
    #expect(all.count == axis.ticks.major.count)
    #expect(some.count < all.count && !some.isEmpty)
    for (one, next) in zip(some, some.dropFirst()) { #expect(one.box.maxX < next.box.minX) }
  }

  @Test func aSharedAxisHasTicksButNoText() {
    let axis = Axis(.left, scale: LinearScale(0...1), showsLabels: false)
    #expect(drawn(axis, plot: page).isEmpty)
    #expect(axis.margins(measurer: measurer).left < 6)
  }

  @Test func gridLinesCrossThePlotAtMajorTicks() {
    let axis = Axis(.bottom, scale: LinearScale(0...10))
    let canvas = RecordingCanvas()
    axis.drawGrid(on: canvas, plot: page)
    guard case .stroke(let path, _) = canvas.operations.first else {
      Issue.record("grid lines are stroked")
      return
    }
    #expect(path.elements.count == 2 * axis.ticks.major.count)
    #expect(path.bounds == page)
  }

  @Test func namesThatCollideAreMovedApartAndStayBesideThePlot() {
    let names = [
      (900.0, "NVLink"), (32, "PCIe"), (30, "Ethernet"), (33, "InfiniBand"), (5, "none"),
    ]
    let axis = NamedAxis(
      scale: LogScale(25...900), names: names.map { Tick($0.0, RichText(plain: $0.1)) })
    #expect(axis.names.map(\.label.plain) == ["Ethernet", "PCIe", "InfiniBand", "NVLink"])
    let plot = page.inset(by: axis.margins(measurer: measurer))
    let canvas = RecordingCanvas()
    axis.draw(on: canvas, plot: plot, measurer: measurer)
    let boxes = DrawnText.boxes(in: canvas.operations, measurer: measurer).map(\.box)
    #expect(boxes.count == 4)
    #expect(boxes.allSatisfy { page.inset(by: -1e-9).contains($0) })
    for (lower, upper) in zip(boxes, boxes.dropFirst()) { #expect(upper.maxY <= lower.minY + 1e-9) }
  }

  @Test func spreadingMovesAsLittleAsItMust() {
    #expect(Spread.apart([10, 50], sizes: [10, 10], within: 0...100) == [10, 50])
    #expect(Spread.apart([50, 50], sizes: [10, 10], within: 0...100) == [45, 55])
    #expect(Spread.apart([52, 50, 1], sizes: [10, 10, 10], within: 0...100) == [56, 46, 5])
    #expect(Spread.apart([99, 98], sizes: [10, 10], within: 0...100) == [95, 85])
  }

  @Test func aColourBarMayEndAndHatchItsLowSide() {
    let hatch = Stroke(.black, width: 0.5)
    let bar = ColorBar(
      ColorBands(edges: [0.25, 0.5], colors: [.black, .gray(0.5), .white]), direction: .horizontal,
      label: { "\(Int($0 * 100))" }, ends: 0...1,
      lowSide: BandedHeatMap.LowSide(below: 0.5, hatch: hatch))
    let box = page.inset(by: bar.margins(measurer: measurer))
    let canvas = RecordingCanvas()
    bar.draw(on: canvas, bar: box, measurer: measurer)
    let texts = DrawnText.boxes(in: canvas.operations, measurer: measurer)
    #expect(texts.map(\.text) == ["0", "25", "50", "100"])
    #expect(texts.allSatisfy { page.inset(by: -1e-9).contains($0.box) })
    let hatched = canvas.operations.compactMap { operation in
      if case .clip(let path, _) = operation { path.bounds } else { nil }
    }
    #expect(hatched.count == 2)
    #expect(
      abs(Rect(around: hatched.flatMap(\.corners)).maxX - box.minX - box.width * 2 / 3) < 1e-6)
  }

  @Test(arguments: [ColorBar.Direction.vertical, .horizontal])
  func aColourBarLabelsItsEdgesInsideItsMargins(direction: ColorBar.Direction) {
    let bands = ColorBands.symmetric(edges: [0.01, 0.1], palette: .purpleOrange)
    let bar = ColorBar(bands, direction: direction, title: "$/MTok")
    let box = page.inset(by: bar.margins(measurer: measurer))
    let canvas = RecordingCanvas()
    bar.draw(on: canvas, bar: box, measurer: measurer)
    let texts = DrawnText.boxes(in: canvas.operations, measurer: measurer)
    #expect(
      texts.map(\.text) == ["\u{2212}0.1", "\u{2212}0.01", "0.01", "0.1", "$/MTok"])
    #expect(texts.allSatisfy { page.inset(by: -1e-9).contains($0.box) })
    let fills = canvas.operations.compactMap {
      if case .fill(let path, let color) = $0 { (path.bounds, color) } else { nil }
    }
    #expect(fills.map(\.1) == bands.colors)
    #expect(abs(fills.reduce(0) { $0 + $1.0.width * $1.0.height } - box.width * box.height) < 1e-6)
  }
}
