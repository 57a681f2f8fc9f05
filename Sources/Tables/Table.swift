/// A file read against a `Schema`.
public struct Table: Sendable {
  public let file: String
  /// The line of the header, from 1.
  public let headerLine: Int
  /// In file order, those with complaints included.
  public let rows: [Row]
  public let complaints: [Complaint]
  /// Whether all of its rows and columns could be told apart: if not, that something is missing
  /// from the table means nothing.
  public let isComplete: Bool
}

/// One record of a table, its cells known by the names of their columns.
public struct Row: Sendable {
  let file: String
  let cells: [Cell]
  let indices: [String: Int]

  /// Where the record starts, from 1.
  public let line: Int
  /// Whether the record has as many cells as the header, so that each is in its own column.
  public let isWhole: Bool

  /// The cell in that column; nil when the table or this record has none.
  public func cell(_ column: String) -> Cell? {
    indices[column].flatMap { cells.indices.contains($0) ? cells[$0] : nil }
  }

  /// The value in that column; nil when the cell is missing, empty or faulty, which
  /// `Schema.read` complains of where it must.
  public subscript<Value>(column: Column<Value>) -> Value? {
    guard let cell = cell(column.name), cell.isSound, !cell.text.isEmpty else { return nil }
    return try? column.format.parse(cell.text)
  }

  /// The value in a column that may not be empty.
  ///
  /// - Throws: the complaint that `Schema.read` made of the cell.
  public func require<Value>(_ column: Column<Value>) throws(Complaint) -> Value {
    guard let value = self[column] else {
      throw complaint(
        column.name,
        column.rule.fault(cell(column.name)?.text ?? "")?.description ?? "the cell is faulty")
    }
    return value
  }

  /// What `transform` makes of the value in that column.
  ///
  /// - Parameter complaints: gains what `transform` throws.
  /// - Returns: nil when it throws, or when there is no value.
  public func map<Value, Result>(
    _ column: Column<Value>, complaints: inout [Complaint],
    _ transform: (Value) throws(CellFault) -> Result
  ) -> Result? {
    guard let value = self[column] else { return nil }
    do throws(CellFault) {
      return try transform(value)
    } catch {
      complaints.append(complaint(column.name, error.description))
      return nil
    }
  }

  /// The text of each cell, as printed.
  public var texts: RowTexts { RowTexts(row: self) }

  /// A complaint that stands at the cell in that column, or at the start of the record.
  public func complaint(_ column: String, _ message: String) -> Complaint {
    let cell = cell(column)
    return Complaint(
      file: file, line: cell?.line ?? line, column: cell?.column ?? 1, field: column,
      message: message)
  }

  /// Where the text of the cell in that column starts; the record's start when there is none.
  public func textPosition(_ column: String) -> TextPosition {
    let cell = cell(column)
    return TextPosition(
      file: file, line: cell?.line ?? line,
      column: cell.map { $0.column + ($0.isQuoted ? 1 : 0) } ?? 1, field: column)
  }
}

/// The text of each cell of a row, as printed, by the name of its column. Shares the row's memory.
public struct RowTexts: Sendable {
  fileprivate let row: Row

  /// nil when the table or this record has no such column.
  public subscript(column: String) -> String? { row.cell(column)?.text }

  /// In no order.
  public var columns: [String] { row.indices.keys.filter { self[$0] != nil } }
}

extension RowTexts: Equatable {
  /// Whether the columns and texts are the same, wherever they stand.
  public static func == (left: RowTexts, right: RowTexts) -> Bool {
    let columns = left.columns
    return columns.count == right.columns.count && columns.allSatisfy { left[$0] == right[$0] }
  }
}

extension [Row] {
  /// A complaint for each row whose id an earlier one has.
  public func repeats(of column: Column<String>) -> [Complaint] {
    var lines: [String: Int] = [:]
    return compactMap { row in
      guard let id = row[column] else { return nil }
      guard let line = lines[id] else {
        lines[id] = row.line
        return nil
      }
      return row.complaint(
        column.name, "\(quoted(id)) is the id of line \(line) too; rename one")
    }
  }
}

/// The place of a cell's text in its file, for complaints about a part of the text.
public struct TextPosition: Equatable, Sendable {
  public let file: String
  public let line: Int
  /// The column of the text's first character, from 1.
  public let column: Int
  /// The cell's column in the table.
  public let field: String

  /// A complaint that stands `offset` characters into the text.
  public func complaint(offset: Int = 0, _ message: String) -> Complaint {
    Complaint(file: file, line: line, column: column + offset, field: field, message: message)
  }
}
