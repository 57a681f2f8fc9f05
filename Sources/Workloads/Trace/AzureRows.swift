import Tables

/// The rows of Azure's traces (Azure/AzurePublicDataset): CSV with the columns `TIMESTAMP`, as
/// `2023-11-16 18:17:03.9799600` or `2024-05-10 00:00:00.009930+00:00`, `ContextTokens` and
/// `GeneratedTokens`, in the header's order; further columns are passed over.
struct AzureRows: TraceRows {
  static let format = TraceFormat.azure
  static let columns = ["TIMESTAMP", "ContextTokens", "GeneratedTokens"]

  /// The place of each column in a line, from 0.
  private let (time, prompt, output): (Int, Int, Int)
  /// Of the three, the one furthest right.
  private let last: Int
  private let columnCount: Int
  private var clock = Clock()

  /// - Returns: nil where the line has none of the columns.
  /// - Throws: when it lacks one of them, or has one twice.
  init?(header line: LineReader.Line) throws(LineFault) {
    let cells = Self.cells(of: line)
    let names = cells.map(\.text)
    guard names.contains(where: Self.columns.contains) else { return nil }
    var places: [Int] = []
    for column in Self.columns {
      guard let place = names.firstIndex(of: column) else {
        let others = names.filter { !Self.columns.contains($0) }
        throw LineFault(
          at: 0,
          "there is no column \(column)" + Spelling.suggestion(for: column, among: others))
      }
      if let again = names[(place + 1)...].firstIndex(of: column) {
        throw LineFault(at: cells[again].offset, "the column \(column) is there twice; keep one")
      }
      places.append(place)
    }
    (time, prompt, output) = (places[0], places[1], places[2])
    last = places.max() ?? 0
    columnCount = names.count
  }

  mutating func row(_ line: LineReader.Line) throws(LineFault) -> TraceRow {
    var cursor = LineCursor(line)
    var (ticks, promptTokens, outputTokens) = (0, 0, 0)
    for place in 0...last {
      guard place == 0 || cursor.take(",") else {
        throw LineFault(
          at: cursor.offset, "the line has \(place) cells, the header \(columnCount); add the rest")
      }
      let isQuoted = cursor.byte == UInt8(ascii: "\"")
      if place == time {
        ticks = try Self.cell(&cursor, isQuoted) { cursor throws(LineFault) in
          try clock.ticks(&cursor)
        }
      } else if place == prompt || place == output {
        let tokens = try Self.cell(&cursor, isQuoted) { cursor throws(LineFault) in
          try cursor.tokens(Self.columns[place == prompt ? 1 : 2], until: Self.endsCell)
        }
        if place == prompt { promptTokens = tokens } else { outputTokens = tokens }
      } else {
        try Self.skipCell(&cursor, isQuoted)
      }
    }
    guard cursor.isAtEnd || last + 1 < columnCount else {
      throw LineFault(
        at: cursor.offset, "the line has more cells than the header, which has \(columnCount)")
    }
    return TraceRow(time: ticks, promptTokens: promptTokens, outputTokens: outputTokens)
  }

  /// Reads a cell that may stand in quotes.
  private static func cell(
    _ cursor: inout LineCursor, _ isQuoted: Bool,
    _ read: (inout LineCursor) throws(LineFault) -> Int
  ) throws(LineFault) -> Int {
    if isQuoted { cursor.advance() }
    let value = try read(&cursor)
    let end = cursor.offset
    switch (isQuoted, cursor.take("\"")) {
    case (true, true), (false, false): return value
    case (true, false): throw unclosed(end)
    case (false, true):
      throw LineFault(at: end, "a quote ends a cell that none begins; remove it")
    }
  }

  private static func skipCell(_ cursor: inout LineCursor, _ isQuoted: Bool) throws(LineFault) {
    let start = cursor.offset
    guard !isQuoted || cursor.skipQuoted(escape: UInt8(ascii: "\"")) else {
      throw unclosed(start)
    }
    cursor.skip { $0 == UInt8(ascii: ",") }
  }

  private static func unclosed(_ offset: Int) -> LineFault {
    LineFault(at: offset, "a cell in quotes does not end in this line; add the closing quote")
  }

  static func endsCell(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
  }

  /// The header's names with where they start.
  private static func cells(of line: LineReader.Line) -> [(text: String, offset: Int)] {
    var offset = 0
    return line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { cell in
      defer { offset += cell.count + 1 }
      let text = String(decoding: cell, as: UTF8.self)
      let isQuoted = text.count > 1 && text.first == "\"" && text.last == "\""
      return (isQuoted ? String(text.dropFirst().dropLast()) : text, offset)
    }
  }
}

/// Turns times of day into ticks.
private struct Clock {
  /// yyyymmdd of the row before, and the ticks at which that day begins: most rows share theirs.
  private var (day, start) = (0, 0)

  /// `2023-11-16 18:17:03.9799600`, with a `T`, without a fraction, with `Z` or an offset; without
  /// one it is UTC. Digits of the fraction beyond the seventh are dropped.
  mutating func ticks(_ cursor: inout LineCursor) throws(LineFault) -> Int {
    let start = cursor.offset
    if let ticks = time(&cursor), cursor.isAtEnd || AzureRows.endsCell(cursor.byte) { return ticks }
    let text = quoted(cursor.text(from: start, until: AzureRows.endsCell))
    throw LineFault(
      at: start, field: AzureRows.columns[0],
      "\(text) is not a time; write it like 2023-11-16 18:17:03.9799600")
  }

  private mutating func time(_ cursor: inout LineCursor) -> Int? {
    guard let midnight = date(&cursor), cursor.take(" ") || cursor.take("T"),
      let hour = cursor.digits(2), cursor.take(":"), let minute = cursor.digits(2),
      cursor.take(":"), let second = cursor.digits(2), hour < 24, minute < 60, second < 60
    else { return nil }
    var ticks = midnight + (hour * 3600 + minute * 60 + second) * TraceRow.ticksPerSecond
    if cursor.take(".") {
      guard let fraction = fraction(&cursor) else { return nil }
      ticks += fraction
    }
    guard let offset = offset(&cursor) else { return nil }
    return ticks - offset * TraceRow.ticksPerSecond
  }

  private mutating func date(_ cursor: inout LineCursor) -> Int? {
    guard let year = cursor.digits(4), cursor.take("-"), let month = cursor.digits(2),
      cursor.take("-"), let dayOfMonth = cursor.digits(2)
    else { return nil }
    let day = (year * 100 + month) * 100 + dayOfMonth
    if day != self.day {
      guard (1...12).contains(month),
        let date = CalendarDate(year: year, month: month, day: dayOfMonth)
      else { return nil }
      (self.day, start) = (day, date.dayNumber * 86_400 * TraceRow.ticksPerSecond)
    }
    return start
  }

  private func fraction(_ cursor: inout LineCursor) -> Int? {
    var (ticks, unit, count) = (0, TraceRow.ticksPerSecond, 0)
    while let digit = cursor.digits(1) {
      unit /= 10
      ticks += digit * unit
      count += 1
    }
    return count > 0 ? ticks : nil
  }

  /// Seconds that the time is ahead of UTC.
  private func offset(_ cursor: inout LineCursor) -> Int? {
    let isAhead = cursor.byte == UInt8(ascii: "+")
    guard cursor.take("+") || cursor.take("-") else {
      _ = cursor.take("Z")
      return 0
    }
    guard let hours = cursor.digits(2), cursor.take(":"), let minutes = cursor.digits(2),
      hours < 24, minutes < 60
    else { return nil }
    return (isAhead ? 1 : -1) * (hours * 3600 + minutes * 60)
  }
}
