/// The prefill shares between which a break-even is looked for.
public struct ShareAxis: Equatable, Sendable {
  public var shares: ClosedRange<Double>
  /// Equal steps that the axis is divided into; crossings closer than one may go unseen.
  public var steps: Int

  public init(shares: ClosedRange<Double>, steps: Int) {
    self.shares = shares
    self.steps = steps
  }

  /// Figure 2's axis.
  public static let figure = ShareAxis(shares: 0.2...0.97, steps: 400)

  func share(at step: Int) -> Double {
    step == steps
      ? shares.upperBound
      : shares.lowerBound
        + (shares.upperBound - shares.lowerBound) * Double(step) / Double(steps)
  }

  public enum Scan: Equatable, Sendable, CaseIterable {
    /// The costs at every step.
    case everyStep
    /// The costs at every tenth step, and at each step in between where a side changes, ceases to
    /// be feasible, or comes near the other.
    case coarse
  }
}

/// The break-evens α*(B) along an axis.
public struct BreakEvenShares: Equatable, Sendable {
  /// Who wins at the axis' low end, or where the first winner appears; nil where nobody is
  /// feasible.
  public internal(set) var start: Winner?
  /// Rising; the winner changes at each. Several where pools of whole instances make a saw.
  public internal(set) var crossings: [Double] = []

  /// "The" α*: the first crossing, or the word for who wins everywhere. The crossing leads to
  /// disaggregation where `start` is colocation.
  public var first: BreakEven {
    crossings.first.map(BreakEven.at) ?? BreakEven(everywhere: start)
  }
}

extension BreakEvenShares {
  /// Against the cheapest of several colocated schedulers, from the break-evens of each:
  /// disaggregation wins where it beats all of them.
  public init(beatingAll breakEvens: [BreakEvenShares]) {
    var winners = breakEvens.map { $0.start }
    func winner() -> Winner? {
      if winners.contains(.colocation) { return .colocation }
      return winners.contains(.disaggregation) ? .disaggregation : nil
    }
    start = winner()
    let turns = breakEvens.enumerated().flatMap { place, found in
      found.crossings.map { (share: $0, place: place) }
    }
    for turn in turns.sorted(by: { ($0.share, $0.place) < ($1.share, $1.place) }) {
      let before = winner()
      winners[turn.place] = winners[turn.place] == .colocation ? .disaggregation : .colocation
      if winner() != before { crossings.append(turn.share) }
    }
  }
}
