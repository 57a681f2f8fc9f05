import Plotting
import Testing

@Suite struct YearTicksTests {
  @Test func yearsAreLabelledAndQuartersBare() {
    let ticks = Ticks.years(2022.7...2025.1)
    #expect(ticks.major.map(\.value) == [2023, 2024, 2025])
    #expect(ticks.major.map(\.label.plain) == ["2023", "2024", "2025"])
    #expect(ticks.minor.contains(2022.75) && ticks.minor.contains(2024.5))
    #expect(!ticks.minor.contains(2024) && ticks.minor == ticks.minor.sorted())
  }

  @Test func manyYearsAreThinnedToWhatFits() {
    let ticks = Ticks.years(1990...2030)
    #expect((2...8).contains(ticks.major.count))
    let values = ticks.major.map(\.value)
    #expect(Set(zip(values, values.dropFirst()).map { $1 - $0 }).count == 1)
  }

  @Test func withoutANewYearTheTicksAreALinearAxiss() {
    let domain = 2024.3...2024.6
    #expect(Ticks.years(domain) == Ticks.linear(domain))
  }
}
