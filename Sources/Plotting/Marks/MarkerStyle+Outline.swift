extension MarkerStyle.Shape {
  /// Whether the shape is an area.
  public var hasInside: Bool { ![.cross, .plus, .tick].contains(self) }
}

extension MarkerStyle {
  /// The shape's outline around `center`. Areas equal the circle's within a few percent, so that no
  /// shape looks heavier than another.
  public func outlinePath(at center: Point) -> Path {
    func polygon(_ corners: [(Double, Double)], scale: Double) -> Path {
      let reach = radius * scale
      return .polyline(corners.map { center.offset($0.0 * reach, $0.1 * reach) }, closed: true)
    }
    func strokes(_ ends: [((Double, Double), (Double, Double))]) -> Path {
      ends.reduce(into: Path()) { path, end in
        path.append(
          .segment(
            center.offset(end.0.0 * radius, end.0.1 * radius),
            center.offset(end.1.0 * radius, end.1.1 * radius)))
      }
    }
    switch shape {
    case .circle: return .circle(center: center, radius: radius)
    case .square: return polygon([(-1, -1), (1, -1), (1, 1), (-1, 1)], scale: 0.886)
    case .diamond: return polygon([(0, -1), (1, 0), (0, 1), (-1, 0)], scale: 1.253)
    case .triangleUp: return polygon([(0, -1), (0.866, 0.5), (-0.866, 0.5)], scale: 1.4)
    case .triangleDown: return polygon([(0, 1), (-0.866, -0.5), (0.866, -0.5)], scale: 1.4)
    case .cross: return strokes([((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8))])
    case .plus: return strokes([((-1, 0), (1, 0)), ((0, -1), (0, 1))])
    case .tick: return strokes([((0, -1), (0, 1))])
    }
  }
}
