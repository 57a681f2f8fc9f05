import Evidence
import Normalization
import Tables

/// The audits of some rows, in every form.
public struct AuditReport {
  private let audits: [AnchorAudit]
  private let auditor: Auditor
  private let overlaps: ClosedRange<Double>
  private let edition: Edition
  private let arguments: [String]

  /// - Parameters:
  ///   - ids: rows of anchors.csv; all when empty.
  /// - Throws: an `EvidenceError` naming the nearest row for an unknown id; the lookup's error when
  ///   a constant or the reference price is missing.
  public init(_ edition: Edition, ids: [String]) throws {
    self.edition = edition
    arguments = ids
    let known = edition.anchors.map(\.id)
    let unknown = ids.filter { !known.contains($0) }
    guard unknown.isEmpty else {
      throw UnknownNames(
        unknown.map { id in
          "there is no anchor '\(id)'"
            + (Spelling.nearest(to: id, among: known).map { "; did you mean '\($0)'?" }
              ?? "; the anchors are \(known.joined(separator: ", "))")
        })
    }
    auditor = try Auditor(edition)
    overlaps = try edition.calibration.overlapRange()
    let chosen = edition.anchors.filter { ids.isEmpty || ids.contains($0.id) }
    audits = try chosen.map(auditor.audit)
  }

  public func text(as format: ReportFormat) throws -> String {
    switch format {
    case .text: try document(isPage: false).text
    case .markdown: try document(isPage: true).markdown
    case .csv: AuditTable.table(of: audits).csv
    case .json:
      try JSON.text(audits.map { AuditEntry($0, overlaps: overlaps) })
    }
  }

  /// - Parameter isPage: for GitHub, with links and how the page is made.
  private func document(isPage: Bool) throws -> ReportDocument {
    var document = ReportDocument()
    document.append(.title(1, "Audit: from the published rows to the points of Figure 1"))
    if isPage { document.append(.made(with: edition, arguments: arguments)) }
    for paragraph in try introduction { document.append(.paragraph(paragraph)) }
    if audits.count > 1 {
      document.append(.table(summary(hasLinks: isPage)))
      document.append(.note(Self.summaryNote))
    }
    for audit in audits {
      let page = AuditPage(
        audit, frame: auditor.normalizer.frame, pin: edition.pin, overlaps: overlaps)
      document.append(contentsOf: page.document)
    }
    return document
  }

  private static let summaryNote =
    "CPM after the published, model and hardware step, and the point's own, which contract and "
    + "price make. ratio: published over what the closed form predicts on the reference. use: the "
    + "accelerator time that the closed form asks for on the row's own machine, as a share of what "
    + "it took; above 1 the row was faster than the closed form thinks possible."

  private var introduction: [String] {
    get throws {
      let frame = auditor.normalizer.frame
      let calibration = edition.calibration
      let tpot = try calibration.constant(.contract(frame.contract), "tpot_ms").textWithUnit
      let count = try calibration.constant(.deployment, "tensor_parallel").text
      let settings = calibration.overrides.map { "\($0.name)=\($0.text)" }
      return [
        "Every row is brought to \(frame.model) on \(count) × \(frame.accelerator) under a TPOT "
          + "of \(tpot) at the prices of \(edition.pin), in five steps."
          + (settings.isEmpty ? "" : " Set for this run: \(settings.joined(separator: ", "))."),
        "CPM is dollars per million served tokens, prompt and output; s/Mtok is accelerator-seconds "
          + "per million served tokens; times are in ms. Symbols in _ref are the reference's, the "
          + "others the row's own. Given numbers stand as in anchors.csv and calibration.csv, derived "
          + "ones with six digits, and each line can be redone from what is printed before it. "
          + "! marks what is assumed or read off a figure.",
      ]
    }
  }

  /// CPM after each step; the contract's is the last that changes.
  private func summary(hasLinks: Bool) -> ReportTable {
    let names: [NormalizationStep.Name] = [.published, .model, .hardware]
    var table = ReportTable(
      [.left("row"), .right("TTFT ms")] + names.map { .right($0.rawValue) }
        + [.right("CPM"), .right("ratio"), .right("use")])
    func text(_ value: Double?, decimals: Int, otherwise: String = "–") -> String {
      value.map { DataText.fixed($0, decimals: decimals) } ?? otherwise
    }
    for audit in audits {
      let row = audit.row
      let steps = names.map { name in
        text(row.steps.first { $0.name == name }?.cpm, decimals: 3)
      }
      table.append(
        [hasLinks ? Self.link(to: row.anchor) : row.id, AuditNumber.text(row.ttft)] + steps + [
          text(row.cpm, decimals: 3, otherwise: "infeasible"), text(audit.ratio, decimals: 2),
          text(audit.prediction?.sourceUse, decimals: 2),
        ])
    }
    return table
  }

  private static func link(to anchor: Anchor) -> String {
    "[\(anchor.id)](\(ReportDocument.fragment(of: AuditPage.title(anchor))))"
  }
}

extension ReportDocument.Block {
  /// How a page of `frontier audit` is made.
  static func made(with edition: Edition, arguments: [String]) -> Self {
    let pin = edition.pin == .paper ? [] : ["--pin \(edition.pin)"]
    let settings = edition.calibration.overrides.map { "--set \($0.name)=\($0.text)" }
    let command = ["frontier audit"] + arguments + pin + settings + ["--format markdown"]
    return .paragraph(
      "Made by `\(command.joined(separator: " "))` from anchors.csv and calibration.csv; a test "
        + "keeps it so.")
  }
}

extension AnchorAudit {
  /// Published over predicted CPM.
  var ratio: Double? {
    prediction.flatMap { prediction in row.cpm.map { $0 / prediction.cpm } }
  }
}
