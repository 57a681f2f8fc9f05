import CZlib
import Disk
import Glibc

/// The bytes of a file or of standard input, unpacked where they are gzip.
final class ByteStream {
  /// For messages: the path as it was given, or `standard input`.
  let name: String
  private let file: gzFile

  /// - Parameter path: of a file, or `-` for standard input.
  /// - Throws: when there is no such file, or a directory or a device has that name.
  init(path: String) throws(FileError) {
    let input = try InputFile(path)
    name = input.name
    let descriptor = input.takeDescriptor()
    guard let file = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw FileError(reading: name, Self.reason)
    }
    gzbuffer(file, 1 << 17)
    self.file = file
  }

  deinit { gzclose(file) }

  /// - Returns: how many bytes there were, 0 at the end.
  /// - Throws: when the bytes cannot be read or unpacked, or end in the middle of the packed ones.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = gzread(file, buffer.baseAddress, UInt32(clamping: buffer.count))
    guard count <= 0 else { return Int(count) }
    var status: Int32 = Z_OK
    let message = gzerror(file, &status)
    switch status {
    case Z_OK, Z_STREAM_END: return 0
    // zlib tells an early end by this, and of a read that returns nothing by nothing else.
    case Z_BUF_ERROR:
      throw FileError(reading: name, "the gzip data end early; is the file cut off?")
    case Z_ERRNO: throw FileError(reading: name, Self.reason)
    default:
      let reason = message.map { String(cString: $0) } ?? "error \(status)"
      throw FileError(reading: name, "the gzip data are damaged (\(reason))")
    }
  }

  /// The system's, for what failed last.
  private static var reason: String { String(cString: strerror(errno)) }
}
