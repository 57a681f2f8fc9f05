import CostModel
import Evidence

/// The conversion of one row as lines that can be redone with a pocket calculator, from the cells
/// of the two files to the point's CPM and what is said about it.
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
  ///   - row: normalised by `normalizer` in the paper's reading.
  /// - Throws: the lookup's error when calibration.csv lacks a constant.
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
