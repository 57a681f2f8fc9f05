import Tables

/// How wide texts are.
public struct TextWidth: Equatable, Sendable {
  /// Columns that lines of words have at most.
  let lines: Int
  /// Columns that tables have at most; nil is as wide as their cells.
  let tables: Int?

  /// For files and other programs: lines of 100 columns, whole tables.
  public static let page = TextWidth(lines: 100, tables: nil)

  /// - Parameter columns: of the terminal.
  public static func terminal(columns: Int) -> TextWidth {
    TextWidth(lines: min(max(columns, 40), page.lines), tables: max(columns, 40))
  }

  /// What is on one line for other programs, on as many as a terminal needs.
  public func words(_ text: String) -> String {
    tables == nil
      ? escaped(text) : DocumentText(width: self).lines(text, indent: 0).joined(separator: "\n")
  }
}

/// A document as text.
struct DocumentText {
  let width: TextWidth

  func text(_ document: ReportDocument) -> String {
    document.blocks.map(text).joined(separator: "\n\n")
  }

  private func text(_ block: ReportDocument.Block) -> String {
    switch block {
    case .title(let level, let text): underlined(text, level: level)
    case .paragraph(let text): lines(text, indent: 0).joined(separator: "\n")
    case .headline(let text): width.words(text)
    case .note(let text): lines(text, indent: 3).joined(separator: "\n")
    case .table(let table): table.text(indent: "   ", within: width)
    case .calculations(let calculations):
      calculations.flatMap(text).map { "   \($0)" }.joined(separator: "\n")
    case .verbatim(let text): escapedLines(text.trimmedOfNewline)
    case .result(let text):
      lines("→ \(text)", indent: 3, hanging: 2).joined(separator: "\n")
    case .references(let references): references.flatMap(text).joined(separator: "\n")
    case .fold(_, let document): self.text(document)
    }
  }

  private func underlined(_ title: String, level: Int) -> String {
    let title = width.words(title)
    let length = title.split(separator: "\n").map(\.count).max() ?? 0
    return switch level {
    case 1: "\(title)\n\(String(repeating: "=", count: length))"
    case 2: "\(title)\n\(String(repeating: "-", count: length))"
    default: title
    }
  }

  /// On one line if it fits, else broken at each `=`.
  func text(_ raw: ReportDocument.Calculation) -> [String] {
    let line = ReportDocument.Calculation(
      symbol: escaped(raw.symbol), pieces: raw.pieces.map(escaped), meaning: escaped(raw.meaning))
    let remark = line.meaning.isEmpty ? "" : "   (\(line.meaning))"
    let whole = ([line.symbol] + line.pieces).joined(separator: " = ") + remark
    if whole.count + 3 <= width.lines { return [whole] }
    let indent = String(repeating: " ", count: line.symbol.count)
    return line.pieces.enumerated().flatMap { index, piece in
      let head = (index == 0 ? line.symbol : indent) + " = "
      let text = head + piece + (index == line.pieces.count - 1 ? remark : "")
      guard text.count + 3 > width.lines else { return [text] }
      // What is still too long breaks at its blanks.
      let rest = lines(
        String(text.dropFirst(head.count)), indent: head.count + 3, hanging: 2
      ).map { $0.dropFirst(3) }
      return [head + (rest.first ?? "").dropFirst(head.count)] + rest.dropFirst().map(String.init)
    }
  }

  private func text(_ reference: ReportDocument.Reference) -> [String] {
    let number = "[\(reference.number)]"
    return lines(
      "\(number) \(reference.title)", indent: 3, hanging: number.count + 1)
      + reference.details.flatMap {
        lines("– \($0)", indent: 4 + number.count, hanging: 2)
      }
  }

  /// - Parameters:
  ///   - indent: blanks before every line.
  ///   - hanging: further blanks before every line but the first.
  func lines(_ text: String, indent: Int, hanging: Int = 0) -> [String] {
    var lines: [String] = []
    var (line, length) = ("", 0)
    func margin() -> Int { indent + (lines.isEmpty ? 0 : hanging) }
    func end() {
      lines.append(String(repeating: " ", count: margin()) + line)
      (line, length) = ("", 0)
    }
    for word in escaped(text).split(separator: " ") {
      var rest = word[...]
      while !rest.isEmpty {
        let blank = line.isEmpty ? "" : " "
        let room = max(width.lines - margin() - length - blank.count, line.isEmpty ? 8 : 0)
        let own = rest.count
        if own <= room {
          line += blank + rest
          length += blank.count + own
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
