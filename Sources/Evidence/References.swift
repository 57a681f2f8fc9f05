import Tables

/// Holds references to the entities of a kind against those that calibration.csv has.
struct References {
  private let kind: EntityKind
  private let ids: [String]
  private let known: Set<String>
  private var faults = 0

  init(to kind: EntityKind, in table: Table) {
    self.kind = kind
    ids = CalibrationTable.ids(of: kind, in: table)
    known = Set(ids)
  }

  /// What is wrong with a reference to an entity that is not there; nil when it is.
  mutating func fault(_ id: String) -> String? {
    guard !known.contains(id) else { return nil }
    faults += 1
    // Looking for near words takes long, and no more complaints than that are listed.
    let suggestion =
      faults > ReadingLimits.mostComplaints ? "" : Spelling.suggestion(for: id, among: ids)
    return "\(quoted(id)) is not \(kind.withArticle) of the calibration"
      + (suggestion.isEmpty ? "; add the rows of \(kind.rawValue)/\(id)" : suggestion)
  }
}
