import Evidence
import FoundationEssentials
import Tables

/// The forms in which a command prints what it found.
public enum ReportFormat: String, CaseIterable, Sendable {
  case text, csv, json, markdown
}

/// Rows under titled columns, for a terminal, a page or another program.
public struct ReportTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public struct Column: Sendable {
    public let title: String
    public let alignment: Alignment

    public static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
    public static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
  }

  public let columns: [Column]
  public private(set) var rows: [[String]] = []

  public init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// - Parameter row: one cell for each column.
  public mutating func append(_ row: [String]) { rows.append(row) }

  /// Columns two blanks apart; see `TableText`.
  public func text(indent: String = "", within width: TextWidth = .page) -> String {
    TableText(self, indent: indent, width: width).text
  }

  /// A table as GitHub renders it.
  public var markdown: String {
    let rule = columns.map { $0.alignment == .left ? "---" : "---:" }
    return ([columns.map(\.title), rule] + rows.map { $0.map(Self.markdownCell) })
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// RFC 4180, the titles as header; the last line is not ended.
  public var csv: String {
    String(([columns.map(\.title)] + rows).map(CSVWriter.record).joined().dropLast())
  }

  private static func markdownCell(_ cell: String) -> String {
    let isSpecial = cell.utf8.contains { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "\n") }
    return escaped(
      isSpecial ? cell.replacing("|", with: "\\|").replacing("\n", with: " ") : cell)
  }
}

extension String {
  /// This text without blanks at its end.
  public var trimmedAtEnd: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

/// JSON as the program prints it: keys sorted, two blanks of indent.
public enum JSON {
  /// - Throws: an `EvidenceError` that says where a number is not finite.
  public static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch EncodingError.invalidValue(_, let context) {
      let path = context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }
      throw EvidenceError(
        "\(path.joined(separator: ".")) of the answer is not a finite number: constants or cells "
          + "that it is computed from are out of proportion")
    }
  }
}

/// Names that were asked for and are not there: what is wrong with each, and the nearest that is.
public struct UnknownNames: Error, Equatable, Sendable {
  public let complaints: [String]

  public init(_ complaints: [String]) { self.complaints = complaints }
}
