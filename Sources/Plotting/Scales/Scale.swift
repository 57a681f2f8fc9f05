/// Maps data to positions on the page along one direction, and back.
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
  /// The inverse of `fraction(of:)`.
  func value(atFraction fraction: Double) -> Double

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

  /// The value shown at `position`.
  public func value(at position: Double) -> Double {
    guard end != start else { return value(atFraction: 0.5) }
    return value(atFraction: (position - start) / (end - start))
  }

  /// Where `value` lies, or the nearer end when it lies outside: always finite unless NaN.
  public func clampedPosition(of value: Double) -> Double {
    position(of: min(max(value, domain.lowerBound), domain.upperBound))
  }

  /// The usual 3 to 8 labelled ticks.
  public func ticks() -> Ticks { ticks(atMost: 8) }
}
