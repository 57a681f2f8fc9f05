import CCairo
import Plotting

/// Draws on white and writes an opaque PNG with its resolution, sRGB and metadata.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPNG(
  _ drawing: Drawing, dotsPerInch: Double, metadata: Metadata, fonts: FontSet
) throws -> [UInt8] {
  try render(drawing, dotsPerInch: dotsPerInch, fonts: fonts) {
    try encodePNG($0, dotsPerInch: dotsPerInch, metadata: metadata)
  }
}

/// Draws on white.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPixels(_ drawing: Drawing, dotsPerInch: Double, fonts: FontSet) throws
  -> PixelImage
{
  try render(drawing, dotsPerInch: dotsPerInch, fonts: fonts) {
    PixelImage(width: $0.width, height: $0.height, pixels: rgb($0))
  }
}

/// Draws on white and hands the pixels to `use` while they last.
private func render<Result>(
  _ drawing: Drawing, dotsPerInch: Double, fonts: FontSet, use: (PixelRows) throws -> Result
) throws -> Result {
  let scale = dotsPerInch / 72
  let width = try pixels(drawing.size.width * scale)
  let height = try pixels(drawing.size.height * scale)
  let surface = CairoSurface(
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)))
  try surface.draw(drawing, scale: scale, background: .white, fonts: fonts)
  guard let data = cairo_image_surface_get_data(surface.surface) else {
    throw RenderingError.cairo(message: "no pixels")
  }
  let stride = Int(cairo_image_surface_get_stride(surface.surface))
  return try withExtendedLifetime(surface) {
    try use(
      PixelRows(
        width: width, height: height,
        bytes: UnsafeRawBufferPointer(start: data, count: stride * height), stride: stride,
        areWords: true))
  }
}

private func pixels(_ length: Double) throws -> Int {
  guard length >= 0.5, length < 32767.5 else {
    throw RenderingError.invalidSize("\(length) pixels to a side")
  }
  return Int(length.rounded())
}

/// The components of cairo's pixels.
private func rgb(_ rows: PixelRows) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: rows.width * rows.height * 3) { result, count in
    for y in 0..<rows.height {
      for x in 0..<rows.width {
        let word = rows.bytes.load(fromByteOffset: y * rows.stride + x * 4, as: UInt32.self)
        result[count] = UInt8(truncatingIfNeeded: word >> 16)
        result[count + 1] = UInt8(truncatingIfNeeded: word >> 8)
        result[count + 2] = UInt8(truncatingIfNeeded: word)
        count += 3
      }
    }
  }
}
