import Tables

/// Text as a web page has it.
public enum HTML {
  /// Characters that HTML gives a meaning to, and those that do not show, by their names.
  public static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in Tables.escaped(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): result += Array("&amp;".utf8)
      case UInt8(ascii: "<"): result += Array("&lt;".utf8)
      case UInt8(ascii: ">"): result += Array("&gt;".utf8)
      case UInt8(ascii: "\""): result += Array("&quot;".utf8)
      case UInt8(ascii: "'"): result += Array("&#39;".utf8)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Escaped, what is between grave accents as code, and addresses as links.
  static func inline(_ text: String) -> String {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
    // Without a partner an accent is one.
    guard pieces.count > 1, pieces.count % 2 == 1 else { return linked(text) }
    return pieces.enumerated().map { index, piece in
      index % 2 == 1 ? "<code>\(escaped(String(piece)))</code>" : linked(String(piece))
    }.joined()
  }

  private static func linked(_ text: String) -> String {
    guard text.contains("https://") else { return escaped(text) }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.hasPrefix("https://") else { return escaped(String(word)) }
      let address = word.reversed().drop { ".,;:)".contains($0) }.reversed()
      let rest = word.dropFirst(address.count)
      return "<a href=\"\(escaped(String(address)))\">\(escaped(String(address)))</a>"
        + escaped(String(rest))
    }.joined(separator: " ")
  }

  /// An id made of `text`: its letters, digits and `.`, everything else as `-`.
  public static func id(_ text: String) -> String {
    String(
      decoding: text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
          byte
        default: UInt8(ascii: "-")
        }
      }, as: UTF8.self)
  }
}

extension ReportTable {
  /// A table whose first column names its rows, in a frame that scrolls where the page is narrow.
  /// HTML needs no end tags of cells and rows, and a page has tens of thousands.
  /// - Parameters:
  ///   - caption: what it shows; escaped here.
  ///   - isCaptionSeen: whether it is more than read out, as where no heading says the same.
  ///   - link: where a row's name leads to.
  public func html(
    caption: String, isCaptionSeen: Bool = true, link: (String) -> String? = { _ in nil }
  ) -> String {
    let alignments = columns.map(\.alignment)
    // What most columns are goes without saying: a page has tens of thousands of cells.
    let isMostlyRight = alignments.count { $0 == .right } * 2 > alignments.count
    let usual: Alignment = isMostlyRight ? .right : .left
    let classes = alignments.map { $0 == usual ? "" : $0 == .right ? " class=n" : " class=t" }
    var html =
      "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
      + "aria-label=\"\(HTML.escaped(caption))\">"
      + "<table\(isMostlyRight ? " class=numbers" : "")><caption\(isCaptionSeen ? "" : " class=unseen")>"
      + "\(HTML.escaped(caption))</caption><thead><tr>"
    for (column, own) in zip(columns, classes) {
      html += "<th scope=col\(own)>\(HTML.escaped(column.title))"
    }
    html += "<tbody>"
    for row in rows {
      html += "\n<tr>"
      for (index, cell) in row.enumerated() {
        let text = HTML.inline(cell)
        if index == 0 {
          let target = link(cell)
          let name = target.map { "<a href=\"\(HTML.escaped($0))\">\(text)</a>" } ?? text
          html += "<th scope=row\(classes[index])>\(name)"
        } else {
          html += "<td\(classes[index])>\(text)"
        }
      }
    }
    return html + "</table></div>"
  }
}

extension ReportDocument {
  /// The report as a part of a web page.
  /// - Parameters:
  ///   - level: of the headings that are level 1 here; 0 leaves those out.
  ///   - id: of the part; those of its headings start with it.
  ///   - link: where the name of a table's row leads to.
  func html(level: Int, id: String, link: (String) -> String? = { _ in nil }) -> String {
    var title = ""
    return blocks.compactMap { block -> String? in
      switch block {
      case .title(let own, let text):
        title = text
        guard own + level - 1 > 0 else { return nil }
        let tag = "h\(min(own + level - 1, 6))"
        return "<\(tag) id=\"\(id)-\(HTML.id(text))\">\(HTML.inline(text))</\(tag)>"
      case .paragraph(let text): return "<p>\(HTML.inline(text))</p>"
      case .headline(let text): return "<p><strong>\(HTML.inline(text))</strong></p>"
      case .note(let text): return "<p class=\"note\">\(HTML.inline(text))</p>"
      case .table(let table):
        return table.html(caption: title, isCaptionSeen: false, link: link)
      case .calculations, .verbatim:
        return "<pre tabindex=\"0\">\(HTML.escapedLines(Self([block]).text()))</pre>"
      case .result(let text):
        return "<p class=\"result\">→ <strong>\(HTML.inline(text))</strong></p>"
      case .references(let references):
        let items = references.map { reference in
          let details = reference.details.map { "<li>\(HTML.inline($0))</li>" }.joined()
          return "<li value=\"\(reference.number)\">\(HTML.inline(reference.title))"
            + (details.isEmpty ? "" : "<ul>\(details)</ul>") + "</li>"
        }
        return "<ol class=\"sources\">\(items.joined(separator: "\n"))</ol>"
      case .fold(let title, let document):
        return "<details><summary>\(HTML.inline(title))</summary>\n"
          + document.html(level: level, id: id, link: link) + "\n</details>"
      }
    }.joined(separator: "\n")
  }
}

extension HTML {
  /// Several lines, each escaped.
  fileprivate static func escapedLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
      .joined(separator: "\n")
  }
}
