import Glibc
import Tables
import TestSupport
import Testing

@Suite struct DataTextTests {
  /// C's own word on the matter.
  private func c(_ format: String, _ arguments: any CVarArg...) -> String {
    withVaList(arguments) { arguments in
      var buffer = [CChar](repeating: 0, count: 700)
      let count = Int(vsnprintf(&buffer, buffer.count, format, arguments))
      return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// The nine digits as C prints them, and the number that they are read as.
  private func isAsC(_ value: Double) -> Bool {
    let expected = c("%.9g", value + 0)
    let read = Double(expected) ?? .nan
    let rounded = DataText.rounded(value)
    return DataText.text(value) == expected
      && (rounded.bitPattern == read.bitPattern || rounded.isNaN && read.isNaN)
  }

  @Test func anyNumberIsWrittenAsCWritesIt() {
    var random = SeededNumbers(seed: 9)
    for _ in 0..<5000 {
      let any = Double(bitPattern: random.next())
      let usual = pow(10, Double.random(in: -15...10, using: &random))
      let decimal = Double(random.next() % 1_000_000) / 1000
      for value in [any, usual, -usual, decimal] {
        #expect(isAsC(value), "\(value), bits \(value.bitPattern)")
      }
    }
  }

  /// Halves of the last digit go to the even one, and carries go through.
  @Test func tiesAndPowersOfTenAreWrittenAsCWritesThem() {
    for exponent in -20...20 {
      let power = pow(10, Double(exponent))
      let near = [-1e-9, -5e-10, -4.999e-10, 5e-9, 5.001e-9].map { power * (1 + $0) }
      for value in near + [power, power.nextUp, power.nextDown] {
        #expect(isAsC(value) && isAsC(-value), "\(value), bits \(value.bitPattern)")
      }
    }
    for half in 0..<2000 {
      let value = 100_000_000 + Double(half) / 2
      #expect(isAsC(value) && isAsC(value / 1024), "\(value)")
    }
    let edges: [Double] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p-44,
      (0x1p-44).nextDown, 1e9, (1e9).nextDown, 999_999_999.5, 99_999_999.95,
    ]
    for value in edges { #expect(isAsC(value), "\(value)") }
  }

  @Test(arguments: [
    (0.1 + 0.2, "0.3"), (-0.0, "0"), (1.0 / 3, "0.333333333"), (200, "200"), (0.0001, "0.0001"),
    (0.00001234, "1.234e-05"), (3.35e12, "3.35e+12"), (-123456789.5, "-123456790"),
    (999_999_999.6, "1e+09"), (.infinity, "inf"),
  ])
  func nineSignificantDigits(value: Double, expected: String) {
    #expect(DataText.text(value) == expected)
  }

  @Test func whatCannotBeServedIsAWord() {
    #expect(DataText.text(nil as Double?) == "infeasible")
    #expect(DataText.text(0.5 as Double?) == "0.5")
  }

  @Test(arguments: [
    (0.83 - 0.8, 6, "0.03"), (1.2345651, 6, "1.23457"), (1_234_565, 6, "1234570"), (0, 6, "0"),
    (-0.000012345678, 3, "-1.23e-05"), (.infinity, 6, "inf"), (98_765, 2, "99000"),
  ])
  func fewerDigits(value: Double, digits: Int, expected: String) {
    #expect(DataText.text(value, digits: digits) == expected)
  }

  @Test(arguments: [
    (1.5, "1.50000"), (0.000123456789, "0.000123457"), (1_234_567.8, "1234568"), (2500, "2500"),
    (-12.3456789, "-12.3457"), (0, "0"), (1e15, "1000000000000000"), (-0.0, "0"), (.nan, "nan"),
    (9.9999996, "10.00000"),
  ])
  func sixDigitsWithoutAnExponent(value: Double, expected: String) {
    #expect(DataText.plain(value, digits: 6) == expected)
  }

  @Test func decimalsAreCs() {
    var random = SeededNumbers(seed: 9)
    for decimals in 0...12 {
      let values = (0..<100).map { _ in Double.random(in: -1e6...1e6, using: &random) }
      for value in values + [0, -0.0, 1e300, -0.00004, 0.5, 2.5] {
        #expect(DataText.fixed(value, decimals: decimals) == c("%.*f", Int32(decimals), value + 0))
      }
    }
  }
}
