import Evidence
import Normalization

/// The sources of an audit by number: a row's own paper first, then those of the constants in the
/// order of their first use.
struct AuditSources {
  private struct Entry {
    let title: String
    /// What was taken, by place: the names, how well they are known, and the place.
    var places: [(names: [String], text: String)]
  }

  private var entries: [Entry] = []

  init() {}

  /// - Parameter anchor: whose citation is number 1.
  init(of anchor: Anchor) {
    _ = number(
      of: anchor.citation, for: "anchors.csv line \(anchor.line)", suffix: "")
  }

  /// The number of a constant's source.
  mutating func number(of constant: Constant) -> Int {
    number(of: constant.citation, for: constant.entity.description, suffix: constant.parameter)
  }

  private mutating func number(of citation: Citation, for entity: String, suffix: String) -> Int {
    let index = entries.firstIndex { $0.title == citation.source } ?? entries.count
    if index == entries.count { entries.append(Entry(title: citation.source, places: [])) }
    // A row's own note stands at its head.
    let note = suffix.isEmpty || citation.note.isEmpty ? "" : ". \(citation.note)"
    let text = "(\(citation.evidence.rawValue)): \(citation.locator)\(note)"
    let name = suffix.isEmpty ? entity : "\(entity).\(suffix)"
    let same = entries[index].places.firstIndex {
      $0.text == text && $0.names[0].hasPrefix("\(entity).")
    }
    if let same {
      if !entries[index].places[same].names.contains(where: { $0 == name || $0 == suffix }) {
        entries[index].places[same].names.append(suffix)
      }
    } else {
      entries[index].places.append(([name], text))
    }
    return index + 1
  }

  var references: [ReportDocument.Reference] {
    entries.enumerated().map { index, entry in
      ReportDocument.Reference(
        number: index + 1, title: entry.title,
        details: entry.places.map { "\($0.names.joined(separator: ", ")) \($0.text)" })
    }
  }
}

extension EvidenceGrade {
  /// Whether a number so known deserves a second look.
  var isWeak: Bool { self == .assumed || self == .figure }
}
