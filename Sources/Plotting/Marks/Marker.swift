/// How a point is shown.
public struct MarkerStyle: Equatable, Sendable {
  /// The outlines; `plus` and `tick` (a short upright line) have no inside to fill.
  public enum Shape: Equatable, Sendable, CaseIterable {
    case circle, square, triangleUp, triangleDown, diamond, plus, tick
  }

  public var shape: Shape
  /// Half the width of the circle, points; other shapes are sized to look as large.
  public var radius: Double
  /// nil leaves the inside empty, showing what lies under it.
  public var fill: Color?
  public var outline: Stroke?
  /// Width of the white ring around the mark that sets it off from what it lies on, points.
  public var halo: Double

  public init(
    _ shape: Shape, radius: Double = 3, fill: Color? = nil, outline: Stroke? = nil,
    halo: Double = 1
  ) {
    self.shape = shape
    self.radius = radius
    self.fill = fill
    self.outline = outline
    self.halo = halo
  }

  /// A mark filled with `color`.
  public static func filled(_ shape: Shape, _ color: Color, radius: Double = 3) -> MarkerStyle {
    MarkerStyle(shape, radius: radius, fill: color)
  }

  /// A mark in outline, white inside.
  public static func hollow(
    _ shape: Shape, _ color: Color, radius: Double = 3, width: Double = 1
  ) -> MarkerStyle {
    MarkerStyle(shape, radius: radius, fill: .white, outline: Stroke(color, width: width))
  }

  /// How far the mark reaches from its centre without the halo, points.
  public var reach: Double {
    box(at: Point(0, 0)).corners.reduce(0) { max($0, abs($1.x), abs($1.y)) }
  }

  /// Around the mark at `center` without the halo.
  public func box(at center: Point) -> Rect {
    outlinePath(at: center).bounds.inset(by: -(outline?.width ?? 0) / 2)
  }
}

/// A point of the data.
public struct Marker: Mark, Equatable, Sendable {
  public let style: MarkerStyle
  public let center: Point

  public init(_ style: MarkerStyle, at center: Point) {
    self.style = style
    self.center = center
  }

  public func draw(on canvas: any Canvas) {
    let path = style.outlinePath(at: center)
    if style.halo > 0 {
      let width = 2 * style.halo + (style.outline?.width ?? 0)
      canvas.stroke(path, with: Stroke(.white, width: width, cap: .round))
    }
    if let fill = style.fill, style.shape.hasInside { canvas.fill(path, with: fill) }
    if let outline = style.outline { canvas.stroke(path, with: outline) }
  }
}

extension MarkerStyle.Shape {
  /// Whether the shape is an area.
  var hasInside: Bool { ![.plus, .tick].contains(self) }
}

extension MarkerStyle {
  /// The shape's outline around `center`. Areas equal the circle's within a few percent, so that no
  /// shape looks heavier than another.
  func outlinePath(at center: Point) -> Path {
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
    case .plus: return strokes([((-1, 0), (1, 0)), ((0, -1), (0, 1))])
    case .tick: return strokes([((0, -1), (0, 1))])
    }
  }
}
