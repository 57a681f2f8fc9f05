/// What labels have to keep clear of, and how bad it is when they do not.
struct LabelScene {
  let bounds: Rect
  let marks: [(center: Point, radius: Double)]
  let obstacles: [Rect]
  let lines: [[Segment]]

  /// Air kept around a text, points.
  static let air = 1.0

  /// Costs in the unit of `LabelCandidate.cost`: a real overlap outweighs any distance.
  private enum Cost {
    static let outside = 2000.0
    static let overlap = 500.0
    static let onLine = 200.0
    static let leaderOverMark = 120.0
    static let leaderOverText = 250.0
    static let leaderOverLeader = 120.0
    static let leaderOverLine = 8.0
    static let leaderAlongLine = 60.0
    static let nearerToOther = 6.0
  }

  /// The cost of `candidate` for label `index`, whatever the other labels do.
  func cost(of candidate: LabelCandidate, label index: Int) -> Double {
    var cost = candidate.cost
    if !bounds.contains(candidate.rect) { cost += Cost.outside }
    for other in marks.indices where other != index {
      if covers(candidate, mark: other) { cost += Cost.overlap }
      if isNearer(candidate, to: other, than: index) { cost += Cost.nearerToOther }
      if let leader = candidate.leader, touches(leader, mark: other) {
        cost += Cost.leaderOverMark
      }
    }
    for obstacle in obstacles {
      cost += covers(candidate, obstacle) ? Cost.overlap : 0
      cost += candidate.leader?.length(inside: obstacle) == nil ? 0 : Cost.leaderOverMark
    }
    for line in lines { cost += lineCost(candidate, line) }
    return cost
  }

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

  func overlap(_ first: LabelCandidate, _ second: LabelCandidate) -> Bool {
    first.rect.inset(by: -Self.air).overlap(second.rect) > 0
  }

  func leader(of first: LabelCandidate, crosses second: LabelCandidate) -> Bool {
    first.leader?.length(inside: second.rect.inset(by: -Self.air)) != nil
  }

  func covers(_ candidate: LabelCandidate, mark index: Int) -> Bool {
    let mark = marks[index]
    return candidate.rect.nearest(to: mark.center).distance(to: mark.center)
      < mark.radius + Self.air
  }

  func covers(_ candidate: LabelCandidate, _ obstacle: Rect) -> Bool {
    candidate.rect.overlap(obstacle) > 0
  }

  func crosses(_ candidate: LabelCandidate, _ line: [Segment]) -> Bool {
    let box = candidate.rect.inset(by: -Self.air)
    return line.contains { $0.length(inside: box) != nil }
  }

  private func lineCost(_ candidate: LabelCandidate, _ line: [Segment]) -> Double {
    let box = candidate.rect.inset(by: -Self.air)
    var (cost, covered, isCovered) = (0.0, 0.0, false)
    for segment in line {
      if let length = segment.length(inside: box) {
        covered += length
        isCovered = true
      }
      if let leader = candidate.leader {
        if leader.crosses(segment) { cost += Cost.leaderOverLine }
        if leader.runsAlong(segment, within: Self.air) { cost += Cost.leaderAlongLine }
      }
    }
    return isCovered ? cost + Cost.onLine + 2 * covered : cost
  }

  /// Whether a reader could take the text for the other mark's.
  private func isNearer(_ candidate: LabelCandidate, to other: Int, than own: Int) -> Bool {
    func gap(_ index: Int) -> Double {
      let center = marks[index].center
      return candidate.rect.nearest(to: center).distance(to: center) - marks[index].radius
    }
    return candidate.leader == nil && gap(other) < gap(own) + 2
  }

  private func touches(_ leader: Segment, mark index: Int) -> Bool {
    marks[index].center.distance(toSegment: leader.from, leader.to)
      < marks[index].radius + Self.air
  }

  // MARK: Conflicts

  /// Everything that labels at `places` could not be kept from, label by label.
  func conflicts(of places: [LabelCandidate]) -> [LabelConflict] {
    places.indices.flatMap { conflicts(of: $0, in: places) }
  }

  private func conflicts(of label: Int, in places: [LabelCandidate]) -> [LabelConflict] {
    let place = places[label]
    var found: [LabelConflict] = []
    if !bounds.contains(place.rect) { found.append(.outsideBounds(label: label)) }
    for other in places.indices where other != label {
      if other > label && overlap(place, places[other]) {
        found.append(.overlapsLabel(label: label, other: other))
      }
      if covers(place, mark: other) { found.append(.overlapsMark(label: label, of: other)) }
      if leader(of: place, crosses: places[other]) {
        found.append(.leaderCrossesLabel(label: label, other: other))
      }
    }
    for (index, obstacle) in obstacles.enumerated() where covers(place, obstacle) {
      found.append(.overlapsObstacle(label: label, obstacle: index))
    }
    for (index, line) in lines.enumerated() where crosses(place, line) {
      found.append(.crossesLine(label: label, line: index))
    }
    return found
  }
}
