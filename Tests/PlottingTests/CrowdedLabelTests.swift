import TestSupport
import Testing

@testable import Plotting

/// Labels where there is no room for all of them.
@Suite struct CrowdedLabelTests {
  private let measurer = FixedPitchMeasurer()
  private let font = Font(size: 8)

  /// Points anywhere in a plot, with names of different lengths; the first tenth matters most.
  private struct Crowd {
    let plot: Rect
    let requests: [LabelRequest]
    let obstacles: [Rect]
    let line: [Point]

    init(_ count: Int, seed: Int, plot: Rect = Rect(x: 40, y: 20, width: 420, height: 300)) {
      var numbers = Congruential(state: UInt64(seed))
      func point() -> Point {
        Point(plot.minX + plot.width * numbers.next(), plot.minY + plot.height * numbers.next())
      }
      self.plot = plot
      requests = (0..<count).map { index in
        let name = String("Published system".prefix(4 + Int(numbers.next() * 12)))
        return LabelRequest(
          at: point(), radius: 2 + 2 * numbers.next(),
          RichText(plain: index % 7 == 6 ? "" : "\(name) \(index)"),
          importance: index < count / 10 ? 2 : index < count / 3 ? 1 : 0)
      }
      obstacles = (0..<3).map { _ in
        let corner = point()
        return Rect(x: corner.x, y: corner.y, width: 40, height: 25)
      }
      line = [point(), point(), point()]
    }

    func layout(_ font: Font, _ measurer: any TextMeasurer) -> LabelLayout {
      LabelPlacer(
        font: font, measurer: measurer, bounds: plot, obstacles: obstacles, lines: [line]
      ).place(requests)
    }
  }

  private static let counts = [1, 2, 13, 60, 120]

  @Test(arguments: counts, 1...2) func noLabelLiesOnAnything(count: Int, seed: Int) {
    let crowd = Crowd(count, seed: seed)
    let labels = crowd.layout(font, measurer).labels
    let pieces = Segment.pieces(of: crowd.line)
    for (index, label) in labels.enumerated() {
      #expect(crowd.plot.contains(label.rect))
      #expect(crowd.obstacles.allSatisfy { $0.overlap(label.rect) == 0 })
      #expect(pieces.allSatisfy { $0.length(inside: label.rect) == nil })
      for request in crowd.requests {
        let gap = label.rect.nearest(to: request.anchor).distance(to: request.anchor)
        #expect(gap >= request.radius)
      }
      for other in labels[..<index] {
        #expect(label.rect.overlap(other.rect) == 0)
        for (one, two) in [(label, other), (other, label)] {
          guard let leader = one.leader else { continue }
          #expect(Segment(leader.from, leader.to).length(inside: two.rect) == nil)
        }
      }
    }
  }

  /// A leader over a mark is worse than no label as soon as some have none anyway.
  @Test(arguments: 1...2) func inACrowdNoLeaderRunsOverMarksOrOthers(seed: Int) {
    let crowd = Crowd(150, seed: seed)
    let layout = crowd.layout(font, measurer)
    #expect(!layout.leftOut.isEmpty)
    let leaders = layout.labels.compactMap { label in
      label.leader.map { (label.request, Segment($0.from, $0.to)) }
    }
    #expect(!leaders.isEmpty)
    // Names that matter may, as a last resort.
    for (label, leader) in leaders where crowd.requests[label].importance == 0 {
      for (index, request) in crowd.requests.enumerated() where index != label {
        #expect(request.anchor.distance(toSegment: leader.from, leader.to) >= request.radius)
      }
      for other in leaders where other.0 != label && crowd.requests[other.0].importance == 0 {
        #expect(!other.1.crosses(leader))
      }
    }
  }

  @Test(arguments: counts, 1...2) func everyLabelHasAPlaceOrIsLeftOut(count: Int, seed: Int) {
    let crowd = Crowd(count, seed: seed)
    let layout = crowd.layout(font, measurer)
    let wanted = crowd.requests.indices.filter { !crowd.requests[$0].text.isEmpty }
    #expect((layout.labels.map(\.request) + layout.leftOut).sorted() == wanted)
    #expect(layout.leftOut == layout.leftOut.sorted())
  }

  /// None is left out for whom there is a free place, or one that only less important labels take.
  @Test(arguments: 1...2) func theImportantOnesComeFirst(seed: Int) {
    let crowd = Crowd(120, seed: seed)
    let layout = crowd.layout(font, measurer)
    let scene = LabelScene(
      bounds: crowd.plot, marks: crowd.requests.map { ($0.anchor, $0.radius) },
      obstacles: crowd.obstacles, lines: [crowd.line])
    #expect(!layout.leftOut.isEmpty)
    for label in layout.leftOut {
      let request = crowd.requests[label]
      let size = TextBlock(request.text, font: font, measurer: measurer).size
      for spot in LabelSpots(preferred: []).cheapestFirst {
        let place = LabelCandidate(spot, of: request, size: size)
        guard !scene.isCovered(place, label: label), !scene.leadsAcross(place, label: label)
        else { continue }
        let inTheWay = layout.labels.filter { other in
          let there = LabelCandidate(
            rect: other.rect, leader: other.leader.map { Segment($0.from, $0.to) }, cost: 0,
            extent: other.leader.map { other.rect.union(Rect(from: $0.from, to: $0.to)) }
              ?? other.rect)
          return scene.clash(place, there) || scene.tangle(place, there)
        }
        #expect(
          inTheWay.contains { crowd.requests[$0.request].importance >= request.importance },
          "label \(label) could have been placed")
      }
    }
  }

  /// At one density, twice the points take about twice the looks.
  @Test func workGrowsNoFasterThanTheNumberOfPoints() {
    let works = [40, 80, 160].map { count in
      let side = (Double(count) * 1200).squareRoot()
      let plot = Rect(x: 0, y: 0, width: side, height: side)
      return Double(Crowd(count, seed: 5, plot: plot).layout(font, measurer).checks)
    }
    for (less, more) in zip(works, works.dropFirst()) {
      #expect(more < 2.6 * less, "\(works)")
    }
  }

  /// In one plot the work for labels without room stays that of looking once around each mark.
  @Test func aFullPlotCostsLittleMore() {
    let works = [150, 300].map { Double(Crowd($0, seed: 6).layout(font, measurer).checks) }
    #expect(works[1] < 2.2 * works[0], "\(works)")
    #expect(works[1] < 300 * 192 * 4, "\(works)")
  }

  @Test func theSameCrowdIsLabelledTheSame() {
    let rects = [1, 2].map { _ in Crowd(60, seed: 9).layout(font, measurer).labels.map(\.rect) }
    #expect(rects[0] == rects[1])
  }
}
