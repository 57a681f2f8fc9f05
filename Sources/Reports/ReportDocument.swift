import Tables

/// A report for reading, as text for a terminal or as a page for GitHub.
struct ReportDocument {
  /// A line of a calculation: `symbol = piece = piece …`, and what it is in words.
  struct Calculation {
    let symbol: String
    let pieces: [String]
    let meaning: String
  }

  /// A source and what was taken from it.
  struct Reference {
    let number: Int
    let title: String
    let details: [String]
  }

  indirect enum Block {
    /// Level 1 is the page's, 2 a chapter's, 3 a section's title.
    case title(Int, String)
    case paragraph(String)
    /// What a report comes to, on one line however long.
    case headline(String)
    /// A remark on what stands before it.
    case note(String)
    case table(ReportTable)
    case calculations([Calculation])
    /// Lines to copy as they are.
    case verbatim(String)
    /// What a section comes to.
    case result(String)
    case references([Reference])
    /// What a page shows only when asked, under a title; a terminal shows it without.
    case fold(String, ReportDocument)
  }

  private(set) var blocks: [Block]

  init(_ blocks: [Block] = []) { self.blocks = blocks }

  /// Without its title.
  var untitled: ReportDocument {
    if case .title(1, _)? = blocks.first { ReportDocument(Array(blocks.dropFirst())) } else { self }
  }

  mutating func append(_ block: Block) { blocks.append(block) }
  mutating func append(contentsOf document: ReportDocument) { blocks += document.blocks }

  // MARK: Text

  /// The report for a terminal; no line is longer than `width` says unless a table is.
  func text(within width: TextWidth = .page) -> String { DocumentText(width: width).text(self) }

  // MARK: Markdown

  /// The report as a page.
  var markdown: String { blocks.map(Self.markdown).joined(separator: "\n\n") }

  private static func markdown(_ block: Block) -> String {
    switch block {
    case .title(let level, let text):
      return "\(String(repeating: "#", count: level)) \(asMarkdown(text))"
    case .paragraph(let text): return asMarkdown(text)
    case .headline(let text): return "**\(asMarkdown(text))**"
    case .note(let text): return "> \(asMarkdown(text))"
    case .table(let table): return table.markdown
    case .calculations(let lines):
      return
        "```text\n\(lines.flatMap(DocumentText(width: .page).text).joined(separator: "\n"))\n```"
    case .verbatim(let text): return "```csv\n\(escapedLines(text.trimmedOfNewline))\n```"
    case .result(let text): return "→ **\(asMarkdown(text))**"
    case .references(let references):
      let items = references.map { reference in
        (["\(reference.number). \(linked(reference.title))"]
          + reference.details.map { "   - \(linked($0))" }).joined(separator: "\n")
      }
      return folded(items.joined(separator: "\n"), under: "\(references.count) sources")
    case .fold(let title, let document): return folded(document.markdown, under: title)
    }
  }

  private static func folded(_ text: String, under title: String) -> String {
    "<details><summary>\(escaped(title))</summary>\n\n\(text)\n\n</details>"
  }

  /// What GitHub makes of a title, to link to.
  static func fragment(of title: String) -> String {
    let kept = title.lowercased().filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
    return "#" + kept.replacing(" ", with: "-")
  }

  /// What Markdown gives a meaning to.
  private static let special = Array("\\*_<>~".utf8)

  private static func asMarkdown(_ text: String) -> String {
    var escaped: [UInt8] = []
    for byte in Tables.escaped(text).utf8 {
      if special.contains(byte) { escaped.append(UInt8(ascii: "\\")) }
      escaped.append(byte)
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  /// Escaped but for addresses, which GitHub makes links of.
  private static func linked(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("https://") ? escaped(String($0)) : asMarkdown(String($0)) }
      .joined(separator: " ")
  }
}

extension String {
  var trimmedOfNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
