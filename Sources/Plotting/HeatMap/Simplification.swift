/// Drops points that a line does not need: Douglas and Peucker, Cartographica 10(2), 1973.
enum Simplification {
  /// The line with as few of its points as keep every dropped one within `tolerance` points of it.
  /// The ends stay; a closed line repeats its first point at the end, before and after.
  static func line(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var keeps = [Bool](repeating: false, count: points.count)
    keeps[0] = true
    keeps[points.count - 1] = true
    var spans = [0..<points.count - 1]
    while let span = spans.popLast() {
      guard let far = farthest(in: span, of: points), far.distance > tolerance else { continue }
      keeps[far.index] = true
      spans.append(span.lowerBound..<far.index)
      spans.append(far.index..<span.upperBound)
    }
    return zip(points, keeps).filter(\.1).map(\.0)
  }

  private static func farthest(in span: Range<Int>, of points: [Point])
    -> (index: Int, distance: Double)?
  {
    let (from, to) = (points[span.lowerBound], points[span.upperBound])
    var result: (index: Int, distance: Double)?
    for index in span.dropFirst() {
      let distance = points[index].distance(toSegment: from, to)
      if distance > result?.distance ?? -1 { result = (index, distance) }
    }
    return result
  }
}
