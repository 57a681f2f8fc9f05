import Glibc

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
