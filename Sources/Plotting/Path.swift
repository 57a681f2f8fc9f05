/// An outline made of straight lines and cubic curves.
public struct Path: Equatable, Sendable {
  public enum Element: Equatable, Sendable {
    case move(Point)
    case line(Point)
    case curve(control1: Point, control2: Point, end: Point)
    case close
  }

  public var elements: [Element] = []

  public init() {}

  public mutating func move(to point: Point) { elements.append(.move(point)) }
  public mutating func line(to point: Point) { elements.append(.line(point)) }
  public mutating func curve(to end: Point, _ control1: Point, _ control2: Point) {
    elements.append(.curve(control1: control1, control2: control2, end: end))
  }
  public mutating func close() { elements.append(.close) }
  public mutating func append(_ other: Path) { elements += other.elements }

  /// The line through `points`, closed when asked for.
  public static func polyline(_ points: [Point], closed: Bool = false) -> Path {
    var path = Path()
    for (index, point) in points.enumerated() {
      if index == 0 { path.move(to: point) } else { path.line(to: point) }
    }
    if closed && !points.isEmpty { path.close() }
    return path
  }

  public static func segment(_ from: Point, _ to: Point) -> Path { polyline([from, to]) }

  public static func rect(_ rect: Rect) -> Path {
    polyline(
      [
        Point(rect.minX, rect.minY), Point(rect.maxX, rect.minY),
        Point(rect.maxX, rect.maxY), Point(rect.minX, rect.maxY),
      ], closed: true)
  }

  public static func circle(center: Point, radius: Double) -> Path {
    // Four cubic arcs; this control distance keeps the error under 0.03 % of the radius.
    let k = radius * 0.5522847498307936
    let (x, y) = (center.x, center.y)
    var path = Path()
    path.move(to: Point(x + radius, y))
    path.curve(to: Point(x, y + radius), Point(x + radius, y + k), Point(x + k, y + radius))
    path.curve(to: Point(x - radius, y), Point(x - k, y + radius), Point(x - radius, y + k))
    path.curve(to: Point(x, y - radius), Point(x - radius, y - k), Point(x - k, y - radius))
    path.curve(to: Point(x + radius, y), Point(x + k, y - radius), Point(x + radius, y - k))
    path.close()
    return path
  }

  /// The smallest rectangle around the path's points and control points, hence around the path.
  public var bounds: Rect {
    Rect(
      around: elements.flatMap { element -> [Point] in
        switch element {
        case .move(let point), .line(let point): [point]
        case .curve(let control1, let control2, let end): [control1, control2, end]
        case .close: []
        }
      })
  }
}
