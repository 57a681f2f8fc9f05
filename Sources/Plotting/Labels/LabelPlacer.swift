/// Where a label may lie as seen from its point.
public enum LabelDirection: Equatable, Sendable, CaseIterable {
  case right, belowRight, below, belowLeft, left, aboveLeft, above, aboveRight
}

/// A point that is to be labelled.
public struct LabelRequest: Equatable, Sendable {
  public var anchor: Point
  /// Reach of the mark around the point, points: nothing is put there.
  public var radius: Double
  public var text: RichText
  public var color: Color
  /// The best directions, best first; others cost more. Empty: the usual order.
  public var preferred: [LabelDirection]

  public init(
    at anchor: Point, radius: Double, _ text: RichText, color: Color = .black,
    preferred: [LabelDirection] = []
  ) {
    self.anchor = anchor
    self.radius = radius
    self.text = text
    self.color = color
    self.preferred = preferred
  }
}

/// Finds places for the labels of points: beside their marks where there is room, farther away with
/// a line to the mark where there is none; clear of marks, of each other and of what else is drawn.
///
/// Every label has the same candidates around its mark. Labels take their cheapest candidates one
/// after the other, the one with the dearest best place first; then single labels move as long as
/// that lowers the total, and at last each label in turn is held at one of its best places while
/// the others settle around it.
/// Ties go to the earlier candidate and the earlier label: the same input gives the same layout.
public struct LabelPlacer {
  private let font: Font
  private let bounds: Rect
  private let obstacles: [Rect]
  private let lines: [[Point]]
  private let measurer: any TextMeasurer

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
    let blocks = requests.map { TextBlock($0.text, font: font, measurer: measurer) }
    let scene = LabelScene(
      bounds: bounds, marks: requests.map { ($0.anchor, $0.radius) }, obstacles: obstacles,
      lines: lines.map(Segment.pieces))
    let candidates = zip(requests, blocks).map { LabelCandidate.all(for: $0, size: $1.size) }
    var search = LabelSearch(scene: scene, candidates: candidates)
    let places = search.best()
    let labels = requests.indices.map { index in
      PlacedLabel(
        text: blocks[index], color: requests[index].color, rect: places[index].rect,
        leader: places[index].leader.map { ($0.from, $0.to) })
    }
    return LabelLayout(labels: labels, conflicts: scene.conflicts(of: places))
  }
}

/// A label with its place.
public struct PlacedLabel {
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

/// Something that a label could not be kept from. Indices count requests, obstacles and lines in
/// the order given.
public enum LabelConflict: Equatable, Sendable {
  case outsideBounds(label: Int)
  case overlapsLabel(label: Int, other: Int)
  case overlapsMark(label: Int, of: Int)
  case overlapsObstacle(label: Int, obstacle: Int)
  case crossesLine(label: Int, line: Int)
  case leaderCrossesLabel(label: Int, other: Int)

  /// The label concerned, by the index of its request.
  public var label: Int {
    switch self {
    case .outsideBounds(let label), .overlapsLabel(let label, _), .overlapsMark(let label, _),
      .overlapsObstacle(let label, _), .crossesLine(let label, _),
      .leaderCrossesLabel(let label, _):
      label
    }
  }
}

/// The labels, in the order of their requests, and what went wrong, if anything.
public struct LabelLayout {
  public let labels: [PlacedLabel]
  public let conflicts: [LabelConflict]

  /// The boxes of the texts, and around the lines to their marks.
  public var boxes: [Rect] {
    labels.flatMap { label in
      [label.rect] + (label.leader.map { [Rect(around: [$0.from, $0.to])] } ?? [])
    }
  }

  public func draw(on canvas: any Canvas) {
    for label in labels { label.draw(on: canvas) }
  }
}
