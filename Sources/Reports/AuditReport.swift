import Evidence
import Frontier
import Normalization
import Tables

/// The audits of some rows, in every form, a few rows at a time: an audit is a hundred times as large
/// as its row.
public struct AuditReport: Sendable {
  private let anchors: [Anchor]
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
    anchors = try Self.rows(named: names, in: edition.anchors)
    auditor = try Auditor(edition)
    overlaps = try edition.calibration.overlapRange()
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

  /// Hands over the report piece by piece, after a look at every row: what a row is refused for is
  /// thrown before the first piece.
  ///
  /// - Throws: the lookup's error when a constant is missing; an `EvidenceError` when a worksheet
  ///   contradicts the conversion.
  public func write(
    as format: ReportFormat, within width: TextWidth = .page, to write: (String) throws -> Void
  ) throws {
    switch format {
    case .text:
      try write(head(isPage: false).text(within: width))
      try forEachAudit({ "\n\n" + page(of: $0).text(within: width) }, write)
    case .markdown:
      try write(head(isPage: true).markdown)
      try forEachAudit({ "\n\n" + page(of: $0).markdown }, write)
    case .csv:
      try forEachAudit({ _ in }, { _ in })
      try write(Self.csv([AuditTable.titles]))
      try forEachAudit({ "\n" + Self.csv(AuditTable.rows(of: $0)) }, write)
    case .json:
      try forEachAudit({ _ in }, { _ in })
      var separator = "["
      // The encoding of an array of one, without its brackets.
      try forEachAudit(
        { try JSON.text([AuditEntry($0, overlaps: overlaps)]) },
        {
          try write(separator + $0.dropFirst().dropLast(2))
          separator = ","
        })
      try write("\n]")
    }
  }

  /// Every row as a section of a web page, with the id `audit-ROW`, after the table of all.
  ///
  /// - Throws: as `write(as:to:)`.
  public func html() throws -> String {
    let head = try head(isPage: false).untitled
    var html = head.html(level: 2, id: "audit") { "#audit-\($0)" }
    try forEachAudit(
      { audit in
        let id = "audit-\(HTML.id(audit.row.id))"
        let name = HTML.escaped(AuditPage.title(audit.row.anchor))
        return "\n<section id=\"\(id)\" aria-label=\"\(name)\">\n"
          + page(of: audit).html(level: 2, id: id) + "\n</section>"
      }, { html += $0 })
    return html
  }

  /// The last line is not ended.
  private static func csv(_ rows: [[String]]) -> String {
    String(rows.map(CSVWriter.record).joined().dropLast())
  }

  /// Makes something of each row's audit on all processors, and hands it over in file order.
  private func forEachAudit<Piece: Sendable>(
    _ make: @Sendable (AnchorAudit) throws -> Piece, _ take: (Piece) throws -> Void
  ) throws {
    for start in stride(from: 0, to: anchors.count, by: Self.rowsAtOnce) {
      let rows = anchors[start..<min(start + Self.rowsAtOnce, anchors.count)]
      for piece in try Parallel.map(Array(rows), { try make(auditor.audit($0)) }) {
        try take(piece)
      }
    }
  }

  /// As many as keep some processors busy; each is held in memory until it is handed over.
  private static let rowsAtOnce = 32

  /// - Parameter isPage: for GitHub, with links and how the page is made.
  private func head(isPage: Bool) throws -> ReportDocument {
    let overview = try AuditOverview(anchors, auditor, hasLinks: isPage)
    var document = ReportDocument()
    document.append(.title(1, "Audit: from the published rows to the points of Figure 1"))
    if isPage { document.append(.made(with: edition, arguments: arguments)) }
    for paragraph in try introduction { document.append(.paragraph(paragraph)) }
    if anchors.count > 1 {
      document.append(.table(overview.table))
      document.append(.note(overview.note))
    }
    return document
  }

  private func page(of audit: AnchorAudit) -> ReportDocument {
    AuditPage(audit, frame: auditor.normalizer.frame, pin: edition.pin, overlaps: overlaps).document
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
