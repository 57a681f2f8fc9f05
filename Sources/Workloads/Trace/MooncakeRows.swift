import Glibc
import Tables

/// The rows of Mooncake's traces (kvcache-ai/Mooncake): a JSON object on each line with
/// `timestamp`, ms, `input_length` and `output_length`, tokens, in any order; other keys and what
/// they hold are passed over by their brackets and quotes.
struct MooncakeRows: TraceRows {
  static let format = TraceFormat.mooncake
  private static let keys = ["timestamp", "input_length", "output_length"]
  /// Before those, nearly 29,000 years, ticks might not hold a time.
  private static let latest = 900_000_000_000_000

  mutating func row(_ line: LineReader.Line) throws(LineFault) -> TraceRow {
    var cursor = LineCursor(line)
    cursor.skipBlanks()
    guard cursor.take("{") else {
      throw LineFault(at: cursor.offset, "a row is an object; begin it with '{'")
    }
    var values = Values()
    cursor.skipBlanks()
    if !cursor.take("}") {
      repeat { try member(&cursor, &values) } while cursor.take(",")
      guard cursor.take("}") else {
        throw LineFault(at: cursor.offset, "',' or '}' is missing\(Self.before(cursor))")
      }
    }
    cursor.skipBlanks()
    guard cursor.isAtEnd else {
      throw LineFault(
        at: cursor.offset, "something follows the object; put it on a line of its own")
    }
    return try values.row()
  }

  /// A key with its value, and the blanks around them.
  private func member(_ cursor: inout LineCursor, _ values: inout Values) throws(LineFault) {
    cursor.skipBlanks()
    let start = cursor.offset
    guard cursor.byte == UInt8(ascii: "\""), cursor.skipQuoted(escape: UInt8(ascii: "\\")) else {
      throw LineFault(at: start, "a key in double quotes is missing\(Self.before(cursor))")
    }
    let key = LineReader.Line(rebasing: cursor.line[start + 1..<cursor.offset - 1])
    cursor.skipBlanks()
    guard cursor.take(":") else {
      throw LineFault(at: cursor.offset, "':' is missing\(Self.before(cursor))")
    }
    cursor.skipBlanks()
    if Self.equals(key, "timestamp") {
      try Self.set(&values.time, to: Self.milliseconds(&cursor), Self.keys[0], at: start)
    } else if Self.equals(key, "input_length") {
      let tokens = try cursor.tokens(Self.keys[1], until: Self.endsValue)
      try Self.set(&values.promptTokens, to: tokens, Self.keys[1], at: start)
    } else if Self.equals(key, "output_length") {
      let tokens = try cursor.tokens(Self.keys[2], until: Self.endsValue)
      try Self.set(&values.outputTokens, to: tokens, Self.keys[2], at: start)
    } else {
      try Self.skipValue(&cursor)
    }
    cursor.skipBlanks()
  }

  private static func milliseconds(_ cursor: inout LineCursor) throws(LineFault) -> Int {
    let start = cursor.offset
    if let time = cursor.number(), time <= latest, cursor.isAtEnd || endsValue(cursor.byte) {
      return time
    }
    let text = quoted(cursor.text(from: start, until: endsValue))
    throw LineFault(
      at: start, field: keys[0],
      "\(text) is not a time; write whole milliseconds, at most \(latest)")
  }

  private static func skipValue(_ cursor: inout LineCursor) throws(LineFault) {
    let start = cursor.offset
    var brackets = Brackets()
    repeat {
      switch cursor.byte {
      case UInt8(ascii: "\""):
        guard cursor.skipQuoted(escape: UInt8(ascii: "\\")) else { throw unended(start) }
      case UInt8(ascii: "["), UInt8(ascii: "{"): try brackets.open(&cursor)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): try brackets.close(&cursor)
      default:
        // Most of a trace's bytes are passed here, each by a test that the compiler can put in line.
        guard brackets.depth == 0 else {
          cursor.skip(until: isStructure)
          continue
        }
        let first = cursor.offset
        cursor.skip(until: endsValue)
        guard cursor.offset > first else { throw missingValue(cursor) }
      }
    } while brackets.depth > 0 && !cursor.isAtEnd
    guard brackets.depth == 0 else { throw unended(start) }
  }

  /// The brackets that are open at a place.
  private struct Brackets {
    private(set) var depth = 0
    /// A bit for each, the innermost one last: 1 for a brace.
    private var braces: UInt64 = 0

    mutating func open(_ cursor: inout LineCursor) throws(LineFault) {
      guard depth < UInt64.bitWidth else {
        throw LineFault(at: cursor.offset, "more than \(UInt64.bitWidth) brackets are open here")
      }
      braces = braces << 1 | (cursor.byte == UInt8(ascii: "{") ? 1 : 0)
      depth += 1
      cursor.advance()
    }

    mutating func close(_ cursor: inout LineCursor) throws(LineFault) {
      // They close what the value stands in, and there is no value.
      guard depth > 0 else { throw missingValue(cursor) }
      let isBrace = cursor.byte == UInt8(ascii: "}")
      guard isBrace == (braces & 1 == 1) else {
        throw LineFault(
          at: cursor.offset,
          isBrace ? "'}' closes a '['; close it with ']'" : "']' closes a '{'; close it with '}'")
      }
      braces >>= 1
      depth -= 1
      cursor.advance()
    }
  }

  private static func missingValue(_ cursor: LineCursor) -> LineFault {
    LineFault(at: cursor.offset, "a value is missing\(before(cursor))")
  }

  private static func unended(_ offset: Int) -> LineFault {
    LineFault(at: offset, "this value does not end in this line; an object stands on one line")
  }

  /// ` before 'x'`, or that the line ends.
  private static func before(_ cursor: LineCursor) -> String {
    cursor.isAtEnd
      ? " where the line ends"
      : " before \(quoted(cursor.text(from: cursor.offset, until: { _ in false })))"
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: " "),
      UInt8(ascii: "\t"):
      true
    default: false
    }
  }

  /// What has a meaning inside brackets. Brackets differ from braces in one bit.
  private static func isStructure(_ byte: UInt8) -> Bool {
    let brace = byte | 0x20
    return brace == UInt8(ascii: "{") || brace == UInt8(ascii: "}") || byte == UInt8(ascii: "\"")
  }

  /// Every key of every row is asked this: comparing with a `String` takes longer than all the rest.
  private static func equals(_ key: LineReader.Line, _ name: StaticString) -> Bool {
    guard let bytes = key.baseAddress, key.count == name.utf8CodeUnitCount else { return false }
    return memcmp(bytes, name.utf8Start, key.count) == 0
  }

  private static func set(
    _ value: inout Int, to number: Int, _ key: @autoclosure () -> String, at offset: Int
  ) throws(LineFault) {
    guard value < 0 else {
      throw LineFault(at: offset, "\(quoted(key())) is there twice; keep one")
    }
    value = number
  }

  /// What a line has said so far; −1 is nothing.
  private struct Values {
    var (time, promptTokens, outputTokens) = (-1, -1, -1)

    func row() throws(LineFault) -> TraceRow {
      guard time >= 0 else { throw missing(0) }
      guard promptTokens >= 0 else { throw missing(1) }
      guard outputTokens >= 0 else { throw missing(2) }
      return TraceRow(
        time: time * (TraceRow.ticksPerSecond / 1000), promptTokens: promptTokens,
        outputTokens: outputTokens)
    }

    private func missing(_ key: Int) -> LineFault {
      LineFault(at: 0, "there is no \(quoted(keys[key])) in this row; add it")
    }
  }
}
