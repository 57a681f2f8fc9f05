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

/// CPM_co − CPM_P/D along α, with all else held.
struct CostDifference {
  let model: CostModel
  let scheduler: ColocatedScheduler
  let service: Service
  let transfer: KVTransfer
  /// Whether the crossings after the first are left out.
  var endsAtFirst = false

  struct Sample {
    let step: Int
    let share: Double
    let winner: Winner?
    /// |CPM_co − CPM_P/D|, infinite where one side is infeasible.
    let distance: Double

    var areBothFeasible: Bool { distance < .infinity }

    /// Whether the costs come no nearer to each other at either neighbour.
    func isDip(between left: Sample?, and right: Sample?) -> Bool {
      areBothFeasible && distance <= min(left?.distance ?? .infinity, right?.distance ?? .infinity)
    }
  }

  func sample(_ axis: ShareAxis, at step: Int) -> Sample {
    let share = axis.share(at: step)
    let (colocated, disaggregated) = totals(share)
    var distance = Double.infinity
    if let colocated, let disaggregated { distance = (colocated - disaggregated).magnitude }
    return Sample(
      step: step, share: share,
      winner: Winner(colocated: colocated, disaggregated: disaggregated), distance: distance)
  }

  private func totals(_ share: Double) -> (colocated: Double?, disaggregated: Double?) {
    let mix = Mix(prefillShare: share, tokens: service.mix.tokens)
    return model.totals(scheduler, service, mix: mix, over: transfer)
  }

  func crossings(on axis: ShareAxis, _ scan: ShareAxis.Scan) -> BreakEvenShares {
    // Where arrivals cease to saturate an instance its cost has a kink that a cell could hide.
    scan == .coarse && service.arrivalRate == nil ? coarseScan(axis) : self.scan(axis)
  }

  private func scan(_ axis: ShareAxis) -> BreakEvenShares {
    let first = sample(axis, at: 0)
    var found = BreakEvenShares(start: first.winner)
    scan(axis, from: first, through: axis.steps, into: &found)
    return found
  }

  /// Looks at each step after `first`. Nobody's being feasible is no side: feasibility ends with
  /// rising α and does not begin.
  private func scan(
    _ axis: ShareAxis, from first: Sample, through last: Int, into found: inout BreakEvenShares
  ) {
    var previous = (share: first.share, winner: first.winner)
    for step in stride(from: first.step + 1, through: last, by: 1) {
      let share = axis.share(at: step)
      let (colocated, disaggregated) = totals(share)
      let winner = Winner(colocated: colocated, disaggregated: disaggregated)
      if let before = previous.winner, winner != nil, before != winner {
        found.crossings.append(bisect(previous.share, share, from: before))
        if endsAtFirst { return }
      }
      if found.start == nil { found.start = winner }
      previous = (share, winner)
    }
  }

  /// Steps over cells of ten steps, except where the costs change places or come near to it.
  ///
  /// Whole-instance pools make a saw, whose teeth a cell could hide. They cost no less than exact
  /// ones: where colocation beats those it is left at that, and elsewhere each step is looked at.
  private func coarseScan(_ axis: ShareAxis) -> BreakEvenShares {
    let width = 10
    let isSaw = model.readings.pools.clusterInstances != nil
    let smooth = isSaw ? withExactPools : self
    // A cell lies between `left` and `right`, with one sample beyond either.
    var before: Sample?
    var left = smooth.sample(axis, at: 0)
    var right: Sample? = axis.steps > 0 ? smooth.sample(axis, at: min(width, axis.steps)) : nil
    var found = BreakEvenShares(start: isSaw ? sample(axis, at: 0).winner : left.winner)
    while let end = right {
      let after =
        end.step < axis.steps ? smooth.sample(axis, at: min(end.step + width, axis.steps)) : nil
      let isNear =
        left.isDip(between: before, and: end) || end.isDip(between: left, and: after)
      let isChange = left.winner != end.winner || left.areBothFeasible != end.areBothFeasible
      if isNear || isChange || (isSaw && end.winner == .disaggregation) {
        let first = isSaw ? sample(axis, at: left.step) : left
        scan(axis, from: first, through: end.step, into: &found)
        if endsAtFirst, !found.crossings.isEmpty { break }
      }
      (before, left, right) = (left, end, after)
    }
    return found
  }

  private var withExactPools: CostDifference {
    CostDifference(
      model: model.with(clusterInstances: nil), scheduler: scheduler, service: service,
      transfer: transfer)
  }

  /// The share between `low` and `high` at which `winner` ceases to win, to 1e-12.
  private func bisect(_ low: Double, _ high: Double, from winner: Winner) -> Double {
    var (low, high) = (low, high)
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      let (colocated, disaggregated) = totals(middle)
      if Winner(colocated: colocated, disaggregated: disaggregated) == winner {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }
}
