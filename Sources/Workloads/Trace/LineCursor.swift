import Tables

/// What is wrong with a line, before it is known which line of which file it is.
struct LineFault: Error {
  /// The byte of the line at which the fault starts.
  let offset: Int
  let field: String?
  let message: String

  init(at offset: Int, field: String? = nil, _ message: String) {
    (self.offset, self.field, self.message) = (offset, field, message)
  }

  func complaint(file: String, number: Int, of line: LineReader.Line) -> Complaint {
    // Every scalar has one byte that continues none.
    let column = line.prefix(offset).count { $0 & 0xC0 != 0x80 } + 1
    return Complaint(file: file, line: number, column: column, field: field, message: message)
  }
}

/// A place in a line.
struct LineCursor {
  let line: LineReader.Line
  private(set) var offset = 0

  init(_ line: LineReader.Line) { self.line = line }

  var isAtEnd: Bool { offset == line.count }

  /// The byte here; 0 at the end, which stands in no trace.
  var byte: UInt8 { offset < line.count ? line[offset] : 0 }

  mutating func advance() { offset += 1 }

  /// Moves behind `character` if it stands here.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character), !isAtEnd else { return false }
    offset += 1
    return true
  }

  mutating func skipBlanks() {
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { offset += 1 }
  }

  mutating func skip(until isEnd: (UInt8) -> Bool) {
    var index = offset
    while index < line.count, !isEnd(line[index]) { index += 1 }
    offset = index
  }

  /// Moves behind a text in double quotes that starts here.
  /// - Parameter escape: the byte that takes its meaning from a quote behind it.
  /// - Returns: false where no quote ends it.
  mutating func skipQuoted(escape: UInt8) -> Bool {
    let quote = UInt8(ascii: "\"")
    offset += 1
    while offset < line.count {
      let byte = line[offset]
      offset += 1
      if byte == escape, escape != quote || self.byte == quote {
        offset += 1
      } else if byte == quote {
        return true
      }
    }
    offset = line.count
    return false
  }

  /// The number that the digits here make, at most `Self.largest`; nil where there is no digit.
  mutating func number() -> Int? {
    let first = offset
    var number = 0
    while offset < line.count {
      let digit = line[offset] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      number = min(number * 10 + Int(digit), Self.largest)
      offset += 1
    }
    return offset > first ? number : nil
  }

  /// Larger ones need not be told apart.
  static let largest = 900_000_000_000_000_000

  /// The number that exactly `count` digits here make.
  mutating func digits(_ count: Int) -> Int? {
    guard offset + count <= line.count else { return nil }
    var number = 0
    for index in offset..<offset + count {
      let digit = line[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    offset += count
    return number
  }

  /// The text from `start` up to the next of `ends`, for a message.
  func text(from start: Int, until isEnd: (UInt8) -> Bool) -> String {
    String(decoding: line[start...].prefix { !isEnd($0) }, as: UTF8.self)
  }
}

extension LineCursor {
  /// Tokens, as both formats write them.
  /// - Parameter isEnd: whether a byte ends the number's text.
  mutating func tokens(
    _ field: @autoclosure () -> String, until isEnd: (UInt8) -> Bool
  ) throws(LineFault) -> Int {
    let start = offset
    let tokens = number()
    if let tokens, tokens <= TokenCounts.longest, isAtEnd || isEnd(byte) { return tokens }
    let text = quoted(text(from: start, until: isEnd))
    if tokens != nil, isAtEnd || isEnd(byte) {
      throw LineFault(
        at: start, field: field(),
        "\(text) tokens are more than \(TokenCounts.longest), the most counted")
    }
    throw LineFault(
      at: start, field: field(), "\(text) is not a number of tokens; write a whole number like 374")
  }
}
