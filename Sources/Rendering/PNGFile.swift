import CPNG

// Measured on the three figures at 300 dpi (zlib 1.2.13), processor time for all and their size:
// level 3 87 ms, 1206 kB; level 2 82 ms, 1233 kB; level 1 82 ms, 1267 kB; level 2 with the smaller
// hash table 75 ms, 1232 kB. Run-length coding saves no time and more than doubles the size; every
// filter makes flat areas larger.
private let filter = PNG_FILTER_NONE
private let level: Int32 = 2
private let memory: Int32 = 7

/// Writes `image` as an 8-bit RGB PNG marked as sRGB.
///
/// Metadata is written in its own order, before the pixels, as tEXt when it is ASCII and else as
/// iTXt (UTF-8), without a time. The compressed bytes differ between builds of zlib; the pixels
/// do not.
/// - Parameter dotsPerInch: written as pHYs if given.
/// - Throws: `RenderingError.invalidKey`, `.invalidSize` or `.png`.
public func encodePNG(
  _ image: PixelImage, dotsPerInch: Double? = nil, metadata: Metadata? = nil
) throws -> [UInt8] {
  let writer = try PNGWriter(
    width: image.width, height: image.height, dotsPerInch: dotsPerInch, metadata: metadata)
  try image.pixels.withUnsafeBufferPointer { try writer.write($0, rows: image.height) }
  return try writer.finish()
}

/// A PNG file that is written row by row, so that the picture need not be in memory as a whole.
final class PNGWriter {
  private var writer = cpng_writer()

  init(
    width: Int, height: Int, hasAlpha: Bool = false, dotsPerInch: Double?, metadata: Metadata?
  ) throws {
    let resolution = try dotsPerInch.map(pixelsPerMetre) ?? 0
    try require(
      cpng_write_begin(&writer, UInt32(width), UInt32(height), hasAlpha ? 1 : 0, resolution))
    for entry in metadata?.allEntries ?? [] {
      guard isKey(entry.key) else { throw RenderingError.invalidKey(entry.key) }
      let international: Int32 = entry.value.utf8.allSatisfy { $0 < 0x80 } ? 0 : 1
      try require(cpng_write_text(&writer, entry.key, entry.value, international))
    }
    try require(cpng_write_header(&writer, filter, level, memory))
  }

  deinit { cpng_write_free(&writer) }

  /// The next rows, three bytes to the pixel, or four with alpha.
  func write(_ pixels: UnsafeBufferPointer<UInt8>, rows: Int) throws {
    try require(cpng_write_rows(&writer, pixels.baseAddress, Int32(rows)))
  }

  /// The file, once all rows are written.
  func finish() throws -> [UInt8] {
    try require(cpng_write_end(&writer))
    return Array(UnsafeBufferPointer(start: writer.bytes, count: writer.count))
  }

  private func require(_ success: Int32) throws {
    guard success == 1 else { throw RenderingError.png(message: text(of: &writer.message)) }
  }
}

private func pixelsPerMetre(_ dotsPerInch: Double) throws -> UInt32 {
  guard dotsPerInch > 0, dotsPerInch < 1e6 else {
    throw RenderingError.invalidSize("\(dotsPerInch) dots per inch")
  }
  return UInt32((dotsPerInch / 0.0254).rounded())
}

private func isKey(_ key: String) -> Bool {
  (1...79).contains(key.utf8.count) && key.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    && !key.hasPrefix(" ") && !key.hasSuffix(" ")
}

/// libpng's words for what went wrong.
func text(of message: inout cpng_message) -> String {
  let words = withUnsafeBytes(of: &message) {
    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
  }
  return words.isEmpty ? "out of memory" : words
}

/// What a PNG file says of its pixels, before them.
public struct PNGHeader: Equatable, Sendable {
  public let width: Int
  public let height: Int
  /// From pHYs; nothing if the file does not say or its pixels are not square.
  public let dotsPerInch: Double?
  /// The text chunks in the file's order.
  public let text: [Metadata.Entry]
  /// Whether the file knows transparency.
  public let hasAlpha: Bool
}

/// A PNG file, read.
public struct DecodedPNG: Equatable, Sendable {
  /// On white where the file knows transparency.
  public let image: PixelImage
  public let header: PNGHeader

  public var dotsPerInch: Double? { header.dotsPerInch }
  public var text: [Metadata.Entry] { header.text }
  public var hasAlpha: Bool { header.hasAlpha }
}

/// The most pixels of a picture that is read: a page 7 inches wide at 2400 dots to the inch has
/// three quarters of them.
public let mostPixels = 1 << 28

/// Reads a PNG of any kind as 8-bit RGB; what is transparent lies on white.
/// - Throws: `RenderingError.png` if the file is damaged or is none, or has more than `limit` pixels.
public func decodePNG(_ bytes: [UInt8], limit: Int = mostPixels) throws -> DecodedPNG {
  try withReader(of: bytes) { reader in
    let (width, height) = (Int(reader.pointee.width), Int(reader.pointee.height))
    guard width * height <= limit else {
      throw RenderingError.png(message: "it has \(width) × \(height) pixels, more than \(limit)")
    }
    guard cpng_read_pixels(reader) == 1 else {
      throw RenderingError.png(message: text(of: &reader.pointee.message))
    }
    let pixels = UnsafeBufferPointer(start: reader.pointee.pixels, count: width * height * 3)
    // Texts may follow the pixels.
    return DecodedPNG(
      image: PixelImage(width: width, height: height, pixels: Array(pixels)),
      header: header(of: reader.pointee))
  }
}

/// Reads what a PNG of any kind says before its pixels.
/// - Throws: `RenderingError.png` if the file is damaged there or is none.
public func readPNGHeader(_ bytes: [UInt8]) throws -> PNGHeader {
  try withReader(of: bytes) { header(of: $0.pointee) }
}

private func withReader<Result>(
  of bytes: [UInt8], _ read: (UnsafeMutablePointer<cpng_reader>) throws -> Result
) throws -> Result {
  // libpng keeps the reader's address from call to call.
  let reader = UnsafeMutablePointer<cpng_reader>.allocate(capacity: 1)
  reader.initialize(to: cpng_reader())
  defer {
    cpng_read_free(reader)
    reader.deallocate()
  }
  return try bytes.withUnsafeBufferPointer { bytes in
    guard cpng_read_header(reader, bytes.baseAddress, bytes.count) == 1 else {
      throw RenderingError.png(message: text(of: &reader.pointee.message))
    }
    return try read(reader)
  }
}

private func header(of reader: cpng_reader) -> PNGHeader {
  // pHYs counts whole pixels to the metre, which is finer than a hundredth of a dot per inch is.
  let perMetre = png_get_pixels_per_meter(reader.png, reader.info)
  return PNGHeader(
    width: Int(reader.width), height: Int(reader.height),
    dotsPerInch: perMetre == 0 ? nil : (Double(perMetre) * 2.54).rounded() / 100,
    text: textChunks(of: reader), hasAlpha: reader.has_alpha != 0)
}

private func textChunks(of reader: cpng_reader) -> [Metadata.Entry] {
  var chunks: png_textp?
  var count: Int32 = 0
  png_get_text(reader.png, reader.info, &chunks, &count)
  return UnsafeBufferPointer(start: chunks, count: Int(count)).map { chunk in
    let latin = chunk.compression <= PNG_TEXT_COMPRESSION_zTXt
    return Metadata.Entry(
      key: string(chunk.key, latin: true), value: string(chunk.text, latin: latin))
  }
}

/// Keys and tEXt values are Latin-1, whose codes are those of Unicode; iTXt values are UTF-8.
private func string(_ characters: UnsafeMutablePointer<CChar>?, latin: Bool) -> String {
  guard let characters else { return "" }
  guard latin else { return String(cString: characters) }
  var scalars = String.UnicodeScalarView()
  var next = characters
  while next.pointee != 0 {
    scalars.append(Unicode.Scalar(UInt8(bitPattern: next.pointee)))
    next += 1
  }
  return String(scalars)
}
