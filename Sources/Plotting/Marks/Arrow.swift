/// A straight arrow with a filled head at its end.
public struct Arrow: Mark, Equatable, Sendable {
  public var from: Point
  public var to: Point
  public var stroke: Stroke
  /// Length of the head, points.
  public var headLength = 5.0

  public init(from: Point, to: Point, stroke: Stroke) {
    self.from = from
    self.to = to
    self.stroke = stroke
  }

  public func draw(on canvas: any Canvas) {
    let length = from.distance(to: to)
    guard length > 0 else { return }
    let head = min(headLength, length)
    let along = Point((to.x - from.x) / length, (to.y - from.y) / length)
    let base = to.offset(-along.x * head, -along.y * head)
    let half = head * 0.35
    canvas.stroke(.segment(from, base), with: stroke)
    canvas.fill(
      .polyline(
        [
          to, base.offset(-along.y * half, along.x * half),
          base.offset(along.y * half, -along.x * half),
        ],
        closed: true),
      with: stroke.color)
  }
}
