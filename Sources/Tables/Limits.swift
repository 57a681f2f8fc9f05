/// The numbers that a cell may hold.
public struct Limits: Equatable, Sendable {
  public enum Bound: Equatable, Sendable {
    case including(Double)
    case excluding(Double)
  }

  public let lower: Bound?
  public let upper: Bound?
  public let isInteger: Bool

  public init(lower: Bound? = nil, upper: Bound? = nil, isInteger: Bool = false) {
    self.lower = lower
    self.upper = upper
    self.isInteger = isInteger
  }

  /// From one end of `range` to the other, both included.
  public init(_ range: ClosedRange<Double>, isInteger: Bool = false) {
    self.init(
      lower: .including(range.lowerBound), upper: .including(range.upperBound),
      isInteger: isInteger)
  }

  /// x > 0
  public static let positive = Limits(lower: .excluding(0))
  /// 1 for yes, 0 for no
  public static let flag = Limits(lower: .including(0), upper: .including(1), isInteger: true)
  /// 0 ≤ x ≤ 1
  public static let share = Limits(lower: .including(0), upper: .including(1))
  /// 0 ≤ x < 1
  public static let properShare = Limits(lower: .including(0), upper: .excluding(1))

  public func contain(_ number: Double) -> Bool {
    let isAboveLower =
      switch lower {
      case .including(let bound): number >= bound
      case .excluding(let bound): number > bound
      case nil: true
      }
    let isBelowUpper =
      switch upper {
      case .including(let bound): number <= bound
      case .excluding(let bound): number < bound
      case nil: true
      }
    return isAboveLower && isBelowUpper && (!isInteger || number == number.rounded())
  }
}

extension Limits: CustomStringConvertible {
  /// `a number greater than 0 and at most 1`
  public var description: String { description(in: .one) }

  /// The same of numbers printed in a unit: `a number at least 1e-06 and at most 100000 (TB/s)`.
  public func description(in unit: Unit) -> String {
    plainDescription(in: unit) + (unit == .one ? "" : " (\(unit.name))")
  }

  private func plainDescription(in unit: Unit) -> String {
    if self == .flag { return "0 or 1" }
    let bounds = [
      lower.map { bound in
        switch bound {
        case .including(let number): "at least \(DataText.text(unit.printed(number)))"
        case .excluding(let number): "greater than \(DataText.text(unit.printed(number)))"
        }
      },
      upper.map { bound in
        switch bound {
        case .including(let number): "at most \(DataText.text(unit.printed(number)))"
        case .excluding(let number): "less than \(DataText.text(unit.printed(number)))"
        }
      },
    ].compactMap { $0 }
    let noun = isInteger ? "an integer" : "a number"
    return bounds.isEmpty ? noun : "\(noun) \(bounds.joined(separator: " and "))"
  }
}
