import Glibc

/// A text written along a line, on a ground that interrupts the line.
public struct InlineLabel {
  public let text: TextBlock
  public let center: Point
  /// Clockwise turn, degrees, from −90 up to 90: never upside down.
  public let angle: Double

  /// The ground: the text's box with a little air, turned.
  public var ground: Path {
    let size = text.size
    let box = Rect(
      x: -size.width / 2, y: -size.height / 2, width: size.width, height: size.height
    ).inset(left: -2, top: 0, right: -2, bottom: 0)
    return .polyline(
      Rotation(degrees: angle).corners(of: box).map { center.offset($0.x, $0.y) }, closed: true)
  }

  public func draw(
    on canvas: any Canvas, color: Color = .black, ground groundColor: Color? = .white
  ) {
    if let groundColor { canvas.fill(ground, with: groundColor) }
    text.draw(on: canvas, at: center, align: .centred, color: color, angle: angle)
  }
}

extension InlineLabel {
  /// The place for `text` where `polyline` is straightest: inside `bounds`, clear of `avoiding`,
  /// nearest to the line's middle among equals. nil when there is none.
  public static func along(
    _ polyline: [Point], text: RichText, font: Font, measurer: any TextMeasurer, bounds: Rect,
    avoiding obstacles: [Rect] = []
  ) -> InlineLabel? {
    let block = TextBlock(text, font: font, measurer: measurer)
    let walk = Walk(along: polyline)
    let window = block.size.width + 8
    guard walk.length >= window else { return nil }
    let count = 60
    let places = (0...count).map { index -> (label: InlineLabel, cost: Double) in
      let share = Double(index) / Double(count)
      let start = (walk.length - window) * share
      let (from, to) = (walk.point(at: start), walk.point(at: start + window))
      let middle = walk.point(at: start + window / 2)
      let label = InlineLabel(text: block, center: middle, angle: upright(from, to))
      var bend = 0.0
      for step in 1..<8 {
        let between = walk.point(at: start + window * Double(step) / 8)
        bend = max(bend, between.distance(toSegment: from, to))
      }
      // A tenth of a point of bend is as bad as being at an end rather than in the middle.
      return (label, bend + 0.2 * abs(share - 0.5))
    }
    let free = places.filter { place in
      let box = place.label.ground.bounds
      return bounds.contains(box) && !obstacles.contains { $0.overlap(box) > 0 }
    }
    return free.min { $0.cost < $1.cost }?.label
  }

  /// The direction of a chord as one to read along, degrees.
  private static func upright(_ from: Point, _ to: Point) -> Double {
    let degrees = atan2(to.y - from.y, to.x - from.x) * 180 / .pi
    if degrees >= 90 { return degrees - 180 }
    return degrees < -90 ? degrees + 180 : degrees
  }
}

/// A polyline by distance along it.
private struct Walk {
  let points: [Point]
  /// The distance of each point from the first, points.
  let distances: [Double]

  init(along points: [Point]) {
    self.points = points
    var distances: [Double] = []
    for (index, point) in points.enumerated() {
      let last = distances.last ?? 0
      distances.append(index == 0 ? 0 : last + points[index - 1].distance(to: point))
    }
    self.distances = distances
  }

  var length: Double { distances.last ?? 0 }

  func point(at distance: Double) -> Point {
    guard let next = distances.firstIndex(where: { $0 >= distance }), next > 0 else {
      return distance <= 0 ? points[0] : points[points.count - 1]
    }
    let span = distances[next] - distances[next - 1]
    let share = span > 0 ? (distance - distances[next - 1]) / span : 0
    return points[next - 1].toward(points[next], share: share)
  }
}
