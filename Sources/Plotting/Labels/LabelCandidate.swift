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

/// The places around any mark: in 16 directions and ever farther away.
struct LabelSpots {
  /// A place as seen from a mark.
  struct Spot {
    /// From the mark's edge to the text, points.
    let distance: Double
    /// The direction, of length 1.
    let (right, down): (Double, Double)
    let directionCost: Double

    var needsLeader: Bool { distance > LabelSpots.needsLeader }
    var cost: Double { distance * 0.4 + (needsLeader ? 6 : 0) + directionCost }
  }

  /// From the nearest ring to the farthest.
  let outwards: [Spot]
  let cheapestFirst: [Spot]

  /// Points.
  private static let distances = [2.0, 4, 7, 11, 16, 22, 29, 37, 46, 56, 68, 82]

  /// Text farther from its mark than this, points, needs a line to it.
  private static let needsLeader = 6.0

  /// - Parameter preferred: the best directions, best first; empty takes the usual order.
  init(preferred: [LabelDirection]) {
    let directions = (0..<16).map { sixteenth in
      let angle = Double(sixteenth) * .pi / 8
      return (cos(angle), sin(angle), Self.directionCost(sixteenth, preferred))
    }
    let outwards = Self.distances.flatMap { distance in
      directions.map { right, down, cost in
        Spot(distance: distance, right: right, down: down, directionCost: cost)
      }
    }
    self.outwards = outwards
    cheapestFirst = outwards.enumerated().sorted {
      ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
    }.map(\.element)
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

extension LabelCandidate {
  /// The place for a text of `size` at a spot beside the mark of `request`.
  init(_ spot: LabelSpots.Spot, of request: LabelRequest, size: Size) {
    let reach = request.radius + spot.distance
    // The box hangs on its point facing the mark: a corner for diagonals, a side's middle otherwise.
    let slideX = min(max(spot.right * 1.5, -1), 1)
    let slideY = min(max(spot.down * 1.5, -1), 1)
    let center = request.anchor.offset(
      spot.right * reach + slideX * size.width / 2, spot.down * reach + slideY * size.height / 2)
    let rect = Rect(
      x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width,
      height: size.height)
    let leader = spot.needsLeader ? Self.leader(from: request, to: rect) : nil
    self.init(
      rect: rect, leader: leader,
      cost: spot.distance * 0.4 + (leader == nil ? 0 : 6) + spot.directionCost,
      extent: leader.map { rect.union(Rect(from: $0.from, to: $0.to)) } ?? rect)
  }

  private static func leader(from request: LabelRequest, to rect: Rect) -> Segment? {
    // Ends a point before the letters, which reach from the text's top down to the baseline.
    let target = rect.inset(
      left: -1, top: 0.03 * rect.height - 1, right: -1, bottom: 0.24 * rect.height - 1
    ).nearest(to: request.anchor)
    let length = request.anchor.distance(to: target)
    guard length > request.radius + 1 else { return nil }
    return Segment(request.anchor.toward(target, share: (request.radius + 0.5) / length), target)
  }
}
