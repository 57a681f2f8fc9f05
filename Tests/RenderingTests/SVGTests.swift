import Foundation
import FoundationXML
import Plotting
import Testing

@testable import Rendering

/// Collects the elements of a document, or fails on the first fault in its form.
private final class Elements: NSObject, XMLParserDelegate {
  var found: [(name: String, attributes: [String: String])] = []
  var texts: [String: String] = [:]
  private var open: [String] = []

  static func of(_ document: [UInt8]) throws -> Elements {
    let parser = XMLParser(data: Data(document))
    let elements = Elements()
    parser.delegate = elements
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return elements
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    found.append((name, attributes))
    open.append(name)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let name = open.last { texts[name, default: ""] += text }
  }
}

private func svg(
  _ drawing: Drawing, prefix: String = "figure-1-", metadata: Metadata = sampleMetadata
) throws -> [UInt8] {
  try renderSVG(drawing, metadata: metadata, idPrefix: prefix, fonts: FontSet())
}

@Suite struct SVGTests {
  @Test func theDocumentSaysWhatItShows() throws {
    let elements = try Elements.of(try svg(sampleDrawing()))
    let root = try #require(elements.found.first)
    #expect(root.name == "svg")
    #expect(root.attributes["width"] == "504pt" && root.attributes["height"] == "360pt")
    #expect(root.attributes["viewBox"] == "0 0 504 360")
    #expect(root.attributes["role"] == "graphics-document")
    #expect(root.attributes["aria-labelledby"] == "figure-1-title figure-1-desc")
    #expect(elements.texts["title"] == "A & B")
    #expect(elements.texts["desc"] == "Cost <per token> with η ≥ 0.3")
    #expect(
      elements.texts["metadata"] == "Software: costfrontier\nPin: 2025-06\nRange: η ∈ [0.3, 0.8]")
  }

  @Test func charactersThatXMLCannotHoldAreReplaced() throws {
    let metadata = Metadata(title: "a\u{0}b\u{8}c", description: "]]> \"'&amp;")
    let elements = try Elements.of(try svg(drawing { _ in }, metadata: metadata))
    #expect(elements.texts["title"] == "a\u{FFFD}b\u{FFFD}c")
    #expect(elements.texts["desc"] == "]]> \"'&amp;")
  }

  @Test func idsAreUniqueAndEveryReferenceHasOne() throws {
    let file = try svg(sampleDrawing())
    let ids = try Elements.of(file).found.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count && ids.count > 4)
    #expect(ids.allSatisfy { $0.hasPrefix("figure-1-") })
    let clips = file.utf8.matches(of: /url\(#([^)]*)\)/).map { String($0.1) }
    let glyphs = file.utf8.matches(of: /href="#([^"]*)"/).map { String($0.1) }
    #expect(!clips.isEmpty && glyphs.count > 900)
    #expect(Set(clips + glyphs + ["figure-1-title", "figure-1-desc"]) == Set(ids))
  }

  @Test func twoFiguresInOnePageShareNoID() throws {
    let both = try ["a-", "b_2"].map { prefix in
      Set(
        try Elements.of(try svg(sampleDrawing(), prefix: prefix)).found
          .compactMap { $0.attributes["id"] })
    }
    #expect(both[0].isDisjoint(with: both[1]))
  }

  @Test func bytesDoNotDependOnWhatWasDrawnBefore() throws {
    let (first, second) = (sampleDrawing(), drawing(width: 5, height: 3, ringClip))
    let inOrder = [try svg(first), try svg(second)]
    let reversed = [try svg(second), try svg(first)]
    #expect(inOrder == [reversed[1], reversed[0]])
  }

  @Test func aClipWithAHoleKeepsItsRule() throws {
    let elements = try Elements.of(
      try svg(
        drawing(width: 50, height: 30) { canvas in
          var ring = Path.circle(center: Point(25, 15), radius: 12)
          ring.append(.circle(center: Point(25, 15), radius: 6))
          canvas.clip(to: ring) {
            canvas.fill(.rect(Rect(x: 0, y: 0, width: 50, height: 30)), with: .black)
          }
        }))
    let rules = elements.found.filter { $0.name == "path" }.compactMap {
      $0.attributes["clip-rule"]
    }
    #expect(rules == ["evenodd"])
    #expect(elements.found.allSatisfy { $0.name != "g" || $0.attributes["clip-rule"] == nil })
  }

  @Test func theSampleIsSmall() throws {
    #expect(try svg(sampleDrawing()).count < 120_000)
  }

  @Test func whatIsDrawnStandsOnWhite() throws {
    let shapes = try Elements.of(try svg(sampleDrawing())).found.drop { $0.name != "metadata" }
    let ground = try #require(shapes.dropFirst().first)
    #expect(ground.name == "rect")
    #expect(ground.attributes == ["width": "504", "height": "360", "fill": "#fff"])
    let bare = try renderSVG(
      sampleDrawing(), background: nil, metadata: sampleMetadata, idPrefix: "f-", fonts: FontSet())
    #expect(try !Elements.of(bare).found.contains { $0.name == "rect" })
  }

  /// The elements that draw, without the root, what the file says of itself, the page's white and
  /// the group that sets the font.
  private func drawn(_ draw: (RecordingCanvas) -> Void) throws -> [String] {
    let lines = try svg(drawing(draw), prefix: "p-").utf8.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasSuffix("</metadata>") })
    #expect(lines.suffix(2) == ["</g>", "</svg>"])
    return lines[(start + 2)...].dropLast(2).filter { !$0.hasPrefix("<g font-family=") }
  }

  private let square = Path.rect(Rect(x: 1, y: 2, width: 3, height: 4))
  private let squareData = "m1 2h3v4h-3z"

  @Test func coloursAndOpacityStandAtEachElement() throws {
    #expect(
      try drawn {
        $0.fill(square, with: Color(0x0072B2))
        $0.fill(square, with: Color(red: 1, green: 0.4, blue: 0, alpha: 0.25))
        $0.fill(square, with: Color(red: 1.01, green: -0.01, blue: 0.999))
      } == [
        "<path fill=\"#0072b2\" fill-rule=\"evenodd\" d=\"\(squareData)\"/>",
        "<path fill=\"#f60\" fill-opacity=\".25\" fill-rule=\"evenodd\" d=\"\(squareData)\"/>",
        "<path fill=\"#f0f\" fill-rule=\"evenodd\" d=\"\(squareData)\"/>",
      ])
  }

  @Test func strokesSayWidthDashesAndCaps() throws {
    let line = Path.segment(Point(0, 0), Point(5, 0))
    let start = "<path fill=\"none\" stroke=\"#000\""
    #expect(
      try drawn {
        $0.stroke(line, with: Stroke(.black, width: 0.5))
        $0.stroke(line, with: Stroke(.black, width: 1, dash: [7, 2.5], cap: .round))
        $0.stroke(line, with: Stroke(Color(0x000000, alpha: 0.5), width: 2))
      } == [
        start + " stroke-width=\".5\" d=\"m0 0h5\"/>",
        start + " stroke-width=\"1\" stroke-dasharray=\"7 2.5\" stroke-linecap=\"round\""
          + " d=\"m0 0h5\"/>",
        start + " stroke-opacity=\".5\" stroke-width=\"2\" d=\"m0 0h5\"/>",
      ])
  }

  @Test func aFillAndTheStrokeAfterItOfOnePathAreOneElement() throws {
    let stroke = Stroke(.white, width: 1)
    let both = "fill=\"#000\" fill-rule=\"evenodd\" stroke=\"#fff\" stroke-width=\"1\""
    #expect(
      try drawn {
        $0.fill(square, with: .black)
        $0.stroke(square, with: stroke)
      } == ["<path \(both) d=\"\(squareData)\"/>"])
    // The other way round the fill would cover half of the stroke.
    #expect(
      try drawn {
        $0.stroke(square, with: stroke)
        $0.fill(square, with: .black)
      }.count == 2)
  }

  @Test func clipsHoldWhatIsDrawnInsideThemAndAreWrittenOnce() throws {
    let inner = Path.rect(Rect(x: 2, y: 2, width: 1, height: 1))
    let fill = "<path fill=\"#000\" fill-rule=\"evenodd\" d=\"\(squareData)\"/>"
    func clip(_ number: Int, _ data: String) -> String {
      "<clipPath id=\"p-clip\(number)\"><path clip-rule=\"evenodd\" d=\"\(data)\"/></clipPath>"
    }
    #expect(
      try drawn { canvas in
        canvas.clip(to: square) {
          canvas.clip(to: inner) { canvas.fill(square, with: .black) }
        }
        canvas.clip(to: inner) { canvas.fill(square, with: .black) }
        canvas.fill(square, with: .black)
      } == [
        clip(1, squareData), "<g clip-path=\"url(#p-clip1)\">", clip(2, "m2 2h1v1h-1z"),
        "<g clip-path=\"url(#p-clip2)\">", fill, "</g>", "</g>",
        "<g clip-path=\"url(#p-clip2)\">", fill, "</g>", fill,
      ])
  }

  @Test func groupsSayWhatTheyStandFor() throws {
    let fill = "<path fill=\"#000\" fill-rule=\"evenodd\" d=\"\(squareData)\"/>"
    let name = MarkName(id: "anchor-a.1", title: "A & B, $0.61/MTok")
    #expect(
      try drawn { canvas in
        canvas.group(name) { canvas.fill(square, with: .black) }
        canvas.group(name) {}
      } == [
        "<g id=\"p-anchor-a.1\"><title>A &amp; B, $0.61/MTok</title>", fill, "</g>",
        // No two elements of a page may have one id.
        "<g id=\"p-anchor-a.1-2\"><title>A &amp; B, $0.61/MTok</title>", "</g>",
      ])
  }

  @Test func groupsChangeNoPixel() throws {
    let bare = try pixels { $0.fill(square, with: .black) }
    let grouped = try pixels { canvas in
      canvas.group(MarkName(id: "a", title: "A")) { canvas.fill(square, with: .black) }
    }
    #expect(bare == grouped)
  }

  @Test(arguments: ["", "a b", "η", "a\"", "10,000"]) func idsOfMarksThatXMLCannotHoldAreErrors(
    id: String
  ) {
    #expect(throws: RenderingError.invalidMarkID(id)) {
      _ = try drawn { $0.group(MarkName(id: id, title: "")) {} }
    }
  }

  @Test func textIsOutlinesEachWrittenOnce() throws {
    let lines = try drawn {
      $0.draw("HI H", at: Point(4, 15.5), font: Font(size: 8), color: .black, angle: 0)
      $0.draw("H", at: Point(1, 2), font: Font(size: 8), color: Color(0xFF0000), angle: -90)
      $0.draw(" ", at: Point(1, 2), font: Font(size: 8), color: .black, angle: 0)
    }
    // DejaVu Sans's glyf and hmtx: H is 1540 and I 604 of 2048 units wide, a space 651.
    #expect(
      lines == [
        "<defs>",
        "<path id=\"p-r48\" d=\"m201-1493h202v612h734v-612h202v1493h-202v-711h-734v711h-202v-1493z"
          + "\"/>",
        "<path id=\"p-r49\" d=\"m201-1493h202v1493h-202v-1493z\"/>",
        "</defs>",
        "<g aria-hidden=\"true\" fill=\"#000\" transform=\"translate(4 15.5)scale(.00390625)\">"
          + "<use xlink:href=\"#p-r48\" x=\"0\"/><use xlink:href=\"#p-r49\" x=\"1540\"/>"
          + "<use xlink:href=\"#p-r48\" x=\"2795\"/></g>",
        "<text x=\"4\" y=\"15.5\" font-size=\"8\" textLength=\"16.93\" fill-opacity=\"0\">HI H"
          + "</text>",
        "<g aria-hidden=\"true\" fill=\"#f00\" transform=\"translate(1 2)rotate(-90)"
          + "scale(.00390625)\"><use xlink:href=\"#p-r48\" x=\"0\"/></g>",
        "<text x=\"1\" y=\"2\" transform=\"rotate(-90 1 2)\" font-size=\"8\" textLength=\"6.02\""
          + " fill-opacity=\"0\">H</text>",
      ])
  }

  /// What is selected, searched and read out: each drawn text once, in its own characters.
  @Test func everyTextStandsOnceAsText() throws {
    let words = ["η −0.3", "a  b ", "<&>", "B*"]
    let file = try svg(
      drawing { canvas in
        for word in words {
          canvas.draw(word, at: Point(1, 8), font: Font(size: 8), color: .black, angle: 0)
        }
      })
    let elements = try Elements.of(file)
    #expect(elements.texts["text"] == words.joined())
    let texts = elements.found.filter { $0.name == "text" }
    #expect(texts.count == words.count)
    // Without a fill a browser lets nothing be selected.
    #expect(texts.allSatisfy { $0.attributes["fill"] == nil })
    #expect(texts.allSatisfy { $0.attributes["fill-opacity"] == "0" })
    let lengths = texts.compactMap { $0.attributes["textLength"].flatMap(Double.init) }
    let fonts = try FontSet()
    #expect(
      zip(lengths, words).allSatisfy { abs($0 - fonts.width(of: $1, font: Font(size: 8))) < 0.006 })
    let outer = try #require(elements.found.first { $0.attributes["font-family"] != nil })
    #expect(outer.attributes["xml:space"] == "preserve")
  }

  /// Else each would be read out twice.
  @Test func outlinesAreHiddenFromScreenReaders() throws {
    let elements = try Elements.of(try svg(sampleDrawing())).found
    let outlines = elements.filter { $0.attributes["transform"]?.contains("scale") == true }
    #expect(!outlines.isEmpty)
    #expect(outlines.allSatisfy { $0.attributes["aria-hidden"] == "true" })
    #expect(elements.allSatisfy { $0.name != "text" || $0.attributes["aria-hidden"] == nil })
  }

  @Test func theBoldLetterIsAnother() throws {
    let lines = try drawn {
      for weight in [Font.Weight.regular, .bold] {
        $0.draw(
          "H", at: Point(4, 15), font: Font(size: 8, weight: weight), color: .black, angle: 0)
      }
    }
    #expect(Set(lines).count == 8 && lines.dropLast().last?.contains("#p-b48") == true)
    #expect(lines.last?.contains("font-weight=\"bold\"") == true)
  }

  @Test func aCharacterWithoutGlyphIsAnError() throws {
    let error = try #require(throws: RenderingError.self) {
      _ = try drawn {
        $0.draw("a\u{4E2D}", at: Point(0, 8), font: Font(size: 8), color: .black, angle: 0)
      }
    }
    #expect(error.description.contains("U+4E2D"))
  }

  @Test(arguments: [Stroke(.black, width: 1, dash: [-1]), Stroke(.black, width: .nan)])
  func aStrokeThatCannotBeIsAnError(_ stroke: Stroke) {
    #expect(throws: RenderingError.self) {
      _ = try drawn { $0.stroke(square, with: stroke) }
    }
  }

  /// Every number is short: no sign, zero or decimal that it can do without.
  @Test func everyNumberHasItsOneForm() throws {
    for element in try Elements.of(try svg(sampleDrawing())).found {
      guard let data = element.attributes["d"] else { continue }
      let numbers = data.matches(of: /-?(\d+\.?\d*|\.\d+)/).map { String($0.0) }
      #expect(numbers.allSatisfy { $0.wholeMatch(of: /-?(0|[1-9]\d*)?(\.\d?[1-9])?/) != nil })
      #expect(!numbers.contains { $0 == "-0" || $0.isEmpty })
    }
  }

  @Test(arguments: ["", "1", "a b", "é", "a\"", "-a"])
  func prefixesThatCannotStartAnIDAreErrors(prefix: String) {
    #expect(throws: RenderingError.invalidIDPrefix(prefix)) {
      _ = try svg(drawing { _ in }, prefix: prefix)
    }
  }
}
