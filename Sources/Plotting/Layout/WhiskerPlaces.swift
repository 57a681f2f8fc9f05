/// How far a mark spreads, drawn through it or beside it.
public struct Whisker: Equatable, Sendable {
  /// Whose it is.
  public let id: String
  /// The middle of its mark.
  public let point: Point
  /// Around its mark.
  let mark: Rect
  /// Where its ends are and, on it, its median.
  public let (top, bottom, tick): (Double, Double, Double)
  /// Beside the point where the whisker would run into another mark.
  public fileprivate(set) var x: Double

  public init(
    id: String, at point: Point, mark: Rect, from top: Double, to bottom: Double, tick: Double
  ) {
    (self.id, self.point, self.mark) = (id, point, mark)
    (self.top, self.bottom, self.tick) = (top, bottom, tick)
    x = point.x
  }

  public static func == (one: Whisker, other: Whisker) -> Bool {
    one.id == other.id && one.point == other.point && one.mark == other.mark && one.x == other.x
      && (one.top, one.bottom, one.tick) == (other.top, other.bottom, other.tick)
  }

  private static let tickReach = 2.6
  /// The white margin of a median, points.
  public static let halo = 0.6

  public var line: [Point] { [Point(x, top), Point(x, bottom)] }

  public var median: [Point] { [-Self.tickReach, Self.tickReach].map { Point(x + $0, tick) } }

  /// From the middle of the mark to the whisker; nil where that runs through the mark.
  public var join: [Point]? {
    x == point.x ? nil : [point, Point(x, min(max(point.y, top), bottom))]
  }

  /// The median with its margin.
  fileprivate var medianBox: Rect { Rect(around: median).inset(by: -Self.halo - 0.4) }

  /// The line, its caps and the median.
  public var boxes: [Rect] {
    let caps = line.map { Rect(around: [$0.offset(-2, 0), $0.offset(2, 0)]).inset(by: -0.4) }
    return [Rect(around: line).inset(left: -0.4, top: 0, right: -0.4, bottom: 0), medianBox] + caps
  }

  /// What of the join lies outside the mark.
  public var joinBox: Rect? {
    guard let join else { return nil }
    let box = Rect(around: join)
    return
      (x > point.x
      ? box.inset(left: min(mark.maxX - point.x, box.width))
      : box.inset(right: min(point.x - mark.minX, box.width)))
      .inset(left: 0, top: -0.4, right: 0, bottom: -0.4)
  }
}

/// Where whiskers stand: at their points, or beside them where they would run into the marks or the
/// whiskers of others. The line between a whisker that stands aside and its mark is seen, and
/// keeps clear of other marks too.
public struct WhiskerPlaces {
  /// With the white around them.
  private let marks: [(id: String, box: Rect)]
  private let lines: [Rect]
  private let side: Double
  private let plot: Rect
  private var shapes: [Shape]

  /// From the top of the page to its bottom.
  public var whiskers: [Whisker] { shapes.map(\.whisker) }

  /// A whisker, and where its parts lie.
  private struct Shape {
    let whisker: Whisker
    let boxes: [Rect]
    let join: Rect?
    /// Around all of it.
    let bounds: Rect

    init(_ whisker: Whisker) {
      self.whisker = whisker
      (boxes, join) = (whisker.boxes, whisker.joinBox)
      bounds = (boxes + (join.map { [$0] } ?? [])).reduce(boxes[0]) { $0.union($1) }
    }

    func at(_ x: Double) -> Shape {
      var whisker = whisker
      whisker.x = x
      return Shape(whisker)
    }

    /// Whether a part shares more with a line than crossing it takes.
    func runs(along line: Rect) -> Bool {
      guard line.overlap(bounds) > crossing else { return false }
      return boxes.contains { $0.overlap(line) > crossing }
        || (join?.overlap(line) ?? 0) > crossing
    }

    /// How many of its parts lie on a box.
    func count(on box: Rect) -> Int {
      boxes.count { $0.overlap(box) > 0 } + ((join?.overlap(box) ?? 0) > 0 ? 1 : 0)
    }
  }

  /// What it costs to be in the way of something, against a point of distance.
  private enum Cost {
    static let mark = 400.0
    static let whisker = 100.0
    static let join = 12.0
    static let line = 8.0
    static let ownMark = 3.0
    static let otherSide = 2.5
  }

  /// What is seen of a join at least, points.
  private static let shortest = 3.3
  private static let farthest = 28.0
  /// Points between a whisker and the edge of another's mark: its halo and a little.
  private static let air = 1.2
  /// Points between two whiskers.
  private static let margin = 0.6
  /// What two lines that merely cross share, square points.
  private static let crossing = 2.0

  /// - Parameters:
  ///   - marks: by the id of whose they are; those without a whisker too.
  ///   - lines: that whiskers had better not run along: the envelope, arrows.
  ///   - side: where whiskers move first, right of their points (1) or left (−1).
  public init(
    _ whiskers: [Whisker], marks: [(id: String, box: Rect)], lines: [[Point]], side: Double,
    in plot: Rect
  ) {
    self.marks = marks.map { ($0.id, $0.box.inset(by: -Self.air)) }
    self.lines = lines.flatMap { line in
      zip(line, line.dropFirst()).map { Rect(around: [$0, $1]).inset(by: -1) }
    }
    (self.side, self.plot) = (side, plot)
    shapes = whiskers.sorted { ($0.point.y, $0.id) < ($1.point.y, $1.id) }.map(Shape.init)
    settle()
  }

  /// Each takes the best place among the others; some more rounds let the first ones see the last.
  private mutating func settle() {
    for _ in 0..<4 {
      var hasMoved = false
      for index in shapes.indices {
        let best = best(index)
        hasMoved = hasMoved || best.whisker.x != shapes[index].whisker.x
        shapes[index] = best
      }
      if !hasMoved { return }
    }
  }

  private func best(_ index: Int) -> Shape {
    let whisker = shapes[index].whisker
    // All that one of the places may reach.
    let reach = shapes[index].at(whisker.point.x).bounds
      .inset(left: -Self.farthest, top: -1, right: -Self.farthest, bottom: -1).union(whisker.mark)
    let others = shapes.indices.filter { $0 != index && shapes[$0].bounds.touches(reach) }
      .map { shapes[$0] }
    let near = marks.filter { $0.id != whisker.id && $0.box.touches(reach) }.map(\.box)
    let lines = lines.filter { $0.touches(reach) }
    var best = (shape: shapes[index], cost: Double.infinity)
    for (offset, distance) in offsets(whisker) where distance < best.cost {
      let shape = shapes[index].at(whisker.point.x + offset)
      let most = best.cost - distance
      let cost = distance + cost(shape, others, near, lines, below: most)
      if cost < best.cost { best = (shape, cost) }
    }
    return best.shape
  }

  /// From the cheapest distance to the dearest.
  private func offsets(_ whisker: Whisker) -> [(offset: Double, cost: Double)] {
    let nearest = whisker.mark.width / 2 + Self.shortest
    let steps = stride(from: nearest, through: Self.farthest, by: 1)
    return [(0, 0)]
      + steps.flatMap { [(side * $0, $0), (-side * $0, $0 + Cost.otherSide)] }
      .sorted { $0.1 < $1.1 }
  }

  /// What a place costs; where that is not below `most`, perhaps too little, but not below it.
  private func cost(
    _ shape: Shape, _ others: [Shape], _ marks: [Rect], _ lines: [Rect], below most: Double
  ) -> Double {
    var cost = shape.boxes.allSatisfy(plot.contains) ? 0 : Cost.mark
    for mark in marks where mark.overlap(shape.bounds) > 0 {
      cost += Cost.mark * Double(shape.count(on: mark))
    }
    for other in others {
      guard cost < most else { return cost }
      cost += Self.cost(shape, other)
    }
    guard shape.join != nil else { return cost }
    if shape.whisker.medianBox.overlap(shape.whisker.mark) > 0 { cost += Cost.ownMark }
    for line in lines where shape.runs(along: line) { cost += Cost.line }
    return cost
  }

  /// What two whiskers cost each other.
  private static func cost(_ shape: Shape, _ other: Shape) -> Double {
    guard shape.bounds.inset(by: -margin).overlap(other.bounds) > 0 else { return 0 }
    let doMeet = shape.boxes.contains { box in
      let wide = box.inset(by: -margin)
      return other.boxes.contains { $0.overlap(wide) > 0 }
    }
    return (doMeet ? Cost.whisker : 0) + cost(of: shape.join, over: other.boxes, other.join)
      + cost(of: other.join, over: shape.boxes, nil)
  }

  /// What a join costs that runs over the parts of a whisker, or along another join.
  private static func cost(of join: Rect?, over boxes: [Rect], _ other: Rect?) -> Double {
    guard let join else { return 0 }
    let crossed = boxes.count { $0.overlap(join) > 0 }
    return Double(crossed) * Cost.join + ((other?.overlap(join) ?? 0) > 0 ? Cost.whisker : 0)
  }
}
