import CCairo
import Plotting

/// Draws on white and writes an opaque PNG with its resolution, sRGB and metadata.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPNG(
  _ drawing: Drawing, dotsPerInch: Double, metadata: Metadata, fonts: FontSet
) throws -> [UInt8] {
  try render(drawing, dotsPerInch: dotsPerInch, fonts: fonts) {
    try encodePNG(
      $0, width: $1, height: $2, dotsPerInch: dotsPerInch, metadata: metadata)
  }
}

/// Draws on white.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPixels(_ drawing: Drawing, dotsPerInch: Double, fonts: FontSet) throws
  -> PixelImage
{
  try render(drawing, dotsPerInch: dotsPerInch, fonts: fonts) {
    PixelImage(width: $1, height: $2, pixels: Array($0))
  }
}

/// Draws on white and hands the pixels, three bytes each, with their width and height to `use`
/// while they last.
private func render<Result>(
  _ drawing: Drawing, dotsPerInch: Double, fonts: FontSet,
  use: (_ pixels: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int) throws -> Result
) throws -> Result {
  let scale = dotsPerInch / 72
  let width = try pixels(drawing.size.width * scale)
  let height = try pixels(drawing.size.height * scale)
  let surface = CairoSurface(
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)))
  try surface.draw(drawing, scale: scale, background: .white, fonts: fonts)
  // A row of 4-byte pixels needs no padding.
  guard let data = cairo_image_surface_get_data(surface.surface),
    cairo_image_surface_get_stride(surface.surface) == 4 * width
  else { throw RenderingError.cairo(message: "no pixels") }
  return try withExtendedLifetime(surface) {
    packRGB(data, count: width * height)
    return try use(UnsafeBufferPointer(start: data, count: 3 * width * height), width, height)
  }
}

private func pixels(_ length: Double) throws -> Int {
  guard length >= 0.5, length < 32767.5 else {
    throw RenderingError.invalidSize("\(length) pixels to a side")
  }
  return Int(length.rounded())
}

/// Turns cairo's machine words 0x??RRGGBB into bytes R, G, B, where they are, as a second copy
/// of a picture would be tens of megabytes.
private func packRGB(_ data: UnsafeMutablePointer<UInt8>, count: Int) {
  let bytes = UnsafeMutableRawPointer(data)
  for index in 0..<count {
    let word = bytes.load(fromByteOffset: 4 * index, as: UInt32.self)
    // The fourth byte lies before the next word, and the next pixel goes over it.
    bytes.storeBytes(of: (word << 8).bigEndian, toByteOffset: 3 * index, as: UInt32.self)
  }
}
