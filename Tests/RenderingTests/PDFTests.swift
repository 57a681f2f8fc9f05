import Foundation
import Plotting
import TestSupport
import Testing

@testable import Rendering

@Suite struct PDFTests {
  private func pdf() throws -> String {
    let file = try renderPDF(sampleDrawing(), metadata: sampleMetadata, fonts: FontSet())
    return String(file.map { Character(Unicode.Scalar($0)) })
  }

  @Test func noDateIsWritten() throws {
    let file = try pdf()
    #expect(file.hasPrefix("%PDF-1."))
    #expect(!file.contains("Date") && !file.contains("(D:"))
  }

  @Test func theDocumentInformationIsThere() throws {
    let file = try pdf()
    #expect(file.contains("/Title (A & B)"))
    #expect(file.contains("/Creator (costfrontier)"))
    // What is not ASCII is UTF-16, in hexadecimal.
    #expect(file.contains("/Subject <FEFF0043006F0073"))
    #expect(file.contains("/Keywords <FEFF00500069006E003A0020"))
  }

  @Test func thePageHasTheDrawingsSize() throws {
    #expect(try pdf().contains(/MediaBox \[ ?0 0 504 360 ?\]/))
  }
}

/// A PDF's texts, as another program finds them.
@Suite(.enabled(if: Poppler.isInstalled, "poppler-utils are not installed"))
struct PDFTextTests {
  @Test func fontsAreEmbeddedSubsetsWithTheirCharacters() throws {
    let file = try renderPDF(sampleDrawing(), metadata: sampleMetadata, fonts: FontSet())
    let fonts = try Poppler.run(["pdffonts"], on: file).split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts {
      // A subset's name starts with six letters and "+"; then embedded, subset, Unicode.
      #expect(font.contains(#/^[A-Z]{6}\+DejaVuSans(-Bold)? .* yes +yes +yes /#), "\(font)")
    }
  }

  @Test(arguments: ["η ≥ 0.3 − τ", "B*(α) → ∞", "a  b", "$0.61/MTok", "§5.1 · ±10 %"])
  func whatIsCopiedIsWhatStandsThere(text: String) throws {
    for weight in [Font.Weight.regular, .bold] {
      let page = drawing(width: 200, height: 20) {
        $0.draw(
          text, at: Point(5, 12), font: Font(size: 7.5, weight: weight), color: .black, angle: 0)
      }
      let file = try renderPDF(page, metadata: sampleMetadata, fonts: FontSet())
      let words = try Poppler.text(of: file).split(whereSeparator: \.isWhitespace)
      #expect(words == text.split(separator: " "))
    }
  }

  /// Each word begins where the layout has it, and ends there but for what its letters' widths lose
  /// in whole thousandths of an em, less than one each.
  @Test func glyphsStandWhereTheLayoutHasThem() throws {
    let fonts = try FontSet()
    let font = Font(size: 7.3)
    let words = (0..<9).flatMap { _ in ["AVAWATy", "fiffl", "1,000.25", "η−0.3"] }
    let page = drawing(width: 1500, height: 20) { canvas in
      canvas.draw(
        words.joined(separator: " "), at: Point(10.2, 12), font: font, color: .black, angle: 0)
    }
    let file = try renderPDF(page, metadata: sampleMetadata, fonts: fonts)
    let found = try Witness.run(["pdftotext", "-bbox", "-", "-"], input: Data(file))
    let boxes = String(decoding: found, as: UTF8.self)
      .matches(of: /<word xMin="([0-9.]+)" .*xMax="([0-9.]+)"/)
      .compactMap { match in Double(match.1).flatMap { low in Double(match.2).map { (low, $0) } } }
    try #require(boxes.count == words.count)
    var start = 10.2
    for (word, (low, high)) in zip(words, boxes) {
      let end = start + fonts.width(of: word, font: font)
      let loss = 0.001 * font.size * Double(word.count)
      #expect(abs(low - start) < 0.001 && abs(high - end) < loss, "\(word)")
      start = end + fonts.width(of: " ", font: font)
    }
  }

  /// Rendered by poppler, a text covers what its outlines cover.
  @Test func textsLieOverTheirOutlines() throws {
    let page = drawing(width: 60, height: 60) { canvas in
      canvas.draw("Hxg η", at: Point(6, 20), font: Font(size: 9), color: .black, angle: 0)
      canvas.draw(
        "B → 9", at: Point(50, 55), font: Font(size: 8, weight: .bold), color: .black, angle: -90)
    }
    let fonts = try FontSet()
    let pdf = try renderPDF(page, metadata: sampleMetadata, fonts: fonts)
    let raster = try Witness.run(["pdftoppm", "-png", "-r", "300", "-"], input: Data(pdf))
    let found = try inked(decodePNG([UInt8](raster)).image)
    let expected = try inked(renderPixels(page, dotsPerInch: 300, fonts: fonts))
    let ends = { (ink: (columns: ClosedRange<Int>, rows: ClosedRange<Int>)) in
      [ink.columns.lowerBound, ink.columns.upperBound, ink.rows.lowerBound, ink.rows.upperBound]
    }
    #expect(zip(ends(found), ends(expected)).allSatisfy { abs($0 - $1) <= 1 })
  }

  @Test func thePageIsItsBackground() throws {
    let page = drawing { $0.fill(.circle(center: Point(5, 5), radius: 3), with: .black) }
    func file(_ background: Color?) throws -> [UInt8] {
      try renderPDF(page, background: background, metadata: sampleMetadata, fonts: FontSet())
    }
    func corner(_ background: Color?) throws -> [UInt8] {
      let raster = try Witness.run(
        ["pdftoppm", "-png", "-r", "72", "-"], input: Data(file(background)))
      return try decodePNG([UInt8](raster)).image[19, 9]
    }
    #expect(try corner(Color(0xFF0000)) == [255, 0, 0])
    // Poppler's paper, as there is nothing on it.
    #expect(try corner(nil) == [255, 255, 255])
    let usual = try renderPDF(page, metadata: sampleMetadata, fonts: FontSet())
    #expect(try usual == file(.white) && usual != file(nil))
  }

  @Test func aCharacterWithoutGlyphIsAnError() throws {
    let page = drawing {
      $0.draw("a\u{4E2D}", at: Point(0, 8), font: Font(size: 8), color: .black, angle: 0)
    }
    #expect(throws: RenderingError.self) {
      _ = try renderPDF(page, metadata: sampleMetadata, fonts: FontSet())
    }
  }
}

@Suite struct DeterminismTests {
  /// Every format of the sample.
  private static func render(_ fonts: FontSet) throws -> [[UInt8]] {
    let drawing = sampleDrawing()
    return [
      try renderPNG(drawing, dotsPerInch: 100, metadata: sampleMetadata, fonts: fonts),
      try renderSVG(drawing, metadata: sampleMetadata, idPrefix: "f", fonts: fonts),
      try renderPDF(drawing, metadata: sampleMetadata, fonts: fonts),
    ]
  }

  @Test func twiceInARowIsTheSame() throws {
    #expect(try Self.render(FontSet()) == Self.render(FontSet()))
  }

  /// Also with fonts that all of them share and that nothing has been drawn with.
  @Test(arguments: [false, true]) func severalThreadsAtOnceDoTheSame(isShared: Bool) async throws {
    let alone = try Self.render(FontSet())
    let shared = try FontSet()
    try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
      for _ in 0..<6 { group.addTask { try Self.render(isShared ? shared : FontSet()) } }
      for try await result in group { #expect(result == alone) }
    }
  }
}
