/// Where a label may lie as seen from its point.
public enum LabelDirection: Int, Equatable, Sendable, CaseIterable {
  case right, belowRight, below, belowLeft, left, aboveLeft, above, aboveRight

  /// Clockwise on the page from the right, degrees.
  var degrees: Double { Double(rawValue) * 45 }
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
}

extension LabelConflict {
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

  public func draw(on canvas: any Canvas) {
    for label in labels { label.draw(on: canvas) }
  }
}
