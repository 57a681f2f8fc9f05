/// One cell of a CSV text.
public struct Cell: Equatable, Sendable {
  /// The text without the quotes around it.
  public let text: String
  // In eight bytes: most texts of a large table need no more than the sixteen of a `String`.
  private let lineNumber: UInt32
  /// The column, and in the two lowest bits what the text is.
  private let columnAndFlags: UInt32
  private static let quotedFlag: UInt32 = 1
  private static let soundFlag: UInt32 = 2

  init(text: String, line: Int, column: Int, isQuoted: Bool, isSound: Bool) {
    self.text = text
    lineNumber = UInt32(clamping: line)
    columnAndFlags =
      UInt32(clamping: min(column, Int(UInt32.max >> 2)) << 2)
      | (isQuoted ? Self.quotedFlag : 0) | (isSound ? Self.soundFlag : 0)
  }

  /// Where the cell starts, its opening quote included; both from 1.
  public var line: Int { Int(lineNumber) }
  public var column: Int { Int(columnAndFlags >> 2) }
  /// Whether the text stands in quotes.
  public var isQuoted: Bool { columnAndFlags & Self.quotedFlag != 0 }
  /// False when the reader has complained of the cell, so that its text is not to be trusted.
  public var isSound: Bool { columnAndFlags & Self.soundFlag != 0 }
}

/// The records of a CSV text, as its first line to its last; the header is the first.
public struct CSVText: Sendable {
  public let records: [[Cell]]
  public let complaints: [Complaint]
  /// False when records are missing because the reader could not tell where they end.
  public let isComplete: Bool
}

/// Reads CSV as RFC 4180 has it, with positions.
///
/// Beyond the RFC: UTF-8 with or without a byte order mark; lines end with CR LF or LF; empty lines
/// and lines that start with `#` are skipped; records may differ in length. Where the RFC's grammar
/// is violated, the reader complains, and goes on with what Python's `csv` module would read.
public struct CSVReader {
  private let file: String
  private var text: DecodedText
  /// Each long text once: many rows have the same source.
  private var longTexts: Set<String> = []
  private var line = 1
  private var column = 1
  private var complaints: [Complaint] = []
  private var lastDamagedLine = 0
  private var hasLoneCarriageReturn = false
  private var isComplete = true
  /// Whether a character of the present cell is damaged.
  private var isDamaged = false

  private init(_ bytes: consuming [UInt8], file: String) {
    self.file = file
    text = DecodedText(bytes)
  }

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name, for the complaints.
  public static func read(_ bytes: consuming [UInt8], file: String) -> CSVText {
    let isUTF16 = DecodedText.isUTF16(bytes)
    var reader = CSVReader(isUTF16 ? [] : bytes, file: file)
    if isUTF16 {
      reader.complain("the file is UTF-16; save it as UTF-8")
      reader.isComplete = false
    }
    let records = reader.records()
    return CSVText(
      records: records, complaints: reader.complaints, isComplete: reader.isComplete)
  }

  // MARK: Grammar

  private mutating func records() -> [[Cell]] {
    var records: [[Cell]] = []
    while let scalar = current, isComplete {
      if scalar == "#" {
        while current != nil, !isAtLineBreak { advance() }
      }
      if isAtLineBreak {
        skipLineBreak()
      } else if current != nil {
        if records.count > ReadingLimits.mostRecords {
          complain("the file has more than \(ReadingLimits.mostRecords) rows; divide it")
          isComplete = false
          break
        }
        records.append(record(of: records.last?.count ?? 0))
      }
    }
    // A quote that is never closed has swallowed all that follows it.
    return isComplete ? records : Array(records.dropLast())
  }

  /// - Parameter expected: how many cells the record will have.
  private mutating func record(of expected: Int) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(expected)
    cells.append(cell())
    while current == "," {
      advance()
      if cells.count == ReadingLimits.mostCells {
        complain(
          "the row has more than \(ReadingLimits.mostCells) cells; remove those from here on")
        isComplete = false
        return cells
      }
      cells.append(cell())
    }
    skipLineBreak()
    return cells
  }

  private mutating func cell() -> Cell {
    let (startLine, startColumn, complaintsBefore) = (line, column, complaints.count)
    let isQuoted = current == "\""
    isDamaged = false
    var characters = isQuoted ? quotedPart() : []
    characters += unquotedPart(afterQuoted: isQuoted)
    if characters.count > ReadingLimits.mostCellCharacters {
      shorten(&characters, line: startLine, column: startColumn)
    }
    return Cell(
      text: shared(String(decoding: characters, as: UTF8.self)), line: startLine,
      column: startColumn, isQuoted: isQuoted,
      isSound: complaints.count == complaintsBefore && !isDamaged)
  }

  /// Complains of what is too long, and keeps its beginning.
  private mutating func shorten(_ characters: inout [UInt8], line: Int, column: Int) {
    let scalars = String(decoding: characters, as: UTF8.self).unicodeScalars
    let most = ReadingLimits.mostCellCharacters
    guard scalars.count > most else { return }
    complain(
      "the cell has \(scalars.count) characters; shorten it to \(most)", line: line, column: column)
    characters = Array(String(scalars.prefix(most)).utf8)
  }

  /// A long text that another cell had before is kept once.
  private mutating func shared(_ text: String) -> String {
    // Shorter ones need no memory of their own.
    guard text.utf8.count > 15 else { return text }
    let known = longTexts.insert(text).memberAfterInsert
    // Texts may be equal without being the same characters.
    return known.utf8.elementsEqual(text.utf8) ? known : text
  }

  /// From an opening quote to after the closing one.
  private mutating func quotedPart() -> [UInt8] {
    var characters: [UInt8] = []
    let (startLine, startColumn) = (line, column)
    advance()
    while let scalar = current {
      advance()
      if scalar == "\"" {
        guard current == "\"" else { return characters }
        advance()
      }
      characters.append(utf8: scalar)
    }
    isComplete = false
    complain(
      "the quote that opens here is never closed; close it, and write \"\" for a quote in a text",
      line: startLine, column: startColumn)
    return characters
  }

  private mutating func unquotedPart(afterQuoted: Bool) -> [UInt8] {
    var characters: [UInt8] = []
    var isSound = true
    while let scalar = current, scalar != ",", !isAtLineBreak {
      if afterQuoted, isSound {
        complain("text after a closing quote; write \"\" for a quote in a text")
        isSound = false
      } else if scalar == "\"", isSound {
        complain("a quote in a cell without quotes; put the cell in quotes and write \"\" for it")
        isSound = false
      }
      characters.append(utf8: scalar)
      advance()
    }
    return characters
  }

  // MARK: Characters

  private var current: Unicode.Scalar? { text.current }

  private var isAtLineBreak: Bool { current == "\n" || current == "\r" }

  private mutating func skipLineBreak() {
    guard isAtLineBreak else { return }
    let isCarriageReturn = current == "\r"
    let (breakLine, breakColumn) = (line, column)
    advance()
    if isCarriageReturn, current == "\n" {
      advance()
    } else if isCarriageReturn, !hasLoneCarriageReturn {
      // Once: a file with such line ends has them on every line.
      hasLoneCarriageReturn = true
      complain(
        "a carriage return without a line feed; end lines with LF or CR LF",
        line: breakLine, column: breakColumn)
    }
  }

  private mutating func advance() {
    let scalar = current
    if let damage = text.damage {
      isDamaged = true
      // Once a line: a file in another encoding has such damage at every accented letter.
      if lastDamagedLine != line { complain(damage) }
      lastDamagedLine = line
    }
    text.advance()
    // CR LF is one line break, which ends at its LF.
    if scalar == "\n" || (scalar == "\r" && current != "\n") {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  private mutating func complain(_ message: String) {
    complain(message, line: line, column: column)
  }

  private mutating func complain(_ message: String, line: Int, column: Int) {
    complaints.append(
      Complaint(file: file, line: line, column: column, field: nil, message: message))
  }
}

extension [UInt8] {
  /// Adds a character, most of which are ASCII.
  fileprivate mutating func append(utf8 scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
