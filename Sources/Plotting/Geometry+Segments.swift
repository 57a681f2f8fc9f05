/// A straight piece of a line.
struct Segment: Equatable, Sendable {
  var from: Point
  var to: Point

  init(_ from: Point, _ to: Point) {
    self.from = from
    self.to = to
  }

  /// The pieces of the line through `points`.
  static func pieces(of points: [Point]) -> [Segment] {
    zip(points, points.dropFirst()).map { Segment($0, $1) }
  }

  var length: Double { from.distance(to: to) }

  var bounds: Rect { Rect(around: [from, to]) }

  /// How much of the segment lies in `rect`, points; nil when none does, 0 when it touches it.
  func length(inside rect: Rect) -> Double? {
    // Liang and Barsky's clipping: the shares of the segment at which it enters and leaves.
    var (enter, leave) = (0.0, 1.0)
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    for (step, room) in [
      (-dx, from.x - rect.minX), (dx, rect.maxX - from.x), (-dy, from.y - rect.minY),
      (dy, rect.maxY - from.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    return enter <= leave ? (leave - enter) * length : nil
  }

  /// Whether the segments cross, each from one side of the other to its other side.
  func crosses(_ other: Segment) -> Bool {
    side(of: other.from) * side(of: other.to) < 0 && other.side(of: from) * other.side(of: to) < 0
  }

  /// Whether half of this segment or more lies within `distance` points of `other`, hard to tell
  /// from it.
  func runsAlong(_ other: Segment, within distance: Double) -> Bool {
    let samples = (1...7).map { from.toward(to, share: Double($0) / 8) }
    return samples.count { $0.distance(toSegment: other.from, other.to) < distance } >= 4
  }

  /// Positive on one side of the segment's line, negative on the other.
  private func side(of point: Point) -> Double {
    (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)
  }
}

extension Point {
  /// The distance to the nearest point between `from` and `to`, points.
  func distance(toSegment from: Point, _ to: Point) -> Double {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let squared = dx * dx + dy * dy
    guard squared > 0 else { return distance(to: from) }
    let share = ((x - from.x) * dx + (y - from.y) * dy) / squared
    return distance(to: from.toward(to, share: min(max(share, 0), 1)))
  }
}
