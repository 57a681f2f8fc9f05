import Disk
import Foundation
import Testing

@testable import Workloads

@Suite struct TraceStreamTests {
  private static let text =
    "TIMESTAMP,ContextTokens,GeneratedTokens\n"
    + (0..<6000).map { "2024-05-10 00:\(10 + $0 / 60 % 50):\(10 + $0 % 50),\($0),\($0 % 7)\n" }
    .joined()

  private func complaint(_ path: String) throws -> String {
    let error = #expect(throws: FileError.self) { try Trace.read(path: path) }
    return try #require(error).description
  }

  @Test func gzipIsUnpacked() throws {
    let file = try TraceFile.gzip(Self.text)
    let (packed, plain) = (try Trace.read(path: file.path), try Trace.of(Self.text))
    #expect(packed.requests == 6000)
    #expect(packed.windows == plain.windows && packed.promptTokens == plain.promptTokens)
  }

  @Test(arguments: [100, 5000]) func cutOffGzipIsNoTrace(_ length: Int) throws {
    let file = try TraceFile.gzip(Self.text, length: length)
    #expect(
      try complaint(file.path)
        == "cannot read \(file.path): the gzip data end early; is the file cut off?")
  }

  @Test func damagedGzipIsNoTrace() throws {
    let file = try TraceFile.gzip(Self.text)
    let url = URL(fileURLWithPath: file.path)
    var bytes = try Data(contentsOf: url)
    for index in 3000..<3010 { bytes[index] = 0xFF }
    try bytes.write(to: url)
    #expect(
      try complaint(file.path).hasPrefix("cannot read \(file.path): the gzip data are damaged ("))
  }

  @Test func whatIsNoFileIsTold() throws {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(try complaint(folder) == "cannot read \(folder): it is a directory")
    #expect(
      try complaint("/nowhere/a.csv") == "cannot read /nowhere/a.csv: No such file or directory")
  }

  /// As from a pipe, which cannot be read twice and comes in pieces.
  @Test(.timeLimit(.minutes(1))) func pipesAreRead() throws {
    let path = NSTemporaryDirectory() + "/\(ProcessInfo.processInfo.globallyUniqueString).pipe"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let pieces = Array(Self.text.utf8)
    Thread.detachNewThread {
      let pipe = FileHandle(forWritingAtPath: path)
      for start in stride(from: 0, to: pieces.count, by: 7001) {
        pipe?.write(Data(pieces[start..<min(start + 7001, pieces.count)]))
      }
      try? pipe?.close()
    }
    let trace = try Trace.read(path: path)
    #expect(trace.windows == (try Trace.of(Self.text)).windows)
  }

  /// The file is open already when its name goes.
  private func reader(_ text: String) throws -> LineReader {
    let file = try TraceFile(text)
    defer { withExtendedLifetime(file) {} }
    return LineReader(try ByteStream(path: file.path))
  }

  @Test func linesAreThoseOfTheTextHoweverLong() throws {
    let lengths = [0, 1, 300_000, 5, 262_144, 262_143, 3, 700_000, 0, 2]
    let text = lengths.enumerated().map { String(repeating: "\($0 % 10)", count: $1) }
    let reader = try reader(text.joined(separator: "\n"))
    var found: [String] = []
    while let line = try reader.next() { found.append(String(decoding: line, as: UTF8.self)) }
    #expect(found == text && reader.number == lengths.count)
  }

  @Test func aLineWithoutEndIsRefused() throws {
    let file = try TraceFile()
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    try handle.truncate(atOffset: UInt64(LineReader.longestLine + 1))
    #expect(
      try complaint(file.path) == "cannot read \(file.path): line 1 is longer than 16777216 bytes")
  }

  @Test func memoryDoesNotGrowWithTheLines() throws {
    let row = #"{"timestamp": 1, "input_length": 2, "output_length": 3}"# + "\n"
    let reader = try reader(String(repeating: row, count: 20_000))
    let capacity = reader.capacity
    var tally = TraceTally(.hour)
    var rows = MooncakeRows()
    while let line = try reader.next() { try tally.add(rows.row(line)) }
    #expect(reader.number == 20_000 && reader.capacity == capacity)
    #expect(capacity < 20_000 * row.utf8.count)
  }
}
