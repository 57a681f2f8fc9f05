/// A scale on which equal differences take equal lengths.
public struct LinearScale: Scale, Equatable {
  public let domain: ClosedRange<Double>
  public let start: Double
  public let end: Double

  public init(_ domain: ClosedRange<Double>, from start: Double = 0, to end: Double = 1) {
    self.domain = domain
    self.start = start
    self.end = end
  }

  public func fraction(of value: Double) -> Double {
    let span = domain.upperBound - domain.lowerBound
    return span == 0 ? 0.5 : (value - domain.lowerBound) / span
  }

  public func value(atFraction fraction: Double) -> Double {
    domain.lowerBound * (1 - fraction) + domain.upperBound * fraction
  }

  public func ranged(from start: Double, to end: Double) -> LinearScale {
    LinearScale(domain, from: start, to: end)
  }

  public func ticks(atMost limit: Int) -> Ticks { Ticks.linear(domain, atMost: limit) }
}
