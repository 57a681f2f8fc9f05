/// What labels have to keep clear of, and how bad it is when they do not.
struct LabelScene {
  let bounds: Rect
  private let marks: [(center: Point, radius: Double)]
  private let obstacles: [Rect]
  /// Every piece of every line, with the line that it is of.
  private let pieces: [(line: Int, segment: Segment)]
  private let (markIndex, obstacleIndex, pieceIndex): (BoxIndex, BoxIndex, BoxIndex)
  private let largestRadius: Double

  /// Air kept around a text, points.
  static let air = 1.0

  /// Costs in the unit of `LabelCandidate.cost`: a real overlap outweighs any distance.
  private enum Cost {
    static let outside = 2000.0
    static let overlap = 500.0
    static let onLine = 200.0
    static let leaderOverMark = 120.0
    static let leaderEndsAtOther = 60.0
    static let leaderOverText = 250.0
    static let leaderOverLeader = 120.0
    static let leaderOverLine = 8.0
    static let leaderAlongLine = 60.0
    static let nearerToOther = 6.0
  }

  init(
    bounds: Rect, marks: [(center: Point, radius: Double)], obstacles: [Rect], lines: [[Point]]
  ) {
    (self.bounds, self.marks, self.obstacles) = (bounds, marks, obstacles)
    pieces = lines.enumerated().flatMap { line, points in
      Segment.pieces(of: points).map { (line, $0) }
    }
    largestRadius = marks.map(\.radius).max() ?? 0
    markIndex = BoxIndex(
      marks.map { Rect(from: $0.center, to: $0.center).inset(by: -$0.radius) }, over: bounds)
    obstacleIndex = BoxIndex(obstacles, over: bounds)
    pieceIndex = BoxIndex(
      pieces.map { Rect(from: $0.segment.from, to: $0.segment.to) }, over: bounds)
  }

  // MARK: One label

  /// The cost of `candidate` for label `index`, whatever the other labels do.
  func cost(of candidate: LabelCandidate, label index: Int) -> Double {
    var cost = candidate.cost
    if !bounds.contains(candidate.rect) { cost += Cost.outside }
    let ownGap = gap(candidate, index)
    // As far as a mark can be that the text is nearly as near to as to its own.
    let reach = candidate.leader == nil ? max(ownGap + 2, Self.air) : Self.air
    for other in markIndex.numbers(touching: candidate.extent.inset(by: -reach))
    where other != index {
      if covers(candidate, mark: other) { cost += Cost.overlap }
      if candidate.leader == nil, gap(candidate, other) < ownGap + 2 { cost += Cost.nearerToOther }
      if let leader = candidate.leader, touches(leader, mark: other) {
        cost += Cost.leaderOverMark
        // Of marks that lie on each other a line has to come from the side of its own.
        let distances = [index, other].map { marks[$0].center.distance(to: leader.from) }
        if distances[1] < distances[0] { cost += Cost.leaderEndsAtOther }
      }
    }
    for obstacle in obstacleIndex.numbers(touching: candidate.extent) {
      cost += covers(candidate, obstacle: obstacle) ? Cost.overlap : 0
      cost += candidate.leader?.length(inside: obstacles[obstacle]) == nil ? 0 : Cost.leaderOverText
    }
    return cost + lineCost(candidate)
  }

  private func lineCost(_ candidate: LabelCandidate) -> Double {
    let box = candidate.rect.inset(by: -Self.air)
    var (cost, covered) = (0.0, 0.0)
    // Line by line, as pieces are numbered by lines.
    var coveredLine: Int?
    for piece in pieceIndex.numbers(touching: candidate.extent.inset(by: -Self.air)) {
      let (line, segment) = pieces[piece]
      if let length = segment.length(inside: box) {
        covered += length
        if coveredLine != line { cost += Cost.onLine }
        coveredLine = line
      }
      if let leader = candidate.leader {
        if leader.crosses(segment) { cost += Cost.leaderOverLine }
        if leader.runsAlong(segment, within: Self.air) { cost += Cost.leaderAlongLine }
      }
    }
    return cost + 2 * covered
  }

  /// Whether `candidate` is no place for label `index`, whatever the other labels do: its text would
  /// lie on something.
  func isCovered(_ candidate: LabelCandidate, label index: Int) -> Bool {
    guard bounds.contains(candidate.rect) else { return true }
    let box = candidate.rect.inset(by: -Self.air)
    return markIndex.contains(touching: box) { $0 != index && covers(candidate, mark: $0) }
      || obstacleIndex.contains(touching: box) { covers(candidate, obstacle: $0) }
      || pieceIndex.contains(touching: box) { pieces[$0].segment.length(inside: box) != nil }
  }

  /// Whether the leader of `candidate` runs over another mark, or over what its own mark is clear of.
  func leadsAcross(_ candidate: LabelCandidate, label index: Int) -> Bool {
    guard let leader = candidate.leader else { return false }
    let box = Rect(from: leader.from, to: leader.to).inset(by: -Self.air)
    let (center, radius) = marks[index]
    return markIndex.contains(touching: box) { $0 != index && touches(leader, mark: $0) }
      || obstacleIndex.contains(touching: box) { obstacle in
        leader.length(inside: obstacles[obstacle]) != nil
          && obstacles[obstacle].nearest(to: center).distance(to: center) > radius
      }
  }

  private func covers(_ candidate: LabelCandidate, mark index: Int) -> Bool {
    gap(candidate, index) < Self.air
  }

  private func covers(_ candidate: LabelCandidate, obstacle: Int) -> Bool {
    candidate.rect.overlap(obstacles[obstacle]) > 0
  }

  /// From the text to the edge of a mark, points.
  private func gap(_ candidate: LabelCandidate, _ index: Int) -> Double {
    let (center, radius) = marks[index]
    return candidate.rect.nearest(to: center).distance(to: center) - radius
  }

  private func touches(_ leader: Segment, mark index: Int) -> Bool {
    marks[index].center.distance(toSegment: leader.from, leader.to)
      < marks[index].radius + Self.air
  }

  // MARK: Two labels

  /// What `first` and `second`, the places of two labels, cost each other.
  func cost(between first: LabelCandidate, _ second: LabelCandidate) -> Double {
    guard first.extent.inset(by: -2 * Self.air).overlap(second.extent) > 0 else { return 0 }
    var cost = overlap(first, second) ? Cost.overlap : 0
    if leader(of: first, crosses: second) { cost += Cost.leaderOverText }
    if leader(of: second, crosses: first) { cost += Cost.leaderOverText }
    if let one = first.leader, let other = second.leader, one.crosses(other) {
      cost += Cost.leaderOverLeader
    }
    return cost
  }

  /// Whether the text of one label would lie on the text or the leader of the other.
  func clash(_ first: LabelCandidate, _ second: LabelCandidate) -> Bool {
    cost(between: first, second) >= Cost.leaderOverText
  }

  /// Whether the leaders of two labels would cross.
  func tangle(_ first: LabelCandidate, _ second: LabelCandidate) -> Bool {
    guard let one = first.leader, let other = second.leader else { return false }
    return one.crosses(other)
  }

  private func overlap(_ first: LabelCandidate, _ second: LabelCandidate) -> Bool {
    first.rect.inset(by: -Self.air).overlap(second.rect) > 0
  }

  private func leader(of first: LabelCandidate, crosses second: LabelCandidate) -> Bool {
    first.leader?.length(inside: second.rect.inset(by: -Self.air)) != nil
  }
}
