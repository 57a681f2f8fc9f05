import Tables

/// Holds references to the entities of a kind against those that calibration.csv has.
struct References {
  private let kind: EntityKind
  /// In file order.
  private var ids: [String] = []
  private var known: Set<String> = []
  private var faults = 0

  init(to kind: EntityKind, in table: Table) {
    self.kind = kind
    // Ragged rows count too.
    for row in table.rows {
      guard let entity = row[CalibrationTable.entity], entity.kind == kind else { continue }
      if known.insert(entity.id).inserted { ids.append(entity.id) }
    }
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
