import Glibc

/// What keeps a file from being read, written or compared, in one line.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }

  /// `cannot read NAME: reason`
  public init(reading name: String, _ reason: String) {
    self.init("cannot read \(name): \(reason)")
  }

  /// What was to be done, and the system's reason why the last call failed.
  static func system(_ what: String, _ code: Int32 = errno) -> FileError {
    FileError("\(what): \(String(cString: strerror(code)))")
  }
}
