/// Marching squares with linear interpolation: traces where a sampled field crosses a level.
///
/// Lines are directed, with the higher side always on the same hand, so that every crossing of a
/// grid edge ends at most one piece and begins at most one other.
struct ContourTracer {
  let field: SampledField
  let level: Double
  /// Whether a ring of samples lower than any level surrounds the grid, at the places of its
  /// outermost samples: every line then closes, along the edge of the grid where need be.
  let isPadded: Bool

  /// The lines, in the order of the grid; a closed one repeats its first point at the end.
  func lines() -> [[Point]] {
    let pieces = pieces()
    let next = Dictionary(pieces.map { ($0.from, $0.to) }) { first, _ in first }
    let ends = Set(pieces.map(\.to))
    // Lines that come in from a border or a hole first, then the rings that remain.
    let starts = pieces.filter { !ends.contains($0.from) } + pieces
    var visited: Set<Crossing> = []
    var lines: [[Point]] = []
    for piece in starts where !visited.contains(piece.from) {
      var crossings = [piece.from]
      while let crossing = next[crossings[crossings.count - 1]] {
        visited.insert(crossings[crossings.count - 1])
        crossings.append(crossing)
        if visited.contains(crossing) { break }
      }
      lines.append(crossings.map(point))
    }
    return lines
  }

  /// A grid edge that the level crosses: from a sample to its right or lower neighbour.
  private struct Crossing: Hashable {
    var column: Int
    var row: Int
    var isHorizontal: Bool
  }

  private struct Piece {
    var from: Crossing
    var to: Crossing
  }

  private func pieces() -> [Piece] {
    let ring = isPadded ? 1 : 0
    let columns = -ring..<max(-ring, field.x.count - 1 + ring)
    let rows = -ring..<max(-ring, field.y.count - 1 + ring)
    return rows.flatMap { row in columns.flatMap { pieces(column: $0, row: row) } }
  }

  /// The pieces in the cell whose upper left sample is given.
  private func pieces(column: Int, row: Int) -> [Piece] {
    let corners = [
      sample(column, row), sample(column + 1, row), sample(column + 1, row + 1),
      sample(column, row + 1),
    ]
    // Most cells: the level passes them by.
    guard corners.contains(where: { $0 >= level }), corners.contains(where: { $0 < level }),
      !corners.contains(where: \.isNaN)
    else { return [] }
    let isInside = corners.map { $0 >= level }
    let exits = (0..<4).filter { isInside[$0] && !isInside[($0 + 1) % 4] }
    let entries = (0..<4).filter { !isInside[$0] && isInside[($0 + 1) % 4] }
    // Two inner corners across from each other: joined when the cell's middle is inside too.
    let isJoined = exits.count == 1 || corners.reduce(0, +) / 4 >= level
    let edges = [
      Crossing(column: column, row: row, isHorizontal: true),
      Crossing(column: column + 1, row: row, isHorizontal: false),
      Crossing(column: column, row: row + 1, isHorizontal: true),
      Crossing(column: column, row: row, isHorizontal: false),
    ]
    return exits.compactMap { exit in
      let clockwise = (1...3).map { (exit + $0) % 4 }.filter(entries.contains)
      guard let entry = isJoined ? clockwise.first : clockwise.last else { return nil }
      return Piece(from: edges[exit], to: edges[entry])
    }
  }

  private func sample(_ column: Int, _ row: Int) -> Double {
    field.x.indices.contains(column) && field.y.indices.contains(row)
      ? field[column, row] : -.infinity
  }

  private func place(_ column: Int, _ row: Int) -> Point {
    Point(
      field.x[min(max(column, 0), field.x.count - 1)],
      field.y[min(max(row, 0), field.y.count - 1)])
  }

  private func point(_ crossing: Crossing) -> Point {
    let (column, row) = (crossing.column, crossing.row)
    let (right, below) = crossing.isHorizontal ? (column + 1, row) : (column, row + 1)
    let (from, to) = (sample(column, row), sample(right, below))
    // A crossing towards the ring lies on the grid's border: both ends are the same place.
    let share = from.isFinite && to.isFinite ? (level - from) / (to - from) : 0
    return place(column, row).toward(place(right, below), share: share)
  }
}

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
