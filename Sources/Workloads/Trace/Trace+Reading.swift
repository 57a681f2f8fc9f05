import Disk
import Evidence
import Tables

extension Trace {
  /// Reads a trace of any size, in memory that does not grow with it.
  /// - Parameters:
  ///   - path: of a file, plain or gzip, in one of the public formats; or `-` for standard input.
  ///   - window: the first one starts with the first row.
  ///   - keepGoing: whether lines that cannot be read are passed over and counted.
  ///   - progress: is told now and then how many lines have been read.
  /// - Throws: an `IngestError` for a line that cannot be read, an unknown format, no request at
  ///   all, or more than `mostWindows` windows; a `FileError` when the bytes cannot be had.
  public static func read(
    path: String, window: WindowLength = .hour, keepGoing: Bool = false,
    progress: (Int) -> Void = { _ in }
  ) throws -> Trace {
    var reader = TraceReader(LineReader(try ByteStream(path: path)), window, keepGoing: keepGoing)
    return try reader.read(progress: progress)
  }
}

/// Reads the lines of a trace one after the other.
struct TraceReader {
  private let lines: LineReader
  private let window: WindowLength
  private let keepGoing: Bool
  private var tally: TraceTally
  private var skippedLines = 0
  private var complaints: [Complaint] = []

  /// Lines from one word of progress to the next: a power of two.
  private static let step = 1 << 16

  init(
    _ lines: LineReader, _ window: WindowLength, keepGoing: Bool,
    mostWindows: Int = Trace.mostWindows
  ) {
    (self.lines, self.window, self.keepGoing) = (lines, window, keepGoing)
    tally = TraceTally(window, mostWindows: mostWindows)
  }

  mutating func read(progress: (Int) -> Void) throws -> Trace {
    guard let first = try nextLine() else {
      throw complaint("the file is empty; a trace has a line for each request")
    }
    var cursor = LineCursor(first)
    cursor.skipBlanks()
    if cursor.byte == UInt8(ascii: "{") {
      return try read(MooncakeRows(), from: first, progress)
    }
    let rows = try azureRows(header: first)
    return try read(rows, from: nextLine(), progress)
  }

  private func azureRows(header line: LineReader.Line) throws(IngestError) -> AzureRows {
    do throws(LineFault) {
      if let rows = try AzureRows(header: line) { return rows }
      throw LineFault(neitherFormat: line)
    } catch {
      throw IngestError([error.complaint(file: name, number: lines.number, of: line)])
    }
  }

  private var name: String { lines.stream.name }

  /// The next line that has anything in it.
  private func nextLine() throws(FileError) -> LineReader.Line? {
    while let line = try lines.next() {
      if !line.isEmpty { return line }
    }
    return nil
  }

  private mutating func read<Rows: TraceRows>(
    _ rows: Rows, from first: LineReader.Line?, _ progress: (Int) -> Void
  ) throws -> Trace {
    var rows = rows
    var next = first
    while let line = next {
      if let row = try row(line, &rows) {
        do throws(TraceTally.TooManyWindows) {
          try tally.add(row)
        } catch {
          throw complaint(
            "a row needs a window of \(window) more than the \(tally.mostWindows) that there may "
              + "be; give a longer --window")
        }
      }
      if lines.number & (Self.step - 1) == 0 { progress(lines.number) }
      next = try nextLine()
    }
    let trace = tally.trace(
      name: name, format: Rows.format, skippedLines: skippedLines, complaints: complaints)
    guard let trace else { throw withoutRequests }
    return trace
  }

  /// - Returns: nil for a line that is passed over.
  private mutating func row<Rows: TraceRows>(
    _ line: LineReader.Line, _ rows: inout Rows
  ) throws(IngestError) -> TraceRow? {
    do throws(LineFault) {
      return try rows.row(line)
    } catch {
      let isKept = complaints.count < Trace.mostComplaints
      let complaint = isKept ? error.complaint(file: name, number: lines.number, of: line) : nil
      guard keepGoing else { throw IngestError([complaint].compactMap { $0 }) }
      skippedLines += 1
      if let complaint { complaints.append(complaint) }
      return nil
    }
  }

  /// Of the line read last.
  private func complaint(_ message: String) -> IngestError {
    IngestError([
      Complaint(file: name, line: max(1, lines.number), column: 1, field: nil, message: message)
    ])
  }

  private var withoutRequests: IngestError {
    complaints.isEmpty
      ? complaint("there is no request in the file, only its header") : IngestError(complaints)
  }
}
