import Disk
import Glibc

/// The lines of a stream, one after the other, in a buffer that all share.
final class LineReader {
  typealias Line = UnsafeBufferPointer<UInt8>

  /// A longer line is none of a trace, and would have to be held in memory.
  static let longestLine = 1 << 24

  let stream: ByteStream
  /// Of the line returned last, from 1.
  private(set) var number = 0
  private var buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
  /// Where the bytes begin and end that are read and not yet returned.
  private var (start, end) = (0, 0)
  private var isAtEnd = false

  init(_ stream: ByteStream) { self.stream = stream }

  /// Bytes that are held at once: more only after a line that is longer.
  var capacity: Int { buffer.count }

  deinit { buffer.deallocate() }

  /// The next line without its LF or CRLF, and without a byte order mark; nil after the last one.
  /// It is gone when the next is asked for.
  /// - Throws: what the stream throws; or when a line is longer than `longestLine`.
  func next() throws(FileError) -> Line? {
    var searched = start
    while true {
      if let length = lineFeed(from: searched) {
        let line = line(from: start, to: searched + length)
        start = searched + length + 1
        return line
      }
      searched = end
      if isAtEnd {
        guard start < end else { return nil }
        defer { start = end }
        return line(from: start, to: end)
      }
      let moved = start
      try fill()
      searched -= moved
    }
  }

  private func line(from start: Int, to end: Int) -> Line {
    number += 1
    var line = buffer[start..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if number == 1, line.starts(with: "\u{FEFF}".utf8) { line.removeFirst(3) }
    return Line(rebasing: line)
  }

  /// How far behind `index` the next line feed lies.
  private func lineFeed(from index: Int) -> Int? {
    guard index < end, let base = buffer.baseAddress else { return nil }
    let found = memchr(base + index, Int32(UInt8(ascii: "\n")), end - index)
    return found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base + index) }
  }

  /// Moves what is left to the buffer's start, gives it a larger buffer if it fills this one, and
  /// reads on behind it.
  private func fill() throws(FileError) {
    let left = end - start
    var target = buffer
    if left == buffer.count {
      guard left < Self.longestLine else {
        throw FileError(
          reading: stream.name, "line \(number + 1) is longer than \(Self.longestLine) bytes")
      }
      target = .allocate(capacity: 2 * buffer.count)
    }
    if let from = buffer.baseAddress, let to = target.baseAddress {
      memmove(to, from + start, left)
    }
    if left == buffer.count {
      buffer.deallocate()
      buffer = target
    }
    (start, end) = (0, left)
    let count = try stream.read(
      into: UnsafeMutableRawBufferPointer(.init(rebasing: buffer[left...])))
    end += count
    isAtEnd = count == 0
  }
}
