import Testing

@testable import Plotting

@Suite struct MarkTests {
  private func operations(_ mark: some Mark) -> [DrawingOperation] {
    let canvas = RecordingCanvas()
    mark.draw(on: canvas)
    return canvas.operations
  }

  private func points(of path: Path) -> [Point] {
    path.elements.compactMap {
      switch $0 {
      case .move(let point), .line(let point), .curve(_, _, let point): point
      case .close: nil
      }
    }
  }

  @Test func aStaircaseKeepsToAttainableLevels() {
    let points = [Point(0, 10), Point(10, 20), Point(15, 40)]
    #expect(
      Staircase.points(points) == [
        Point(0, 10), Point(10, 10), Point(10, 20), Point(15, 20), Point(15, 40),
      ])
  }

  @Test func aStaircaseDropsEmptySteps() {
    let level = [Point(0, 10), Point(5, 10), Point(5, 10), Point(5, 30)]
    #expect(Staircase.points(level) == [Point(0, 10), Point(5, 10), Point(5, 30)])
    #expect(Staircase.points([]) == [])
  }

  @Test func aBandEnclosesTheAreaBetweenItsLines() {
    let band = Area.between(
      [Point(0, 0), Point(10, 0)], and: [Point(0, 4), Point(10, 6)], fill: .black)
    #expect(PathArea.of(band.path) == 50)
  }

  @Test(arguments: MarkerStyle.Shape.allCases.filter(\.hasInside))
  func filledShapesAreAboutAsLargeAsTheCircle(shape: MarkerStyle.Shape) {
    let path = MarkerStyle(shape, radius: 10).outlinePath(at: Point(50, 50))
    // A circle's four curves are counted as the square between their ends.
    let area = shape == .circle ? 314 : PathArea.of(path)
    #expect((250...330).contains(area))
    #expect(path.bounds.contains(Point(50, 50)))
  }

  @Test(arguments: MarkerStyle.Shape.allCases)
  func aMarkReachesNoFartherThanItSays(shape: MarkerStyle.Shape) {
    let style = MarkerStyle.hollow(shape, .black, radius: 5, width: 2)
    let bounds = style.outlinePath(at: Point(0, 0)).bounds
    #expect(bounds.corners.allSatisfy { max(abs($0.x), abs($0.y)) <= style.reach - 1 + 1e-12 })
  }

  @Test func aMarkIsHaloThenInsideThenOutline() {
    let style = MarkerStyle(
      .circle, fill: Color(0xFF0000), outline: Stroke(.black, width: 1), halo: 1)
    let path = style.outlinePath(at: Point(5, 5))
    #expect(
      operations(Marker(style, at: Point(5, 5))) == [
        .stroke(path, Stroke(.white, width: 3, cap: .round)), .fill(path, Color(0xFF0000)),
        .stroke(path, Stroke(.black, width: 1)),
      ])
  }

  @Test func anErrorBarHasCapsAtBothEnds() throws {
    let bar = ErrorBar(x: 20, from: 10, to: 50, stroke: Stroke(.black, width: 1))
    guard case .stroke(let path, _) = try #require(operations(bar).first) else {
      Issue.record("an error bar is stroked")
      return
    }
    #expect(path.bounds == Rect(x: 18, y: 10, width: 4, height: 40))
  }

  @Test func aHatchIsClippedToItsAreaAndCoversIt() throws {
    let area = Path.rect(Rect(x: 10, y: 10, width: 40, height: 20))
    let hatch = Hatch(area, stroke: Stroke(.black, width: 0.5), spacing: 4)
    guard case .clip(area, let inner) = try #require(operations(hatch).first),
      case .stroke(let lines, _) = try #require(inner.first)
    else {
      Issue.record("a hatch is lines inside a clip")
      return
    }
    // 45° lines 4 apart over 40 x 20: the box's extent across them is 60 / √2.
    #expect((10...11).contains(lines.elements.count / 2))
    #expect(inner.count == 1)
  }

  @Test func anArrowEndsAtItsTip() {
    let drawn = operations(
      Arrow(from: Point(0, 0), to: Point(30, 40), stroke: Stroke(.black, width: 1)))
    guard case .fill(let head, _) = drawn.last else {
      Issue.record("an arrow ends with its head")
      return
    }
    #expect(points(of: head).first == Point(30, 40))
    #expect(points(of: head).dropFirst().allSatisfy { $0.distance(to: Point(30, 40)) < 6 })
  }
}
