import CostModel
import Evidence
import TestSupport
import Testing

@testable import Workloads

@Suite struct TraceResultTests {
  /// Four hours by their lengths; the third has no row.
  private static func rows(_ lengths: [(prompt: Int, output: Int)?]) -> [String] {
    lengths.enumerated().flatMap { hour, length in
      length.map { length in
        (10..<20).map { minute in
          "2024-05-10 0\(hour):\(minute):00,\(length.prompt + minute),\(length.output)"
        }
      } ?? []
    }
  }

  private static func result(
    _ lengths: [(prompt: Int, output: Int)?], gigabytesPerSecond: Double = 15,
    limits: ContractLimits = ContractLimits(ttftMs: 500, tpotMs: 50)
  ) throws -> TraceResult {
    let edition = try Repository.edition()
    var plan = DeploymentPlan()
    plan.link = .bandwidth(gigabytesPerSecond * 1e9)
    plan.contract = .limits(limits)
    return try TraceResult(
      Trace.azure(rows(lengths)), Deployment(plan, in: edition), in: edition)
  }

  @Test func windowsCostWhatTheirMeanMixCosts() throws {
    let result = try Self.result([(3000, 100), (250, 400), nil, (1000, 300)])
    #expect(result.windows.map(\.requests.startSeconds) == [0, 3600, 10_800])
    for (window, (prompt, output)) in zip(
      result.windows, [(3014.5, 100.0), (264.5, 400), (1014.5, 300)])
    {
      let mix = Mix(promptTokens: prompt, outputTokens: output)
      #expect(window.costs == result.deployment.costs(mix))
      let cpm = try #require(window.costs.chunked)
      let usd = try #require(window.usd(.colocated(.chunked)))
      #expect(relativeDifference(usd, 10 * (prompt + output) * cpm / 1e6) < 1e-12)
    }
  }

  @Test func switchingTakesTheCheapestInEachWindow() throws {
    let result = try Self.result([(30_000, 1000), (250, 400), (30_000, 1000)])
    let cheapest = result.windows.map { $0.costs.cheapest }
    let usd = result.windows.map { window in
      ArchitectureCosts.architectures.compactMap { window.usd($0) }
    }
    let switching = try #require(result.switchingUSD)
    #expect(relativeDifference(switching, usd.compactMap { $0.min() }.reduce(0, +)) < 1e-12)
    #expect(result.changes == zip(cheapest, cheapest.dropFirst()).count { $0 != $1 })
    for (index, choice) in result.choices.enumerated() {
      let total = usd.map { $0[index] }.reduce(0, +)
      #expect(relativeDifference(try #require(choice.usd), total) < 1e-12)
      #expect(relativeDifference(try #require(choice.excess), total / switching - 1) < 1e-9)
      #expect(choice.cheapestWindows == cheapest.count { $0 == choice.architecture })
    }
    #expect(result.choices.map(\.cheapestWindows).reduce(0, +) == 3)
    let best = try #require(result.bestChoice)
    #expect(result.choices.allSatisfy { ($0.usd ?? 0) >= (best.usd ?? 0) })
    #expect(result.choices.allSatisfy { ($0.excess ?? 1) >= 0 })
  }

  /// Where memory bounds the batch, continuous batching costs what chunked prefill does, but for
  /// the last bit.
  @Test func roundingIsNoCheaperArchitecture() {
    let level = ArchitectureCosts(continuous: 1.nextDown, chunked: 1, disaggregated: 2)
    #expect(level.cheapest == .colocated(.chunked))
    let cheaper = ArchitectureCosts(continuous: 0.999, chunked: 1, disaggregated: 2)
    #expect(cheaper.cheapest == .colocated(.continuous))
  }

  @Test func aFixedChoiceHasToMeetTheContractInEveryWindow() throws {
    // Weights take 20 ms to read: a prompt of 200,000 tokens leaves colocation no time.
    let result = try Self.result([(1000, 300), (200_000, 50), (1000, 300)])
    let chunked = try #require(result.choices.first { $0.architecture == .colocated(.chunked) })
    #expect(chunked.usd == nil && chunked.excess == nil && chunked.infeasibleWindows == 1)
    #expect(result.bestChoice?.architecture == .disaggregated)
    #expect(result.windows.map(\.absence) == [nil, nil, nil])
  }

  @Test func windowsWithoutAnAnswerAreInNoTotal() throws {
    let lengths: [(prompt: Int, output: Int)?] = [(1000, 300), (1000, 0), (-10, 300)]
    let some = try Self.result(lengths)
    #expect(some.windows.map(\.absence) == [nil, .noDecode, nil])
    let alone = try Self.result([(1000, 300)])
    let two = try Self.result([(1000, 300), nil, (-10, 300)])
    #expect(some.switchingUSD == two.switchingUSD && some.servedWindows == 2)
    #expect(alone.servedTokens == 10 * 1314.5)

    let promptless = try Trace.azure(
      ["2024-05-10 00:00:00,0,10", "2024-05-10 01:00:00,0,0", "2024-05-10 02:00:00,10,0"])
    let none = try TraceResult(promptless, alone.deployment, in: Repository.edition())
    #expect(none.windows.map(\.absence) == [.noPrefill, .noDecode, .noDecode])
    #expect(none.switchingUSD == nil && none.bestChoice == nil && none.servedWindows == 0)
    #expect(none.choices.allSatisfy { $0.usd == nil && $0.infeasibleWindows == 0 })

    let strict = try Self.result(
      [(1000, 300), (500, 20)], limits: ContractLimits(ttftMs: 500, tpotMs: 5))
    #expect(strict.windows.map(\.absence) == [.infeasible, .infeasible])
    #expect(strict.overall?.cheapest == nil && strict.choiceOfOverallMix == nil)
  }

  @Test func theOverallMixAdvisesOneChoice() throws {
    let result = try Self.result([(1000, 300), (250, 400)])
    let mix = Mix(promptTokens: 639.5, outputTokens: 350)
    #expect(result.overall == result.deployment.costs(mix))
    #expect(result.choiceOfOverallMix?.architecture == result.overall?.cheapest)
  }
}
