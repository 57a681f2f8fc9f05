import Glibc

/// A place that a label could take.
struct LabelCandidate: Equatable {
  var rect: Rect
  var leader: Segment?
  /// How far this place is from the ideal one, whatever else is on the page.
  var cost: Double
  /// The box around text and leader.
  var extent: Rect
}

extension LabelCandidate {
  /// From the mark's edge to the text, points.
  private static let distances = [2.0, 4, 7, 11, 16, 22, 29, 37, 46, 56, 68, 82]

  /// Text farther from its mark than this, points, needs a line to it.
  private static let needsLeader = 6.0

  /// Places all around the mark, in 16 directions and ever farther away.
  static func all(for request: LabelRequest, size: Size) -> [LabelCandidate] {
    distances.flatMap { distance in
      (0..<16).map { place(request, size: size, distance: distance, sixteenth: $0) }
    }
  }

  private static func place(
    _ request: LabelRequest, size: Size, distance: Double, sixteenth: Int
  ) -> LabelCandidate {
    let angle = Double(sixteenth) * .pi / 8
    let (right, down) = (cos(angle), sin(angle))
    let reach = request.radius + distance
    // The box hangs on its point facing the mark: a corner for diagonals, a side's middle otherwise.
    let slideX = min(max(right * 1.5, -1), 1)
    let slideY = min(max(down * 1.5, -1), 1)
    let center = request.anchor.offset(
      right * reach + slideX * size.width / 2, down * reach + slideY * size.height / 2)
    let rect = Rect(
      x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width,
      height: size.height)
    let leader = distance > needsLeader ? leader(from: request, to: rect) : nil
    let extent = leader.map { Rect(around: rect.corners + [$0.from, $0.to]) } ?? rect
    let cost =
      distance * 0.4 + (leader == nil ? 0 : 6) + directionCost(sixteenth, request.preferred)
    return LabelCandidate(rect: rect, leader: leader, cost: cost, extent: extent)
  }

  private static func leader(from request: LabelRequest, to rect: Rect) -> Segment? {
    // Aims at the letters rather than at the air above and below them.
    let target = rect.inset(left: -1, top: 1.5, right: -1, bottom: 1.5)
      .nearest(to: request.anchor)
    let length = request.anchor.distance(to: target)
    guard length > request.radius + 1 else { return nil }
    return Segment(request.anchor.toward(target, share: (request.radius + 0.5) / length), target)
  }

  /// What each direction costs; between two of the eight named ones, their mean and a little more.
  private static func directionCost(_ sixteenth: Int, _ preferred: [LabelDirection]) -> Double {
    func cost(_ eighth: Int) -> Double {
      let direction = LabelDirection.allCases[eighth % 8]
      if let rank = preferred.firstIndex(of: direction) { return Double(rank) * 0.5 }
      let usual: [LabelDirection] = [
        .right, .aboveRight, .belowRight, .left, .aboveLeft, .belowLeft, .above, .below,
      ]
      let rank = Double(usual.firstIndex(of: direction) ?? usual.count) * 0.5
      return preferred.isEmpty ? rank : rank + 3
    }
    let eighth = sixteenth / 2
    return sixteenth % 2 == 0 ? cost(eighth) : (cost(eighth) + cost(eighth + 1)) / 2 + 0.4
  }
}
