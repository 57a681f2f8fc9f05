import Testing

@testable import Plotting

@Suite struct HeatMapTests {
  /// x from −1 to 1 and y from −1 to 1 on a page of 200 x 200 points.
  private func field(_ count: Int = 41, _ value: (Double, Double) -> Double) -> SampledField {
    let places = (0..<count).map { Double($0) / Double(count - 1) * 200 }
    return SampledField(x: places, y: places) {
      value(places[$0] / 100 - 1, places[$1] / 100 - 1)
    }
  }

  @Test(arguments: [-0.93, -0.5, 0, 0.013, 0.7])
  func aLinearFieldIsCutExactly(level: Double) {
    let area = PathArea.of(field { x, _ in x }.outline(at: level))
    #expect(abs(area - (1 - level) * 100 * 200) < 1e-6)
  }

  @Test func aLinearCutNeedsFourCorners() {
    let path = field { x, _ in x }.outline(at: 0.3)
    #expect(path.bounds == Rect(x: 130, y: 0, width: 70, height: 200))
    // Four corners, the close, and at most one more where the ring begins.
    #expect(path.elements.count <= 6)
  }

  @Test func everythingOrNothing() {
    let flat = field { _, _ in 1 }
    #expect(abs(PathArea.of(flat.outline(at: 0.5)) - 40000) < 1e-6)
    #expect(flat.outline(at: 1.5).elements.isEmpty)
    #expect(flat.isolines(at: 1.5).isEmpty)
  }

  @Test func aDiscHasItsArea() {
    let area = PathArea.of(field(81) { x, y in -(x * x + y * y) }.outline(at: -0.49))
    #expect(abs(area - 0.49 * .pi * 10000) < 0.003 * 15400)
  }

  @Test func aRingHasAHole() {
    let ring = field(81) { x, y in -abs((x * x + y * y).squareRoot() - 0.6) }
    let path = ring.outline(at: -0.2)
    #expect(PathArea.rings(of: path).count == 2)
    #expect(abs(PathArea.of(path) - (0.64 - 0.16) * .pi * 10000) < 0.005 * 15080)
  }

  @Test func anIsolineOfADiscIsOneClosedLine() throws {
    let lines = field(81) { x, y in x * x + y * y }.isolines(at: 0.49)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.first == line.last)
    #expect(line.allSatisfy { abs($0.distance(to: Point(100, 100)) - 70) < 0.15 })
    #expect(line.count < 250)
  }

  @Test func anIsolineAcrossTheGridEndsAtItsBorder() throws {
    let lines = field { x, y in x + 0.2 * y }.isolines(at: 0.1)
    #expect(lines.count == 1)
    let ends = try #require(lines.first)
    #expect(ends.count == 2)
    #expect(Set(ends.map(\.y)) == [0, 200])
  }

  @Test func aSaddleIsPartedByItsMiddle() {
    let saddle = SampledField(x: [0, 1], y: [0, 1]) { $0 == $1 ? 1 : 0 }
    #expect(PathArea.rings(of: saddle.outline(at: 0.4)).count == 1)
    #expect(PathArea.rings(of: saddle.outline(at: 0.6)).count == 2)
  }

  @Test func missingValuesMakeAnAreaAndEndTheLines() throws {
    let gappy = field { x, y in x < -0.001 ? .nan : y }
    // Samples at x = 0, 0.05 … are there: the border lies half a step left of 0.
    #expect(abs(PathArea.of(gappy.missingArea) - 97.5 * 200) < 1e-6)
    let line = try #require(gappy.isolines(at: 0.31).first)
    #expect(line.allSatisfy { $0.x >= 100 })
    #expect(field { x, _ in x }.missingArea.elements.isEmpty)
  }

  @Test func bandsAreDrawnLowestFirstAndFewInNumber() throws {
    let bands = ColorBands.symmetric(edges: [0.2, 0.5], palette: .purpleOrange)
    let plot = Rect(x: 0, y: 0, width: 200, height: 200)
    let gappy = field { x, y in y > 0.8 ? .nan : x }
    let canvas = RecordingCanvas()
    BandedHeatMap(gappy, bands: bands, plot: plot).draw(on: canvas)
    guard case .clip(.rect(plot), let inner) = try #require(canvas.operations.first) else {
      Issue.record("a heat map is clipped to its plot")
      return
    }
    let fills = inner.compactMap {
      if case .fill(let path, let color) = $0 { (path, color) } else { nil }
    }
    #expect(fills.map(\.1) == bands.colors + [.white])
    let areas = fills.dropLast().map { PathArea.of($0.0) }
    #expect(areas == areas.sorted(by: >))
    #expect(fills.reduce(0) { $0 + $1.0.elements.count } < 60)
    guard case .clip(_, let hatch) = try #require(inner.last) else {
      Issue.record("what is missing is hatched")
      return
    }
    #expect(hatch.count == 1)
  }

  @Test func aFieldWithoutValuesIsAllHatch() {
    let canvas = RecordingCanvas()
    BandedHeatMap(
      field { _, _ in .nan },
      bands: ColorBands.symmetric(edges: [1], palette: .purpleOrange),
      plot: Rect(x: 0, y: 0, width: 200, height: 200)
    ).draw(on: canvas)
    guard case .clip(_, let inner) = canvas.operations.first else {
      Issue.record("a heat map is clipped to its plot")
      return
    }
    #expect(inner.count == 2)
  }

  @Test func simplificationStaysWithinItsTolerance() {
    let wave = (0...400).map { Point(Double($0) / 2, 30 + ($0.isMultiple(of: 2) ? 0.01 : -0.01)) }
    #expect(Simplification.line(wave, tolerance: 0.05).count == 2)
    let corner = [Point(0, 0), Point(5, 0), Point(10, 0), Point(10, 7)]
    #expect(Simplification.line(corner, tolerance: 0.05) == [corner[0], corner[2], corner[3]])
  }

  /// The hatch covers what lies below the edge and nothing else.
  @Test func theLowSideIsHatched() throws {
    let bands = ColorBands(edges: [0, 0.5], colors: [.black, .gray(0.5), .white])
    let plot = Rect(x: 0, y: 0, width: 200, height: 200)
    let side = BandedHeatMap.LowSide(below: 0.5, hatch: Stroke(.black, width: 1))
    func hatches(_ field: SampledField) -> [Path] {
      let canvas = RecordingCanvas()
      BandedHeatMap(field, bands: bands, plot: plot, lowSide: side).draw(on: canvas)
      guard case .clip(_, let inner)? = canvas.operations.first else { return [] }
      return inner.compactMap { if case .clip(let path, _) = $0 { path } else { nil } }
    }
    let around = try #require(hatches(field(81) { x, y in 0.7 - x * x - y * y }).first)
    #expect(abs(PathArea.of(around) - (40000 - 0.2 * .pi * 10000)) < 30)
    #expect(hatches(field { _, _ in 0.7 }).isEmpty)
    #expect(hatches(field { _, _ in -0.7 }).count == 1)
  }
}
