import TestSupport
import Testing

@testable import Plotting

@Suite struct LabelTests {
  private let measurer = FixedPitchMeasurer()
  private let plot = Rect(x: 40, y: 20, width: 420, height: 300)
  private let font = Font(size: 8)

  /// Thirteen points with labels of about 90 x 8 pt, the same for the same seed.
  private func requests(seed: UInt64, spread: Double = 1) -> [LabelRequest] {
    var generator = Congruential(state: seed)
    return (0..<13).map { index in
      let x = plot.minX + plot.width * (0.5 + (generator.next() - 0.5) * 0.94 * spread)
      let y = plot.minY + plot.height * (0.5 + (generator.next() - 0.5) * 0.94 * spread)
      return LabelRequest(
        at: Point(x, y), radius: 3.5, RichText(plain: "Published system \(index)"))
    }
  }

  private func place(
    _ requests: [LabelRequest], obstacles: [Rect] = [], lines: [[Point]] = []
  ) -> LabelLayout {
    LabelPlacer(font: font, measurer: measurer, bounds: plot, obstacles: obstacles, lines: lines)
      .place(requests)
  }

  /// Holds the layout against the rules themselves, not against what the placer reports.
  private func expectClean(_ layout: LabelLayout, _ requests: [LabelRequest]) {
    #expect(layout.leftOut.isEmpty)
    #expect(layout.labels.map(\.request) == Array(requests.indices))
    for (index, label) in layout.labels.enumerated() {
      #expect(plot.contains(label.rect))
      #expect(layout.labels[..<index].allSatisfy { $0.rect.overlap(label.rect) == 0 })
      for request in requests {
        let gap = label.rect.nearest(to: request.anchor).distance(to: request.anchor)
        #expect(gap >= request.radius)
      }
    }
  }

  @Test(arguments: 1...25)
  func scatteredPointsAreLabelledWithoutOverlap(seed: Int) {
    let requests = requests(seed: UInt64(seed))
    expectClean(place(requests), requests)
  }

  @Test(arguments: 1...10)
  func crowdedPointsAreLabelledToo(seed: Int) {
    let requests = requests(seed: UInt64(seed), spread: 0.35)
    expectClean(place(requests), requests)
  }

  @Test(arguments: 1...10)
  func labelsKeepClearOfAFrontierAndALegend(seed: Int) {
    let requests = requests(seed: UInt64(seed), spread: 0.8)
    let frontier = Staircase.points(
      requests.map(\.anchor).sorted { $0.x < $1.x }.reduce(into: []) { steps, point in
        if steps.allSatisfy({ $0.y < point.y }) { steps.append(point) }
      })
    let legend = Rect(x: 350, y: 26, width: 104, height: 50)
    let layout = place(requests, obstacles: [legend], lines: [frontier])
    expectClean(layout, requests)
    for label in layout.labels {
      #expect(label.rect.overlap(legend) == 0)
      #expect(Segment.pieces(of: frontier).allSatisfy { $0.length(inside: label.rect) == nil })
    }
  }

  @Test func aLonePointIsLabelledBesideItWithoutALine() throws {
    let request = LabelRequest(at: Point(200, 150), radius: 3, "alone")
    let label = try #require(place([request]).labels.first)
    #expect(label.leader == nil)
    #expect(label.rect.minX > 203 && label.rect.minX < 208)
  }

  @Test(arguments: LabelDirection.allCases)
  func aPreferredDirectionIsTakenWhenFree(direction: LabelDirection) throws {
    let request = LabelRequest(at: Point(200, 150), radius: 3, "there", preferred: [direction])
    let box = try #require(place([request]).labels.first).rect
    let isRight = [.right, .aboveRight, .belowRight].contains(direction)
    let isLeft = [.left, .aboveLeft, .belowLeft].contains(direction)
    #expect((box.minX > 200) == isRight && (box.maxX < 200) == isLeft)
    let isAbove = [.above, .aboveLeft, .aboveRight].contains(direction)
    let isBelow = [.below, .belowLeft, .belowRight].contains(direction)
    #expect((box.maxY < 150) == isAbove && (box.minY > 150) == isBelow)
  }

  @Test func aLabelWithoutRoomGoesAwayWithALine() throws {
    let request = LabelRequest(at: Point(200, 150), radius: 3, "away")
    let wall = Rect(x: 190, y: 140, width: 20, height: 20)
    let layout = place([request], obstacles: [wall])
    let label = try #require(layout.labels.first)
    let leader = try #require(label.leader)
    #expect(label.rect.overlap(wall) == 0)
    #expect(leader.from.distance(to: request.anchor) < 5)
    #expect(label.rect.inset(by: -1.5).contains(leader.to))
  }

  @Test func aLeaderDoesNotHideInALine() throws {
    let request = LabelRequest(at: Point(200, 150), radius: 3, "away", preferred: [.right])
    let walls = [-9.0, 3].map { Rect(x: 180, y: 150 + $0, width: 40, height: 6) }
    let line = [Point(200, 150), Point(240, 150), Point(240, 300)]
    let layout = place([request], obstacles: walls, lines: [line])
    let leader = try #require(layout.labels.first?.leader)
    let drawn = Segment(leader.from, leader.to)
    #expect(!Segment.pieces(of: line).contains { drawn.runsAlong($0, within: 1) })
  }

  @Test func whatHasNoPlaceIsLeftOut() {
    let request = LabelRequest(at: Point(200, 150), radius: 3, "nowhere")
    let layout = place([request], obstacles: [plot])
    #expect(layout.labels.isEmpty && layout.leftOut == [0])
    let wide = LabelRequest(
      at: Point(200, 150), radius: 3, RichText(plain: String(repeating: "w", count: 200)))
    #expect(place([wide]).leftOut == [0])
  }

  @Test func thePlacesAreTheSameEveryTime() {
    let requests = requests(seed: 3, spread: 0.3)
    #expect(place(requests).labels.map(\.rect) == place(requests).labels.map(\.rect))
  }

  @Test func anInlineLabelLiesOnTheStraightestPieceAndUpright() throws {
    // A quarter of a circle, then straight down to the left.
    let bend = (0...30).map { step -> Point in
      let turn = Rotation(degrees: Double(step) * 3).apply(Point(0, -40))
      return Point(300 + turn.x, 100 + turn.y)
    }
    let line = bend + [Point(340, 140), Point(240, 240)]
    let label = try #require(
      InlineLabel.along(line, text: "0.05", font: font, measurer: measurer, bounds: plot))
    #expect(abs(label.angle + 45) < 1e-6)
    #expect(label.center.distance(toSegment: Point(340, 140), Point(240, 240)) < 1e-6)
    #expect(plot.contains(label.ground.bounds))
  }

  @Test func anInlineLabelAvoidsBoxesOrIsLeftOut() throws {
    let line = [Point(60, 100), Point(400, 100)]
    let left = Rect(x: 40, y: 80, width: 230, height: 40)
    let label = try #require(
      InlineLabel.along(
        line, text: "ten", font: font, measurer: measurer, bounds: plot, avoiding: [left]))
    #expect(label.angle == 0 && label.ground.bounds.minX >= 270)
    #expect(
      InlineLabel.along(
        line, text: "ten", font: font, measurer: measurer, bounds: plot, avoiding: [plot]) == nil)
    #expect(
      InlineLabel.along([], text: "ten", font: font, measurer: measurer, bounds: plot) == nil)
  }
}
