/// In how many draws something holds, and what that depends on.
public struct Support: Equatable, Sendable {
  public let share: SupportShare
  /// With Equation 7 as printed; nil where no choice leaves it open.
  public let underSum: SupportShare?
  /// At most two, the strongest first; none whose effect is below `Influence.least` or could be
  /// chance.
  public let decidedBy: [Influence]
}

/// A choice or a range, and how much fixing it changes the support.
public struct Influence: Equatable, Sendable {
  /// The choice's name; of a range the constant's or `ROW.throughput`.
  public let name: String
  /// Mean over its readings, or over the thirds of a range, of |support given it − support|.
  public let effect: Double

  /// A smaller change of the support decides nothing.
  public static let least = 0.01
}

/// Counts in how many of some draws something holds.
public struct SupportCounter: Sendable {
  private let factors: [Factor]
  private let sums: [Int]?

  public init(_ draws: Draws) { (factors, sums) = (Factor.all(of: draws), draws.underSum) }

  /// - Parameter holds: whether it does, by draw.
  public func support(of holds: [Bool]) -> Support {
    Support(
      share: SupportShare(holds), underSum: SupportShare(holds, among: sums),
      decidedBy: factors.compactMap { $0.influence(on: holds) }
        .sorted { ($1.effect, $0.name) < ($0.effect, $1.name) }.prefix(2).map { $0 })
  }
}

/// A choice or a range, and which of its readings or thirds each draw has.
struct Factor: Sendable {
  let name: String
  let levels: Int
  /// By draw.
  let level: [Int]
  /// Whether draws are a sample, in which an effect may be chance.
  let isSample: Bool

  static func all(of draws: Draws) -> [Factor] {
    let isSample = draws.plan != .exhaustive
    var factors = draws.choices.map { choice in
      let places = draws.combinations.map { combination in
        combination.readings.first { $0.choice == choice.name }
          .flatMap { reading in choice.readings.firstIndex(of: reading.name) } ?? 0
      }
      return Factor(
        name: choice.name, levels: choice.readings.count,
        level: draws.combination.map { places[$0] }, isSample: isSample)
    }
    let names =
      draws.constants.map(\.name)
      + draws.anchors.map { "\(draws.edition.anchors[$0].id).throughput" }
    for (index, name) in names.enumerated() {
      factors.append(
        Factor(
          name: name, levels: 3,
          level: (0..<draws.count).map { Int(draws.place(of: $0, in: index) * 3) },
          isSample: isSample))
    }
    return factors
  }

  /// nil where fixing it changes next to nothing, or no more than chance might.
  func influence(on holds: [Bool]) -> Influence? {
    var cases = [SupportShare](repeating: SupportShare(), count: levels)
    for (place, holds) in zip(level, holds) { cases[place].count(holds) }
    let support = SupportShare(holds).fraction
    let seen = cases.filter { $0.cases > 0 }
    guard !seen.isEmpty else { return nil }
    let effect =
      seen.map { abs($0.fraction - support) }.reduce(0, +) / Double(seen.count)
    // Of a sample a level's share is off by this much on average even where nothing depends on it.
    let each = Double(holds.count) / Double(seen.count)
    let chance = isSample ? 3 * (support * (1 - support) / each).squareRoot() : 0
    guard effect >= Influence.least, effect > chance else { return nil }
    return Influence(name: name, effect: effect)
  }
}
