import Glibc

/// A scale on which equal ratios take equal lengths.
public struct LogScale: Scale, Equatable {
  public let domain: ClosedRange<Double>
  public let start: Double
  public let end: Double

  /// - Precondition: the domain lies above 0.
  public init(_ domain: ClosedRange<Double>, from start: Double = 0, to end: Double = 1) {
    precondition(domain.lowerBound > 0, "a log scale shows numbers above 0 only")
    self.domain = domain
    self.start = start
    self.end = end
  }

  public func fraction(of value: Double) -> Double {
    let decades = log10(domain.upperBound / domain.lowerBound)
    return decades == 0 ? 0.5 : log10(value / domain.lowerBound) / decades
  }

  public func value(atFraction fraction: Double) -> Double {
    domain.lowerBound * pow(domain.upperBound / domain.lowerBound, fraction)
  }

  public func ranged(from start: Double, to end: Double) -> LogScale {
    LogScale(domain, from: start, to: end)
  }

  public func ticks(atMost limit: Int) -> Ticks { Ticks.log(domain, atMost: limit) }
}
