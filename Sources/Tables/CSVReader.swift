/// One cell of a CSV text.
public struct Cell: Equatable, Sendable {
  /// The text without the quotes around it.
  public let text: String
  /// Where the cell starts, its opening quote included; both from 1.
  public let line: Int
  public let column: Int
  /// Whether the text stands in quotes.
  public let isQuoted: Bool
  /// False when the reader has complained of the cell, so that its text is not to be trusted.
  public let isSound: Bool
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
  private let text: DecodedText
  private var index = 0
  private var line = 1
  private var column = 1
  private var complaints: [Complaint] = []
  private var lastDamagedLine = 0
  private var hasLoneCarriageReturn = false
  private var isComplete = true

  private init(_ bytes: [UInt8], file: String) {
    self.file = file
    text = DecodedText(bytes)
  }

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name, for the complaints.
  public static func read(_ bytes: [UInt8], file: String) -> CSVText {
    var reader = CSVReader(DecodedText.isUTF16(bytes) ? [] : bytes, file: file)
    if DecodedText.isUTF16(bytes) {
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
        records.append(record())
      }
    }
    // A quote that is never closed has swallowed all that follows it.
    return isComplete ? records : Array(records.dropLast())
  }

  private mutating func record() -> [Cell] {
    var cells = [cell()]
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
    let start = index
    var characters = current == "\"" ? quotedPart() : []
    characters += unquotedPart(afterQuoted: index > start)
    if characters.count > ReadingLimits.mostCellCharacters {
      shorten(&characters, line: startLine, column: startColumn)
    }
    let isDamaged = (start..<index).contains { text.damage(at: $0) != nil }
    return Cell(
      text: String(decoding: characters, as: UTF8.self), line: startLine, column: startColumn,
      isQuoted: start < text.scalars.count && text.scalars[start] == "\"",
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

  private var current: Unicode.Scalar? {
    index < text.scalars.count ? text.scalars[index] : nil
  }

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
    if lastDamagedLine != line, let damage = text.damage(at: index) {
      // Once a line: a file in another encoding has such damage at every accented letter.
      lastDamagedLine = line
      complain(damage)
    }
    index += 1
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

/// The characters of a file.
struct DecodedText {
  /// Stands for bytes that are not UTF-8.
  private static let replacement: Unicode.Scalar = "\u{FFFD}"
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private(set) var scalars: [Unicode.Scalar] = []
  /// The indices in `scalars` at which bytes were not UTF-8.
  private var undecodable: Set<Int> = []

  /// Decodes UTF-8, without the byte order mark that some editors put in front.
  init(_ bytes: [UInt8]) {
    var parser = Unicode.UTF8.ForwardParser()
    let hasMark = bytes.starts(with: Self.byteOrderMark)
    var iterator = bytes.dropFirst(hasMark ? Self.byteOrderMark.count : 0).makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded): scalars.append(Unicode.UTF8.decode(encoded))
      case .error:
        undecodable.insert(scalars.count)
        scalars.append(Self.replacement)
      case .emptyInput: return
      }
    }
  }

  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// What is wrong with the character at `index` and how to mend it; nil for a good one.
  func damage(at index: Int) -> String? {
    let scalar = scalars[index]
    // Nearly all characters are such; looking up properties takes most of a file's reading.
    if (0x20..<0x7F).contains(scalar.value) { return nil }
    if scalar == Self.replacement {
      return undecodable.contains(index)
        ? "bytes that are not UTF-8; save the file as UTF-8"
        : "U+FFFD, the mark of a lost character; write what stood there"
    }
    guard scalar.properties.generalCategory == .control, !"\t\r\n".unicodeScalars.contains(scalar)
    else { return nil }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let codePoint = "U+" + String(repeating: "0", count: 4 - digits.count) + digits
    return scalar == "\0" ? "a NUL byte; remove it" : "control character \(codePoint); remove it"
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
