import Glibc

/// A position on the page in points (1/72 in), from the top left corner, y downwards.
public struct Point: Equatable, Hashable, Sendable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// This point moved by (`dx`, `dy`) points.
  public func offset(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }

  /// The distance to `other`, points.
  public func distance(to other: Point) -> Double {
    let (dx, dy) = (other.x - x, other.y - y)
    return (dx * dx + dy * dy).squareRoot()
  }

  /// The point a given share of the way to `other`.
  func toward(_ other: Point, share: Double) -> Point {
    Point(x + (other.x - x) * share, y + (other.y - y) * share)
  }

  /// The distance to the nearest point between `from` and `to`, points.
  func distance(toSegment from: Point, _ to: Point) -> Double {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let squared = dx * dx + dy * dy
    guard squared > 0 else { return distance(to: from) }
    let share = ((x - from.x) * dx + (y - from.y) * dy) / squared
    return distance(to: from.toward(to, share: min(max(share, 0), 1)))
  }
}

/// A width and a height in points.
public struct Size: Equatable, Sendable {
  public var width: Double
  public var height: Double

  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// An axis-parallel rectangle in points.
public struct Rect: Equatable, Sendable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The smallest rectangle around `points`; empty at the origin when there are none.
  public init(around points: [Point]) {
    let xs = points.map(\.x)
    let ys = points.map(\.y)
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else {
      self.init(x: 0, y: 0, width: 0, height: 0)
      return
    }
    self.init(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The rectangle that two points are opposite corners of.
  init(from: Point, to: Point) {
    self.init(
      x: min(from.x, to.x), y: min(from.y, to.y), width: abs(to.x - from.x),
      height: abs(to.y - from.y))
  }

  public var minX: Double { x }
  public var maxX: Double { x + width }
  public var minY: Double { y }
  public var maxY: Double { y + height }
  public var midX: Double { x + width / 2 }
  public var midY: Double { y + height / 2 }

  /// This rectangle made smaller (or larger, when negative) by the given margins.
  public func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0)
    -> Rect
  {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }

  public func inset(by margin: Double) -> Rect {
    inset(left: margin, top: margin, right: margin, bottom: margin)
  }

  public func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }

  /// Whether `other` lies wholly inside this rectangle.
  public func contains(_ other: Rect) -> Bool {
    other.minX >= minX && other.maxX <= maxX && other.minY >= minY && other.maxY <= maxY
  }

  /// The area that both rectangles cover, in square points.
  public func overlap(_ other: Rect) -> Double {
    let width = min(maxX, other.maxX) - max(minX, other.minX)
    let height = min(maxY, other.maxY) - max(minY, other.minY)
    return width > 0 && height > 0 ? width * height : 0
  }

  /// Whether the rectangles have a point in common, be it on their edges.
  func touches(_ other: Rect) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
  }

  /// The smallest rectangle around both.
  func union(_ other: Rect) -> Rect {
    let (left, top) = (min(minX, other.minX), min(minY, other.minY))
    return Rect(
      x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }

  /// The corners, clockwise on the page from the top left.
  public var corners: [Point] {
    [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY)]
  }

  public var center: Point { Point(midX, midY) }

  func moved(by offset: Point) -> Rect {
    Rect(x: x + offset.x, y: y + offset.y, width: width, height: height)
  }

  /// The point of this rectangle nearest to `point`.
  func nearest(to point: Point) -> Point {
    Point(min(max(point.x, minX), maxX), min(max(point.y, minY), maxY))
  }
}

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

/// A clockwise turn (page y points downwards) about the origin.
struct Rotation {
  private let cosine: Double
  private let sine: Double

  init(degrees: Double) {
    // Quarter turns are exact, so that boxes of upright text do not pick up rounding noise.
    let quarters = (degrees / 90).rounded()
    if quarters * 90 == degrees {
      let turns = Int(quarters.truncatingRemainder(dividingBy: 4) + 4) % 4
      cosine = [1, 0, -1, 0][turns]
      sine = [0, 1, 0, -1][turns]
    } else {
      cosine = cos(degrees * .pi / 180)
      sine = sin(degrees * .pi / 180)
    }
  }

  func apply(_ point: Point) -> Point {
    Point(point.x * cosine - point.y * sine, point.x * sine + point.y * cosine)
  }

  /// The corners of `rect` after the turn, in order around it.
  func corners(of rect: Rect) -> [Point] { rect.corners.map(apply) }

  /// The axis-parallel box around the turned `rect`.
  func bounds(of rect: Rect) -> Rect { Rect(around: corners(of: rect)) }
}
