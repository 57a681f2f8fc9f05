import Evidence
import Foundation
import Frontier
import TestSupport
import Testing

/// A closed form written anew from the model's equations, chunked prefill against disaggregation,
/// for one reading of everything but what is a parameter here.
private struct PlainForm {
  var peak = 989e12
  var bandwidth = 3.35e12
  var memory = 85_899_345_920.0
  var mfu = 0.74
  var mbu = 0.75
  var decodeComputes = true
  var isFused = false
  var bytesPerWeight = 2.0
  var bytesPerElement = 2.0
  var link = 900e9

  /// CPM of colocation over CPM of disaggregation; nil where one is infeasible.
  func ratio(prompt: Double, output: Double, tpot: Double) -> Double? {
    let (parameters, count) = (68_976_648_192.0, 4.0)
    let kv = 2 * 80 * 8 * 128 * bytesPerElement
    let rate = count * mfu * peak / (2 * parameters)
    let weights = bytesPerWeight * parameters
    let read = weights / (count * mbu * bandwidth)
    let held = prompt + output / 2
    let perSequence = kv * held / (count * mbu * bandwidth)
    let compute = decodeComputes ? 1 / rate : 0
    let share = prompt / (prompt + output)
    let prefill = share / ((1 - share) * rate)
    let room = (count * 0.9 * memory - weights) / (kv * held)
    func linear(_ seconds: Double) -> Double { max(read, seconds) }
    let apart = min(room, (tpot - read) / perSequence, tpot / (perSequence + compute))
    let together = min(
      room, isFused ? (tpot - read) / perSequence : (tpot - read) / (perSequence + prefill),
      tpot / (perSequence + prefill + compute))
    guard apart >= 1, together >= 1 else { return nil }
    let pass =
      isFused
      ? linear(together * (compute + prefill)) + together * perSequence
      : linear(together * compute) + together * (perSequence + prefill)
    let decode = linear(apart * compute) + apart * perSequence
    let colocated = count * (1 - share) * pass / together
    let tax = 2 * count * kv * share / link
    let disaggregated =
      count * (share / rate + (1 - share) * decode / apart) + (1 - 0.5) * tax
    return colocated / disaggregated
  }
}

@Suite struct ValidationTests {
  static let shipped = Result {
    try Validation(Repository.measuredEdition())
  }

  private func outcome(_ change: String?) throws -> Validation.Outcome {
    let outcomes = try Self.shipped.get().outcomes
    return try #require(outcomes.first { $0.change?.description == change }, "\(change ?? "")")
  }

  private static let forms: [(String?, PlainForm)] = [
    (nil, PlainForm()), ("decode=memory-bound", PlainForm(decodeComputes: false)),
    ("pass=fused", PlainForm(isFused: true)),
    ("efficiencies=kernels", PlainForm(mfu: 0.51, mbu: 0.47)),
    ("nvlink=one-way", PlainForm(link: 450e9)),
  ]

  @Test func simulatedRatiosAreThoseOfTheEquations() throws {
    for (change, form) in Self.forms {
      for pair in try outcome(change).pairs(.simulated) {
        let run = pair.runs.disaggregated
        let expected = try #require(
          form.ratio(
            prompt: run.promptTokens, output: run.outputTokens, tpot: run.tpotLimitMs / 1000))
        let computed = try #require(pair.computedRatio)
        #expect(relativeDifference(computed, expected) < 1e-9, "\(pair.id) \(change ?? "")")
        #expect(pair.isHit == ((expected > 1) == (pair.measuredRatio > 1)))
        #expect(pair.isLevel == (max(expected, 1 / expected) <= 1 / 0.95))
      }
    }
  }

  @Test func threeWaysCountWhatTheRatiosSay() throws {
    func side(_ ratio: Double) -> Int { ratio > 1 / 0.95 ? 1 : ratio < 0.95 ? -1 : 0 }
    for (change, _) in Self.forms {
      let outcome = try outcome(change)
      let ratios = try outcome.pairs(.simulated).map {
        (computed: side(try #require($0.computedRatio)), measured: side($0.measuredRatio))
      }
      #expect(
        outcome.verdictHits(.simulated)
          == HitRate(hits: ratios.count { $0.computed == $0.measured }, pairs: ratios.count))
      let level = outcome.verdictsOfLevel(.simulated)
      let expected = ratios.filter { $0.computed == 0 }.map(\.measured)
      #expect(level == expected.map { $0 > 0 ? .better : $0 < 0 ? .worse : .level })
    }
    #expect(try outcome(nil).verdictHits(.simulated).hits < outcome(nil).hitRate(.simulated).hits)
  }

  /// FP4 on an accelerator whose submission states no precision: 0.5625 bytes a weight.
  @Test func measuredRatiosAreThoseOfTheEquations() throws {
    let gb200 = PlainForm(
      peak: 10000e12, bandwidth: 8e12, memory: 198_674_743_296, bytesPerWeight: 0.5625,
      bytesPerElement: 1, link: 1800e9)
    for (change, decodeComputes) in [(nil, true), ("decode=memory-bound" as String?, false)] {
      var form = gb200
      form.decodeComputes = decodeComputes
      let pairs = try outcome(change).pairs(.measured)
        .filter { $0.runs.disaggregated.accelerator == "GB200" }
      #expect(pairs.count == 2)
      for pair in pairs {
        let expected = try #require(
          form.ratio(prompt: 290, output: 271.6, tpot: pair.runs.tpotLimitMs / 1000))
        #expect(relativeDifference(try #require(pair.computedRatio), expected) < 1e-9)
      }
    }
  }

  @Test func hitsOfTheShippedFile() throws {
    let validation = try Self.shipped.get()
    let own = validation.own
    #expect(own.pairs(.simulated).count == 36 && own.pairs(.measured).count == 4)
    #expect(own.hitRate(.simulated) == hits(31, of: 36))
    let bias = try #require(own.logRatio)
    #expect(abs(bias.bias - 0.14) < 0.005 && abs(bias.spread - 0.23) < 0.005)
    for (change, count) in [
      ("decode=memory-bound", 25), ("pass=fused", 21), ("efficiencies=kernels", 23),
    ] {
      #expect(try outcome(change).hitRate(.simulated) == hits(count, of: 36), "\(change)")
    }
    #expect(own.hitRate(.simulated, of: .alwaysColocate) == hits(21, of: 36))
    #expect(own.hitRate(.simulated, of: .alwaysDisaggregate) == hits(15, of: 36))
    #expect(own.hitRate(.simulated, of: .tightTPOT) == hits(29, of: 36))
    #expect(own.hitRate(.measured, of: .tightTPOT) == hits(4, of: 4))
    #expect(validation.distinctPlans == 23)
  }

  @Test func measuredPairsAreTheBestRunsAndNotLikeForLike() throws {
    let pairs = try Self.shipped.get().own.pairs(.measured)
    #expect(
      pairs.map { ($0.measuredRatio * 100).rounded() / 100 }.sorted() == [0.84, 0.92, 1.29, 1.41])
    #expect(pairs.allSatisfy { !$0.runs.isComparable })
    let measurements = try Repository.measuredEdition().measurements
    for pair in pairs {
      let side = pair.runs.colocated
      let rivals = measurements.filter {
        !$0.isDisaggregated && $0.accelerator == side.accelerator && $0.round == side.round
          && $0.tpotLimitMs == side.tpotLimitMs
      }
      #expect(
        rivals.allSatisfy {
          $0.requestsPerAcceleratorSecond <= side.requestsPerAcceleratorSecond
        })
    }
  }

  /// Only choices that the closed form looks up, and each other reading of them once.
  @Test func everyReadingThatMattersIsChangedAlone() throws {
    let changes = try Self.shipped.get().outcomes.compactMap(\.change?.description)
    #expect(Set(changes).count == changes.count)
    #expect(changes.contains("pools=sized") && changes.contains("efficiencies=splitwise-2023"))
    #expect(!changes.contains { $0.hasPrefix("rows=") || $0.hasPrefix("request-length=") })
    let asked = try Validation(Repository.measuredEdition(readings: ["pass=fused"]))
    #expect(asked.own.hitRate(.simulated) == hits(21, of: 36))
    #expect(asked.outcomes.contains { $0.change?.description == "pass=sum" })
    #expect(!asked.outcomes.contains { $0.change?.description == "pass=fused" })
  }

  private static let header = """
    id,kind,round,submitter,system,accelerator,accelerators,architecture,precision,prompt_tokens,\
    output_tokens,request_rate_per_s,ttft_limit_ms,tpot_limit_ms,ttft_p50_ms,ttft_p99_ms,\
    tpot_p50_ms,tpot_p99_ms,prefill_instances,decode_instances,software,pair,citation,locator,note

    """

  private func validation(
    accelerator: String = "H100", precision: String = "bf16", round: String = "",
    tpot: String = "50", disaggregatedRate: String = "9", readings: [String] = []
  ) throws -> Validation {
    let rows = [("colocated", "8"), ("disaggregated", disaggregatedRate)].map { side, rate in
      "\(side),measured,\(round),,,\(accelerator),8,\(side),\(precision),290,270,\(rate),500,"
        + "\(tpot),,,,,,,Mine,mine,Ours,here,\n"
    }
    return try Validation(
      Repository.measuredEdition(measurements: Self.header + rows.joined(), readings: readings))
  }

  @Test func anUnknownAcceleratorIsNotCounted() throws {
    let own = try validation(accelerator: "MI300X").own
    let pair = try #require(own.pairs.first)
    #expect(pair.measuredRatio == 9.0 / 8)
    #expect(pair.computedRatio == nil && pair.isLevel == nil && pair.isHit == nil)
    #expect(pair.absence?.contains("accelerator/MI300X") == true)
    #expect(own.hitRate(.measured) == hits(0, of: 0))
    #expect(own.hitRate(.measured, of: .tightTPOT).interval == nil)
  }

  @Test func aPrecisionWithoutARateNamesTheRow() throws {
    let pair = try #require(try validation(precision: "fp4").own.pairs.first)
    #expect(
      pair.absence
        == "accelerator/H100 has no peak_fp4_flops; add a row "
        + "accelerator/H100,peak_fp4_flops,VALUE,FLOP/s,…")
  }

  /// Neither side meets 3 ms: the closed form names nobody, which is no hit.
  @Test func infeasibleOnBothSidesIsAMiss() throws {
    let pair = try #require(try validation(tpot: "3").own.pairs.first)
    #expect(pair.computedRatio == nil && pair.computedWinner == nil && pair.isHit == false)
  }

  /// With MLPerf's open prompt lengths the verdict has to hold from 150 to 800 tokens; here it turns.
  @Test func aVerdictThatTurnsWithTheAssumedPromptIsNotCounted() throws {
    let form = PlainForm()
    #expect(try #require(form.ratio(prompt: 150, output: 270, tpot: 0.05)) < 1)
    #expect(try #require(form.ratio(prompt: 800, output: 270, tpot: 0.05)) > 1)
    let open = try validation(round: "v9.9").own
    #expect(open.pairs.map(\.isHit) == [nil])
    #expect(open.pairs.first?.computedRatio != nil)
    #expect(open.hitRate(.measured) == hits(0, of: 0))
    // At 290 tokens, which a row without a round states, colocation is cheaper by the closed form.
    #expect(try validation().own.pairs.map(\.isHit) == [false])
    #expect(try validation(disaggregatedRate: "7").own.pairs.map(\.isHit) == [true])
  }
}

/// A hit rate by its counts.
private func hits(_ hits: Int, of pairs: Int) -> HitRate { HitRate(hits: hits, pairs: pairs) }

@Suite struct HitRateTests {
  /// Known values, to four digits.
  @Test(arguments: [
    (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (1, 2, 0.0945, 0.9055), (50, 100, 0.4038, 0.5962),
  ])
  func wilson(_ count: Int, _ pairs: Int, _ low: Double, _ high: Double) throws {
    let interval = try #require(HitRate(hits: count, pairs: pairs).interval)
    #expect(abs(interval.lowerBound - low) < 6e-5 && abs(interval.upperBound - high) < 6e-5)
  }

  /// What defines the interval: were the true share at either end, the one found would lie just at
  /// the edge of 95 %, 1.96 standard errors away.
  @Test(arguments: [(31, 36), (21, 36), (2, 4), (1, 100)])
  func endsAreWhereTheTestTurns(_ count: Int, _ pairs: Int) throws {
    let rate = HitRate(hits: count, pairs: pairs)
    let (share, interval) = (try #require(rate.share), try #require(rate.interval))
    for end in [interval.lowerBound, interval.upperBound] {
      let error = (end * (1 - end) / Double(pairs)).squareRoot()
      #expect(abs(abs(share - end) / error - 1.959963984540054) < 1e-9)
    }
  }

  @Test func nothingIsKnownWithoutPairs() {
    #expect(HitRate(hits: 0, pairs: 0).interval == nil)
    #expect(HitRate(hits: 0, pairs: 0).share == nil)
  }
}
