import Tables

/// How a number is known.
public enum EvidenceGrade: String, CaseIterable, Sendable {
  case table, text, figure, dataset, simulated, derived, assumed
  case datasheet, config, `default`, paper
  case listPrice = "list-price"
  case listPriceSecondhand = "list-price-secondhand"
  /// Measured by whoever keeps the file.
  case ownMeasurement = "own-measurement"
  /// A negotiated price.
  case contract

  /// The words that anchors.csv may use.
  public static let ofAnchors: [EvidenceGrade] = [
    .table, .text, .figure, .dataset, .simulated, .derived, .assumed,
    .ownMeasurement,
  ]

  /// The words that calibration.csv may use.
  public static let ofConstants: [EvidenceGrade] = [
    .datasheet, .table, .figure, .dataset, .config, .default, .assumed, .paper, .listPrice,
    .listPriceSecondhand, .ownMeasurement, .contract,
  ]
}

/// Where a row's numbers come from.
public struct Citation: Equatable, Sendable {
  /// The paper, data sheet, data set or price list.
  public let source: String
  /// Where in the source: a table, figure, section or file.
  public let locator: String
  public let evidence: EvidenceGrade
  /// What a reader should know besides; may be empty.
  public let note: String

  public init(source: String, locator: String, evidence: EvidenceGrade, note: String) {
    self.source = source
    self.locator = locator
    self.evidence = evidence
    self.note = note
  }
}

/// The columns that a citation is read from.
struct CitationColumns: Sendable {
  let source: Column<String>
  let locator = Column(
    "locator", .text(expected: "the table, figure, section or file of the source"))
  let evidence: Column<EvidenceGrade>
  let note = Column("note", .text(expected: "a remark"), isRequired: false)

  init(source name: String, evidence grades: [EvidenceGrade]) {
    source = Column(name, .text(expected: "where the numbers come from"))
    evidence = Column("evidence", .word(of: grades))
  }

  var rules: [ColumnRule] { [source.rule, locator.rule, evidence.rule, note.rule] }

  func citation(of row: Row) throws(Complaint) -> Citation {
    Citation(
      source: try row.require(source), locator: try row.require(locator),
      evidence: try row.require(evidence), note: row[note] ?? "")
  }
}
