import Tables
import Testing

@testable import Evidence

@Suite struct PriceHistoryTests {
  private func histories(_ rates: [String], of provider: String? = nil) throws -> [PriceHistory] {
    let calibration = Fixture.calibration + rates.joined(separator: "\n") + "\n"
    return try Calibration.load(name: "calibration.csv", bytes: Array(calibration.utf8))
      .priceHistories(of: provider)
  }

  private func rate(_ provider: String, _ price: String, _ date: String) -> String {
    "rate/\(provider)/H100,usd_per_hour,\(price),USD/h,\(date),,,,,List,page,list-price,"
  }

  @Test func readingsOfOnePriceAreOnePeriodAndChangesLieInGaps() throws {
    let history = try #require(
      try histories(
        [
          rate("Lambda", "3.99", "2026-05-11"), rate("Lambda", "2.99", "2024-09-24"),
          rate("Lambda", "3.99", "2026-09-20"), rate("Lambda", "2.990", "2025-04-16"),
        ], of: "Lambda"
      ).first)
    #expect(history.periods.map(\.price) == [2.99, 3.99])
    #expect(history.periods.map(\.readings.count) == [2, 2])
    #expect(history.gaps.count == 1)
    let gap = try #require(history.gaps.first)
    #expect("\(gap.from) \(gap.to)" == "2025-04-16 2026-05-11")
    #expect(gap.days == 390)
    #expect([gap.priceBefore, gap.priceAfter] == [2.99, 3.99])
  }

  /// A price that comes back is a period of its own.
  @Test func aPriceThatReturnsIsNotJoinedToItsFirstPeriod() throws {
    let history = try #require(
      try histories(
        [rate("X", "1", "2024-01-01"), rate("X", "2", "2024-01-02"), rate("X", "1", "2024-01-03")],
        of: "X"
      ).first)
    #expect(history.periods.map(\.price) == [1, 2, 1])
    #expect(history.gaps.map(\.days) == [1, 1])
  }

  @Test func everyProviderIsThereByNameAndComponentPricesAreMarked() throws {
    let histories = try histories([rate("CoreWeave-component", "4.78", "2023-01-12")])
    #expect(histories.map(\.provider) == ["AWS", "CoreWeave", "CoreWeave-component"])
    #expect(histories.map(\.basis) == [.bundled, .bundled, .component])
    #expect(try PinName(parsing: "GCP-component@2026-01-01").dated?.basis == .component)
    #expect(Pin.paper.basis == .bundled)
  }

  @Test func anUnknownProviderIsToldTheNearest() throws {
    #expect(
      throws: EvidenceError("there are no prices of 'Coreweve'; did you mean 'CoreWeave'?")
    ) { try histories([], of: "Coreweve") }
  }

  @Test func mixingTakesWholeKindsAndKeepsWhatOnlyOneSideHas() throws {
    let base = try Fixture.load().calibration
    let other = try Fixture.load(
      calibration: Fixture.calibration
        .replacing("hbm_usable,0.9", by: "hbm_usable,0.8")
        .replacing("accelerator/H100,prefill_mfu,0.43", by: "accelerator/H100,prefill_mfu,0.5")
        + "workload/new,prompt_tokens,100,tokens,,,,,,Ours,none,assumed,\n"
        + "workload/new,output_tokens,10,tokens,,,,,,Ours,none,assumed,\n"
    ).calibration
    let mixed = base.taking([.accelerator], from: other)
    #expect(try mixed.number(.accelerator("H100"), "prefill_mfu") == 0.5)
    #expect(try mixed.number(.deployment, "hbm_usable") == 0.9)
    #expect(try mixed.number(.workload("new"), "prompt_tokens") == 100)
    #expect(try other.taking([], from: base).number(.deployment, "hbm_usable") == 0.8)
  }

  @Test(arguments: [
    ("0001-01-01", 0), ("0001-12-31", 364), ("1970-01-01", 719_162), ("2000-02-29", 730_178),
    ("2026-11-21", 739_940),
  ])
  func daysAreCountedAsTheCalendarHasThem(_ text: String, _ number: Int) throws {
    // Python: datetime.date(...).toordinal() - 1
    #expect(try #require(CalendarDate(text)).dayNumber == number)
  }
}
