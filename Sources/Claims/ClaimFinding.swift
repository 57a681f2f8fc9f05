import Evidence
import Tables

/// What several rows of claims.csv come to: a row of findings.csv, which is compiled in.
public struct ClaimFinding: Equatable, Sendable {
  public let title: String
  /// What survives, what does not, and why: true while `verdicts` are.
  let sentence: String
  /// The verdicts that the sentence follows from.
  public let verdicts: [Presupposition]

  /// A row, by id, with the verdict that a sentence takes it to have.
  public struct Presupposition: Equatable, Sendable {
    public let id: String
    public let verdict: Claim.Verdict
  }

  /// The finding among these rows: the stored sentence, or the verdicts as they are where one of
  /// them, or a row, is not what the sentence takes it to be.
  public func text(among entries: [ClaimBook.Entry]) -> String {
    let found = verdicts.map { row in entries.first { $0.claim.id == row.id }?.verdict }
    if found == verdicts.map(\.verdict) { return sentence }
    let parts = zip(verdicts, found).map { row, verdict in
      "`\(row.id)` is \(verdict?.rawValue ?? "not among the rows")"
    }
    return "With this evidence the verdicts are others than those that the paper's data give: "
      + parts.joined(separator: ", ") + "."
  }

  /// What a reader of the paper should know first.
  /// - Throws: an `IngestError` when findings.csv is faulty.
  public static func all() throws(IngestError) -> [ClaimFinding] {
    try read(PackageResources.findings_csv)
  }

  static func read(_ bytes: [UInt8]) throws(IngestError) -> [ClaimFinding] {
    let schema = Schema([title.rule, sentence.rule] + verdictColumns.map(\.column.rule))
    let table = schema.read(bytes, file: "findings.csv")
    guard table.complaints.isEmpty else { throw IngestError(table.complaints) }
    return table.rows.compactMap(ClaimFinding.init)
  }

  private static let title = Column("title", .text(expected: "a title"))
  private static let sentence = Column("sentence", .text(expected: "what the rows come to"))
  private static let verdictColumns: [(verdict: Claim.Verdict, column: Column<[String]>)] = [
    (.reproduced, ids("reproduced")), (.withinBand, ids("within_band")),
    (.contradicted, ids("contradicted")),
  ]

  private static func ids(_ name: String) -> Column<[String]> {
    Column(
      name,
      CellFormat(expected: "ids of claims.csv, with a blank between two") {
        text throws(CellFault) in
        text.split(separator: " ").map(String.init)
      }, isRequired: false)
  }

  /// nil for a row without what each has to have, of which the schema has complained.
  private init?(_ row: Row) {
    guard let title = row[Self.title], let sentence = row[Self.sentence] else { return nil }
    (self.title, self.sentence) = (title, sentence)
    verdicts = Self.verdictColumns.flatMap { verdict, column in
      (row[column] ?? []).map { Presupposition(id: $0, verdict: verdict) }
    }
  }
}
