import Tables

/// A constant as it might have been.
public struct Variation: Equatable, Sendable {
  /// What stands in the constant's place.
  public let constant: Constant
  /// What was asked for is outside the constant's range, and `constant` at the range's end.
  public let isClamped: Bool
}

extension Constant {
  /// A number less and plus `share` of itself; a word's alternatives.
  ///
  /// An integer becomes a real, and what may not leave a range stops at its end, or, where the end
  /// itself is excluded, halfway to it.
  public func variations(by share: Double) -> [Variation] {
    switch (value, parameterRule?.content) {
    case (.number(let printed, let base), .number(let limits)?):
      [1 - share, 1 + share].map { factor in
        let wanted = base * factor
        let allowed = limits.clamped(wanted, from: base)
        let ratio = base == 0 ? 1 : allowed / base
        return Variation(
          constant: replaced(by: .number(printed: printed * ratio, base: allowed)),
          isClamped: allowed != wanted)
      }
    case (.word(let word), .word(let words)?):
      words.filter { $0 != word }.map {
        Variation(constant: replaced(by: .word($0)), isClamped: false)
      }
    default: []
    }
  }

  private var parameterRule: Parameter? {
    (try? EntityName(entity)).flatMap { try? $0.kind.parameter(named: parameter) }
  }

  private func replaced(by value: Value) -> Constant {
    let text =
      switch value {
      case .number(let printed, _): "\(printed)"
      case .word(let word): word
      }
    return Constant(
      entity: entity, parameter: parameter, text: text, value: value, unit: unit, asOf: asOf,
      citation: citation, line: line, isOverride: isOverride)
  }
}

extension Limits {
  /// `wanted`, or where it is out of range the range's end in its direction; halfway from `start`
  /// to an end that is excluded.
  fileprivate func clamped(_ wanted: Double, from start: Double) -> Double {
    func stop(_ bound: Bound?, isPassed: (Double) -> Bool) -> Double? {
      switch bound {
      case .including(let end) where isPassed(end): end
      case .excluding(let end) where isPassed(end) || wanted == end: (start + end) / 2
      default: nil
      }
    }
    // An integer's lower limit of 1 is no limit for the real that it is taken for here.
    let below = isInteger ? nil : lower
    return stop(below) { wanted < $0 } ?? stop(upper) { wanted > $0 } ?? wanted
  }
}
