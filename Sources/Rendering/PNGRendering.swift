import CCairo
import Plotting

/// Draws on white and writes an opaque PNG with its resolution, sRGB and metadata.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPNG(
  _ drawing: Drawing, dotsPerInch: Double, metadata: Metadata, fonts: FontSet
) throws -> [UInt8] {
  try encodePNG(
    renderPixels(drawing, dotsPerInch: dotsPerInch, fonts: fonts), dotsPerInch: dotsPerInch,
    metadata: metadata)
}

/// Draws on white.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPixels(_ drawing: Drawing, dotsPerInch: Double, fonts: FontSet) throws
  -> PixelImage
{
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
  return PixelImage(
    width: width, height: height,
    pixels: rgb(UnsafeRawBufferPointer(start: data, count: stride * height), width, height, stride))
}

private func pixels(_ length: Double) throws -> Int {
  guard length >= 0.5, length < 32767.5 else {
    throw RenderingError.invalidSize("\(length) pixels to a side")
  }
  return Int(length.rounded())
}

/// The components of cairo's pixels, which are machine words 0x??RRGGBB.
private func rgb(_ rows: UnsafeRawBufferPointer, _ width: Int, _ height: Int, _ stride: Int)
  -> [UInt8]
{
  [UInt8](unsafeUninitializedCapacity: width * height * 3) { result, count in
    for y in 0..<height {
      for x in 0..<width {
        let word = rows.load(fromByteOffset: y * stride + x * 4, as: UInt32.self)
        result[count] = UInt8(truncatingIfNeeded: word >> 16)
        result[count + 1] = UInt8(truncatingIfNeeded: word >> 8)
        result[count + 2] = UInt8(truncatingIfNeeded: word)
        count += 3
      }
    }
  }
}
