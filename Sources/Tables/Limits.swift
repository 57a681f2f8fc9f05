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

  /// x > 0
  public static let positive = Limits(lower: .excluding(0))
  /// 1, 2, 3 … as far as `Double` counts exactly
  public static let positiveInteger = Limits(
    lower: .including(1), upper: .including(0x1p53), isInteger: true)
  /// 0, 1, 2 … as far as `Double` counts exactly
  public static let count = Limits(
    lower: .including(0), upper: .including(0x1p53), isInteger: true)
  /// 1 for yes, 0 for no
  public static let flag = Limits(lower: .including(0), upper: .including(1), isInteger: true)
  /// 0 < x ≤ 1
  public static let positiveShare = Limits(lower: .excluding(0), upper: .including(1))
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
  public var description: String {
    if self == .positiveInteger { return "a positive integer" }
    if self == .count { return "0 or a positive integer" }
    if self == .flag { return "0 or 1" }
    let bounds = [
      lower.map { bound in
        switch bound {
        case .including(let number): "at least \(DataText.text(number))"
        case .excluding(let number): "greater than \(DataText.text(number))"
        }
      },
      upper.map { bound in
        switch bound {
        case .including(let number): "at most \(DataText.text(number))"
        case .excluding(let number): "less than \(DataText.text(number))"
        }
      },
    ].compactMap { $0 }
    let noun = isInteger ? "an integer" : "a number"
    return bounds.isEmpty ? noun : "\(noun) \(bounds.joined(separator: " and "))"
  }
}
