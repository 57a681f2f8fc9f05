import Claims

/// Checked statements, in every form.
public struct ClaimsReport {
  private let entries: [ClaimBook.Entry]
  private let isDetailed: Bool

  /// - Parameter isDetailed: whether text shows the quantity and the document's own words as well.
  public init(_ entries: [ClaimBook.Entry], isDetailed: Bool) {
    self.entries = entries
    self.isDetailed = isDetailed
  }

  public func text(as format: ReportFormat) throws -> String {
    switch format {
    case .text: ClaimsText(entries: entries, isDetailed: isDetailed).text
    case .csv: ClaimsRecord.csv(entries)
    case .json: try JSON.text(entries.map(ClaimsRecord.init))
    case .markdown: try ClaimsPage(entries: entries, findings: ClaimFinding.all()).markdown
    }
  }
}

/// Checked statements for a terminal.
private struct ClaimsText {
  let entries: [ClaimBook.Entry]
  /// Whether to show the quantity and the document's own words as well.
  let isDetailed: Bool

  private static let width = 100

  var text: String {
    var lines: [String] = []
    var section = ""
    var rows = table.text.split(separator: "\n").map(String.init)
    lines.append(rows.removeFirst())
    for (entry, row) in zip(entries, rows) {
      let here = "\(entry.claim.document.rawValue) \(entry.claim.section)"
      if here != section {
        lines += ["", here]
        section = here
      }
      lines.append(row)
      lines += Self.wrapped(sentences(on: entry)).map { "    \($0)" }
    }
    return (lines + ["", ClaimsSummary(entries: entries).byKind.text]).joined(separator: "\n")
  }

  private var table: ReportTable {
    ReportTable(
      [.left("claim"), .left("verdict")],
      rows: entries.map { entry in
        [
          "  \(entry.claim.id)",
          entry.verdict.rawValue + (entry.isExpected ? "" : " (unexpected)"),
        ]
      })
  }

  /// `Printed 24 tokens/s (±0.5), computed 24.2836 tokens/s.`
  private func values(of entry: ClaimBook.Entry) -> String {
    let tolerance = entry.claim.tolerance == nil ? "" : " (\(entry.tolerance))"
    let found = entry.claim.kind == .source ? "found" : "computed"
    let computed = entry.computed == nil ? "" : ", \(found) \(entry.computedWithUnit)"
    return "Printed \(entry.printedWithUnit)\(tolerance)\(computed)."
  }

  private func sentences(on entry: ClaimBook.Entry) -> String {
    let claim = entry.claim
    var sentences = [claim.statement + ".", values(of: entry), entry.reason]
    if isDetailed {
      if let quotation = claim.quotation { sentences.append("“\(quotation)”") }
      sentences.append("Kind: \(claim.kind.rawValue). Quantity: \(claim.quantityText)")
    }
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func wrapped(_ text: String) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, last.count + 1 + word.count > width - 4 {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : "\(last) \(word)"
      }
    }
    return lines
  }
}

/// How many statements have each verdict.
struct ClaimsSummary {
  let entries: [ClaimBook.Entry]

  var byKind: ReportTable {
    table(
      title: "kind",
      groups: Claim.Kind.allCases.map { kind in
        (kind.rawValue, entries.filter { $0.claim.kind == kind })
      })
  }

  var byDocument: ReportTable {
    table(
      title: "document",
      groups: Claim.Document.allCases.map { document in
        (document.rawValue, entries.filter { $0.claim.document == document })
      })
  }

  private func table(title: String, groups: [(String, [ClaimBook.Entry])]) -> ReportTable {
    let verdicts = Claim.Verdict.allCases
    let present = groups.filter { !$0.1.isEmpty }
    return ReportTable(
      [.left(title)] + verdicts.map { .right($0.rawValue) } + [.right("all")],
      rows: (present + [("all", entries)]).map { name, group in
        [name] + verdicts.map { verdict in String(group.count { $0.verdict == verdict }) }
          + [String(group.count)]
      })
  }
}
