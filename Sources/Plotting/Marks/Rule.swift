/// A guide line across a plot.
public struct Rule: Mark, Equatable, Sendable {
  public var from: Point
  public var to: Point
  public var stroke: Stroke

  /// A guide over the whole height of `plot`.
  public static func vertical(x: Double, in plot: Rect, stroke: Stroke) -> Rule {
    Rule(from: Point(x, plot.minY), to: Point(x, plot.maxY), stroke: stroke)
  }

  /// A guide over the whole width of `plot`.
  public static func horizontal(y: Double, in plot: Rect, stroke: Stroke) -> Rule {
    Rule(from: Point(plot.minX, y), to: Point(plot.maxX, y), stroke: stroke)
  }

  public func draw(on canvas: any Canvas) { canvas.stroke(.segment(from, to), with: stroke) }
}
