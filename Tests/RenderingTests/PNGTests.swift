import Foundation
import Plotting
import Testing

@testable import Rendering

/// The chunks of a PNG file, read without libpng.
private func chunks(_ file: [UInt8]) throws -> [(type: String, data: [UInt8])] {
  #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  var rest = file.dropFirst(8)
  var result: [(type: String, data: [UInt8])] = []
  while !rest.isEmpty {
    let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    try #require(rest.count >= length + 12)
    rest = rest.dropFirst(4)
    result.append((Array(rest.prefix(4)).utf8, Array(rest.dropFirst(4).prefix(length))))
    rest = rest.dropFirst(length + 8)
  }
  return result
}

private let gradient = PixelImage(
  width: 16, height: 9, pixels: (0..<16 * 9 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) })

@Suite struct PNGTests {
  @Test func chunksSayWhatTheFileIs() throws {
    let page = drawing { $0.fill(.circle(center: Point(5, 5), radius: 3), with: .black) }
    let file = try renderPNG(
      page, dotsPerInch: 300, metadata: sampleMetadata, fonts: FontSet())
    var found = try chunks(file)
    found.removeAll { $0.type == "IDAT" }
    #expect(
      found.map(\.type)
        == ["IHDR", "sRGB", "pHYs", "tEXt", "iTXt", "tEXt", "tEXt", "iTXt", "IEND"])
    // 20 × 10 pt at 300 dpi: 83 × 42; 8 bits, RGB, no interlacing.
    #expect(found[0].data == [0, 0, 0, 83, 0, 0, 0, 42, 8, 2, 0, 0, 0])
    #expect(found[1].data == [1])
    #expect(found[2].data == [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1])  // 11811 to the metre
    #expect(found[3].data.utf8 == "Title\0A & B")
    #expect(found[4].data.utf8 == "Description\0\0\0\0\0Cost <per token> with η ≥ 0.3")
    #expect(found[5].data.utf8 == "Software\0costfrontier")
    #expect(found[6].data.utf8 == "Pin\02025-06")
  }

  @Test func whatIsWrittenIsRead() throws {
    let file = try encodePNG(gradient, dotsPerInch: 300, metadata: sampleMetadata)
    let decoded = try decodePNG(file)
    #expect(decoded.image == gradient)
    #expect(decoded.dotsPerInch == 300)
    #expect(decoded.text == sampleMetadata.allEntries)
  }

  /// On white it is the picture on white, but for what colours and alpha are rounded to.
  @Test func withoutABackgroundThePageIsTransparent() throws {
    let drawing = sampleDrawing()
    let fonts = try FontSet()
    let file = try renderPNG(
      drawing, dotsPerInch: 72, background: nil, metadata: sampleMetadata, fonts: fonts)
    // 8 bits, RGBA.
    #expect(try chunks(file)[0].data.suffix(5) == [8, 6, 0, 0, 0])
    let decoded = try decodePNG(file)
    #expect(decoded.hasAlpha)
    let white = try renderPixels(drawing, dotsPerInch: 72, fonts: fonts)
    let apart = try comparePixels(decoded.image, white).maximumDifference
    #expect(apart <= 4, "\(apart)")
    #expect(try !decodePNG(encodePNG(white)).hasAlpha)
  }

  /// Bands of rows are drawn one after the other in the same memory.
  @Test func transparentBandsDoNotShowThroughEachOther() throws {
    let page = drawing(width: 4, height: 600) {
      $0.fill(.rect(Rect(x: 0, y: 0, width: 4, height: 100)), with: .black)
    }
    let file = try renderPNG(
      page, dotsPerInch: 72, background: nil, metadata: sampleMetadata, fonts: FontSet())
    let image = try decodePNG(file).image
    #expect(image[1, 99] == [0, 0, 0])
    #expect((100..<600).allSatisfy { image[1, $0] == [255, 255, 255] })
  }

  @Test func nothingNeedBeSaid() throws {
    let decoded = try decodePNG(try encodePNG(gradient))
    #expect(decoded.image == gradient)
    #expect(decoded.dotsPerInch == nil && decoded.text.isEmpty && !decoded.hasAlpha)
    #expect(try readPNGHeader(encodePNG(gradient)) == decoded.header)
  }

  @Test func otherKindsOfPNGAreRead() throws {
    // Made with Python's zlib: two pixels of 16-bit grey with alpha, 0x2099 opaque and 0xE001
    // transparent, so white shows; pHYs 1000 × 2000; a comment in Latin-1.
    let base64 = """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAQAAAAOu2tCAAAACXBIWXMAAAPoAAAH0AGl7UZMAAAADHRFWHRDb21tZW50\
      AGNhZukkreX+AAAAFElEQVR4AQEJAPb/ACCZ///gAQAAE7ADme9He7UAAAAASUVORK5CYII=
      """
    let decoded = try decodePNG(Array(try #require(Data(base64Encoded: base64))))
    #expect(decoded.image.width == 2 && decoded.image.height == 1)
    #expect(
      decoded.image[0, 0] == [0x20, 0x20, 0x20] && decoded.image[1, 0] == [0xFF, 0xFF, 0xFF])
    #expect(decoded.hasAlpha)
    #expect(decoded.dotsPerInch == nil)
    #expect(decoded.text == [.init(key: "Comment", value: "café")])
  }

  @Test func damageIsAnErrorAtEveryPlace() throws {
    let file = try encodePNG(gradient, dotsPerInch: 300, metadata: sampleMetadata)
    for length in 0..<file.count {
      #expect(throws: RenderingError.self) { _ = try decodePNG(Array(file.prefix(length))) }
    }
    var broken = file
    broken[20] ^= 1
    let error = try #require(throws: RenderingError.self) { _ = try decodePNG(broken) }
    #expect(error.description.hasPrefix("PNG: "))
  }

  @Test(arguments: ["", " a", "a ", "η", String(repeating: "k", count: 80)])
  func keysThatPNGCannotHoldAreErrors(key: String) {
    let metadata = Metadata(title: "", description: "", entries: [.init(key: key, value: "v")])
    #expect(throws: RenderingError.invalidKey(key)) {
      _ = try encodePNG(gradient, metadata: metadata)
    }
  }

  @Test func aPictureWithoutPixelsIsAnError() {
    #expect(throws: RenderingError.self) {
      _ = try encodePNG(PixelImage(width: 0, height: 0, pixels: []))
    }
  }
}

@Suite struct ComparisonTests {
  private var changed: PixelImage {
    var image = gradient
    image.pixels[(4 * 16 + 7) * 3 + 1] ^= 0x40
    image.pixels[(8 * 16 + 15) * 3] ^= 0x01
    return image
  }

  @Test func equalPicturesDoNotDiffer() throws {
    let same = try comparePixels(gradient, gradient)
    #expect(same == PixelComparison(maximumDifference: 0, differingPixels: 0))
    let picture = try differencePicture(gradient, gradient)
    #expect(picture.pixels.allSatisfy { $0 >= 191 })
  }

  @Test func differencesAreCountedAndMeasured() throws {
    let expected = PixelComparison(maximumDifference: 0x40, differingPixels: 2)
    #expect(try comparePixels(gradient, changed) == expected)
    #expect(try comparePixels(changed, gradient) == expected)
  }

  @Test func differencesAreMarkedWhereTheyAre() throws {
    let picture = try differencePicture(gradient, changed)
    let red: [UInt8] = [220, 0, 0]
    #expect(picture[7, 4] == red && picture[9, 6] == red && picture[15, 8] == red)
    #expect(picture[7, 7] != red && picture[10, 4] != red && picture[0, 0] != red)
  }

  @Test func theStripShowsBothPicturesWhole() throws {
    let strip = try comparisonStrip(gradient, changed)
    #expect(strip.width == 3 * 16 + 2 * 8 && strip.height == 9)
    for (x, y) in [(0, 0), (7, 4), (15, 8)] {
      #expect(strip[x, y] == gradient[x, y])
      #expect(strip[x + 2 * (16 + 8), y] == changed[x, y])
    }
    #expect(strip[16 + 8 + 7, 4] == [220, 0, 0])
    #expect(strip[16, 0] == [128, 128, 128])
  }

  @Test func picturesOfOtherSizesAreNotCompared() {
    let small = PixelImage(width: 1, height: 1, pixels: [0, 0, 0])
    #expect(throws: RenderingError.sizesDiffer(before: "16 × 9", after: "1 × 1")) {
      _ = try comparePixels(gradient, small)
    }
  }
}
