import CGLib
import Glibc

/// A file to be written, by its path below the directory that it goes to.
public struct OutputFile: Equatable, Sendable {
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Whole files, and what is at a path.
public enum Files {
  /// - Throws: a `FileError` naming the file and what is wrong with it: not there, a directory, a
  ///   device, more than `limit` bytes.
  public static func read(
    _ path: String, limit: Int = InputFile.mostBytes
  ) throws(FileError) -> [UInt8] {
    try InputFile(path).bytes(limit: limit)
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// What is at a path.
  public enum Kind: Sendable {
    case file, directory, link
    /// A pipe, a socket or a device.
    case other
  }

  /// - Parameter following: whether a link is what it leads to.
  /// - Returns: nil where there is nothing.
  public static func kind(of path: String, following: Bool = false) -> Kind? {
    var status = stat()
    guard (following ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    default: .other
    }
  }

  /// The path from the root, links followed as far as it exists.
  public static func absolute(_ path: String) -> String {
    func real(_ path: String) -> String? {
      guard let found = realpath(path, nil) else { return nil }
      defer { free(found) }
      return String(cString: found)
    }
    var made = path.hasPrefix("/") ? "/" : real(".") ?? "/"
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        made = made.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
        if made.isEmpty { made = "/" }
      } else {
        made += made.hasSuffix("/") ? part : "/\(part)"
        made = real(made) ?? made
      }
    }
    return made
  }

  /// SHA-256 in lower-case hexadecimal.
  /// - Throws: a `FileError` when GLib cannot make a checksum.
  public static func sha256(_ bytes: [UInt8]) throws(FileError) -> String {
    guard let text = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, gsize(bytes.count))
    else { throw FileError("cannot compute a SHA-256") }
    defer { g_free(text) }
    return String(cString: text)
  }
}
