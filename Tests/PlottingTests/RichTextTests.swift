import TestSupport
import Testing

@testable import Plotting

@Suite struct RichTextTests {
  private let measurer = FixedPitchMeasurer(pitch: 0.5)
  private let font = Font(size: 10)

  private func block(_ text: RichText, maxWidth: Double? = nil) -> TextBlock {
    TextBlock(text, font: font, measurer: measurer, maxWidth: maxWidth)
  }

  private func texts(_ canvas: RecordingCanvas) -> [(text: String, at: Point, font: Font)] {
    canvas.operations.compactMap {
      if case .text(let text, let origin, let font, _, _) = $0 { (text, origin, font) } else { nil }
    }
  }

  @Test func markupMakesRuns() {
    let text: RichText = "*{(a) CPM_{served}} 10^{3}"
    #expect(
      text.runs == [
        RichText.Run("(a) CPM", isBold: true),
        RichText.Run("served", level: .subscript, isBold: true),
        RichText.Run(" 10"), RichText.Run("3", level: .superscript),
      ])
    #expect(text.plain == "(a) CPMserved 103")
  }

  @Test(arguments: ["a_b", "a_{b", "2*3", "x^2", "{x}", "_", ""])
  func whatIsNotMarkupIsShown(markup: String) {
    #expect(RichText(markup).plain == markup)
  }

  @Test func plainTextIsNotParsed() {
    #expect(RichText(plain: "a_{b}").runs == [RichText.Run("a_{b}")])
  }

  @Test func noScriptIsSmallerThanTheSmallestText() {
    for size in [7.0, 8, 9, 10, 14, 20] {
      let script = Font(size: size).script.size
      #expect(script >= 7 && script >= 0.7 * size - 1e-12 && script <= size)
    }
    #expect(Font(size: 10).script.size == 7)
  }

  @Test func runsFollowEachOtherAndSubscriptsLieLower() {
    let canvas = RecordingCanvas()
    block("TTFT_{99}x").draw(on: canvas, at: Point(100, 50))
    let drawn = texts(canvas)
    #expect(drawn.map(\.text) == ["TTFT", "99", "x"])
    #expect(drawn.map(\.at.x) == [100, 120, 127])
    #expect(drawn[1].at.y > 50 && drawn[2].at.y == 50)
    #expect(drawn.map(\.font.size) == [10, 7, 10])
    #expect(block("TTFT_{99}x").size.width == 32)
  }

  @Test func extentsIncludeScripts() {
    let plain = block("x").bounds(at: Point(0, 0))
    let raised = block("x^{2}").bounds(at: Point(0, 0))
    #expect(abs(plain.minY + font.ascent) < 1e-12 && abs(plain.maxY - font.descent) < 1e-12)
    #expect(raised.minY < plain.minY)
    #expect(abs(raised.minY - (-3.5 - 0.76 * 7)) < 1e-12)
  }

  @Test func alignmentPutsTheNamedPointOnTheAnchor() {
    let text = block("abcd")
    let anchor = Point(30, 40)
    let end = text.bounds(at: anchor, align: TextAlignment(.end, .bottom))
    #expect(abs(end.maxX - 30) < 1e-12 && abs(end.maxY - 40) < 1e-12)
    let top = text.bounds(at: anchor, align: TextAlignment(.middle, .top))
    #expect(abs(top.midX - 30) < 1e-12 && abs(top.minY - 40) < 1e-12)
    let middle = text.bounds(at: anchor, align: .centred)
    // The capitals' middle, not the box's: half the capital height lies below the anchor.
    #expect(abs(middle.minY + font.ascent - 40 - font.capHeight / 2) < 1e-12)
  }

  @Test func turnedUpwardsWidthBecomesHeight() {
    let text = block("abcd_{e}")
    let box = text.bounds(at: Point(50, 50), align: TextAlignment(.start, .baseline), angle: -90)
    #expect(abs(box.width - text.size.height) < 1e-12)
    #expect(abs(box.maxY - 50) < 1e-12 && abs(box.minY - (50 - text.size.width)) < 1e-12)
    let canvas = RecordingCanvas()
    text.draw(on: canvas, at: Point(50, 50), angle: -90)
    // Reading upwards, a subscript lies to the right of the baseline.
    let last = texts(canvas)[1].at
    #expect(last.x > 50 && abs(last.y - 30) < 1e-12)
  }

  @Test func wordsWrapWithinTheWidthAndNoneIsLost() {
    let sentence = "The quick CPM_{served} fox jumps over the lazy dog"
    let wrapped = block(RichText(sentence), maxWidth: 80)
    #expect(wrapped.lines.count > 2)
    #expect(wrapped.lines.allSatisfy { $0.width <= 80 })
    let words = wrapped.lines.map { $0.pieces.map(\.text).joined() }.joined(separator: " ")
    #expect(words == RichText(sentence).plain)
    let lineHeight = 12.5
    #expect(
      abs(
        wrapped.size.height - font.ascent - font.descent
          - lineHeight * Double(wrapped.lines.count - 1)) < 2.5)
  }

  @Test func aWordWiderThanTheLineStaysWhole() {
    #expect(block("a incomprehensibilities b", maxWidth: 30).lines.count == 3)
  }
}
