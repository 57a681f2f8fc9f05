import Tables

/// One constant: a row of calibration.csv, or what a setting puts in its place.
public struct Constant: Equatable, Sendable {
  public enum Value: Equatable, Sendable {
    /// A number as printed, in the constant's `unit`, and in the base unit of its group
    /// (FLOP/s, B/s, B, tokens, ms, USD/h or 1).
    case number(printed: Double, base: Double)
    case word(String)
  }

  /// `accelerator/H100`
  public let entity: String
  /// `prefill_mfu`
  public let parameter: String
  /// The value as printed.
  public let text: String
  public let value: Value
  /// The unit as printed.
  public let unit: String
  /// The day from which the value holds; nil when it does not depend on time.
  public let asOf: CalendarDate?
  public let citation: Citation
  /// The line of calibration.csv, from 1; an override has the line of the row that it replaces.
  public let line: Int
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
    let kind = try EntityName(entity).kind
    let parameter = try kind.parameter(named: parameter)
    return Constant(
      entity: entity, parameter: parameter.name, text: text,
      value: try parameter.value(text, unit: parameter.units.unit(named: unit)), unit: unit,
      asOf: nil,
      citation: Citation(
        source: "set for this run", locator: assignment, evidence: .assumed,
        note: "in place of \(self.text) \(unit)"),
      line: line, isOverride: true)
  }
}

extension Parameter {
  /// Reads a value printed in `unit`.
  func value(_ text: String, unit: Unit) throws(CellFault) -> Constant.Value {
    switch content {
    case .number(let limits):
      let base = try CellFormat.number(in: unit, limits).parse(text)
      return .number(printed: try DecimalNumber(text).value(), base: base)
    case .word(let words):
      return .word(try CellFormat.word(of: words).parse(text))
    }
  }

  /// What a value of this parameter should be, to follow "write".
  var expected: String {
    switch content {
    case .number(let limits): limits.description
    case .word(let words): CellFormat.word(of: words).expected
    }
  }
}
