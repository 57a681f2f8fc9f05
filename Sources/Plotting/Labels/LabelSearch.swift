/// The search for the cheapest choice of one candidate for every label.
///
/// Labels take their cheapest candidates one after the other, the one with the dearest best place
/// first; then single labels move as long as that lowers the total, and at last each label in turn
/// is held at one of its best places while the others settle around it. A label is looked at again
/// only when one has moved that shares the page with a place that it has weighed.
/// Ties go to the earlier candidate and the earlier label: the same input gives the same layout.
struct LabelSearch {
  private struct Option {
    var candidate: LabelCandidate
    /// Its cost whatever the other labels do.
    var cost: Double
  }

  private let scene: LabelScene
  /// Each label's options, cheapest first.
  private let options: [[Option]]
  /// The option taken by each label; nil before it has one.
  private var choice: [Int?]
  /// Around the places that each label weighed when it chose last.
  private var weighed: [Rect?]
  private var taken: BoxIndex
  /// Labels that may have a cheaper place by now.
  private var unsettled: Set<Int> = []
  /// How many candidates were weighed.
  private(set) var checks: Int
  /// Of `checks`, when no more labels are held.
  private let mostChecks: Int

  /// Candidates weighed for each label before labels are no longer held: more than what
  /// thirteen labels with room around them take.
  private static let checksPerLabel = 500

  /// - Parameters:
  ///   - labels: the places of the labels among the scene's marks.
  ///   - candidates: of each of them.
  init(scene: LabelScene, labels: [Int], candidates: [[LabelCandidate]]) {
    self.scene = scene
    options = zip(labels, candidates).map { label, candidates in
      let priced = candidates.map { Option(candidate: $0, cost: scene.cost(of: $0, label: label)) }
      return priced.enumerated().sorted {
        ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
      }.map(\.element)
    }
    choice = [Int?](repeating: nil, count: labels.count)
    weighed = [Rect?](repeating: nil, count: labels.count)
    taken = BoxIndex(over: scene.bounds)
    checks = candidates.reduce(0) { $0 + $1.count }
    mostChecks = checks + labels.count * Self.checksPerLabel
  }

  mutating func best() -> [LabelCandidate] {
    for label in dearestFirst { move(label, to: cheapest(for: label)) }
    unsettled = Set(options.indices)
    settle(except: nil)
    for _ in 0..<4 where !holdEachLabel() { break }
    return options.indices.compactMap { place(of: $0)?.candidate }
  }

  private var dearestFirst: [Int] {
    options.indices.sorted { left, right in
      (-options[left][0].cost, left) < (-options[right][0].cost, right)
    }
  }

  private func place(of label: Int) -> Option? { choice[label].map { options[label][$0] } }

  /// Moves single labels to cheaper places until none is left, leaving `fixed` where it is.
  private mutating func settle(except fixed: Int?) {
    for _ in 0..<20 {
      var moved = false
      var last = -1
      while let label = unsettled.filter({ $0 > last && $0 != fixed }).min() {
        last = label
        unsettled.remove(label)
        let cheapest = cheapest(for: label)
        if cheapest != choice[label] {
          move(label, to: cheapest)
          moved = true
        }
      }
      if !moved { return }
    }
  }

  /// Puts a label on an option, and notes whom that may concern.
  private mutating func move(_ label: Int, to option: Int?) {
    for option in [choice[label], option].compactMap({ $0 }) {
      let area = options[label][option].candidate.extent.inset(by: -2 * LabelScene.air)
      for other in weighed.indices where other != label && weighed[other]?.touches(area) ?? false {
        unsettled.insert(other)
      }
    }
    choice[label] = option
    if let place = place(of: label) {
      taken.insert(place.candidate.extent, as: label)
    } else {
      taken.remove(label)
    }
  }

  /// Puts each label in turn on one of its best places and lets the others settle around it.
  /// - Returns: whether that lowered the total.
  private mutating func holdEachLabel() -> Bool {
    var improved = false
    for label in options.indices {
      for option in options[label].indices.prefix(8) where option != choice[label] {
        guard checks < mostChecks else { return false }
        let before = choice
        move(label, to: option)
        settle(except: label)
        unsettled.insert(label)
        let moved = options.indices.filter { choice[$0] != before[$0] }
        let cost = total(around: moved)
        let after = choice
        restore(before, moved)
        if cost < total(around: moved) - 1e-9 {
          restore(after, moved)
          improved = true
        }
      }
    }
    return improved
  }

  private mutating func restore(_ choices: [Int?], _ labels: [Int]) {
    for label in labels { move(label, to: choices[label]) }
  }

  /// The cheapest option given the other labels' places; the earlier on a tie.
  private mutating func cheapest(for label: Int) -> Int {
    var best = (index: 0, cost: Double.infinity)
    var area = options[label][0].candidate.extent
    for (index, option) in options[label].enumerated() {
      // Options come in the order of their own cost, which the other labels can only raise.
      if option.cost >= best.cost { break }
      checks += 1
      area = area.union(option.candidate.extent)
      let cost = option.cost + sharedCost(of: option, label: label)
      if cost < best.cost { best = (index, cost) }
    }
    weighed[label] = area
    return best.index
  }

  /// What an option costs together with the other labels' places, beside its own cost.
  private func sharedCost(of option: Option, label: Int) -> Double {
    neighbours(of: option.candidate).reduce(0) { sum, other in
      guard other != label, let place = place(of: other) else { return sum }
      return sum + scene.cost(between: option.candidate, place.candidate)
    }
  }

  private func neighbours(of candidate: LabelCandidate) -> [Int] {
    taken.numbers(touching: candidate.extent.inset(by: -2 * LabelScene.air))
  }

  /// The cost of `labels` where they are, each pair counted once.
  private func total(around labels: [Int]) -> Double {
    let group = Set(labels)
    return labels.reduce(0) { sum, label in
      guard let option = place(of: label) else { return sum }
      let shared = neighbours(of: option.candidate).reduce(0.0) { shared, other in
        guard other != label, let place = place(of: other) else { return shared }
        let cost = scene.cost(between: option.candidate, place.candidate)
        return shared + (group.contains(other) ? cost / 2 : cost)
      }
      return sum + option.cost + shared
    }
  }
}
