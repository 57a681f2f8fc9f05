/// How a point is shown.
public struct MarkerStyle: Equatable, Sendable {
  /// The outlines; `cross`, `plus` and `tick` (a short upright line) have no inside to fill.
  public enum Shape: Equatable, Sendable, CaseIterable {
    case circle, square, triangleUp, triangleDown, diamond, cross, plus, tick
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
    let outlineReach = (outline?.width ?? 0) / 2
    return outlineReach
      + outlinePath(at: Point(0, 0)).bounds.corners.reduce(0) {
        max($0, abs($1.x), abs($1.y))
      }
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
