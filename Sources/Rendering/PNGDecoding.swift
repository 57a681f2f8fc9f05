import CPNG

/// A PNG file, read.
public struct DecodedPNG: Equatable, Sendable {
  public let image: PixelImage
  /// From pHYs; nothing if the file does not say or its pixels are not square.
  public let dotsPerInch: Double?
  /// The text chunks in the file's order.
  public let text: [Metadata.Entry]
}

/// Reads a PNG of any kind as 8-bit RGB; transparency is left out.
/// - Throws: `RenderingError.png` if the file is damaged or is none.
public func decodePNG(_ bytes: [UInt8]) throws -> DecodedPNG {
  var reader = cpng_reader()
  defer { cpng_read_free(&reader) }
  guard cpng_read(&reader, bytes, bytes.count) == 1 else {
    throw RenderingError.png(message: text(of: &reader.message))
  }
  let (width, height) = (Int(reader.width), Int(reader.height))
  let pixels = UnsafeBufferPointer(start: reader.pixels, count: width * height * 3)
  // pHYs counts whole pixels to the metre, which is finer than a hundredth of a dot per inch is.
  let perMetre = png_get_pixels_per_meter(reader.png, reader.info)
  return DecodedPNG(
    image: PixelImage(width: width, height: height, pixels: Array(pixels)),
    dotsPerInch: perMetre == 0 ? nil : (Double(perMetre) * 2.54).rounded() / 100,
    text: textChunks(of: reader))
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
