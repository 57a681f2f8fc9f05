import Frontier
import Normalization
import Plotting

/// A row's spread over the draws, drawn through its mark or beside it.
struct Whisker {
  let row: NormalizedAnchor
  let spread: Quantiles
  /// The middle of the row's mark.
  let point: Point
  /// Around the row's mark.
  let mark: Rect
  /// Of the 95th and the 5th percentile, and of the median.
  let (top, bottom, tick): (Double, Double, Double)
  /// Beside the point where the whisker would run into another row's marks.
  var x: Double

  init(_ row: NormalizedAnchor, _ spread: Quantiles, mark: Rect, at place: FrontierPlace) {
    (self.row, self.spread, self.mark) = (row, spread, mark)
    point = place.point(row)
    (top, bottom, tick) = (
      place.y.position(of: spread.p95), place.y.position(of: spread.p05),
      place.y.position(of: spread.p50)
    )
    x = point.x
  }

  private static let tickReach = 2.6
  /// The white margin of a median, points.
  static let halo = 0.6

  var line: [Point] { [Point(x, top), Point(x, bottom)] }

  var median: [Point] { [-Self.tickReach, Self.tickReach].map { Point(x + $0, tick) } }

  /// From the middle of the mark to the whisker; nil where that runs through the mark.
  var join: [Point]? {
    x == point.x ? nil : [point, Point(x, min(max(point.y, top), bottom))]
  }

  /// The median with its margin.
  var medianBox: Rect { Rect(around: median).inset(by: -Self.halo - 0.4) }

  /// The line, its caps and the median.
  var boxes: [Rect] {
    let caps = line.map { Rect(around: [$0.offset(-2, 0), $0.offset(2, 0)]).inset(by: -0.4) }
    return [Rect(around: line).inset(left: -0.4, top: 0, right: -0.4, bottom: 0), medianBox] + caps
  }

  /// What of the join lies outside the mark.
  var joinBox: Rect? {
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
/// whiskers of other rows. The line between a whisker that stands aside and its mark is seen, and
/// keeps clear of other marks too.
struct WhiskerPlaces {
  private let marks: [(id: String, box: Rect)]
  private let lines: [Rect]
  private let side: Double
  private let plot: Rect
  private(set) var whiskers: [Whisker]

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
  /// Points between a whisker and the edge of another row's mark: its halo and a little.
  private static let air = 1.2
  /// What two lines that merely cross share, square points.
  private static let crossing = 2.0

  /// - Parameters:
  ///   - marks: every row's, by id.
  ///   - lines: that whiskers had better not run along: the envelope, arrows.
  ///   - side: where whiskers move first, right of their points (1) or left (−1).
  init(
    _ whiskers: [Whisker], marks: [(id: String, box: Rect)], lines: [[Point]], side: Double,
    in plot: Rect
  ) {
    self.marks = marks
    self.lines = lines.flatMap { line in
      zip(line, line.dropFirst()).map { Rect(around: [$0, $1]).inset(by: -1) }
    }
    (self.side, self.plot) = (side, plot)
    self.whiskers = whiskers.sorted { ($0.point.y, $0.row.id) < ($1.point.y, $1.row.id) }
    settle()
  }

  /// Each takes the best place among the others; some more rounds let the first ones see the last.
  private mutating func settle() {
    for _ in 0..<4 {
      var hasMoved = false
      for index in whiskers.indices {
        let best = best(index)
        hasMoved = hasMoved || best != whiskers[index].x
        whiskers[index].x = best
      }
      if !hasMoved { return }
    }
  }

  private func best(_ index: Int) -> Double {
    var whisker = whiskers[index]
    let (others, near) = neighbours(index)
    var best = (x: whisker.point.x, cost: Double.infinity)
    for (offset, distance) in offsets(index) where distance < best.cost {
      whisker.x = whisker.point.x + offset
      let cost = distance + cost(whisker, others, near)
      if cost < best.cost { best = (whisker.x, cost) }
    }
    return best.x
  }

  /// The other whiskers, and the places of other rows' marks, that one can get in the way of.
  private func neighbours(_ index: Int) -> (whiskers: [Whisker], marks: [Rect]) {
    let (whisker, reach) = (whiskers[index], Self.farthest + 15)
    let others = whiskers.indices.filter {
      $0 != index && abs(whiskers[$0].point.x - whisker.point.x) < reach + Self.farthest
    }.map { whiskers[$0] }
    let near = marks.filter {
      $0.id != whisker.row.id && abs($0.box.midX - whisker.point.x) < reach
    }.map { $0.box.inset(by: -Self.air) }
    return (others, near)
  }

  /// From the cheapest distance to the dearest.
  private func offsets(_ index: Int) -> [(offset: Double, cost: Double)] {
    let nearest = whiskers[index].mark.width / 2 + Self.shortest
    let steps = stride(from: nearest, through: Self.farthest, by: 1)
    return [(0, 0)]
      + steps.flatMap { [(side * $0, $0), (-side * $0, $0 + Cost.otherSide)] }
      .sorted { $0.1 < $1.1 }
  }

  private func cost(_ whisker: Whisker, _ others: [Whisker], _ marks: [Rect]) -> Double {
    let boxes = whisker.boxes
    let all = boxes + (whisker.joinBox.map { [$0] } ?? [])
    var cost = boxes.allSatisfy(plot.contains) ? 0 : Cost.mark
    for mark in marks { cost += Cost.mark * Double(all.count { $0.overlap(mark) > 0 }) }
    for other in others { cost += self.cost(whisker, boxes, other) }
    guard whisker.join != nil else { return cost }
    if whisker.medianBox.overlap(whisker.mark) > 0 { cost += Cost.ownMark }
    for line in lines where all.contains(where: { $0.overlap(line) > Self.crossing }) {
      cost += Cost.line
    }
    return cost
  }

  /// What two whiskers cost each other.
  private func cost(_ whisker: Whisker, _ boxes: [Rect], _ other: Whisker) -> Double {
    let (wide, others) = (boxes.map { $0.inset(by: -0.6) }, other.boxes)
    let doMeet = wide.contains { box in others.contains { $0.overlap(box) > 0 } }
    return (doMeet ? Cost.whisker : 0)
      + Self.cost(of: whisker.joinBox, over: others, other.joinBox)
      + Self.cost(of: other.joinBox, over: boxes, nil)
  }

  /// What a join costs that runs over the parts of a whisker, or along another join.
  private static func cost(of join: Rect?, over boxes: [Rect], _ other: Rect?) -> Double {
    guard let join else { return 0 }
    let crossed = boxes.count { $0.overlap(join) > 0 }
    return Double(crossed) * Cost.join + ((other?.overlap(join) ?? 0) > 0 ? Cost.whisker : 0)
  }
}
