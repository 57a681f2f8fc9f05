/// A picture of 8-bit sRGB pixels.
public struct PixelImage: Equatable, Sendable {
  public let width: Int
  public let height: Int
  /// Red, green and blue of each pixel, row by row from the top left.
  public internal(set) var pixels: [UInt8]

  /// - Precondition: `pixels` has three components for each of `width` × `height` pixels.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height * 3, "three components a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Red, green and blue at column `x` and row `y`.
  public subscript(x: Int, y: Int) -> [UInt8] {
    let start = (y * width + x) * 3
    return Array(pixels[start..<start + 3])
  }
}
