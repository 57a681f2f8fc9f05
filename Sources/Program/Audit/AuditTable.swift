import Figures
import Normalization
import Tables

/// Audits as a table with a line for each derivation.
enum AuditTable {
  static func table(of audits: [AnchorAudit]) -> ReportTable {
    var table = ReportTable(
      ["anchor", "step", "symbol", "value", "unit", "formula", "inputs", "source"]
        .map(ReportTable.Column.left))
    for audit in audits {
      let lines = AuditLines(audit)
      for section in audit.worksheet.sections {
        for line in section.lines {
          table.append([
            audit.row.id, section.topic.id, line.result.symbol,
            DataText.text(line.result.value), line.result.unit, line.expression,
            lines.inputs(of: line), lines.sources(of: line.inputs),
          ])
        }
      }
    }
    return table
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
