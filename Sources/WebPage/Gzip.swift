import CZlib
import Disk

/// `bytes` as a gzip file without a name or a time in it.
/// - Throws: a `FileError` when zlib fails.
func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  // 15 bits of window, and 16 for the frame of a gzip file.
  let status = deflateInit2_(
    &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  guard status == Z_OK else { throw FileError("cannot pack a data file: zlib says \(status)") }
  defer { deflateEnd(&stream) }
  let most = Int(deflateBound(&stream, UInt(bytes.count)))
  var (source, packed) = (bytes, [UInt8](repeating: 0, count: most))
  let end = source.withUnsafeMutableBufferPointer { source in
    packed.withUnsafeMutableBufferPointer { packed in
      (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
      (stream.next_out, stream.avail_out) = (packed.baseAddress, UInt32(packed.count))
      return deflate(&stream, Z_FINISH)
    }
  }
  guard end == Z_STREAM_END else { throw FileError("cannot pack a data file: zlib says \(end)") }
  return Array(packed.prefix(Int(stream.total_out)))
}
