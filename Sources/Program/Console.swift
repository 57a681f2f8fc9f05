import Glibc

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
}

/// The two output streams, and the end.
enum Console {
  static func quit(_ status: Int32) -> Never { exit(status) }

  static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
  static func complain(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
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
