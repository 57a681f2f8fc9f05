import Disk
import Evidence
import Glibc
import Publishing
import Rendering
import Reports
import Tables
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
    case let error as IngestError: self.init(error.lines)
    case let error as UnknownNames:
      self.init(ReadingLimits.listed(error.complaints.map { "error: \($0)" }))
    case let error as EvidenceError: self.init(error.description)
    case let error as RenderingError: self.init(error.description)
    case let error as FileError: self.init(error.description)
    default: return nil
    }
  }
}

/// The two output streams, and the end.
enum Console {
  static func quit(_ status: Int32) -> Never { exit(status) }

  /// Holds the numbers of the three streams, so that no file that is opened gets one of a stream
  /// that is closed and is then written to in its place.
  static func holdStreams() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one. What cannot be written to stays so.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// - Throws: a `Failure` when standard output cannot be written.
  static func print(_ text: String) throws(Failure) { try write(Array((text + "\n").utf8)) }

  /// That of the terminal that standard output is, or else a page's.
  static var width: TextWidth {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1,
      ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else { return .page }
    return .terminal(columns: Int(size.ws_col))
  }

  /// Prints a line on stderr, escaped: it may name what a file or an argument holds.
  static func complain(_ line: String) {
    _ = write(Array((escaped(line) + "\n").utf8), to: STDERR_FILENO)
  }

  static func warn(_ note: String) { complain("warning: \(note)") }

  /// Prints bytes as they are.
  /// - Throws: a `Failure` when standard output cannot be written.
  static func write(_ bytes: [UInt8]) throws(Failure) {
    let reason = write(bytes, to: STDOUT_FILENO)
    // A reader that went away (a closed pipe) is no reason to complain; a full disk is.
    guard reason == 0 || reason == EPIPE else {
      throw Failure("cannot write to standard output: \(String(cString: strerror(reason)))")
    }
  }

  /// - Returns: why not all could be written; 0 when it could.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return errno }
      bytes = bytes.dropFirst(count)
    }
    return 0
  }
}
