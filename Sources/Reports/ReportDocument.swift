import Tables

/// A report for reading, as text of 100 columns or as a page for GitHub.
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

  static let columns = 100

  /// The report for a terminal; no line is longer than 100 columns unless a table is.
  var text: String { blocks.map(Self.text).joined(separator: "\n\n") }

  private static func text(_ block: Block) -> String {
    switch block {
    case .title(let level, let text): underlined(escaped(text), level: level)
    case .paragraph(let text): TextWrap.lines(text, indent: 0).joined(separator: "\n")
    case .headline(let text): escaped(text)
    case .note(let text): TextWrap.lines(text, indent: 3).joined(separator: "\n")
    case .table(let table): table.text(indent: "   ")
    case .calculations(let lines): lines.flatMap(text).map { "   \($0)" }.joined(separator: "\n")
    case .verbatim(let text): escapedLines(text.trimmedOfNewline)
    case .result(let text):
      TextWrap.lines("→ \(text)", indent: 3, hanging: 2).joined(separator: "\n")
    case .references(let references): references.flatMap(text).joined(separator: "\n")
    case .fold(_, let document): document.text
    }
  }

  private static func underlined(_ title: String, level: Int) -> String {
    switch level {
    case 1: "\(title)\n\(String(repeating: "=", count: title.count))"
    case 2: "\(title)\n\(String(repeating: "-", count: title.count))"
    default: title
    }
  }

  /// On one line if it fits, else broken at each `=`.
  private static func text(_ raw: Calculation) -> [String] {
    let line = Calculation(
      symbol: escaped(raw.symbol), pieces: raw.pieces.map(escaped), meaning: escaped(raw.meaning))
    let remark = line.meaning.isEmpty ? "" : "   (\(line.meaning))"
    let whole = ([line.symbol] + line.pieces).joined(separator: " = ") + remark
    if whole.count + 3 <= columns { return [whole] }
    let indent = String(repeating: " ", count: line.symbol.count)
    return line.pieces.enumerated().flatMap { index, piece in
      let head = (index == 0 ? line.symbol : indent) + " = "
      let text = head + piece + (index == line.pieces.count - 1 ? remark : "")
      guard text.count + 3 > columns else { return [text] }
      // What is still too long breaks at its blanks.
      let rest = TextWrap.lines(
        String(text.dropFirst(head.count)), indent: head.count + 3, hanging: 2
      ).map { $0.dropFirst(3) }
      return [head + (rest.first ?? "").dropFirst(head.count)] + rest.dropFirst().map(String.init)
    }
  }

  private static func text(_ reference: Reference) -> [String] {
    let number = "[\(reference.number)]"
    return TextWrap.lines(
      "\(number) \(reference.title)", indent: 3, hanging: number.count + 1)
      + reference.details.flatMap {
        TextWrap.lines("– \($0)", indent: 4 + number.count, hanging: 2)
      }
  }

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
      return "```text\n\(lines.flatMap(text).joined(separator: "\n"))\n```"
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
  fileprivate var trimmedOfNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

/// Lines of at most 100 columns.
enum TextWrap {
  /// - Parameters:
  ///   - indent: blanks before every line.
  ///   - hanging: further blanks before every line but the first.
  static func lines(_ text: String, indent: Int, hanging: Int = 0) -> [String] {
    var lines: [String] = []
    var (line, width) = ("", 0)
    func margin() -> Int { indent + (lines.isEmpty ? 0 : hanging) }
    func end() {
      lines.append(String(repeating: " ", count: margin()) + line)
      (line, width) = ("", 0)
    }
    for word in escaped(text).split(separator: " ") {
      var rest = word[...]
      while !rest.isEmpty {
        let blank = line.isEmpty ? "" : " "
        let room = ReportDocument.columns - margin() - width - blank.count
        let length = rest.count
        if length <= room {
          line += blank + rest
          width += blank.count + length
          rest = ""
        } else if !line.isEmpty {
          end()
        } else {
          // An address that is longer than a line breaks after a slash.
          let head = rest.prefix(room)
          let cut = head.lastIndex(of: "/").map { head[...$0] } ?? head
          line = String(cut)
          rest = rest.dropFirst(cut.count)
          end()
        }
      }
    }
    if !line.isEmpty { end() }
    return lines
  }
}
