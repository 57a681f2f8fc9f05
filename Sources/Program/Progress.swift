import Glibc

/// How far a longer computation is, on a line of the terminal's that goes away.
enum Progress {
  /// Nothing shorter is spoken of, ns.
  private static let patience: UInt64 = 1_000_000_000

  /// Runs `work`, which tells how many of how many are done; from any thread. Only a terminal sees
  /// it, and only after a second.
  static func show<Result>(
    _ things: String, _ work: (@escaping @Sendable (Int, Int) -> Void) throws -> Result
  ) rethrows -> Result {
    try line { write in try work { done, all in write("\(done) of \(all) \(things)") } }
  }

  /// The same for work of which nobody knows how much there is.
  static func count<Result>(
    _ things: String, _ work: (@escaping @Sendable (Int) -> Void) throws -> Result
  ) rethrows -> Result {
    try line { write in try work { done in write("\(done) \(things)") } }
  }

  private static func line<Result>(
    _ work: (@escaping @Sendable (@autoclosure () -> String) -> Void) throws -> Result
  ) rethrows -> Result {
    guard isatty(STDERR_FILENO) == 1 else { return try work { _ in } }
    let start = now()
    defer { if now() - start > patience { write("") } }
    return try work { text in
      if now() - start > patience { write(text()) }
    }
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Back to the line's start, and what was there cleared.
  private static func write(_ line: String) {
    let bytes = Array("\r\u{1B}[K\(line)".utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
