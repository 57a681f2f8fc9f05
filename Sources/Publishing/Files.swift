import CGLib
import Glibc

/// What keeps a file from being read, written or compared, in one line.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Whole files: read at once; written all or none, each in one step.
public enum Files {
  /// - Throws: a `FileError` naming the file and the system's reason.
  public static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot read \(path)") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw failure("cannot read \(path)") }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

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

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Writes every file beside its final place first, and only then renames them all, so that
  /// trouble on the way leaves what was there as it was.
  /// - Throws: a `FileError` naming the path that could not be written and the system's reason.
  public static func writeAll(_ files: [(path: String, bytes: [UInt8])]) throws {
    var staged: [(temporary: String, path: String)] = []
    do {
      for file in files {
        guard !isDirectory(file.path) else {
          throw FileError("cannot write \(file.path): a directory has that name")
        }
        try makeDirectory(of: file.path)
        staged.append((try stage(file.bytes, beside: file.path), file.path))
      }
      for (temporary, path) in staged where rename(temporary, path) != 0 {
        throw failure("cannot write \(path)")
      }
    } catch {
      for (temporary, _) in staged { unlink(temporary) }
      throw error
    }
  }

  /// SHA-256 in lower-case hexadecimal.
  /// - Throws: a `FileError` when GLib cannot make a checksum.
  public static func sha256(_ bytes: [UInt8]) throws -> String {
    guard let text = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, gsize(bytes.count))
    else { throw FileError("cannot compute a SHA-256") }
    defer { g_free(text) }
    return String(cString: text)
  }

  private static func stage(_ bytes: [UInt8], beside path: String) throws -> String {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure("cannot write \(path)") }
    let temporary = String(
      decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        let reason = failure("cannot write \(path)")
        unlink(temporary)
        throw reason
      }
      rest = rest.dropFirst(count)
    }
    // mkstemp makes the file private to its owner; figures are for everybody the umask allows.
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
    return temporary
  }

  private static func makeDirectory(of path: String) throws {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      made += "/" + part
      if mkdir(made, 0o777) != 0 && errno != EEXIST {
        throw failure("cannot make the directory \(made)")
      }
    }
  }

  private static func failure(_ what: String) -> FileError {
    FileError("\(what): \(String(cString: strerror(errno)))")
  }
}
