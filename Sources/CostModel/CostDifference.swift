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
        found.crossings.append(crossing(previous.share, share, from: before))
        if endsAtFirst { return }
      }
      if found.start == nil { found.start = winner }
      previous = (share, winner)
    }
  }

  /// Steps over cells of many steps, except where the costs change places or come near to it.
  ///
  /// Whole-instance pools make a saw, whose teeth a cell could hide. They cost no less than exact
  /// ones: where colocation beats those it is left at that, and so where disaggregation wins with
  /// one pair of pools for a whole stretch. Elsewhere each step is looked at.
  private func coarseScan(_ axis: ShareAxis) -> BreakEvenShares {
    let isSaw = model.readings.pools.clusterInstances != nil
    let smooth = isSaw ? withExactPools : self
    func next(_ sample: Sample) -> Sample? {
      sample.step < axis.steps
        ? smooth.sample(axis, at: min(sample.step + cellSteps, axis.steps)) : nil
    }
    // A cell lies between `left` and `right`, with one sample beyond either.
    var before: Sample?
    var left = smooth.sample(axis, at: 0)
    var right = next(left)
    var found = BreakEvenShares(start: isSaw ? sample(axis, at: 0).winner : left.winner)
    while let end = right, !(endsAtFirst && !found.crossings.isEmpty) {
      let after = next(end)
      let cell = Cell(before: before, left: left, right: end, after: after)
      let isSmooth = cell.isSmooth
      if isSmooth, !isSaw || end.winner != .disaggregation {
        // Nothing changes in it.
      } else if isSaw {
        let lead = isSmooth ? cell.leastLead ?? .infinity : 0
        scanSaw(axis, left.step...end.step, lead: lead, into: &found)
      } else if cell.crossesOnce, let winner = left.winner {
        found.crossings.append(crossing(left.share, end.share, from: winner))
      } else {
        scan(axis, from: left, through: end.step, into: &found)
      }
      (before, left, right) = (left, end, after)
    }
    return found
  }

  /// Looks at each step of a stretch, but not where disaggregation wins with one pair of pools.
  /// - Parameter lead: what exact pools cost less than colocation, at least, all over the stretch;
  ///   infinite where colocation is infeasible.
  private func scanSaw(
    _ axis: ShareAxis, _ steps: ClosedRange<Int>, lead: Double, into found: inout BreakEvenShares
  ) {
    if onePairCosts(axis, steps, lessThan: lead) { return }
    guard steps.count > 6, lead > 0 else {
      let first = sample(axis, at: steps.lowerBound)
      return scan(axis, from: first, through: steps.upperBound, into: &found)
    }
    let middle = (steps.lowerBound + steps.upperBound) / 2
    scanSaw(axis, steps.lowerBound...middle, lead: lead, into: &found)
    if endsAtFirst && !found.crossings.isEmpty { return }
    scanSaw(axis, middle...steps.upperBound, lead: lead, into: &found)
  }

  /// Whether the pair that is best in the middle of a stretch costs less than this above exact pools
  /// at both of its ends. In between it costs no more above them than there: its x/p rises with α
  /// and its y/d falls.
  private func onePairCosts(_ axis: ShareAxis, _ steps: ClosedRange<Int>, lessThan lead: Double)
    -> Bool
  {
    let middle = axis.share(at: (steps.lowerBound + steps.upperBound) / 2)
    guard lead > 0, let pair = poolSizes(middle) else { return false }
    return [steps.lowerBound, steps.upperBound].allSatisfy { step in
      pairCost(pair, axis.share(at: step)).map { $0 < lead } ?? false
    }
  }

  private func poolSizes(_ share: Double) -> PoolSizes? {
    var service = service
    service.mix.prefillShare = share
    return model.poolSizes(service)
  }

  /// What a pair of pools costs above exact ones; nil is infeasible.
  private func pairCost(_ pair: PoolSizes, _ share: Double) -> Double? {
    var service = service
    service.mix.prefillShare = share
    return model.cost(of: pair, aboveExactPoolsFor: service)
  }

  /// A TTFT limit that is kept lets disaggregation win in between, on a stretch that may be short.
  private var cellSteps: Int { model.passes.bindingTTFT(service) == nil ? 20 : 10 }

  /// A stretch between two samples, with the samples beyond it.
  private struct Cell {
    let before: Sample?
    let left: Sample
    let right: Sample
    let after: Sample?

    /// The lead of the winner at `left`, over the whole cell; nil where a side is infeasible.
    private func lead(_ sample: Sample) -> Double? {
      guard sample.areBothFeasible else { return nil }
      return sample.winner == left.winner ? sample.distance : -sample.distance
    }

    private func slope(_ one: Sample?, _ other: Sample?) -> Double? {
      guard let one, let other, let start = lead(one), let end = lead(other) else { return nil }
      return (end - start) / (other.share - one.share)
    }

    /// Half of what the winner leads by at the ends; nil where a side is infeasible.
    var leastLead: Double? {
      lead(left).flatMap { start in lead(right).map { min(start, $0) / 2 } }
    }

    /// Whether one side wins throughout: where the lines through the samples on either side, below
    /// which a convex lead does not fall, stay in the cell above half of what it is at the ends.
    var isSmooth: Bool {
      guard left.winner == right.winner, left.areBothFeasible == right.areBothFeasible else {
        return false
      }
      guard let least = leastLead, let start = lead(left), let end = lead(right) else {
        return true
      }
      let (falling, rising) = (slope(before, left), slope(right, after))
      let width = right.share - left.share
      guard let falling, let rising else {
        // At the end of the axis there is one line only, and its far end.
        return (falling.map { start + $0 * width } ?? rising.map { end - $0 * width } ?? 0) >= least
      }
      guard rising > falling else { return true }
      let meeting = (start - end + rising * width) / (rising - falling)
      return start + falling * min(max(meeting, 0), width) >= least
    }

    /// Whether one side leads at one end and the other at the other, with nobody infeasible.
    var crossesOnce: Bool {
      left.winner != right.winner && left.areBothFeasible && right.areBothFeasible
    }
  }

  private var withExactPools: CostDifference {
    CostDifference(
      model: model.with(clusterInstances: nil), scheduler: scheduler, service: service,
      transfer: transfer)
  }

  /// How far the cost of the losing side is above `winner`'s, below 0 where `winner` loses; infinite
  /// where a side is infeasible.
  private func lead(of winner: Winner, at share: Double) -> Double {
    let (colocated, disaggregated) = totals(share)
    let sign: Double =
      Winner(colocated: colocated, disaggregated: disaggregated) == winner ? 1 : -1
    guard let colocated, let disaggregated else { return sign * .infinity }
    // Costs that are the same but for rounding have a winner too.
    return sign * max((colocated - disaggregated).magnitude, .leastNormalMagnitude)
  }

  /// The share between `low` and `high` at which `winner` ceases to win, to 1e-12: by inverse
  /// quadratic interpolation where that is safe, and by bisection elsewhere (T. R. Chandrupatla,
  /// Advances in Engineering Software 28, 1997).
  private func crossing(_ low: Double, _ high: Double, from winner: Winner) -> Double {
    // The root lies between `near`, the last share that was looked at, and `far`; `old` is the one
    // before it.
    var (near, far, old) = (high, low, low)
    var nearLead = lead(of: winner, at: near)
    var farLead = lead(of: winner, at: far)
    var oldLead = farLead
    var place = 0.5
    while true {
      let share = near + place * (far - near)
      let found = lead(of: winner, at: share)
      if (found > 0) == (nearLead > 0) {
        (old, oldLead) = (near, nearLead)
      } else {
        (old, oldLead, far, farLead) = (far, farLead, near, nearLead)
      }
      (near, nearLead) = (share, found)
      let least = 0.5e-12 / (far - near).magnitude
      guard least <= 0.5 else { return (near + far) / 2 }
      let gap = (near - far) / (old - far)
      let rise = (nearLead - farLead) / (oldLead - farLead)
      let isSafe = rise * rise < gap && (1 - rise) * (1 - rise) < 1 - gap
      place =
        isSafe
        ? nearLead / (farLead - nearLead) * oldLead / (farLead - oldLead)
          + (old - near) / (far - near) * nearLead / (oldLead - nearLead) * farLead
          / (oldLead - farLead)
        : 0.5
      place = min(max(place, least), 1 - least)
    }
  }
}
