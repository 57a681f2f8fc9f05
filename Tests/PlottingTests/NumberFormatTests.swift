import Testing

@testable import Plotting

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (-1.5, 1, "\u{2212}1.5"), (9999, 0, "9999"),
    (10000, 0, "10,000"), (1_234_567.891, 2, "1,234,567.89"), (-12345, 0, "\u{2212}12,345"),
  ])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == expected)
  }

  @Test(arguments: [
    (0.0123456, 3, "0.0123"), (9.99, 2, "10"), (0.5, 2, "0.50"), (123456, 2, "120,000"),
    (99.96, 3, "100"), (0, 3, "0"), (-0.25, 1, "\u{2212}0.2"), (1000, 1, "1000"),
    (0.0999, 2, "0.10"),
  ])
  func significant(value: Double, digits: Int, expected: String) {
    #expect(NumberFormat.significant(value, digits: digits) == expected)
  }

  @Test(arguments: [
    (0.1 + 0.2, "0.3"), (1e6, "1,000,000"), (0.05, "0.05"), (1.0 / 3, "0.333333333333"),
    (1e-7, "0.0000001"), (-0.5, "\u{2212}0.5"), (.infinity, "∞"),
  ])
  func plainHasNoNoise(value: Double, expected: String) {
    #expect(NumberFormat.plain(value) == expected)
  }

  @Test func oneNumberOfDecimalsServesAllTicks() {
    #expect(
      Ticks(evenlyLabelled: [0, 0.25, 0.5]).major.map(\.label.plain) == ["0.00", "0.25", "0.50"])
    #expect(NumberFormat.decimalsNeeded([1, 2, 3]) == 0)
    #expect(NumberFormat.decimalsNeeded([]) == 0)
  }
}
