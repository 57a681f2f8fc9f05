import Plotting
import Testing

@testable import Rendering

@Suite struct FontTests {
  @Test func widthIsLinearInTheSize() throws {
    let fonts = try FontSet()
    let text = "Prefill share α = 0.25 − η"
    for weight in [Font.Weight.regular, .bold] {
      let em = fonts.width(of: text, font: Font(size: 1, weight: weight))
      for size in [0.1, 7, 7.3, 100] {
        let width = fonts.width(of: text, font: Font(size: size, weight: weight))
        #expect(abs(width - em * size) <= 1e-12 * width)
      }
    }
  }

  @Test func widthsAreTheFontsOwnAdvances() throws {
    let fonts = try FontSet()
    // DejaVu Sans's hmtx: space 651, M 1767, i 569 of 2048 units; bold M 2038.
    #expect(fonts.width(of: "", font: Font(size: 2048)) == 0)
    #expect(fonts.width(of: " ", font: Font(size: 2048)) == 651)
    #expect(fonts.width(of: "Mi", font: Font(size: 2048)) == 1767 + 569)
    #expect(fonts.width(of: "M", font: Font(size: 2048, weight: .bold)) == 2038)
  }

  @Test func opensTheFilesAskedForAndNotTheCondensedOnes() throws {
    let names = try FontSet().files.map { $0.path.split(separator: "/").last }
    #expect(names == ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
  }

  @Test func missingFamilyNamesThePackageInOneLine() throws {
    let error = try #require(throws: RenderingError.self) {
      _ = try FontSet(family: "Nowhere Sans")
    }
    #expect(error == .fontMissing(family: "Nowhere Sans", style: "Book"))
    #expect(
      error.description == "font \"Nowhere Sans\" Book is not installed: "
        + "it comes with the package fonts-dejavu-core; run scripts/setup")
  }

  @Test func missingStyleIsNotReplaced() throws {
    #expect(throws: RenderingError.fontMissing(family: "DejaVu Sans", style: "Light")) {
      _ = try openFont(family: "DejaVu Sans", style: "Light")
    }
  }

  @Test func aCharacterWithoutGlyphIsAnError() throws {
    let drawing = drawing {
      $0.draw("a\u{4E2D}", at: Point(0, 8), font: Font(size: 8), color: .black, angle: 0)
    }
    let error = try #require(throws: RenderingError.self) {
      _ = try renderPixels(drawing, dotsPerInch: 72, fonts: FontSet())
    }
    #expect(error.description == "DejaVu Sans has no glyph for U+4E2D in \"a\u{4E2D}\"")
  }

  @Test func versionsAreThoseAtRunTime() throws {
    let versions = RenderingVersions(fonts: try FontSet())
    for version in [versions.cairo, versions.freeType, versions.libpng, versions.zlib] {
      #expect(version.wholeMatch(of: /\d+\.\d+(\.\d+)*/) != nil, "\(version)")
    }
    #expect(versions.fonts.count == 2)
    #expect(versions.fonts.allSatisfy { $0.wholeMatch(of: /2\.\d\d/) != nil })
  }
}
