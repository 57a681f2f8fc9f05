import Evidence
import Normalization
import Tables

/// The table at the head of an audit: every row's cost by step.
struct AuditOverview {
  private(set) var table: ReportTable
  /// The rows that got much more than the closed form thinks possible.
  private var surprises: [String] = []

  /// - Parameter hasLinks: to the row's own chapter of a page.
  /// - Throws: what auditing any of the rows throws.
  init(_ anchors: [Anchor], _ auditor: Auditor, hasLinks: Bool) throws {
    table = ReportTable(
      [.left("row"), .left("envelope"), .right("TTFT ms")]
        + Self.steps.map { .right($0.rawValue) }
        + [.right("CPM"), .right("ratio"), .right("use")])
    for anchor in anchors { append(try auditor.audit(anchor), hasLinks: hasLinks) }
  }

  /// CPM after each of these; the contract's is the last that changes.
  private static let steps: [NormalizationStep.Name] = [.published, .model, .hardware]

  private mutating func append(_ audit: AnchorAudit, hasLinks: Bool) {
    func text(_ value: Double?, decimals: Int, otherwise: String = "–") -> String {
      value.map { DataText.fixed($0, decimals: decimals) } ?? otherwise
    }
    let row = audit.row
    let steps = Self.steps.map { name in
      text(row.steps.first { $0.name == name }?.cpm, decimals: 3)
    }
    table.append(
      [
        hasLinks ? Self.link(to: row.anchor) : row.id, row.takesPart ? "yes" : "no",
        AuditNumber.text(row.ttft),
      ] + steps + [
        text(row.cpm, decimals: 3, otherwise: "infeasible"), text(audit.ratio, decimals: 2),
        text(audit.prediction?.sourceUse, decimals: 2),
      ])
    if (audit.prediction?.sourceUse ?? 0) > AuditPage.surprisingUse { surprises.append(row.id) }
  }

  private static func link(to anchor: Anchor) -> String {
    "[\(anchor.id)](\(ReportDocument.fragment(of: AuditPage.title(anchor))))"
  }

  /// What the columns are, and which rows are surprising.
  var note: String {
    let limit = DataText.text(AuditPage.surprisingUse)
    let finding =
      surprises.isEmpty
      ? "No row is above \(limit)."
      : "Above \(limit): \(surprises.joined(separator: ", ")); why stands with each."
    return "CPM after the published, model and hardware step, and the point's own, which contract "
      + "and price make. ratio: published over what the closed form predicts on the reference. use: "
      + "the accelerator time that the closed form asks for on the row's own machine, as a share of "
      + "what it took; above 1 the row was faster than the closed form thinks possible. \(finding)"
  }
}

extension AnchorAudit {
  /// Published over predicted CPM.
  var ratio: Double? {
    prediction.flatMap { prediction in row.cpm.map { $0 / prediction.cpm } }
  }
}
