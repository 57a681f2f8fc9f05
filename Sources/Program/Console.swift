import Evidence
import Glibc
import Publishing
import Rendering
import Reports
import Workloads

/// What ends the program early: lines for stderr, and the exit status.
struct Failure: Error {
  static let difference: Int32 = 1
  static let trouble: Int32 = 2

  let lines: [String]
  let status: Int32

  init(_ lines: [String], status: Int32 = trouble) {
    self.lines = lines
    self.status = status
  }

  init(_ line: String) { self.init(["error: \(line)"]) }

  /// What a room below complained of; nil for an error that only ArgumentParser can tell.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as IngestError: self.init(error.complaints.map(\.description))
    case let error as UnknownNames: self.init(error.complaints.map { "error: \($0)" })
    case let error as EvidenceError: self.init(error.description)
    case let error as RenderingError: self.init(error.description)
    case let error as FileError: self.init(error.description)
    case let error as StreamError: self.init(error.description)
    default: return nil
    }
  }
}

/// The two output streams, and the end.
enum Console {
  static func quit(_ status: Int32) -> Never { exit(status) }

  static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
  /// Prints a piece of a text that others follow.
  static func write(_ piece: String) { write(piece, to: STDOUT_FILENO) }
  static func complain(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Prints bytes as they are.
  static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        // A reader that went away (a closed pipe) is no reason to complain; a full disk is.
        if errno != EPIPE, descriptor == STDOUT_FILENO {
          complain("error: cannot write to standard output: \(String(cString: strerror(errno)))")
          quit(Failure.trouble)
        }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
