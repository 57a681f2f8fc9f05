import CostModel
import Evidence
import Foundation
import Frontier
import Normalization
import TestSupport
import Testing

/// The costs of one combination of readings at a place, by Equations 7 and 8 alone.
private struct Witness {
  let model: CostModel
  let edition: Edition

  init(_ readings: [String], in edition: Edition) throws {
    self.edition = try edition.with(readings: readings.map { try Reading(parsing: $0) })
    model = try self.edition.costModel()
  }

  /// - Parameter limits: TTFT and TPOT, ms.
  func winner(
    _ prefillShare: Double, _ limits: (ttft: Double, tpot: Double), bandwidth: Double
  ) throws -> Winner? {
    let calibration = edition.calibration
    let service = Service(
      mix: Mix(
        prefillShare: prefillShare, tokens: try calibration.number(.deployment, "request_tokens")),
      tpot: limits.tpot / 1000, ttft: limits.ttft / 1000)
    let colocated = model.colocated(.chunked, service)?.total
    let split = model.disaggregated(
      service, over: try calibration.transfer(bandwidth: bandwidth))?.total
    guard let colocated else { return split.map { _ in .disaggregation } }
    guard let split else { return .colocation }
    return colocated - split > 1e-12 * split ? .disaggregation : .colocation
  }
}

/// The drawn choices, written out by hand, and every combination of their readings.
private let drawn = [
  [
    "efficiencies=gemm", "efficiencies=kernels", "efficiencies=vllm-0.6.0",
    "efficiencies=splitwise-2023",
  ],
  ["decode=roofline", "decode=memory-bound"], ["pass=sum", "pass=fused"],
  ["kv=paged", "kv=reserved"], ["pools=exact", "pools=sized"],
  ["ttft-bound=ignored", "ttft-bound=kept"], ["nvlink=both-directions", "nvlink=one-way"],
]

private let combinations = drawn.reduce([[]]) { made, readings in
  made.flatMap { one in readings.map { one + [$0] } }
}

/// nvlink4's bandwidth by its reading, B/s.
private func nvlink(_ combination: [String]) -> Double {
  combination.contains("nvlink=one-way") ? 450e9 : 900e9
}

private let contracts: [(ttft: Double, tpot: Double)] = [(200, 30), (500, 50), (1000, 80)]

@Suite struct ReadingsResultTests {
  private func result(_ edition: Edition) throws -> ReadingsResult { try ReadingsResult(edition) }

  /// What a combination says of α*, by looking at 400 steps of the axis and halving the first in
  /// which the cheaper side changes.
  private func outcome(
    _ witness: Witness, _ limits: (ttft: Double, tpot: Double), bandwidth: Double
  ) throws -> ReadingsResult.Outcome {
    func winner(_ share: Double) throws -> Winner? {
      try witness.winner(share, limits, bandwidth: bandwidth)
    }
    var before: (share: Double, winner: Winner)?
    for step in 0...400 {
      let share = step == 400 ? 0.97 : 0.2 + 0.77 * Double(step) / 400
      guard let here = try winner(share) else { continue }
      if let last = before, last.winner != here {
        var (low, high) = (last.share, share)
        for _ in 0..<40 {
          let middle = (low + high) / 2
          if try winner(middle) == last.winner { low = middle } else { high = middle }
        }
        return low < 0.40 ? .below : low > 0.50 ? .above : .within
      }
      before = (share, here)
    }
    switch before?.winner {
    case .disaggregation: return .disaggregation
    case .colocation: return .colocation
    case nil: return .infeasible
    }
  }

  /// One bar of a drawn choice and one of a shown one, under each contract.
  @Test(arguments: ["decode=memory-bound", "request-length=mooncake-conversation"])
  func aBarIsWhatEachCombinationSays(_ name: String) throws {
    let edition = try Repository.edition()
    let result = try result(edition)
    let reading = try Reading(parsing: name)
    let bar = try #require(result.choices.joined().first { $0.reading == reading })
    let isDrawn = drawn.joined().contains(name)
    let own = isDrawn ? combinations.filter { $0.contains(name) } : combinations
    #expect(own.count == (isDrawn ? 128 : 256))
    for (index, limits) in contracts.enumerated() {
      var counts: [ReadingsResult.Outcome: Int] = [:]
      for combination in own {
        let witness = try Witness(combination + (isDrawn ? [] : [name]), in: edition)
        counts[try outcome(witness, limits, bandwidth: nvlink(combination)), default: 0] += 1
      }
      for outcome in ReadingsResult.Outcome.allCases {
        let share = bar.tallies[index].share(of: outcome)
        #expect(share.holds == counts[outcome, default: 0], "\(name), \(limits), \(outcome)")
        #expect(share.cases == own.count)
      }
    }
  }

  @Test func choicesThatAreDrawnOrLookedUpHaveBars() throws {
    let result = try result(Repository.edition())
    #expect(
      result.choices.map { $0[0].reading?.choice } == [
        "efficiencies", "decode", "pass", "kv", "pools", "ttft-bound", "nvlink", "memory",
        "transfer", "request-length",
      ])
    #expect(result.combinations == 256)
    for bars in result.choices {
      #expect(bars.map(\.isOwn) == [true] + bars.dropFirst().map { _ in false })
    }
    // The readings of a drawn choice part all combinations between them.
    for outcome in ReadingsResult.Outcome.allCases {
      let all = result.all.tallies[1].share(of: outcome).holds
      for bars in result.choices.prefix(7) {
        #expect(bars.reduce(0) { $0 + $1.tallies[1].share(of: outcome).holds } == all)
      }
    }
  }

  @Test func anotherReadingThatHoldsIsMarkedAndCounted() throws {
    let plain = try result(Repository.edition())
    let asked = try result(Repository.edition(readings: ["memory=label", "decode=memory-bound"]))
    let memory = try #require(asked.choices.first { $0[0].reading?.choice == "memory" })
    #expect(memory.map(\.isOwn) == [false, true])
    let before = try #require(plain.choices.first { $0[0].reading?.choice == "memory" })
    #expect(memory.map(\.tallies) == before.map(\.tallies))
    // Of a shown choice the reading that holds is in every combination; of a drawn one each is.
    #expect(asked.all.tallies == before[1].tallies)
  }

  /// A choice more is rows of calibration.csv, drawn or not.
  @Test func aChoiceMoreIsABarMore() throws {
    func rows(_ drawn: Int) -> String {
      """
      choice/mood,default,calm,word,,,,,,Ours,none,assumed,
      choice/mood,drawn,\(drawn),1,,,,,,Ours,none,assumed,
      choice/mood,reading,calm,word,,mood,calm,,,Ours,none,assumed,
      choice/mood,reading,wild,word,,mood,wild,,,Ours,none,assumed,

      """
    }
    let text = try Repository.text("calibration.csv")
    let shown = try result(Repository.edition(calibration: text + rows(0)))
    #expect(shown.choices.count == 10, "nothing looks it up")
    let more = try result(Repository.edition(calibration: text + rows(1)))
    #expect(more.choices.count == 11)
    #expect(more.combinations == 512)
    let plain = try result(Repository.edition())
    for outcome in ReadingsResult.Outcome.allCases {
      let (one, other) = (plain.all.tallies[1], more.all.tallies[1])
      #expect(other.share(of: outcome).holds == 2 * one.share(of: outcome).holds)
    }
  }
}

/// calibration.csv without the choice `pass`: Equation 7 is all there is.
private func withoutPass() throws -> String {
  try Repository.text("calibration.csv").split(separator: "\n", omittingEmptySubsequences: false)
    .filter { !$0.hasPrefix("choice/pass,") && !$0.contains(",pass,fused,") }
    .map { $0.replacing(",pass,sum,", with: ",,,") }.joined(separator: "\n")
}

@Suite struct SupportMapTests {
  /// Cells of every panel by the costs themselves, at low and high B, and where a kept TTFT limit
  /// and a slow transfer leave nobody.
  @Test(arguments: [[], ["request-length=mooncake-conversation"]])
  func cellsAreCountedComparisons(_ readings: [String]) throws {
    let edition = try Repository.edition(readings: readings)
    let map = try SupportMap(edition)
    #expect(map.reading == Combination.equation7)
    // A transfer's rate is the axis: how NVLink is counted plays no part.
    #expect(map.combinations == 64)
    let own = try combinations.filter {
      $0.contains("pass=sum") && $0.contains("nvlink=one-way")
    }.map { try Witness(readings + $0, in: edition) }
    #expect(map.panels.count == contracts.count)
    for (panel, limits) in zip(map.panels, contracts) {
      for column in [0, 19, 35, 58, 70, 77] {
        for row in [0, 7, 30, 59] {
          let (share, bandwidth) = (
            BreakEvenSurface.shares[column], BreakEvenSurface.bandwidths[row]
          )
          let winners = try own.map { try $0.winner(share, limits, bandwidth: bandwidth) }
          let tally = panel.grid[column][row]
          #expect(
            tally.disaggregation == winners.count { $0 == .disaggregation },
            "\(limits), α \(share), B \(bandwidth)")
          #expect(tally.infeasible == winners.count { $0 == nil })
          #expect(tally.cases == 64)
        }
      }
    }
    let isAnybodyLeft = map.panels.contains { $0.grid.joined().contains { $0.infeasible > 0 } }
    #expect(isAnybodyLeft == !readings.isEmpty)
  }

  /// The largest support with a fused pass, and its place, by the costs themselves.
  @Test func theSentenceOnFusedPassesHolds() throws {
    let edition = try Repository.edition()
    #expect(try SupportMap(edition).peaks.map(\.reading.description) == ["pass=fused"])
    #expect(try SupportMap(edition).peaks[0].support == SupportShare(holds: 0, of: 64))
    let long = try Repository.edition(readings: ["request-length=mooncake-conversation"])
    let peak = try SupportMap(long).peaks[0]
    let place = try #require(peak.place)
    let holds = try combinations.filter {
      $0.contains("pass=fused") && $0.contains("nvlink=one-way")
    }.count {
      try Witness(["request-length=mooncake-conversation"] + $0, in: long).winner(
        place.prefillShare, (place.contract.ttftMs, place.contract.tpotMs),
        bandwidth: place.bandwidth) == .disaggregation
    }
    #expect(peak.support == SupportShare(holds: holds, of: 64) && holds > 0)
  }

  @Test func systemsAreCountedAtTheirOwnPlace() throws {
    let edition = try Repository.edition()
    let map = try SupportMap(edition)
    let witnesses = try combinations.filter {
      $0.contains("pass=sum") && $0.contains("nvlink=one-way")
    }.map { try Witness($0, in: edition) }
    #expect(map.own.panels[2].systems.count { $0.bandwidth != nil } > 3)
    #expect(map.own.panels[2].systems.count == map.panels[2].systems.count)
    for (system, tally) in zip(map.own.panels[2].systems, map.panels[2].systems) {
      #expect((system.bandwidth == nil) == (tally == nil))
      guard let bandwidth = system.bandwidth else { continue }
      let holds = try witnesses.count {
        try $0.winner(system.prefillShare, contracts[2], bandwidth: bandwidth) == .disaggregation
      }
      #expect(tally?.disaggregation == holds, "\(system.id)")
    }
  }

  @Test func withoutTheChoiceAllCombinationsCount() throws {
    let edition = try Repository.edition(calibration: withoutPass())
    let map = try SupportMap(edition)
    #expect(map.reading == nil && map.peaks.isEmpty && map.combinations == 64)
    #expect(try map.panels == SupportMap(Repository.edition()).panels)
    #expect(try ReadingsResult(edition).combinations == 128)
    #expect(try ContractMap(edition).reading == nil)
  }
}

@Suite struct ContractMapTests {
  private func map(_ readings: [String] = []) throws -> ContractMap {
    try ContractMap(Repository.edition(readings: readings))
  }

  /// The TTFT limit that goes with a TPOT limit, worked out again.
  private func ttft(_ tpot: Double) -> Double {
    func between(_ low: (ttft: Double, tpot: Double), _ high: (ttft: Double, tpot: Double))
      -> Double
    {
      let share = log(tpot / low.tpot) / log(high.tpot / low.tpot)
      return exp(log(low.ttft) + share * (log(high.ttft) - log(low.ttft)))
    }
    if tpot <= 30 { return 200 }
    if tpot >= 80 { return 1000 }
    return tpot < 50 ? between(contracts[0], contracts[1]) : between(contracts[1], contracts[2])
  }

  @Test(arguments: [[], ["request-length=mooncake-conversation"]])
  func cellsAreCountedComparisons(_ readings: [String]) throws {
    let edition = try Repository.edition(readings: readings)
    let map = try map(readings)
    #expect(map.reading == Combination.equation7 && map.combinations == 128)
    let own = try combinations.filter { $0.contains("pass=sum") }
      .map { (try Witness(readings + $0, in: edition), nvlink($0)) }
    for column in [0, 20, 45, 64, 77] {
      for row in [0, 16, 27, 38, 59] {
        let (share, tpot) = (BreakEvenSurface.shares[column], ContractMap.tpots[row])
        let winners = try own.map { witness, bandwidth in
          try witness.winner(share, (ttft(tpot), tpot), bandwidth: bandwidth)
        }
        let tally = map.support[column][row]
        #expect(
          tally.disaggregation == winners.count { $0 == .disaggregation },
          "α \(share), TPOT \(tpot)")
        #expect(tally.infeasible == winners.count { $0 == nil } && tally.cases == 128)
      }
    }
  }

  /// At the named contracts the TTFT limit is theirs.
  @Test func limitsRunThroughTheNamedContracts() throws {
    let rows = try map().surfaces[0].grid[0].map(\.limits)
    #expect(rows.map(\.tpotMs) == ContractMap.tpots)
    for row in rows { #expect(abs(row.ttftMs / ttft(row.tpotMs) - 1) < 1e-12) }
    #expect(rows.map(\.ttftMs) == rows.map(\.ttftMs).sorted())
    #expect(rows.first?.ttftMs == 200 && rows.last?.ttftMs == 1000)
  }

  /// On the break-even both cost the same, and it parts the cells of its columns.
  @Test func theContourPartsTheColumns() throws {
    let map = try map()
    #expect(map.surfaces.map { $0.reading?.description } == [nil, "pools=sized"])
    for surface in map.surfaces {
      let readings = surface.reading.map { [$0.description] } ?? []
      let witness = try Witness(readings, in: Repository.edition())
      let contour = surface.contour.joined()
      #expect(contour.count > 50 && surface.contour.count == 1)
      for vertex in contour {
        let sides = try [0.999, 1.001].map { factor in
          let tpot = vertex.tpotMs * factor
          return try witness.winner(vertex.prefillShare, (ttft(tpot), tpot), bandwidth: 900e9)
        }
        // Teeth of whole pools are crossed in both directions.
        #expect(Set(sides).count == 2, "\(vertex)")
        if readings.isEmpty { #expect(sides == [.disaggregation, .colocation], "\(vertex)") }
      }
      for column in surface.grid {
        let changes = zip(column, column.dropFirst()).count { $0.winner != $1.winner }
        let share = column[0].prefillShare
        let inside = contour.filter {
          $0.prefillShare == share && $0.tpotMs > 15 && $0.tpotMs < 200
        }
        #expect(inside.count == changes)
      }
    }
    // Figure 2's crossings over NVLink lie on it.
    for (contract, share) in zip(contracts, [0.355, 0.655, 0.805]) {
      let nearest = map.surfaces[0].contour.joined().min {
        abs($0.tpotMs - contract.tpot) < abs($1.tpotMs - contract.tpot)
      }
      #expect(abs(try #require(nearest).prefillShare - share) < 0.015)
    }
  }

  /// Under the reading itself there is one surface; its name is not needed twice.
  @Test func sizedPoolsAreShownOnce() throws {
    let sized = try map(["pools=sized"])
    #expect(sized.surfaces.count == 1)
    #expect(try sized.surfaces[0].grid == map().surfaces[1].grid)
  }

  @Test func mixesOfNearlyOneShareAreOne() throws {
    let mixes = try map().mixes
    let shares = try Repository.edition().anchors.map(\.prefillShare)
    for share in shares { #expect(mixes.count { $0.prefillShares.contains(share) } == 1) }
    for (one, next) in zip(mixes, mixes.dropFirst()) {
      #expect(one.prefillShares.upperBound < next.prefillShares.lowerBound)
      #expect(next.prefillShares.upperBound - next.prefillShares.lowerBound < 0.01)
    }
    #expect(mixes.first { $0.systems.contains("Splitwise") }?.systems.contains("vLLM") == true)
  }
}
