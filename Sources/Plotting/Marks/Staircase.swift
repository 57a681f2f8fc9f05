/// Turns points into the corners of a staircase, for frontiers on which only the points themselves
/// are attainable.
public enum Staircase {
  public enum Step: Equatable, Sendable {
    /// Keeps a point's y until the next point's x: for a frontier that is better lower and to the
    /// left, the best attainable up to there.
    case after
    /// Takes the next point's y at once, then goes to its x.
    case before
  }

  /// The staircase through `points`, given in drawing order; every second corner is a point. Equal
  /// neighbours and corners that coincide are dropped.
  public static func points(_ points: [Point], step: Step = .after) -> [Point] {
    guard let first = points.first else { return [] }
    var result = [first]
    for point in points.dropFirst() {
      let last = result[result.count - 1]
      let corner = step == .after ? Point(point.x, last.y) : Point(last.x, point.y)
      if corner != last && corner != point { result.append(corner) }
      if point != last { result.append(point) }
    }
    return result
  }

  /// Where the staircase lies at `x`, as page y; nil outside its reach. On a riser, the y that it
  /// steps to.
  public static func y(of points: [Point], at x: Double, step: Step = .after) -> Double? {
    guard let first = points.first, let last = points.last, x >= first.x, x <= last.x else {
      return nil
    }
    switch step {
    case .after: return points.last { $0.x <= x }?.y
    case .before: return points.first { $0.x > x }?.y ?? last.y
    }
  }
}
