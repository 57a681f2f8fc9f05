import CZlib
import Glibc

/// What keeps a file from being read, in one line.
public struct StreamError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ name: String, _ reason: String) { description = "cannot read \(name): \(reason)" }
}

/// The bytes of a file or of standard input, unpacked where they are gzip.
final class ByteStream {
  /// The path that stands for standard input.
  static let standardInput = "-"

  /// For messages: the path as it was given, or `standard input`.
  let name: String
  private let file: gzFile

  /// - Parameter path: of a file, or `-`.
  /// - Throws: when there is no such file, or a directory has that name.
  init(path: String) throws(StreamError) {
    name = path == Self.standardInput ? "standard input" : path
    // A copy, because closing the stream closes its descriptor.
    let descriptor =
      path == Self.standardInput ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StreamError(name, Self.reason) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR,
      let file = gzdopen(descriptor, "rb")
    else {
      let reason = status.st_mode & S_IFMT == S_IFDIR ? "it is a directory" : Self.reason
      close(descriptor)
      throw StreamError(name, reason)
    }
    gzbuffer(file, 1 << 17)
    self.file = file
  }

  deinit { gzclose(file) }

  /// - Returns: how many bytes there were, 0 at the end.
  /// - Throws: when the bytes cannot be read or unpacked, or end in the middle of the packed ones.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    let count = gzread(file, buffer.baseAddress, UInt32(clamping: buffer.count))
    guard count <= 0 else { return Int(count) }
    var status: Int32 = Z_OK
    let message = gzerror(file, &status)
    switch status {
    case Z_OK, Z_STREAM_END: return 0
    // zlib tells an early end by this, and of a read that returns nothing by nothing else.
    case Z_BUF_ERROR: throw StreamError(name, "the gzip data end early; is the file cut off?")
    case Z_ERRNO: throw StreamError(name, Self.reason)
    default:
      let reason = message.map { String(cString: $0) } ?? "error \(status)"
      throw StreamError(name, "the gzip data are damaged (\(reason))")
    }
  }

  /// The system's, for what failed last.
  private static var reason: String { String(cString: strerror(errno)) }
}
