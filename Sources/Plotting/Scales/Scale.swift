import Glibc

/// Maps data to positions on the page along one direction.
public protocol Scale: Sendable {
  /// The data shown, from the lower to the upper bound.
  var domain: ClosedRange<Double> { get }
  /// Where the lower bound lies, points. May exceed `end`: page y grows downwards.
  var start: Double { get }
  /// Where the upper bound lies, points.
  var end: Double { get }

  /// How far along the domain `value` is: 0 at its lower bound, 1 at its upper one. Values outside
  /// the domain give numbers outside 0...1; on a log scale a value <= 0 gives minus infinity or NaN.
  func fraction(of value: Double) -> Double

  /// This scale laid over other positions.
  func ranged(from start: Double, to end: Double) -> Self

  /// Labelled and unlabelled ticks within the domain.
  /// - Parameter limit: how many labelled ticks there may be at most (3 or more).
  func ticks(atMost limit: Int) -> Ticks
}

extension Scale {
  /// Where `value` lies, points.
  public func position(of value: Double) -> Double {
    let fraction = fraction(of: value)
    return start * (1 - fraction) + end * fraction
  }

  /// Where `value` lies, or the nearer end when it lies outside: always finite unless NaN.
  public func clampedPosition(of value: Double) -> Double {
    position(of: min(max(value, domain.lowerBound), domain.upperBound))
  }

  /// The usual 3 to 8 labelled ticks.
  public func ticks() -> Ticks { ticks(atMost: 8) }
}

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

  public func ranged(from start: Double, to end: Double) -> LinearScale {
    LinearScale(domain, from: start, to: end)
  }

  public func ticks(atMost limit: Int) -> Ticks { Ticks.linear(domain, atMost: limit) }
}

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

  public func ranged(from start: Double, to end: Double) -> LogScale {
    LogScale(domain, from: start, to: end)
  }

  public func ticks(atMost limit: Int) -> Ticks { Ticks.log(domain, atMost: limit) }
}
