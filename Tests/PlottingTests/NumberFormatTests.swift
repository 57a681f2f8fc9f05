import Glibc
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

  @Test(arguments: [
    (0.0, "0"), (0.83 - 0.8, "0.03"), (-1234.5678, "\u{2212}1234.6"), (1_234_567, "1,234,600"),
    (3.35e12, "3.35e12"), (1e7, "1e7"), (-2.039e12, "\u{2212}2.039e12"),
    (0.000012, "1.2e\u{2212}5"), (0.0001, "0.0001"), (.infinity, "∞"), (1e9 / 3, "3.33333333e8"),
  ])
  func compact(value: Double, expected: String) {
    #expect(NumberFormat.compact(value, digits: 5) == expected)
  }

  /// Rounding to five digits and setting the fewest decimals that tell the result says the same as
  /// dropping zeros: no number need be read back.
  @Test func compactIsThePlainFormOfTheRoundedNumber() {
    var random = Congruential(state: 5)
    for _ in 0..<3000 {
      let sign = random.next() < 0.5 ? -1.0 : 1
      for value in [
        sign * pow(10, random.next() * 10.999 - 4), sign * (random.next() * 1e6).rounded() / 1000,
      ] where value == 0 || (1e-4..<1e7).contains(value.magnitude) {
        let ascii = NumberFormat.significant(value, digits: 5)
          .replacing("\u{2212}", with: "-").replacing(",", with: "")
        let expected = Double(ascii).map { NumberFormat.plain($0) }
        #expect(NumberFormat.compact(value, digits: 5) == expected, "\(value)")
      }
    }
  }

  @Test func theMantissaOfAPowerOfTenHasNineDigits() {
    var random = Congruential(state: 6)
    for _ in 0..<3000 {
      let value = pow(10, random.next() * 22 + 7) * (random.next() < 0.5 ? -1 : 1)
      let power = Int(log10(value.magnitude).rounded(.down))
      let digits = withVaList([value / pow(10, Double(power))]) { arguments in
        var buffer = [CChar](repeating: 0, count: 40)
        let count = Int(vsnprintf(&buffer, buffer.count, "%.9g", arguments))
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
      let mantissa = Double(digits).map { NumberFormat.plain($0) } ?? ""
      #expect(NumberFormat.compact(value, digits: 5) == "\(mantissa)e\(power)", "\(value)")
    }
  }

  @Test(arguments: [
    (0.1234, 1, "+12.3 %"), (-0.1234, 1, "\u{2212}12.3 %"), (0, 1, "0.0 %"), (-0.0001, 1, "0.0 %"),
    (0.00049, 2, "+0.05 %"), (1.5, 0, "+150 %"), (123, 1, "+12300.0 %"),
  ])
  func percent(share: Double, decimals: Int, expected: String) {
    #expect(NumberFormat.percent(share, decimals: decimals) == expected)
  }

  @Test func asciiNeedsNoFont() {
    #expect(NumberFormat.ascii(-12345.678, digits: 4) == "-12,350")
    #expect(NumberFormat.ascii(0.25, digits: 4) == "0.25")
  }

  @Test func aMinusSignIsSetForAHyphen() {
    #expect(NumberFormat.typeset("-1.5e-05") == "\u{2212}1.5e-05")
    #expect(NumberFormat.typeset("1.5") == "1.5")
  }

  @Test func aPriceHasItsCents() {
    #expect(NumberFormat.plain(2, atLeast: 2) == "2.00")
    #expect(NumberFormat.plain(6.155, atLeast: 2) == "6.155")
  }
}
