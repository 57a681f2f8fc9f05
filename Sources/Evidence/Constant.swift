import Tables

/// One constant: a row of calibration.csv, or what a setting puts in its place.
public struct Constant: Equatable, Sendable {
  public enum Value: Equatable, Sendable {
    /// A number as printed, in the constant's `unit`, and in the base unit of its group
    /// (FLOP/s, B/s, B, tokens, ms, USD/h or 1).
    case number(printed: Double, base: Double)
    case word(String)
  }

  public let entity: Entity
  /// `prefill_mfu`
  public let parameter: String
  /// The value as printed.
  public let text: String
  public let value: Value
  /// The unit as printed.
  public let unit: String
  /// The day from which the value holds; nil when it does not depend on time.
  public let asOf: CalendarDate?
  /// The reading under which the value holds; nil when it holds under all. An override has that of
  /// the row that it replaces.
  public private(set) var reading: Reading?
  /// How far the sources leave the number open, in the base unit; nil where they do not.
  public let range: ClosedRange<Double>?
  public private(set) var citation: Citation
  /// The line of calibration.csv, from 1; an override has the line of the row that it replaces.
  public private(set) var line: Int
  public let isOverride: Bool

  /// `accelerator/H100.prefill_mfu`
  public var name: String { "\(entity).\(parameter)" }

  /// The number in the base unit of its group; a time is in ms.
  ///
  /// - Throws: for a word.
  public var si: Double {
    get throws(EvidenceError) {
      switch value {
      case .number(_, let base): return base
      case .word(let word):
        throw EvidenceError("\(name) is the word \(quoted(word)), not a number")
      }
    }
  }

  /// The word.
  ///
  /// - Throws: for a number.
  public var word: String {
    get throws(EvidenceError) {
      switch value {
      case .word(let word): return word
      case .number: throw EvidenceError("\(name) is the number \(text), not a word")
      }
    }
  }

  /// This constant with another value, given in the unit of the row.
  func replaced(by text: String, assignment: String) throws(CellFault) -> Constant {
    let parameter = try entity.kind.parameter(named: parameter)
    return Constant(
      entity: entity, parameter: parameter.name, text: text,
      value: try parameter.value(text, unit: parameter.units.unit(named: unit)), unit: unit,
      asOf: nil, reading: reading, range: nil,
      citation: Citation(
        source: "set for this run", locator: assignment, evidence: .assumed, note: ""),
      line: line, isOverride: true)
  }

  /// This override in place of `row`, or of the row that another override stands for.
  func standing(for row: Constant) -> Constant {
    var copy = self
    (copy.line, copy.reading) = (row.line, row.reading)
    copy.citation = Citation(
      source: citation.source, locator: citation.locator, evidence: citation.evidence,
      note: row.isOverride ? row.citation.note : "in place of \(row.text) \(row.unit)")
    return copy
  }
}

// MARK: Variations

/// A constant as it might have been.
public struct Variation: Equatable, Sendable {
  /// What stands in the constant's place.
  public let constant: Constant
  /// What was asked for is outside the constant's range, and `constant` at the range's end.
  public let isClamped: Bool
}

extension Constant {
  /// A number less and plus `share` of itself; the alternatives of a word or of 0 and 1.
  ///
  /// An integer becomes a real, and what may not leave a range stops at its end, or, where the end
  /// itself is excluded, halfway to it.
  public func variations(by share: Double) -> [Variation] {
    switch (value, parameterRule?.content) {
    case (.number(_, let base), .number(.flag)?):
      [
        Variation(
          constant: replaced(by: .number(printed: 1 - base, base: 1 - base)), isClamped: false)
      ]
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

  /// This number at another place, in the base unit.
  public func at(_ base: Double) -> Constant {
    guard case .number(let printed, let own) = value else { return self }
    let ratio = own == 0 ? 1 : base / own
    return replaced(by: .number(printed: own == 0 ? base : printed * ratio, base: base))
  }

  private var parameterRule: Parameter? {
    entity.kind.parameters.first { $0.name == parameter }
  }

  func replaced(by value: Value) -> Constant {
    let text =
      switch value {
      case .number(let printed, _): "\(printed)"
      case .word(let word): word
      }
    return Constant(
      entity: entity, parameter: parameter, text: text, value: value, unit: unit, asOf: asOf,
      reading: reading, range: range, citation: citation, line: line, isOverride: isOverride)
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
