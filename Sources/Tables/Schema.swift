/// A column that a table must have: its name, how its cells are read, whether they may be empty.
public struct Column<Value: Sendable>: Sendable {
  public let name: String
  public let format: CellFormat<Value>
  public let isRequired: Bool

  public init(_ name: String, _ format: CellFormat<Value>, isRequired: Bool = true) {
    self.name = name
    self.format = format
    self.isRequired = isRequired
  }

  /// The column as a `Schema` takes it, whatever the type of its values.
  public var rule: ColumnRule {
    ColumnRule(name: name, expected: format.expected, isRequired: isRequired) { text in
      guard !text.isEmpty else {
        return isRequired ? CellFault("the cell is empty; write \(format.expected)") : nil
      }
      do throws(CellFault) {
        _ = try format.parse(text)
        return nil
      } catch {
        return error
      }
    }
  }
}

/// The name of a column and the check of its cells.
public struct ColumnRule: Sendable {
  public let name: String
  /// What a cell should hold, to follow "write": `a date like 2026-05-01`.
  public let expected: String
  public let isRequired: Bool
  /// What is wrong with a cell's text and how to mend it; nil when it is right.
  public let fault: @Sendable (String) -> CellFault?
}

/// The columns of a table, in the order in which a new file would have them.
public struct Schema: Sendable {
  public let columns: [ColumnRule]

  public init(_ columns: [ColumnRule]) { self.columns = columns }

  /// Reads a table and checks every cell of it against its column.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name, for the complaints.
  public func read(_ bytes: consuming [UInt8], file: String) -> Table {
    let text = CSVReader.read(bytes, file: file)
    var complaints = text.complaints
    guard let header = text.records.first else {
      if complaints.isEmpty { complaints.append(emptyFile(file)) }
      return Table(
        file: file, headerLine: 1, rows: [], complaints: complaints, isComplete: false)
    }
    if let separator = foreignSeparator(header) {
      // One complaint: with other cells than were meant, every further one would be noise.
      let name = separator == "\t" ? "a tab" : quoted(separator)
      let fault = complaint(
        at: header[0], file, "the cells are separated by \(name); separate them by commas")
      return Table(
        file: file, headerLine: header[0].line, rows: [], complaints: [fault], isComplete: false)
    }
    let indices = Dictionary(
      header.enumerated().map { ($1.text, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = text.records.dropFirst().map { cells in
      Row(
        file: file, cells: cells, indices: indices, line: cells.first?.line ?? 1,
        isWhole: cells.count == header.count)
    }
    complaints += headerComplaints(header, file: file)
    if rows.isEmpty, text.isComplete {
      complaints.append(
        complaint(at: header[0], file, "the header has no rows below it; add at least one"))
    }
    var found = ComplaintList()
    for row in rows {
      if row.isWhole {
        addCellComplaints(row, to: &found)
      } else {
        found.add(raggedRow(row, header: header))
      }
    }
    complaints += found.complaints
    return Table(
      file: file, headerLine: header[0].line, rows: rows, complaints: complaints,
      isComplete: text.isComplete && !rows.isEmpty
        && columns.allSatisfy { indices[$0.name] != nil })
  }

  /// What separates the names of a header that has no commas.
  private func foreignSeparator(_ header: [Cell]) -> String? {
    guard header.count == 1, columns.count > 1 else { return nil }
    return [";", "\t", "|"].first { separator in
      let names = header[0].text.split(separator: separator).map(String.init)
      return names.count > 1 && names.contains { name in columns.contains { $0.name == name } }
    }
  }

  private func headerComplaints(_ header: [Cell], file: String) -> [Complaint] {
    let names = columns.map(\.name)
    var seen: Set<String> = []
    var complaints: [Complaint] = []
    for cell in header {
      let isNew = seen.insert(cell.text).inserted
      if !isNew {
        complaints.append(
          complaint(at: cell, file, "the column \(quoted(cell.text)) is there twice; remove one"))
      } else if cell.isSound, !names.contains(cell.text) {
        let suggestion = Spelling.suggestion(for: cell.text, among: names)
        complaints.append(
          complaint(
            at: cell, file,
            "\(quoted(cell.text)) is not a column of this table"
              + (suggestion.isEmpty ? "; remove it" : suggestion)))
      }
    }
    for name in names where !seen.contains(name) {
      complaints.append(
        complaint(at: header[0], file, "the column is missing; add it", field: name))
    }
    return complaints
  }

  private func addCellComplaints(_ row: Row, to found: inout ComplaintList) {
    for column in columns {
      guard let cell = row.cell(column.name), cell.isSound else { continue }
      let text = cell.text
      let fault =
        text.hasBlankEnd
        ? CellFault("\(quoted(text)) starts or ends with a blank; remove it")
        : column.fault(text)
      if let fault { found.add(row.complaint(column.name, fault.description)) }
    }
  }

  private func raggedRow(_ row: Row, header: [Cell]) -> Complaint {
    let surplus = row.cells.dropFirst(header.count).first
    let counts = "the row has \(row.cells.count) cells and the header \(header.count)"
    let advice =
      surplus == nil
      ? "add those from \(quoted(header[row.cells.count].text)) on (an empty cell is a comma)"
      : "remove the surplus, or put a cell that contains a comma in quotes"
    return complaint(at: surplus ?? row.cells[0], row.file, "\(counts); \(advice)")
  }

  private func emptyFile(_ file: String) -> Complaint {
    let header = columns.map(\.name).joined(separator: ",")
    return Complaint(
      file: file, line: 1, column: 1, field: nil,
      message: "the file is empty; start it with the header \(header)")
  }

  private func complaint(
    at cell: Cell, _ file: String, _ message: String, field: String? = nil
  ) -> Complaint {
    Complaint(file: file, line: cell.line, column: cell.column, field: field, message: message)
  }
}

extension String {
  fileprivate var hasBlankEnd: Bool {
    [unicodeScalars.first, unicodeScalars.last].contains { $0?.properties.isWhitespace ?? false }
  }
}
