import CostModel
import Evidence
import Tables

/// The conversion of one row as lines that can be redone with a pocket calculator, from the cells
/// of the two files to the point's CPM and what is said about it.
///
/// Every line is computed from its own formula; where the conversion itself has the number, such as
/// the CPM after a step, the two have to agree.
///
/// Times are in ms and phases in s/Mtok: accelerator-seconds per million served tokens. Symbols
/// that end in `_ref` are the reference deployment's, the others the row's own.
public struct Worksheet: Equatable, Sendable {
  public enum Topic: Hashable, Sendable {
    case step(NormalizationStep.Name)
    /// The row's error band and what the overlap η does.
    case band
    /// What the closed form expects of the row, on the reference and on the row's own machine.
    case prediction
  }

  public struct Section: Equatable, Sendable {
    public let topic: Topic
    public internal(set) var lines: [Derivation]
  }

  /// In order; they end with the line that shows why a row is infeasible.
  public let sections: [Section]

  /// - Parameters:
  ///   - row: normalised by `normalizer` in the paper's way.
  /// - Throws: the lookup's error when calibration.csv lacks a constant; an `EvidenceError` that
  ///   names the line when a formula does not give what the conversion found.
  init(_ row: NormalizedAnchor, by normalizer: Normalizer) throws {
    var lines = RowLines(row: row, normalizer: normalizer)
    try lines.write()
    sections = lines.writer.sections
  }

  /// Every line, in order.
  public var lines: [Derivation] { sections.flatMap(\.lines) }

  /// What enters in `section` and in none before it: cells and constants, by first use.
  public func newInputs(of section: Section) -> [Quantity] {
    let earlier = sections.prefix { $0 != section }.flatMap(\.lines).flatMap(\.inputs)
    var seen = Set(earlier.map(\.symbol))
    return section.lines.flatMap(\.inputs).filter {
      $0.meaning == nil && seen.insert($0.symbol).inserted
    }
  }
}

/// Writes derivations one after the other, each computed from what is known by then.
struct WorksheetWriter {
  /// The id of the row, for complaints.
  private let row: String
  private var known: [String: Quantity] = [:]
  private(set) var sections: [Worksheet.Section] = []

  init(row: String) { self.row = row }

  func value(of symbol: String) -> Double? { known[symbol]?.value }

  /// Starts a section; what is derived from here on belongs to it.
  mutating func begin(_ topic: Worksheet.Topic) {
    sections.append(Worksheet.Section(topic: topic, lines: []))
  }

  /// A number that is not derived.
  mutating func given(
    _ symbol: String, _ value: Double, _ unit: String = "", from origin: Quantity.Origin
  ) {
    known[symbol] = Quantity(symbol: symbol, value: value, unit: unit, origin: origin)
  }

  /// A line of the current section.
  /// - Parameters:
  ///   - formula: in symbols that are known.
  ///   - meaning: the quantity in words.
  ///   - expected: what the conversion found for it, where it did.
  /// - Throws: when the formula cannot be computed or does not give `expected`.
  mutating func derive(
    _ symbol: String, _ formula: String, _ unit: String, _ meaning: String,
    expecting expected: Double? = nil
  ) throws(EvidenceError) {
    let expression: Expression
    let value: Double
    do {
      expression = try Expression(parsing: formula, names: .symbol)
      // Every name is known here or a fault, so that there is a value.
      value = try expression.value(number) ?? .nan
    } catch {
      throw fault(in: symbol, formula, "cannot be computed: \(error)")
    }
    if let expected, !(abs(value - expected) <= 1e-9 * abs(expected)) {
      throw fault(in: symbol, formula, "gives \(value), and the conversion \(expected)")
    }
    let result = Quantity(
      symbol: symbol, value: value, unit: unit, origin: .derived(meaning: meaning))
    sections[sections.count - 1].lines.append(
      Derivation(
        result: result, expression: formula, names: expression.names,
        inputs: inputs(of: expression)))
    known[symbol] = result
  }

  private func inputs(of expression: Expression) -> [Quantity] {
    var seen: Set<String> = []
    return expression.names.compactMap { seen.insert($0.text).inserted ? known[$0.text] : nil }
  }

  private func number(_ part: Expression) throws(ExpressionFault) -> Double {
    guard case .name(let name) = part.node, let quantity = known[name] else {
      throw ExpressionFault(offset: part.offset, "nothing is known by the name that starts here")
    }
    return quantity.value
  }

  private func fault(in symbol: String, _ formula: String, _ what: String) -> EvidenceError {
    EvidenceError("\(row): the worksheet's line \(symbol) = \(formula) \(what)")
  }
}
