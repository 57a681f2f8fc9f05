import Evidence
import Frontier
import Tables

/// What a reader of the tables should know besides.
struct DiffNotes {
  private let from: Edition
  private let to: Edition
  private let difference: FrontierDifference
  private let tolerance: Double

  init(_ comparison: Comparison) {
    (from, to) = (comparison.from.edition, comparison.to.edition)
    (difference, tolerance) = (comparison.difference, comparison.tolerance)
  }

  var all: [String] { (hidden + files + units + gaps).map { "note: \($0)" } }

  /// A tolerance that hides something.
  private var hidden: [String] {
    let count = difference.changes.count { $0.category == .unchanged && $0.from != $0.to }
    guard tolerance > DiffVerdict.rounding, count > 0, !difference.isEmpty else { return [] }
    return [
      "changes of up to a relative \(DataText.text(tolerance)) count as none: \(count) of them"
    ]
  }

  /// Files that differ although nothing in them does.
  private var files: [String] {
    guard difference.hasSameFiles else { return [] }
    let (from, to) = (from.digests, to.digests)
    let differing = [
      ("anchors.csv", from.anchors, to.anchors),
      ("calibration.csv", from.calibration, to.calibration),
    ].filter { $0.1 != $0.2 }
    guard !differing.isEmpty else { return [] }
    let names = differing.map { "\($0.0) \($0.1.prefix(8)) and \($0.2.prefix(8))" }
    return [
      "the files differ (SHA-256: \(names.joined(separator: ", "))) in nothing that is read"
    ]
  }

  /// Constants that are written in another unit on either side.
  private var units: [String] {
    let changed = difference.changes(of: .constant).filter { $0.category != .unchanged }
    let ids = Set(changed.map(\.id))
    let (from, to) = (Self.units(from.calibration), Self.units(to.calibration))
    return ids.sorted().compactMap { id in
      guard let old = from[id], let new = to[id], old != new else { return nil }
      return "\(id) is in \(old) on one side, in \(new) on the other; compared in base units"
    }
  }

  private static func units(_ calibration: Calibration) -> [String: String] {
    // By the names that changes go by: a row that belongs to a reading is told with it.
    calibration.fileRows.reduce(into: [:]) { units, row in
      units[row.name + (row.reading.map { " (\($0))" } ?? "")] = row.unit
    }
  }

  /// Points whose change has no parts.
  private var gaps: [String] {
    let moved = Set(
      difference.changes(of: .point).filter { $0.category == .moved }.map(\.subject))
    let reasons = Dictionary(grouping: difference.gaps.filter { moved.contains($0.point) }) { gap in
      "with only \(gap.changed.map(\.rawValue).joined(separator: " and ")) changed: \(gap.reason)"
    }
    return reasons.sorted { $0.key < $1.key }.map { reason, gaps in
      "no parts for \(gaps.map(\.point.text).joined(separator: ", ")), without a cost \(reason)"
    }
  }
}
