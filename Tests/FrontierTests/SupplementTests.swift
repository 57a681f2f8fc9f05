import CostModel
import Evidence
import Frontier
import Normalization
import Tables
import TestSupport
import Testing

/// Figures S4 to S7 against numbers worked out apart from the program, from the equations of the
/// cost model and the constants of calibration.csv.
@Suite struct SupplementTests {
  // MARK: S4

  /// κ = 2·80·8·128·2 B and R = 4·0.74·F/(2·68,976,648,192).
  @Test func transferTimesAreEquationsOfTheModel() throws {
    let result = try TransferTimes(Repository.edition())
    #expect(result.prefills.map(\.accelerators) == [["A100"], ["H100", "H200"]])
    #expect(result.prefills.allSatisfy { $0.kvBytesPerToken == 327_680 })
    let h100 = try #require(result.prefills.last)
    #expect(relativeDifference(1 / h100.secondsPerToken, 21_220.515034677548) < 1e-12)
    #expect(relativeDifference(h100.balancingBandwidth, 6_953_538_366.563139) < 1e-12)
    // 10,000 tokens over 400 Gb/s: 3.2768 GB at 50 GB/s.
    #expect(
      relativeDifference(h100.transferSeconds(promptTokens: 10_000, over: 50e9), 0.065536) < 1e-12)
    // Without grouped heads a token has 2·64·72·128·2 B, and 50 GB/s no longer suffice.
    let other = try #require(result.ungrouped)
    #expect(other.kvBytesPerToken == 2_359_296)
    #expect(other.transferShare(over: 50e9) > 1 && other.transferShare(over: 63e9) < 1)
  }

  @Test func linksAreThoseOfTheReading() throws {
    func fastest(_ edition: Edition) throws -> [Double] {
      try TransferTimes(edition).links.filter { $0.ids.contains("nvlink4") }.map(\.bandwidth)
    }
    #expect(try fastest(Repository.edition()) == [900e9])
    #expect(try fastest(Repository.edition(readings: ["nvlink=one-way"])) == [450e9])
  }

  // MARK: S5

  /// t0 = W/(4·u_M·M), t1 = κk/(4·u_M·M), c = 1/R at k = 1154.7 + 211.1/2.
  @Test func batchesAreThoseOfTheRoofline() throws {
    let result = try BatchCurves(Repository.edition())
    let expected: [(String, compute: Double, memory: Double, batches: [Double])] = [
      ("A100", 166.51761243977728, 414.7735369966276, [68.84, 223.3765618484234, 357.40]),
      (
        "H100", 291.2875621890547, 414.7735369966276,
        [340.083, 414.7735369966276, 414.7735369966276]
      ),
      (
        "H200", 203.29444444444442, 985.7596746677248,
        [395.77, 659.614085456247, 985.7596746677248]
      ),
    ]
    try #require(result.panels.count == expected.count)
    for (panel, expected) in zip(result.panels, expected) {
      #expect(panel.accelerator == expected.0)
      #expect(panel.limits.count == expected.batches.count)
      #expect(relativeDifference(panel.computeBatch ?? 0, expected.compute) < 1e-9)
      #expect(relativeDifference(panel.times.memoryBatch, expected.memory) < 1e-9)
      for (limit, batch) in zip(panel.limits, expected.batches) {
        #expect(relativeDifference(limit.batch ?? 0, batch) < 1e-4, "\(panel.accelerator)")
        #expect(limit.isBoundByMemory == (batch == expected.memory))
        let pass = 1000 * panel.passSeconds(batch: limit.batch ?? 1)
        #expect(
          limit.isBoundByMemory
            ? pass < limit.tpotMs : relativeDifference(pass, limit.tpotMs) < 1e-9)
      }
    }
    // ρ·N·pass(b)/b: at b = 1 reading weights, KV and nothing else.
    let h100 = result.panels[1]
    let seconds = 0.013726696157611941 + 4.109041990049751e-05
    #expect(
      relativeDifference(
        h100.usdPerMillionOutputTokens(batch: 1) ?? 0, 6.155 / 3600 * 1e6 * 4 * seconds) < 1e-9)
  }

  @Test func whereDecodeComputesNothingThereIsNoSuchZone() throws {
    let result = try BatchCurves(Repository.edition(readings: ["decode=memory-bound"]))
    #expect(result.panels.allSatisfy { $0.computeBatch == nil })
  }

  @Test func withoutAPriceThereIsNoCostButATime() throws {
    let result = try BatchCurves(Repository.edition(pin: "Lambda@2026-09-20"))
    let h200 = try #require(result.panels.last)
    #expect(h200.usdPerHour == nil && h200.usdPerMillionOutputTokens(batch: 8) == nil)
    #expect(h200.passSeconds(batch: 8) > 0)
  }

  // MARK: S6

  @Test func halfTheBytesHoldTwiceTheSequences() throws {
    let result = try Capacity(Repository.edition())
    #expect(result.lines.map(\.kv) == [.bf16, .bf16, .fp8, .fp8])
    #expect(
      result.lines.map(\.accelerators) == [
        ["A100", "H100"], ["H200"], ["A100", "H100"], ["H200"],
      ])
    // (4·0.9·80 GiB − 2·68,976,648,192 B)/327,680 B.
    #expect(relativeDifference(result.lines[0].memoryTokens, 522_718.35) < 1e-6)
    for (plain, narrow) in zip(result.lines.prefix(2), result.lines.suffix(2)) {
      #expect(relativeDifference(narrow.memoryTokens, 2 * plain.memoryTokens) < 1e-12)
    }
    #expect(result.lines[0].sequences(tokens: 600_000) == nil)
    let azure = try #require(result.workloads.first { $0.id == "azure-conversation" })
    #expect(relativeDifference(azure.tokens, 1260.25) < 1e-9)
    #expect(
      relativeDifference(result.lines[0].sequences(tokens: azure.tokens) ?? 0, 414.7735369966276)
        < 1e-9)
    let reserved = try Capacity(Repository.edition(readings: ["kv=reserved"]))
    #expect(
      reserved.workloads.first { $0.id == "azure-conversation" }.map {
        relativeDifference($0.tokens, 1365.8) < 1e-9
      } == true)
  }

  // MARK: S7

  /// Equation 8 over each accelerator's own NVLink at $1 an hour.
  @Test func acceleratorHoursAreThoseOfTheCheapestArchitecture() throws {
    let workload = try ReferenceWorkload(Repository.edition().calibration)
    for (accelerator, hours) in [
      ("A100", 0.17927555836224973), ("H100", 0.05975890943946859), ("H200", 0.057627210055671896),
    ] {
      let serving = try #require(try workload.serving(on: accelerator))
      #expect(serving.architecture == .disaggregated)
      #expect(relativeDifference(serving.acceleratorHours, hours) < 1e-9, "\(accelerator)")
    }
  }

  /// Found by a search of calibration.csv with another program.
  @Test func stretchesCoverTheWholeHistory() throws {
    let result = try PricesResult(Repository.edition())
    let names = result.stretches.map { stretch in
      "\(stretch.from) "
        + stretch.cheapest.map { "\($0.price.provider) \($0.price.accelerator)" }
        .joined(separator: ", ")
    }
    #expect(
      names == [
        "2023-02-09 Lambda A100", "2024-09-24 Lambda H100", "2025-04-16 Nebius H100",
        "2026-09-19 RunPod H100", "2026-10-19 Crusoe H100",
      ])
    for (one, next) in zip(result.stretches, result.stretches.dropFirst()) {
      #expect(one.to == next.from)
      #expect(one.lastRead <= one.to)
    }
    // Crusoe's price was last read before it became the lowest, when RunPod's rose.
    #expect(
      result.stretches.map { "\($0.lastRead)" } == [
        "2023-08-16", "2025-04-16", "2026-05-25", "2026-09-19", "2026-09-19",
      ])
  }

  @Test func quotesOfADayAreByCostAndComponentsLast() throws {
    let costs = try CostHistory(Repository.edition().calibration)
    let date = try #require(CalendarDate("2026-05-01"))
    let quotes = costs.quotes(on: date)
    let bundled = quotes.prefix { $0.price.basis == .bundled }
    #expect(quotes.dropFirst(bundled.count).allSatisfy { $0.price.basis == .component })
    #expect(!bundled.isEmpty && bundled.count < quotes.count)
    let prices = bundled.compactMap(\.usdPerMillionTokens)
    #expect(prices == prices.sorted() && prices.count == bundled.count)
    // Each is the pin's price times the hours.
    for quote in bundled {
      let pin = Pin(provider: quote.price.provider, date: date)
      let rate = try Repository.edition().calibration.rate(of: quote.price.accelerator, at: pin)
      #expect(try rate.si == quote.price.usdPerHour)
    }
  }

  /// Two that cost the same are both the cheapest.
  @Test func equalsShareTheFirstPlace() throws {
    let rows = [("Up", "1.00"), ("Down", "1.00")].map { provider, price in
      "rate/\(provider)/H100,usd_per_hour,\(price),USD/h,2026-11-10,,,,,List,page,list-price,\n"
    }
    let edition = try Repository.edition(
      calibration: Repository.text("calibration.csv") + rows.joined())
    let date = try #require(CalendarDate("2026-11-10"))
    let cheapest = try CostHistory(edition.calibration).cheapest(on: date)
    #expect(cheapest.map(\.price.provider) == ["Down", "Up"])
    #expect(try PricesResult(edition).stretches.last?.cheapest.count == 2)
  }

  /// A price that is set for the run holds on every day.
  @Test func aPriceSetForTheRunIsTheCheapestEverywhere() throws {
    let result = try PricesResult(
      Repository.edition(settings: ["rate/Lambda/H100.usd_per_hour=0.5"]))
    #expect(result.stretches.count == 1)
    let only = try #require(result.stretches.first)
    #expect(only.cheapest.first?.price.usdPerHour == 0.5 && only.cheapest.first?.price.since == nil)
    #expect(only.lastRead == only.to)
  }
}
