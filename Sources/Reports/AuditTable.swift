import Normalization
import Tables

/// Audits as a table with a line for each derivation.
enum AuditTable {
  static let titles = ["anchor", "step", "symbol", "value", "unit", "formula", "inputs", "source"]

  static func rows(of audit: AnchorAudit) -> [[String]] {
    let lines = AuditLines(audit)
    return audit.worksheet.sections.flatMap { section in
      section.lines.map { line in
        [
          audit.row.id, section.topic.id, line.result.symbol, DataText.text(line.result.value),
          line.result.unit, line.expression, lines.inputs(of: line), lines.sources(of: line.inputs),
        ]
      }
    }
  }
}

extension Worksheet.Topic {
  fileprivate var id: String {
    switch self {
    case .step(let name): name.rawValue
    case .band: "band"
    case .prediction: "prediction"
    }
  }
}
