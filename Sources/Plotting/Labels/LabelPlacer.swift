/// Where a label may lie as seen from its point.
public enum LabelDirection: Equatable, Sendable, CaseIterable {
  case right, belowRight, below, belowLeft, left, aboveLeft, above, aboveRight
}

/// A point that is to be labelled.
public struct LabelRequest: Equatable, Sendable {
  public var anchor: Point
  /// Reach of the mark around the point, points: nothing is put there.
  public var radius: Double
  /// Empty for a mark that has no label and only keeps others' away.
  public var text: RichText
  public var color: Color
  /// The best directions, best first; others cost more. Empty: the usual order.
  public var preferred: [LabelDirection]
  /// Where there is no room for all, labels of greater importance have the first choice. Above 0 a
  /// leader may run over other marks where there is no place without.
  public var importance: Int
  /// Whether the text stands away from its mark with a line to it, even where there is room beside
  /// it: among marks that lie close together that says which one is meant.
  public var isLed: Bool

  public init(
    at anchor: Point, radius: Double, _ text: RichText, color: Color = .black,
    preferred: [LabelDirection] = [], importance: Int = 0, isLed: Bool = false
  ) {
    self.anchor = anchor
    self.radius = radius
    self.text = text
    self.color = color
    self.preferred = preferred
    self.importance = importance
    self.isLed = isLed
  }
}

/// Finds places for the labels of points: beside their marks where there is room, farther away with
/// a line to the mark where there is none; clear of marks, of each other and of what else is drawn.
/// A label that no place is left for is left out: of two that want one place, the less important.
///
/// Every label has the same candidates around its mark. First the labels are seated one after the
/// other, by importance; that says how many there is room for. Then a search arranges those, and a
/// few more that it may find room for, as well as it can. Those that lie on something nonetheless
/// give way, and whoever is left out looks once more. What is looked at is found by where it lies,
/// and the search is bounded, so that the work grows with the number of labels and no faster.
public struct LabelPlacer {
  private let font: Font
  private let bounds: Rect
  private let obstacles: [Rect]
  private let lines: [[Point]]
  private let measurer: any TextMeasurer

  /// How many of the labels that were not seated the search tries to find room for.
  private static let more = 8

  /// - Parameters:
  ///   - bounds: what labels must stay inside, usually the plot.
  ///   - obstacles: boxes to keep clear of: legends, other text, marks without a label.
  ///   - lines: lines to keep clear of: frontiers, contours.
  public init(
    font: Font, measurer: any TextMeasurer, bounds: Rect, obstacles: [Rect] = [],
    lines: [[Point]] = []
  ) {
    self.font = font
    self.measurer = measurer
    self.bounds = bounds
    self.obstacles = obstacles
    self.lines = lines
  }

  public func place(_ requests: [LabelRequest]) -> LabelLayout {
    let wanted = requests.indices.filter { !requests[$0].text.isEmpty }
    let blocks = requests.map { TextBlock($0.text, font: font, measurer: measurer) }
    let scene = LabelScene(
      bounds: bounds, marks: requests.map { ($0.anchor, $0.radius) }, obstacles: obstacles,
      lines: lines)
    let empty = LabelSeats(scene, requests, sizes: blocks.map(\.size))
    var first = empty
    first.seat(wanted)
    let tried = Self.tried(first, wanted, requests)
    var search = LabelSearch(
      scene: scene, labels: tried, candidates: tried.map(empty.candidates))
    let found = Array(zip(tried, search.best()))
    var seats = empty
    seats.keep(found, strictly: false)
    if seats.count < wanted.count {
      // Some are left out in any case: then no leader has to run over marks for the others.
      seats = empty
      seats.keep(found, strictly: true)
      seats.seat(wanted)
    }
    let best = seats.isAtLeast(first) ? seats : first
    return LabelLayout(
      labels: wanted.compactMap { index in
        best.places[index].map { place in
          PlacedLabel(
            request: index, text: blocks[index], color: requests[index].color, rect: place.rect,
            leader: place.leader.map { ($0.from, $0.to) })
        }
      }, leftOut: wanted.filter { best.places[$0] == nil },
      checks: first.checks + search.checks + seats.checks)
  }

  /// The seated labels and the most important of the others.
  private static func tried(_ seats: LabelSeats, _ wanted: [Int], _ requests: [LabelRequest])
    -> [Int]
  {
    let others = wanted.filter { seats.places[$0] == nil }.sorted {
      (-requests[$0].importance, $0) < (-requests[$1].importance, $1)
    }.prefix(more)
    return wanted.filter { seats.places[$0] != nil || others.contains($0) }
  }
}

/// A label with its place.
public struct PlacedLabel {
  /// The index of its request.
  public let request: Int
  public let text: TextBlock
  public let color: Color
  /// The box of the text.
  public let rect: Rect
  /// A line from the mark's edge to the text, for labels that lie away from their point.
  public let leader: (from: Point, to: Point)?

  public func draw(on canvas: any Canvas) {
    if let leader {
      canvas.stroke(.segment(leader.from, leader.to), with: Stroke(color, width: 0.5))
    }
    text.draw(
      on: canvas, at: Point(rect.minX, rect.minY), align: TextAlignment(.start, .top),
      color: color)
  }
}

/// The labels that have a place, and those that have none.
public struct LabelLayout {
  /// In the order of their requests.
  public let labels: [PlacedLabel]
  /// The indices of the requests whose labels are left out, rising.
  public let leftOut: [Int]
  /// How many places were looked at to find these: the work that it took.
  public let checks: Int

  /// The boxes of the texts, and around the lines to their marks.
  public var boxes: [Rect] {
    labels.flatMap { label in
      [label.rect] + (label.leader.map { [Rect(from: $0.from, to: $0.to)] } ?? [])
    }
  }

  /// The lines to the marks, each in points that lie close together.
  public var leaders: [[Point]] {
    labels.compactMap(\.leader).map { from, to in
      let steps = max(1, Int(from.distance(to: to) / 3))
      return (0...steps).map { from.toward(to, share: Double($0) / Double(steps)) }
    }
  }

  public func draw(on canvas: any Canvas) {
    for label in labels { label.draw(on: canvas) }
  }
}
