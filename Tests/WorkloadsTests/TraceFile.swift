import CZlib
import Foundation
import Tables
import Testing

@testable import Evidence
@testable import Workloads

/// A file that lasts as long as the value does.
final class TraceFile {
  let path: String

  init(_ text: String = "") throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("trace-\(ProcessInfo.processInfo.globallyUniqueString)").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Packed by zlib, and cut off after `length` bytes.
  static func gzip(_ text: String, length: Int = .max) throws -> TraceFile {
    let file = try TraceFile()
    let packed = try #require(gzopen(file.path, "wb"))
    let bytes = Array(text.utf8)
    try #require(gzwrite(packed, bytes, UInt32(bytes.count)) == bytes.count)
    try #require(gzclose(packed) == Z_OK)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
    try whole.prefix(length).write(to: URL(fileURLWithPath: file.path))
    return file
  }
}

extension Trace {
  /// The trace with that text.
  static func of(
    _ text: String, window: WindowLength = .hour, keepGoing: Bool = false
  ) throws -> Trace {
    let file = try TraceFile(text)
    defer { withExtendedLifetime(file) {} }
    return try read(path: file.path, window: window, keepGoing: keepGoing)
  }

  /// Azure's CSV, its header before the rows.
  static func azure(
    _ rows: [String], window: WindowLength = .hour, keepGoing: Bool = false
  ) throws -> Trace {
    try of(
      (["TIMESTAMP,ContextTokens,GeneratedTokens"] + rows).joined(separator: "\n"), window: window,
      keepGoing: keepGoing)
  }

  /// The complaints of a trace that cannot be read, without the file's name.
  static func complaints(of text: String) throws -> [String] {
    let file = try TraceFile(text)
    let error = #expect(throws: IngestError.self) { try read(path: file.path) }
    return try #require(error).complaints.map {
      #expect($0.file == file.path)
      return "\($0)".replacing("\(file.path):", with: "")
    }
  }
}
