/// A vertical bar from `top` to `bottom` at `x`, with caps across its ends.
public struct ErrorBar: Mark, Equatable, Sendable {
  public var x: Double
  public var top: Double
  public var bottom: Double
  /// Length of the caps across the ends, points.
  public var capWidth = 4.0
  public var stroke: Stroke

  public init(x: Double, from top: Double, to bottom: Double, stroke: Stroke) {
    self.x = x
    self.top = top
    self.bottom = bottom
    self.stroke = stroke
  }

  public func draw(on canvas: any Canvas) {
    var path = Path.segment(Point(x, top), Point(x, bottom))
    for y in [top, bottom] {
      path.append(.segment(Point(x - capWidth / 2, y), Point(x + capWidth / 2, y)))
    }
    canvas.stroke(path, with: stroke)
  }
}
