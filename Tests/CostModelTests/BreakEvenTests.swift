import CostModel
import TestSupport
import Testing

/// B*(α) and α*(B) against the costs themselves.
@Suite struct BreakEvenTests {
  static let cases = Case.random(3000, seed: 2)

  private func winner(_ given: Case, share: Double? = nil, bandwidth: Double? = nil) -> Winner? {
    var given = given
    if let share { given.service.mix.prefillShare = share }
    if let bandwidth { given.transfer.bandwidth = bandwidth }
    return Winner(
      colocated: given.model.colocated(.chunked, given.service)?.total,
      disaggregated: given.model.disaggregated(given.service, over: given.transfer)?.total)
  }

  /// Against the cheapest of two schedulers, at both ends of the axis and between.
  @Test func breakEvensAgainstSeveralSchedulers() {
    let schedulers: [ColocatedScheduler] = [.continuous, .chunked]
    var (crossings, mixed) = (0, 0)
    for given in Self.cases.prefix(600) {
      let each = schedulers.map {
        given.model.breakEvenPrefillShares($0, given.service, over: given.transfer)
      }
      let found = BreakEvenShares(beatingAll: each)
      crossings += found.crossings.count
      if !each.contains(found) { mixed += 1 }
      for step in stride(from: 0, through: 400, by: 25) {
        var service = given.service
        service.mix.prefillShare = step == 400 ? 0.97 : 0.2 + (0.97 - 0.2) * Double(step) / 400
        let share = service.mix.prefillShare
        guard let winner = given.model.costs(service, over: given.transfer).winner,
          let start = found.start, !found.crossings.contains(where: { abs($0 - share) < 1e-9 })
        else { continue }
        let turns = found.crossings.count { $0 < share }
        #expect((winner == start) == turns.isMultiple(of: 2), "\(given) at \(share)")
      }
      let bandwidth = BreakEven(
        beatingAll: schedulers.map {
          given.model.breakEvenBandwidth($0, given.service, over: given.transfer)
        })
      guard let least = bandwidth.value else { continue }
      for (factor, winner) in [(0.9, Winner.colocation), (1.1, .disaggregation)] {
        var path = given.transfer
        path.bandwidth = least * factor
        #expect(given.model.costs(given.service, over: path).winner == winner, "\(given)")
      }
    }
    #expect(crossings > 100 && mixed > 0)
  }

  /// Where prefill alone takes all of T₁, the KV would have to arrive at once.
  @Test func noBandwidthMeetsALimitThatPrefillUsesUp() {
    let model = referenceModel.with { $0.ttftBound = .kept }
    var service = service(share: 0.9)
    let prefill = model.passes.times(service.mix).promptSeconds
    func breakEven(ttft: Double) -> BreakEven {
      service.ttft = ttft
      return model.breakEvenBandwidth(.serialised, service, over: transfer(50))
    }
    #expect(breakEven(ttft: prefill) == .colocationEverywhere)
    #expect(breakEven(ttft: prefill * 1.01).value.map { $0.isFinite } == true)
  }

  @Test func breakEvenBandwidthParts() {
    var found = 0
    for given in Self.cases {
      switch given.model.breakEvenBandwidth(.chunked, given.service, over: given.transfer) {
      case .at(let bandwidth):
        // Nearer to it than this the costs differ by less than rounding where the tax is small.
        #expect(winner(given, bandwidth: bandwidth * 0.9) != .disaggregation, "\(given)")
        #expect(winner(given, bandwidth: bandwidth * 1.1) == .disaggregation, "\(given)")
        found += 1
      case .disaggregationEverywhere:
        #expect(winner(given, bandwidth: .infinity) == .disaggregation)
        // Where a kept TTFT limit leaves neither side, nobody wins.
        #expect(winner(given, bandwidth: 1) != .colocation)
      case .colocationEverywhere:
        for bandwidth in [1, 1e9, .infinity] {
          #expect(winner(given, bandwidth: bandwidth) == .colocation)
        }
      case .infeasible:
        #expect(winner(given, bandwidth: .infinity) == nil)
      }
    }
    #expect(found > 100)
  }

  @Test func breakEvenBandwidthEqualisesTheCosts() throws {
    var compared = 0
    for given in Self.cases {
      let model = given.model.with { $0.ttftBound = .ignored }
      guard
        let bandwidth = model.breakEvenBandwidth(.chunked, given.service, over: given.transfer)
          .value
      else { continue }
      var path = given.transfer
      path.bandwidth = bandwidth
      let colocated = try #require(model.colocated(.chunked, given.service))
      let split = try #require(model.disaggregated(given.service, over: path))
      #expect(relativeDifference(colocated.total, split.total) < 1e-9)
      compared += 1
    }
    #expect(compared > 100)
  }

  @Test func winnerChangesAtEachCrossingAndNowhereElse() {
    let axis = ShareAxis.figure
    var crossings = 0
    for given in Self.cases.prefix(400) {
      let found = given.model.breakEvenPrefillShares(
        .chunked, given.service, over: given.transfer, on: axis)
      var expected = found.start
      var remaining = found.crossings[...]
      #expect(found.crossings == found.crossings.sorted())
      for step in 0...axis.steps {
        let share = 0.2 + 0.77 * Double(step) / 400
        while let next = remaining.first, next < share {
          expected = expected == .colocation ? .disaggregation : .colocation
          remaining = remaining.dropFirst()
          crossings += 1
        }
        guard let winner = winner(given, share: min(share, 0.97)) else { continue }
        #expect(winner == expected, "\(share): \(found), \(given)")
      }
    }
    #expect(crossings > 100)
  }

  @Test func coarseScanFindsWhatTheFineOneDoes() {
    var (crossings, several) = (0, 0)
    for given in Self.cases {
      let fine = given.model.breakEvenPrefillShares(
        .chunked, given.service, over: given.transfer)
      let coarse = given.model.breakEvenPrefillShares(
        .chunked, given.service, over: given.transfer, scan: .coarse)
      #expect(isSame(fine, coarse), "\(given)")
      let first = given.model.breakEvenPrefillShare(.chunked, given.service, over: given.transfer)
      #expect(first == coarse.first, "\(given)")
      crossings += fine.crossings.isEmpty ? 0 : 1
      several += fine.crossings.count > 1 ? 1 : 0
    }
    #expect(crossings > 300)
    #expect(several > 20)
  }

  /// A kept TTFT limit lets disaggregation win between two crossings that both lie in one coarse
  /// step: two cases in 400,000, known by seed and place.
  @Test(arguments: [(122, 5143), (129, 6851)])
  func coarseScanSeesTwoCrossingsWithinAStep(seed: UInt64, place: Int) throws {
    let given = try #require(Case.random(place + 1, seed: seed).last)
    let found = ShareAxis.Scan.allCases.map {
      given.model.breakEvenPrefillShares(.chunked, given.service, over: given.transfer, scan: $0)
    }
    let gaps = zip(found[0].crossings.dropFirst(), found[0].crossings).map { $0 - $1 }
    #expect(try #require(gaps.min()) < 0.77 / 40)
    #expect(isSame(found[0], found[1]))
  }

  /// Where arrivals cease to saturate an instance disaggregation may win on a stretch as short.
  @Test(arguments: [
    (2000, 370, ColocatedScheduler.continuous), (2000, 980, .chunked), (2001, 2092, .continuous),
  ])
  func coarseScanSeesTwoCrossingsBesideAKink(
    seed: UInt64, place: Int, scheduler: ColocatedScheduler
  ) throws {
    let given = try #require(Case.random(place + 1, seed: seed).last)
    try #require(given.service.arrivalRate != nil)
    let found = ShareAxis.Scan.allCases.map {
      given.model.breakEvenPrefillShares(scheduler, given.service, over: given.transfer, scan: $0)
    }
    try #require(found[0].crossings.count == 2)
    #expect(found[0].crossings[1] - found[0].crossings[0] < 0.77 / 40)
    #expect(isSame(found[0], found[1]))
  }

  /// The same two crossings in the first cell of an axis, in the last, in the only one, and between,
  /// at every step of a cell.
  @Test(arguments: [(122, 5143), (129, 6851)])
  func coarseScanSeesTwoCrossingsWhereverACellBegins(seed: UInt64, place: Int) throws {
    let given = try #require(Case.random(place + 1, seed: seed).last)
    func found(_ axis: ShareAxis, _ scan: ShareAxis.Scan) -> BreakEvenShares {
      given.model.breakEvenPrefillShares(
        .chunked, given.service, over: given.transfer, on: axis, scan: scan)
    }
    let crossings = found(.figure, .everyStep).crossings
    let pair = try #require(
      zip(crossings, crossings.dropFirst()).min { $0.1 - $0.0 < $1.1 - $1.0 })
    let step = 0.77 / 400
    var seen = 0
    for offset in 0..<20 {
      for (before, cells) in [(0, 1), (0, 2), (0, 5), (1, 2), (1, 3), (2, 3), (3, 7)] {
        let low = pair.0 - step * (Double(offset) + 0.5) - step * Double(10 * before)
        let axis = ShareAxis(
          shares: low...low + step * Double(10 * cells), steps: 10 * cells)
        guard axis.shares.lowerBound > 0, axis.shares.upperBound < 1 else { continue }
        let fine = found(axis, .everyStep)
        #expect(isSame(fine, found(axis, .coarse)), "\(axis): \(fine)")
        if fine.crossings.count > 1 { seen += 1 }
      }
    }
    #expect(seen > 20)
  }

  /// Each finds a crossing to 1e-12, in a stretch of its own.
  private func isSame(_ one: BreakEvenShares, _ other: BreakEvenShares) -> Bool {
    one.start == other.start && one.crossings.count == other.crossings.count
      && zip(one.crossings, other.crossings).allSatisfy { abs($0 - $1) <= 2e-12 }
  }

  @Test(arguments: [0.0, 0.1], [0.03, 0.05, 0.08])
  func breakEvensInvertEachOther(flatSlack: Double, tpot: Double) throws {
    let model = referenceModel.with { $0.pools.flatSlack = flatSlack }
    var compared = 0
    for bandwidth in [25.0, 50, 100, 200, 450, 900] {
      let path = transfer(bandwidth)
      guard
        let share = model.breakEvenPrefillShares(
          .chunked, service(share: 0, tpot: tpot), over: path
        ).first.value,
        let back = model.breakEvenBandwidth(
          .chunked, service(share: share, tpot: tpot), over: path
        ).value
      else { continue }
      #expect(relativeDifference(back, bandwidth * 1e9) < 1e-6)
      compared += 1
    }
    #expect(compared > 0)
  }

  @Test func breakEvenFallsWithBandwidthAndWithTheContract() {
    let bandwidths = [25.0, 50, 100, 200, 450, 900]
    func share(_ bandwidth: Double, _ tpot: Double) -> Double {
      referenceModel.breakEvenPrefillShares(
        .chunked, service(share: 0, tpot: tpot), over: transfer(bandwidth)
      ).first.value ?? 1
    }
    for tpot in [0.03, 0.05, 0.08] {
      let found = bandwidths.map { share($0, tpot) }
      #expect(found == found.sorted(by: >))
    }
    for bandwidth in bandwidths {
      let found = [0.03, 0.05, 0.08].map { share(bandwidth, $0) }
      #expect(found == found.sorted())
    }
  }

  /// Costs that differ by rounding only are equal, and equal costs need no second pool.
  @Test func aTieIsColocation() {
    let path = transfer(50, overlap: 1)
    let lax = service(share: 0.2, tpot: 0.5)
    #expect(
      referenceModel.breakEvenBandwidth(.chunked, lax, over: path) == .colocationEverywhere)
    #expect(Winner(colocated: 1 + 1e-14, disaggregated: 1) == .colocation)
    #expect(Winner(colocated: 1 + 1e-9, disaggregated: 1) == .disaggregation)
  }
}
