/// Which labels have a place, and which: none of them lies on anything.
///
/// The most important labels choose first, each the first free place of its own; a label may take
/// the places of less important ones, which then look for others.
struct LabelSeats {
  private let scene: LabelScene
  private let requests: [LabelRequest]
  private let sizes: [Size]
  /// By the directions that requests prefer.
  private let spots: [[LabelDirection]: LabelSpots]
  /// By request; nil is left out.
  private(set) var places: [LabelCandidate?]
  private var taken: BoxIndex
  /// How many candidates were looked at.
  private(set) var checks = 0

  /// - Parameter sizes: of the texts.
  init(_ scene: LabelScene, _ requests: [LabelRequest], sizes: [Size]) {
    (self.scene, self.requests, self.sizes) = (scene, requests, sizes)
    spots = Set(requests.map(\.preferred)).reduce(into: [:]) {
      $0[$1] = LabelSpots(preferred: $1)
    }
    places = [LabelCandidate?](repeating: nil, count: requests.count)
    taken = BoxIndex(over: scene.bounds)
  }

  /// How many labels have a place.
  var count: Int { places.count { $0 != nil } }

  /// Every place that a label could take, from the nearest ring to the farthest.
  func candidates(of label: Int) -> [LabelCandidate] {
    (spots[requests[label].preferred]?.outwards ?? []).filter { isSpot($0, of: label) }.map {
      LabelCandidate($0, of: requests[label], size: sizes[label])
    }
  }

  private func isSpot(_ spot: LabelSpots.Spot, of label: Int) -> Bool {
    spot.needsLeader || !requests[label].isLed
  }

  /// Puts labels at places found elsewhere, those whose texts lie on nothing there: the most
  /// important first.
  /// - Parameter strictly: whether leaders must not run over other marks or each other either.
  mutating func keep(_ found: [(label: Int, place: LabelCandidate)], strictly: Bool) {
    let byLabel = found.reduce(into: [:]) { $0[$1.label] = $1.place }
    for label in byImportance(found.map(\.label)) {
      guard let place = byLabel[label], !scene.isCovered(place, label: label),
        !strictly || !scene.leadsAcross(place, label: label),
        inTheWay(of: place, strictly: strictly).isEmpty
      else { continue }
      take(place, label)
    }
  }

  /// A plot that so many labels, one after the other, find no place on has none for those that
  /// matter even less.
  private static let mostMisses = 200

  /// Looks for places for those of `labels` that have none.
  mutating func seat(_ labels: [Int]) {
    var waiting = byImportance(labels)
    while !waiting.isEmpty {
      var evicted: [Int] = []
      var misses = 0
      for label in waiting where places[label] == nil {
        guard let (place, others) = bestPlace(of: label) else {
          misses += 1
          if misses > Self.mostMisses { break }
          continue
        }
        misses = 0
        for other in others { leave(other) }
        evicted += others
        take(place, label)
      }
      // Ever less important ones: this comes to an end.
      waiting = byImportance(evicted)
    }
  }

  /// Whether as many labels have a place here as there, counting the most important ones first.
  func isAtLeast(_ other: LabelSeats) -> Bool {
    for importance in Set(requests.map(\.importance)).sorted(by: >) {
      let own = requests.indices.filter { requests[$0].importance == importance }
      let counts = [self, other].map { seats in own.count { seats.places[$0] != nil } }
      if counts[0] != counts[1] { return counts[0] > counts[1] }
    }
    return true
  }

  private func byImportance(_ labels: [Int]) -> [Int] {
    labels.sorted { (-requests[$0].importance, $0) < (-requests[$1].importance, $1) }
  }

  /// The cheapest free place, else the cheapest that less important labels stand on; for a label
  /// that matters more than others, else the free place whose leader runs over least.
  private mutating func bestPlace(of label: Int) -> (LabelCandidate, others: [Int])? {
    var second: (LabelCandidate, [Int])?
    var third: (place: LabelCandidate, cost: Double)?
    for spot in spots[requests[label].preferred]?.cheapestFirst ?? []
    where isSpot(spot, of: label) {
      checks += 1
      let place = LabelCandidate(spot, of: requests[label], size: sizes[label])
      guard !scene.isCovered(place, label: label) else { continue }
      if requests[label].importance > 0, inTheWay(of: place, strictly: false).isEmpty {
        let cost = scene.cost(of: place, label: label)
        if cost < third?.cost ?? .infinity { third = (place, cost) }
      }
      guard !scene.leadsAcross(place, label: label) else { continue }
      let others = inTheWay(of: place, strictly: true)
      if others.isEmpty { return (place, []) }
      let areLess = others.allSatisfy { requests[$0].importance < requests[label].importance }
      if areLess, second == nil { second = (place, others) }
    }
    return second ?? third.map { ($0.place, []) }
  }

  private func inTheWay(of place: LabelCandidate, strictly: Bool) -> [Int] {
    taken.numbers(touching: place.extent.inset(by: -2 * LabelScene.air)).filter { other in
      guard let other = places[other] else { return false }
      return scene.clash(place, other) || strictly && scene.tangle(place, other)
    }
  }

  private mutating func take(_ place: LabelCandidate, _ label: Int) {
    places[label] = place
    taken.insert(place.extent, as: label)
  }

  private mutating func leave(_ label: Int) {
    places[label] = nil
    taken.remove(label)
  }
}
