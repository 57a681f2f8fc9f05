import Tables
import Testing

@testable import Evidence

/// The price on a day: which reading it is, and what the readings around it leave open.
@Suite struct PriceQuoteTests {
  private let history: PriceHistory

  init() throws {
    let rates = [
      ("1", "2024-01-01"), ("1", "2024-06-01"), ("2", "2025-01-01"), ("2", "2025-03-01"),
      ("3", "2025-12-01"),
    ].map { price, date in
      "rate/Lambda/H100,usd_per_hour,\(price),USD/h,\(date),,,,,List,page,list-price,"
    }
    let calibration = Fixture.calibration + rates.joined(separator: "\n") + "\n"
    let histories = try Calibration.load(name: "calibration.csv", bytes: Array(calibration.utf8))
      .priceHistories(of: "Lambda")
    history = try #require(histories.first)
  }

  private func quote(_ date: String) throws -> PriceQuote? {
    history.quote(on: try #require(CalendarDate(date)))
  }

  @Test func beforeTheFirstReadingThereIsNone() throws {
    #expect(try quote("2023-12-31") == nil)
    #expect(try quote("2024-01-01")?.usdPerHour == 1)
  }

  @Test func aPriceReadOnBothSidesOfTheDayIsConfirmed() throws {
    let found = try #require(try quote("2024-04-01"))
    #expect("\(found.since.map { "\($0)" } ?? "")" == "2024-01-01")
    #expect(found.confirmed == CalendarDate("2024-06-01"))
    #expect(found.age == 91)
    #expect(found.next == nil && found.before == nil && found.warning == nil)
  }

  @Test func inAGapTheWarningNamesBothReadings() throws {
    let found = try #require(try quote("2024-07-01"))
    #expect(found.usdPerHour == 1)
    #expect(found.next?.usdPerHour == 2 && found.confirmed == nil)
    #expect(
      found.warning == "Lambda's price of H100 on 2024-07-01 is not known: it was 1 $/h on "
        + "2024-06-01 and 2 $/h on 2025-01-01")
    // On the days of the readings it is known.
    let before = try #require(try quote("2024-06-01"))
    #expect(before.age == 0 && before.next != nil && before.warning == nil)
    let after = try #require(try quote("2025-01-01"))
    #expect(after.usdPerHour == 2 && after.warning == nil && after.age == 0)
    #expect(after.before?.date == CalendarDate("2024-06-01") && after.before?.usdPerHour == 1)
  }

  @Test func afterTheLastReadingAPriceGrowsOldInThirtyDays() throws {
    #expect(try quote("2025-12-31")?.warning == nil)
    let old = try #require(try quote("2026-01-01"))
    #expect(
      old.warning
        == "Lambda's price of H100 on 2026-01-01 was last read on 2025-12-01, 31 days before (3 $/h)"
    )
  }
}
