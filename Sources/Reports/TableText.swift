import Tables

/// A table as text: columns two blanks apart, as wide as their widest cell. Where that is wider than
/// may be, words in cells and titles go to further lines; where even that does not do, each row
/// becomes a list of its cells with their titles.
struct TableText {
  private let table: ReportTable
  private let indent: String
  private let width: TextWidth
  /// Of each column; nil where the columns do not fit beside each other.
  private let widths: [Int]?

  private static let gap = 2
  /// A column of words is not made narrower than this, nor than its longest word, but for words
  /// that are longer than any in plain English: addresses, lists.
  private static let wordWidths = 12...24

  init(_ table: ReportTable, indent: String, width: TextWidth) {
    (self.table, self.indent, self.width) = (table, indent, width)
    let titles = table.columns.map(\.title)
    let cells = table.columns.indices.map { index in
      table.rows.reduce(0) { max($0, escaped($1[index]).count) }
    }
    let whole = zip(cells, titles).map { max($0, $1.count) }
    guard let most = width.tables else {
      widths = whole
      return
    }
    // A number is not broken; a title is, between its words.
    let least = table.columns.indices.map { index in
      let title = Self.longestWord(titles[index])
      guard table.columns[index].alignment == .left else { return max(cells[index], title) }
      let longest = table.rows.reduce(0) { max($0, Self.longestWord(escaped($1[index]))) }
      let (low, high) = (Self.wordWidths.lowerBound, Self.wordWidths.upperBound)
      return max(min(cells[index], min(max(longest, low), high)), title)
    }
    widths = Self.fitted(
      whole, least: least,
      to: most - indent.count - Self.gap * max(table.columns.count - 1, 0))
  }

  private static func longestWord(_ text: String) -> Int {
    text.split(separator: " ").reduce(0) { max($0, $1.count) }
  }

  /// Takes from the widest that can be narrower until all fit; nil where they cannot.
  private static func fitted(_ widths: [Int], least: [Int], to room: Int) -> [Int]? {
    var widths = widths
    while widths.reduce(0, +) > room {
      let candidates = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return nil }
      widths[widest] -= 1
    }
    return widths
  }

  /// Built line by line: a table may have very many.
  var text: String {
    guard let widths else { return lists }
    var text = lines(table.columns.map(\.title), widths)
    for row in table.rows { text += "\n" + lines(row, widths) }
    return text
  }

  private func lines(_ row: [String], _ widths: [Int]) -> String {
    let cells = zip(row, widths).map { Self.broken($0, at: $1) }
    let height = cells.map(\.count).max() ?? 1
    return (0..<height).map { line in
      indent
        + zip(cells, zip(table.columns, widths)).map { cell, shape in
          let part = line < cell.count ? cell[line] : ""
          let padding = String(repeating: " ", count: shape.1 - part.count)
          return shape.0.alignment == .left ? part + padding : padding + part
        }.joined(separator: String(repeating: " ", count: Self.gap)).trimmedAtEnd
    }.joined(separator: "\n")
  }

  /// A cell in lines of so many columns at most. A word that is longer breaks behind one of its dots
  /// and dashes, where it has some.
  private static func broken(_ cell: String, at width: Int) -> [String] {
    let cell = escaped(cell)
    guard cell.count > width else { return [cell] }
    var lines: [String] = []
    var line = ""
    for word in cell.split(separator: " ") {
      var rest = word[...]
      if !line.isEmpty, line.count + 1 + rest.count > width {
        lines.append(line)
        line = ""
      }
      while rest.count > width {
        let head = rest.prefix(width)
        let part = head.lastIndex { "._-/=".contains($0) }.map { head[...$0] } ?? head
        lines.append(String(part))
        rest = rest.dropFirst(part.count)
      }
      line += line.isEmpty ? String(rest) : " \(rest)"
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A row as its cells with their titles, one after the other. A title that stands twice says which
  /// column it follows.
  private var lists: String {
    let wrap = DocumentText(width: width)
    let titles = table.columns.map(\.title)
    let names = titles.indices.map { place in
      let isRepeated = titles.firstIndex(of: titles[place]) != titles.lastIndex(of: titles[place])
      return isRepeated && place > 0 ? "\(titles[place - 1]), \(titles[place])" : titles[place]
    }
    return table.rows.map { row in
      let cells = zip(names, row).enumerated().compactMap { place, cell -> String? in
        let (name, text) = cell
        guard !text.isEmpty else { return nil }
        return place == 0 || name.isEmpty ? text : "\(name): \(text)"
      }
      return wrap.lines(cells.joined(separator: "; "), indent: indent.count, hanging: 2)
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
