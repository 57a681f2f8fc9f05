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
  ///   - names: rows of anchors.csv, each by its id, its number in Figure 3's key or its printed
  ///     label; all when empty.
  /// - Throws: an `UnknownNames` naming the nearest row for an unknown name; the lookup's error when
  ///   a constant or the reference price is missing.
  public init(_ edition: Edition, names: [String]) throws {
    self.edition = edition
    arguments = names.map { $0.contains(" ") ? "'\($0)'" : $0 }
    let chosen = try Self.rows(named: names, in: edition.anchors)
    auditor = try Auditor(edition)
    overlaps = try edition.calibration.overlapRange()
    audits = try chosen.map(auditor.audit)
  }

  /// The rows that go by one of `names`, in file order; every row when there are none.
  private static func rows(named names: [String], in anchors: [Anchor]) throws -> [Anchor] {
    guard !names.isEmpty else { return anchors }
    func indices(of name: String) -> [Int] {
      if let index = anchors.firstIndex(where: { $0.id == name }) { return [index] }
      if let number = Int(name), anchors.indices.contains(number - 1) { return [number - 1] }
      return anchors.indices.filter { anchors[$0].label.lowercased() == name.lowercased() }
    }
    let unknown = names.filter { indices(of: $0).isEmpty }
    guard unknown.isEmpty else {
      let known = anchors.map(\.id)
      throw UnknownNames(
        unknown.map { name in
          let all = "; the anchors are \(known.joined(separator: ", "))"
          if let number = Int(name) {
            return "there is no anchor \(number); they are numbered from 1 to \(anchors.count)"
          }
          let near = Spelling.nearest(to: name, among: known + anchors.map(\.label))
          return "there is no anchor '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? all)
        })
    }
    let chosen = Set(names.flatMap(indices))
    return anchors.indices.filter(chosen.contains).map { anchors[$0] }
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
      document.append(.note(Self.summaryNote + " " + surprises))
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

  /// Which rows got much more than the closed form thinks possible.
  private var surprises: String {
    let rows = audits.filter { ($0.prediction?.sourceUse ?? 0) > AuditPage.surprisingUse }
    let limit = DataText.text(AuditPage.surprisingUse)
    return rows.isEmpty
      ? "No row is above \(limit)."
      : "Above \(limit): \(rows.map(\.row.id).joined(separator: ", ")); why stands with each."
  }

  private var introduction: [String] {
    get throws {
      let frame = auditor.normalizer.frame
      let calibration = edition.calibration
      let tpot = try calibration.constant(.contract(frame.contract), "tpot_ms").textWithUnit
      let count = try calibration.constant(.deployment, "tensor_parallel").text
      let asked = edition.readings.filter(\.isAsked).map(\.description)
      let settings = calibration.overrides.map { "\($0.name)=\($0.text)" }
      return [
        "Every row is brought to \(frame.model) on \(count) × \(frame.accelerator) under a TPOT "
          + "of \(tpot) at the prices of \(edition.pin), in five steps."
          + (asked.isEmpty ? "" : " Read otherwise: \(asked.joined(separator: ", ")).")
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
      [.left("row"), .left("envelope"), .right("TTFT ms")] + names.map { .right($0.rawValue) }
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
        [
          hasLinks ? Self.link(to: row.anchor) : row.id, row.takesPart ? "yes" : "no",
          AuditNumber.text(row.ttft),
        ] + steps + [
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
    let readings = edition.readings.filter(\.isAsked).map { "--reading \($0)" }
    let command =
      ["frontier audit"] + arguments + pin + readings + settings + ["--format markdown"]
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
