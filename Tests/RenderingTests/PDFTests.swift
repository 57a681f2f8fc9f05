import Plotting
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
