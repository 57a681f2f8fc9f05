/// Something drawn on a plot, placed in page points.
public protocol Mark {
  func draw(on canvas: any Canvas)
}

/// A line through points, optionally set off by a white line under it.
public struct Polyline: Mark, Equatable, Sendable {
  public var points: [Point]
  public var stroke: Stroke
  /// Width of the white margin on either side, points.
  public var halo: Double

  public init(_ points: [Point], stroke: Stroke, halo: Double = 0) {
    self.points = points
    self.stroke = stroke
    self.halo = halo
  }

  public func draw(on canvas: any Canvas) {
    guard points.count > 1 else { return }
    let path = Path.polyline(points)
    if halo > 0 {
      canvas.stroke(path, with: Stroke(.white, width: stroke.width + 2 * halo))
    }
    canvas.stroke(path, with: stroke)
  }
}

/// The corners of a staircase through points, for frontiers on which only the points themselves are
/// attainable.
public enum Staircase {
  /// The staircase through `points`, given in drawing order: it keeps a point's y until the next
  /// point's x, which on a frontier that is better lower and to the left is the best attainable up
  /// to there. Every second corner is a point; corners that coincide are dropped.
  public static func points(_ points: [Point]) -> [Point] {
    guard let first = points.first else { return [] }
    var result = [first]
    for point in points.dropFirst() {
      let last = result[result.count - 1]
      let corner = Point(point.x, last.y)
      if corner != last && corner != point { result.append(corner) }
      if point != last { result.append(point) }
    }
    return result
  }
}

/// A guide line across a plot.
public struct Rule: Mark, Equatable, Sendable {
  public var from: Point
  public var to: Point
  public var stroke: Stroke

  public init(from: Point, to: Point, stroke: Stroke) {
    self.from = from
    self.to = to
    self.stroke = stroke
  }

  /// A guide over the whole height of `plot`.
  public static func vertical(x: Double, in plot: Rect, stroke: Stroke) -> Rule {
    Rule(from: Point(x, plot.minY), to: Point(x, plot.maxY), stroke: stroke)
  }

  public func draw(on canvas: any Canvas) { canvas.stroke(.segment(from, to), with: stroke) }
}

/// A filled area.
public struct Area: Mark, Equatable, Sendable {
  public var path: Path
  public var fill: Color

  public init(_ path: Path, fill: Color) {
    self.path = path
    self.fill = fill
  }

  /// The band between two lines that run the same way, straight or as staircases.
  public static func between(_ line: [Point], and other: [Point], fill: Color) -> Area {
    Area(.polyline(line + other.reversed(), closed: true), fill: fill)
  }

  public func draw(on canvas: any Canvas) { canvas.fill(path, with: fill) }
}

/// A straight arrow with a filled head at its end.
public struct Arrow: Mark, Equatable, Sendable {
  public var from: Point
  public var to: Point
  public var stroke: Stroke
  /// Length of the head, points.
  public var headLength = 5.0
  /// Length of a line across its end, points.
  public var endTick: Double

  public init(from: Point, to: Point, stroke: Stroke, endTick: Double = 0) {
    self.from = from
    self.to = to
    self.stroke = stroke
    self.endTick = endTick
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
    guard endTick > 0 else { return }
    let across = Point(-along.y * endTick / 2, along.x * endTick / 2)
    canvas.stroke(
      .segment(to.offset(across.x, across.y), to.offset(-across.x, -across.y)), with: stroke)
  }
}

/// A vertical bar from `top` to `bottom` at `x`, with caps across its ends and perhaps a heavier
/// tick across its middle.
public struct ErrorBar: Mark, Equatable, Sendable {
  public var x: Double
  public var top: Double
  public var bottom: Double
  /// Where the tick is.
  public var tick: Double?
  /// Length of the caps across the ends, points.
  public var capWidth = 4.0
  public var stroke: Stroke

  public init(
    x: Double, from top: Double, to bottom: Double, tick: Double? = nil, stroke: Stroke
  ) {
    self.x = x
    self.top = top
    self.bottom = bottom
    self.tick = tick
    self.stroke = stroke
  }

  public func draw(on canvas: any Canvas) {
    var path = Path.segment(Point(x, top), Point(x, bottom))
    for y in [top, bottom] {
      path.append(.segment(Point(x - capWidth / 2, y), Point(x + capWidth / 2, y)))
    }
    canvas.stroke(path, with: stroke)
    guard let tick else { return }
    canvas.stroke(
      .segment(Point(x - capWidth * 0.8, tick), Point(x + capWidth * 0.8, tick)),
      with: Stroke(stroke.color, width: 2 * stroke.width))
  }
}
