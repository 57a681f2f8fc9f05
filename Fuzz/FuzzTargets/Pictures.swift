import CZlib
import Rendering

extension FuzzTarget {
  /// What `frontier verify` and the comparison of figures read.
  static let pictures = [FuzzTarget("svg", readSVG), FuzzTarget("png", readPNG)]

  /// A comment and a declaration in front do not count, and a form is one every time.
  private static func readSVG(_ bytes: [UInt8]) throws {
    let form = canonicalForm(ofSVG: bytes)
    let other = canonicalForm(ofSVG: Array("<?xml version=\"1.0\"?><!-- a -->".utf8) + bytes)
    try require(form == other, "a comment counts")
  }

  /// As it is, and with checksums that are right: a mutation hardly ever gets past them.
  private static func readPNG(_ bytes: [UInt8]) throws {
    try decode(bytes)
    if let mended = mended(bytes) { try decode(mended) }
  }

  private static func decode(_ bytes: [UInt8]) throws {
    let image: PixelImage
    do {
      image = try decodePNG(bytes).image
    } catch let error as RenderingError {
      return try requireOneLine(error.description)
    }
    guard image.width * image.height <= 1 << 16 else { return }
    try require(decodePNG(encodePNG(image)).image == image, "written and read it is another")
    try require(comparePixels(image, image).differingPixels == 0, "it differs from itself")
    let white = PixelImage(
      width: image.width, height: image.height,
      pixels: [UInt8](repeating: 255, count: image.pixels.count))
    let strip = try comparisonStrip(white, image)
    try require(strip.height == image.height, "a strip of another height")
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The chunks with their own checksums; nil for what is no PNG, or has none.
  private static func mended(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.starts(with: signature) else { return nil }
    var mended = bytes
    var start = signature.count
    while start + 12 <= bytes.count {
      let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= bytes.count else { break }
      // Not many pixels, or reading takes all the time.
      if start == signature.count, length >= 8 {
        for index in [start + 8, start + 9, start + 12, start + 13] { mended[index] = 0 }
        for index in [start + 10, start + 14] { mended[index] &= 1 }
      }
      let checksum = mended[start + 4..<end].withUnsafeBufferPointer {
        crc32(0, $0.baseAddress, UInt32($0.count))
      }
      for place in 0..<4 {
        mended[end + place] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * UInt(place)))
      }
      start = end + 4
    }
    return mended == bytes ? nil : mended
  }
}
