import Evidence
import Tables

/// The records of a CSV file as ranges of its bytes, for rows by the million. What is not plain
/// ASCII without quotes is read by `CSVReader`.
struct CaseRecords: Sendable {
  struct Record: Sendable {
    /// Without the line break.
    let range: Range<Int>
    /// Of its start, from 1.
    let line: Int
  }

  /// A record's cells, without quotes around them.
  struct Cells {
    let record: Record
    var texts: [String] = []
    /// From 1; nil for a plain record, where they follow from the texts.
    var positions: [(line: Int, column: Int)]?
  }

  let file: String
  let bytes: [UInt8]
  let header: Record
  let records: [Record]

  /// - Throws: when there is no header, or nothing below it.
  init(_ bytes: [UInt8], file: String) throws(IngestError) {
    (self.bytes, self.file) = (bytes, file)
    var records = Self.split(bytes)
    func fault(_ line: Int, _ message: String) -> IngestError {
      IngestError([Complaint(file: file, line: line, column: 1, field: nil, message: message)])
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw fault(1, "the file is UTF-16; save it as UTF-8")
    }
    guard !records.isEmpty else {
      throw fault(1, "the file is empty; start it with a header like prompt,output")
    }
    header = records.removeFirst()
    guard !records.isEmpty else {
      throw fault(header.line, "the header has no rows below it; add at least one")
    }
    self.records = records
  }

  /// Records end at line breaks outside quotes; empty lines and those that start with `#` are none.
  ///
  /// What goes on over a line break and is faulty ends with its first line, so that a quote that is
  /// never closed loses no row below its own.
  private static func split(_ bytes: [UInt8]) -> [Record] {
    var records: [Record] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while start < bytes.count {
      var scan = Scan(bytes, from: start, acrossLines: true)
      if scan.lines > 1, scan.isOpen || isFaulty(bytes[scan.range(in: bytes)]) {
        scan = Scan(bytes, from: start, acrossLines: false)
      }
      let range = scan.range(in: bytes)
      if !range.isEmpty, bytes[start] != UInt8(ascii: "#") {
        records.append(Record(range: range, line: line))
      }
      (start, line) = (scan.end + 1, line + scan.lines)
    }
    return records
  }

  private static func isFaulty(_ bytes: ArraySlice<UInt8>) -> Bool {
    !CSVReader.read(Array(bytes), file: "").complaints.isEmpty
  }

  /// The way to the end of a record.
  private struct Scan {
    let start: Int
    /// At the line feed, or behind the last byte.
    var end: Int
    var lines = 1
    /// Whether it ends within quotes.
    var isOpen = false
    /// A record that goes on over line breaks is no longer than this.
    private static let most = 1 << 14

    /// - Parameter acrossLines: whether a quoted cell goes on over line breaks.
    init(_ bytes: [UInt8], from start: Int, acrossLines: Bool) {
      let (feed, quote, comma) = (UInt8(ascii: "\n"), UInt8(ascii: "\""), UInt8(ascii: ","))
      let isComment = bytes[start] == UInt8(ascii: "#")
      var isCellStart = !isComment
      (self.start, end) = (start, start)
      while end < bytes.count {
        let byte = bytes[end]
        if byte == feed {
          if !isOpen || end - start > Self.most { return }
          lines += 1
        } else if byte == quote, isOpen || isCellStart {
          if isOpen, end + 1 < bytes.count, bytes[end + 1] == quote {
            // Doubled, it is a quote in the text.
            end += 1
          } else {
            isOpen = !isOpen && acrossLines
          }
        }
        isCellStart = !isOpen && !isComment && byte == comma
        end += 1
      }
    }

    /// The record without its line break.
    func range(in bytes: [UInt8]) -> Range<Int> {
      let isReturned = end > start && bytes[end - 1] == UInt8(ascii: "\r")
      return start..<(isReturned ? end - 1 : end)
    }
  }

  /// The cells of a record.
  /// - Throws: what `CSVReader` complains of in it.
  func cells(_ record: Record) throws(IngestError) -> Cells {
    var cells = Cells(record: record)
    var start = record.range.lowerBound
    for index in record.range {
      switch bytes[index] {
      case UInt8(ascii: ","):
        cells.texts.append(String(decoding: bytes[start..<index], as: UTF8.self))
        start = index + 1
      case UInt8(ascii: "\""), 0..<0x20, 0x7F...: return try readCells(record)
      default: break
      }
    }
    let last = bytes[start..<record.range.upperBound]
    cells.texts.append(String(decoding: last, as: UTF8.self))
    return cells
  }

  private func readCells(_ record: Record) throws(IngestError) -> Cells {
    let text = CSVReader.read(Array(bytes[record.range]), file: file)
    let complaints = text.complaints.map { complaint in
      Complaint(
        file: file, line: complaint.line + record.line - 1, column: complaint.column,
        field: complaint.field, message: complaint.message)
    }
    guard complaints.isEmpty else { throw IngestError(complaints) }
    let found = text.records.joined()
    return Cells(
      record: record, texts: found.map(\.text),
      positions: found.map { ($0.line + record.line - 1, $0.column) })
  }

  /// A complaint at a cell; at the record's start where there is none.
  func complaint(_ cells: Cells, at place: Int?, _ field: String?, _ message: String) -> Complaint {
    let (line, column) =
      place.map { place in
        cells.positions?[place]
          ?? (cells.record.line, cells.texts[..<place].reduce(1) { $0 + $1.utf8.count + 1 })
      } ?? (cells.record.line, 1)
    return Complaint(file: file, line: line, column: column, field: field, message: message)
  }
}
