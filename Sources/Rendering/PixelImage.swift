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

/// How far two pictures of one size differ.
public struct PixelComparison: Equatable, Sendable {
  /// The largest difference in any component of any pixel, 0 to 255.
  public let maximumDifference: Int
  /// Pixels that differ in any component.
  public let differingPixels: Int
}

/// - Throws: `RenderingError.sizesDiffer`.
public func comparePixels(_ before: PixelImage, _ after: PixelImage) throws -> PixelComparison {
  var (maximum, count) = (0, 0)
  for difference in try differences(before, after) where difference > 0 {
    maximum = max(maximum, Int(difference))
    count += 1
  }
  return PixelComparison(maximumDifference: maximum, differingPixels: count)
}

/// `after`, faded to light grey, with every differing pixel marked by a red square large enough to
/// be found.
/// - Throws: `RenderingError.sizesDiffer`.
public func differencePicture(_ before: PixelImage, _ after: PixelImage) throws -> PixelImage {
  let differences = try differences(before, after)
  var picture = faded(after)
  let reach = 2
  for (index, difference) in differences.enumerated() where difference > 0 {
    let (y, x) = index.quotientAndRemainder(dividingBy: after.width)
    for row in max(0, y - reach)...min(after.height - 1, y + reach) {
      for column in max(0, x - reach)...min(after.width - 1, x + reach) {
        let start = (row * after.width + column) * 3
        picture.pixels[start] = 220
        picture.pixels[start + 1] = 0
        picture.pixels[start + 2] = 0
      }
    }
  }
  return picture
}

/// Width of the bars of a comparison strip, pixels.
public let stripBar = 8

/// Three pictures side by side, grey bars between them: before, what differs, after.
/// - Throws: `RenderingError.sizesDiffer`.
public func comparisonStrip(_ before: PixelImage, _ after: PixelImage) throws -> PixelImage {
  let panels = [before, try differencePicture(before, after), after]
  let bar = [UInt8](repeating: 128, count: stripBar * 3)
  var pixels: [UInt8] = []
  for y in 0..<after.height {
    for (index, panel) in panels.enumerated() {
      if index > 0 { pixels += bar }
      let row = 3 * after.width
      pixels += panel.pixels[y * row..<y * row + row]
    }
  }
  return PixelImage(width: 3 * after.width + 2 * stripBar, height: after.height, pixels: pixels)
}

/// A picture under a heading, which is cut or continued in white to its width.
public func stacked(_ heading: PixelImage, over picture: PixelImage) -> PixelImage {
  let shared = min(heading.width, picture.width)
  let rest = [UInt8](repeating: 255, count: 3 * (picture.width - shared))
  var pixels: [UInt8] = []
  for y in 0..<heading.height {
    let start = y * heading.width * 3
    pixels += heading.pixels[start..<start + 3 * shared] + rest
  }
  return PixelImage(
    width: picture.width, height: heading.height + picture.height,
    pixels: pixels + picture.pixels)
}

/// The largest difference among the components of each pixel.
private func differences(_ before: PixelImage, _ after: PixelImage) throws -> [UInt8] {
  guard before.width == after.width, before.height == after.height else {
    throw RenderingError.sizesDiffer(
      before: "\(before.width) × \(before.height)", after: "\(after.width) × \(after.height)")
  }
  func difference(_ index: Int) -> UInt8 {
    let (old, new) = (before.pixels[index], after.pixels[index])
    return old > new ? old - new : new - old
  }
  return (0..<before.width * before.height).map {
    max(difference(3 * $0), difference(3 * $0 + 1), difference(3 * $0 + 2))
  }
}

/// `image` in greys between three quarters white and white.
private func faded(_ image: PixelImage) -> PixelImage {
  var result = image
  for start in stride(from: 0, to: image.pixels.count, by: 3) {
    let sum = image.pixels[start..<start + 3].reduce(0) { $0 + Int($1) }
    let level = UInt8(191 + sum * 64 / 765)
    for index in start..<start + 3 { result.pixels[index] = level }
  }
  return result
}
