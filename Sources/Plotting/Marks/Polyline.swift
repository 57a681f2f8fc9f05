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
