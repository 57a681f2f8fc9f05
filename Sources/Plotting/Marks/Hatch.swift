import Glibc

/// Parallel slanting lines over an area.
public struct Hatch: Mark, Equatable, Sendable {
  public var path: Path
  public var stroke: Stroke
  /// From line to line, points.
  public var spacing: Double
  /// Slope of the lines, degrees from the horizontal, positive rising to the right.
  public var angle: Double

  public init(_ path: Path, stroke: Stroke, spacing: Double = 4, angle: Double = 45) {
    self.path = path
    self.stroke = stroke
    self.spacing = spacing
    self.angle = angle
  }

  public func draw(on canvas: any Canvas) {
    let lines = lines
    guard !lines.elements.isEmpty else { return }
    canvas.clip(to: path) { canvas.stroke(lines, with: stroke) }
  }

  /// Lines over the area's box. They lie at whole multiples of the spacing from the page's corner,
  /// so that neighbouring hatched areas join.
  private var lines: Path {
    let box = path.bounds
    guard spacing > 0, box.width > 0, box.height > 0 else { return Path() }
    let (along, across) = directions
    let offsets = box.corners.map { $0.x * across.x + $0.y * across.y }
    let reaches = box.corners.map { $0.x * along.x + $0.y * along.y }
    guard let low = offsets.min(), let high = offsets.max(), let near = reaches.min(),
      let far = reaches.max()
    else { return Path() }
    func point(_ reach: Double, _ offset: Double) -> Point {
      Point(reach * along.x + offset * across.x, reach * along.y + offset * across.y)
    }
    let first = Int((low / spacing).rounded(.up))
    let last = Int((high / spacing).rounded(.down))
    return (first...max(first, last)).reduce(into: Path()) { path, index in
      let offset = Double(index) * spacing
      path.append(.segment(point(near, offset), point(far, offset)))
    }
  }

  /// Unit vectors along the lines and across them.
  private var directions: (Point, Point) {
    let radians = angle * .pi / 180
    return (Point(cos(radians), -sin(radians)), Point(sin(radians), cos(radians)))
  }
}
