/// The search for the cheapest choice of one candidate for every label.
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

  init(scene: LabelScene, candidates: [[LabelCandidate]]) {
    self.scene = scene
    options = candidates.enumerated().map { label, candidates in
      let priced = candidates.map { Option(candidate: $0, cost: scene.cost(of: $0, label: label)) }
      return priced.enumerated().sorted {
        ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
      }.map(\.element)
    }
    choice = [Int?](repeating: nil, count: candidates.count)
  }

  mutating func best() -> [LabelCandidate] {
    for label in dearestFirst { choice[label] = cheapest(for: label) }
    settle(except: nil)
    for _ in 0..<4 where !holdEachLabel() { break }
    return zip(options, choice).compactMap { options, chosen in
      chosen.map { options[$0].candidate }
    }
  }

  private var dearestFirst: [Int] {
    options.indices.sorted { left, right in
      (-options[left][0].cost, left) < (-options[right][0].cost, right)
    }
  }

  /// Moves single labels to cheaper places until none is left, leaving `fixed` where it is.
  private mutating func settle(except fixed: Int?) {
    for _ in 0..<20 {
      let before = choice
      for label in options.indices where label != fixed { choice[label] = cheapest(for: label) }
      if choice == before { return }
    }
  }

  /// Puts each label in turn on one of its best places and lets the others settle around it.
  /// - Returns: whether that lowered the total.
  private mutating func holdEachLabel() -> Bool {
    var lowest = total
    var improved = false
    for label in options.indices {
      for option in options[label].indices.prefix(8) where option != choice[label] {
        let before = choice
        choice[label] = option
        settle(except: label)
        if total < lowest - 1e-9 {
          lowest = total
          improved = true
        } else {
          choice = before
        }
      }
    }
    return improved
  }

  /// The cheapest option given the other labels' places; the earlier on a tie.
  private func cheapest(for label: Int) -> Int {
    var best = (index: 0, cost: Double.infinity)
    for (index, option) in options[label].enumerated() {
      // Options come in the order of their own cost, which the other labels can only raise.
      if option.cost >= best.cost { break }
      let cost = option.cost + sharedCost(of: option, label: label, limit: best.cost)
      if cost < best.cost { best = (index, cost) }
    }
    return best.index
  }

  /// What an option costs together with the other labels' places, beside its own cost.
  /// - Parameter limit: where both costs reach this, the rest is not summed up.
  private func sharedCost(of option: Option, label: Int, limit: Double = .infinity) -> Double {
    var shared = 0.0
    for (other, chosen) in choice.enumerated() where other != label {
      guard let chosen else { continue }
      shared += scene.cost(between: option.candidate, options[other][chosen].candidate)
      if option.cost + shared >= limit { break }
    }
    return shared
  }

  /// The cost of all labels where they are, each pair counted once.
  private var total: Double {
    options.indices.reduce(0) { sum, label in
      guard let chosen = choice[label] else { return sum }
      let option = options[label][chosen]
      let shared = sharedCost(of: option, label: label)
      return sum + option.cost + shared / 2
    }
  }
}
