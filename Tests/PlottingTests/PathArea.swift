import Plotting

/// Measures what a path encloses, to hold drawn areas against calculus.
enum PathArea {
  /// The area inside a path of straight lines by the even-odd rule, for rings that do not cross:
  /// each ring counts positive when an even number of others surround it.
  static func of(_ path: Path) -> Double {
    let rings = rings(of: path)
    return rings.enumerated().reduce(0) { sum, ring in
      let depth = rings.enumerated().filter { other in
        other.offset != ring.offset && contains(other.element, ring.element[0])
      }.count
      return sum + abs(signed(ring.element)) * (depth.isMultiple(of: 2) ? 1 : -1)
    }
  }

  static func rings(of path: Path) -> [[Point]] {
    path.elements.reduce(into: []) { rings, element in
      switch element {
      case .move(let point): rings.append([point])
      case .line(let point), .curve(_, _, let point): rings[rings.count - 1].append(point)
      case .close: break
      }
    }
  }

  private static func edges(_ ring: [Point]) -> Zip2Sequence<[Point], [Point]> {
    zip(ring, Array(ring.dropFirst()) + [ring[0]])
  }

  private static func signed(_ ring: [Point]) -> Double {
    edges(ring).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 }
  }

  private static func contains(_ ring: [Point], _ point: Point) -> Bool {
    edges(ring).filter { from, to in
      (from.y > point.y) != (to.y > point.y)
        && point.x < from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x)
    }.count % 2 == 1
  }
}
