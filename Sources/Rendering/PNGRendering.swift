import CCairo
import Plotting

/// Draws and writes a PNG with its resolution, sRGB and metadata.
/// - Parameters:
///   - dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
///   - background: of the page; without one the file is transparent, else opaque.
/// - Throws: `RenderingError`.
public func renderPNG(
  _ drawing: Drawing, dotsPerInch: Double, background: Color? = .white, metadata: Metadata,
  fonts: FontSet
) throws -> [UInt8] {
  let raster = try Raster(drawing, dotsPerInch: dotsPerInch, background: background)
  let writer = try PNGWriter(
    width: raster.width, height: raster.height, hasAlpha: background == nil,
    dotsPerInch: dotsPerInch, metadata: metadata)
  try raster.draw(bandHeight: 256, fonts: fonts) { try writer.write($0, rows: $1) }
  return try writer.finish()
}

/// Draws on white.
/// - Parameter dotsPerInch: pixels to 72 points; the sides are rounded to whole pixels.
/// - Throws: `RenderingError`.
public func renderPixels(_ drawing: Drawing, dotsPerInch: Double, fonts: FontSet) throws
  -> PixelImage
{
  let raster = try Raster(drawing, dotsPerInch: dotsPerInch, background: .white)
  var pixels: [UInt8] = []
  try raster.draw(bandHeight: raster.height, fonts: fonts) { rows, _ in
    pixels.append(contentsOf: rows)
  }
  return PixelImage(width: raster.width, height: raster.height, pixels: pixels)
}

/// A drawing on its way to pixels.
private struct Raster {
  let drawing: Drawing
  let background: Color?
  let scale: Double
  let width: Int
  let height: Int

  init(_ drawing: Drawing, dotsPerInch: Double, background: Color?) throws {
    self.drawing = drawing
    self.background = background
    scale = dotsPerInch / 72
    width = try pixels(drawing.size.width * scale)
    height = try pixels(drawing.size.height * scale)
  }

  /// Draws a band of rows after the other from the top: a whole page takes tens of megabytes.
  /// - Parameter use: is handed each band with its number of rows: three bytes to the pixel, four
  ///   where there is no background.
  func draw(
    bandHeight: Int, fonts: FontSet,
    use: (_ pixels: UnsafeBufferPointer<UInt8>, _ rows: Int) throws -> Void
  ) throws {
    let format = background == nil ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24
    let surface = CairoSurface(
      cairo_image_surface_create(format, Int32(width), Int32(min(bandHeight, height))))
    // A row of 4-byte pixels needs no padding.
    guard let data = cairo_image_surface_get_data(surface.surface),
      cairo_image_surface_get_stride(surface.surface) == 4 * width
    else { throw RenderingError.cairo(message: "no pixels") }
    for top in stride(from: 0, to: height, by: bandHeight) {
      let rows = min(bandHeight, height - top)
      cairo_surface_set_device_offset(surface.surface, 0, -Double(top))
      try surface.draw(drawing, scale: scale, background: background, fonts: fonts)
      if background == nil {
        packRGBA(data, count: width * rows)
        try use(UnsafeBufferPointer(start: data, count: 4 * width * rows), rows)
        // With no background to cover it, this band would show through the next.
        data.update(repeating: 0, count: 4 * width * rows)
      } else {
        packRGB(data, count: width * rows)
        try use(UnsafeBufferPointer(start: data, count: 3 * width * rows), rows)
      }
      cairo_surface_mark_dirty(surface.surface)
    }
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

/// Turns cairo's machine words 0xAARRGGBB, whose colours are multiplied by their alpha, into bytes R,
/// G, B, A that are not, where they are.
private func packRGBA(_ data: UnsafeMutablePointer<UInt8>, count: Int) {
  let bytes = UnsafeMutableRawPointer(data)
  for index in 0..<count {
    let word = bytes.load(fromByteOffset: 4 * index, as: UInt32.self)
    let alpha = word >> 24
    var packed = alpha
    for (from, to) in [(16, 24), (8, 16), (0, 8)] as [(UInt32, UInt32)] where alpha > 0 {
      let level = ((word >> from & 0xFF) * 255 + alpha / 2) / alpha
      packed |= level << to
    }
    bytes.storeBytes(of: packed.bigEndian, toByteOffset: 4 * index, as: UInt32.self)
  }
}
