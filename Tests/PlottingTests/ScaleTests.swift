import Testing

@testable import Plotting

@Suite struct ScaleTests {
  static let scales: [any Scale] = [
    LinearScale(0.2...0.97, from: 40, to: 480),
    LinearScale(-3...5, from: 300, to: 10),
    LogScale(125...30000, from: 40, to: 480),
    LogScale(0.004...7, from: 300, to: 10),
  ]

  @Test(arguments: scales.indices)
  func boundsLieAtTheEndsAndOrderIsKept(index: Int) {
    let scale = Self.scales[index]
    #expect(abs(scale.position(of: scale.domain.lowerBound) - scale.start) < 1e-9)
    #expect(abs(scale.position(of: scale.domain.upperBound) - scale.end) < 1e-9)
    let step = (scale.domain.upperBound - scale.domain.lowerBound) / 20
    let positions = (0...20).map {
      scale.position(of: scale.domain.lowerBound + Double($0) * step)
    }
    let isRising = scale.end > scale.start
    #expect(zip(positions, positions.dropFirst()).allSatisfy { ($0 < $1) == isRising })
  }

  @Test func equalDifferencesTakeEqualLengthsOnALinearScale() {
    let scale = LinearScale(2...6, from: 0, to: 400)
    #expect(abs(scale.position(of: 3) - 100) < 1e-9)
    #expect(abs(scale.position(of: 5) - 300) < 1e-9)
  }

  @Test func equalRatiosTakeEqualLengthsOnALogScale() {
    let scale = LogScale(1...1000, from: 0, to: 300)
    #expect(abs(scale.position(of: 10) - 100) < 1e-9)
    #expect(abs(scale.position(of: 100) - 200) < 1e-9)
  }

  @Test func clampingKeepsPositionsOnThePage() {
    let scale = LogScale(1...100, from: 300, to: 0)
    #expect(scale.clampedPosition(of: 0) == 300)
    #expect(scale.clampedPosition(of: .infinity) == 0)
  }

  @Test func aSideLaysAScaleRightwardsOrUpwards() {
    let plot = Rect(x: 10, y: 20, width: 200, height: 100)
    let across = Side.bottom.scale(LinearScale(0...1), in: plot)
    let upwards = Side.left.scale(LinearScale(0...1), in: plot)
    #expect((across.start, across.end) == (10, 210))
    #expect((upwards.start, upwards.end) == (120, 20))
  }
}
