import Reports

/// The outcome of a verification as a report.
public struct VerifyReport {
  private let checks: [FileCheck]
  private let notes: [String]
  private let path: String

  public init(checks: [FileCheck], notes: [String], path: String) {
    (self.checks, self.notes, self.path) = (checks, notes, path)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text:
      ([verdict, table.text(within: width)] + notes.map(width.words)).joined(separator: "\n")
    case .markdown:
      (["**\(verdict)**", table.markdown] + notes).joined(separator: "\n\n")
    case .csv: table.csv
    case .json:
      try JSON.text(
        Document(
          directory: path, verdict: verdict, notes: notes,
          files: checks.map {
            Document.File(
              path: $0.path, level: $0.level.rawValue, holds: $0.level.holds, detail: $0.detail)
          }))
    }
  }

  private var verdict: String {
    let failed = checks.filter { !$0.level.holds }.count
    return failed == 0
      ? "\(path): all \(checks.count) files hold"
      : "\(path): \(failed) of \(checks.count) files fail"
  }

  private var table: ReportTable {
    ReportTable(
      [.left("file"), .left("level"), .left("detail")],
      rows: checks.map { [$0.path, $0.level.rawValue, $0.detail] })
  }

  private struct Document: Encodable {
    struct File: Encodable {
      let path: String
      let level: String
      let holds: Bool
      let detail: String
    }

    let directory: String
    let verdict: String
    let notes: [String]
    let files: [File]
  }
}
