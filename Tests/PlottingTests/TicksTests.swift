import Glibc
import Testing

@testable import Plotting

@Suite struct TicksTests {
  private func labels(_ ticks: Ticks) -> [String] { ticks.major.map(\.label.plain) }

  /// What `labeling::extended` in R gives, and hence ggplot2 on its axes.
  @Test(arguments: [
    (0.0, 1.0, 5, [0, 0.25, 0.5, 0.75, 1]),
    (8.1, 14.1, 4, [8, 10, 12, 14]),
    (0, 100, 5, [0, 25, 50, 75, 100]),
    (-1, 1, 5, [-1, -0.5, 0, 0.5, 1]),
  ])
  func extendedWilkinsonFindsTheReferenceLabels(
    lower: Double, upper: Double, wanted: Int, expected: [Double]
  ) throws {
    let labelling = try #require(ExtendedWilkinson(lower...upper, wanted: wanted).best())
    #expect(labelling.values.count == expected.count)
    #expect(zip(labelling.values, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func anEmptyDomainHasNoLabelling() {
    #expect(ExtendedWilkinson(3...3, wanted: 5).best() == nil)
    #expect(ExtendedWilkinson(0...(.infinity), wanted: 5).best() == nil)
  }

  @Test(arguments: [0.2...0.97, 0...1, -0.37...0.41, 1e-7...9e-7, 8.1...14.1, 1e6...1.3e6])
  func linearTicksStayInsideAndAreEven(domain: ClosedRange<Double>) {
    let ticks = Ticks.linear(domain)
    let values = ticks.major.map(\.value)
    #expect((3...8).contains(values.count))
    #expect(values.allSatisfy { domain.contains($0) })
    let steps = zip(values, values.dropFirst()).map { $1 - $0 }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-9 * steps[0] })
    #expect(Set(labels(ticks)).count == values.count)
  }

  @Test func minorTicksLieBetweenMajorOnes() {
    let ticks = Ticks.linear(0...1)
    #expect(labels(ticks) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    let minor = ticks.minor.map { ($0 * 100).rounded() / 100 }
    #expect(minor.prefix(6) == [0.05, 0.1, 0.15, 0.25, 0.3, 0.35])
    #expect(minor.count == 15)
  }

  @Test(arguments: [
    (125.0, 30000.0, ["200", "500", "1000", "2000", "5000", "10,000", "20,000"]),
    (0.1, 1000, ["0.1", "1", "10", "100", "1000"]),
    (25, 900, ["50", "100", "200", "500"]),
    (2, 6.5, ["2", "3", "4", "5", "6"]),
    (0.5, 50, ["0.5", "1", "2", "5", "10", "20", "50"]),
    (1e-3, 1e3, ["0.001", "0.01", "0.1", "1", "10", "100", "1000"]),
  ])
  func logTicks(lower: Double, upper: Double, expected: [String]) {
    #expect(labels(Ticks.log(lower...upper)) == expected)
  }

  @Test func logAxesOfHalfADecadeToSixHaveThreeToEightLabels() {
    for tenth in 5...60 {
      for start in [0.0013, 0.1, 1, 1.9, 4.7, 125] {
        let end = start * pow(10, Double(tenth) / 10)
        let ticks = Ticks.log(start...end)
        #expect((3...8).contains(ticks.major.count), "\(start)...\(end)")
        #expect(ticks.major.allSatisfy { $0.value >= start * 0.999 && $0.value <= end * 1.001 })
        let minor = Set(ticks.minor)
        #expect(ticks.major.allSatisfy { !minor.contains($0.value) })
      }
    }
  }

  @Test func aShortLogAxisIsLabelledLikeALinearOne() {
    #expect(labels(Ticks.log(110...150)) == ["110", "120", "130", "140", "150"])
  }
}
