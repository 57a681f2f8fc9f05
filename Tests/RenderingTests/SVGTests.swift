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
  _ drawing: Drawing, prefix: String = "figure-1", metadata: Metadata = sampleMetadata
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
    #expect(root.attributes["role"] == "img")
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
    let references = file.utf8.matches(of: /url\(#([^)]*)\)/).map { String($0.1) }
    #expect(!references.isEmpty && Set(references).isSubset(of: ids))
    #expect(ids.dropFirst(2) == (1...ids.count - 2).map { "figure-1-\($0)" }[...])
  }

  @Test func twoFiguresInOnePageShareNoID() throws {
    let both = try ["a", "b_2"].map { prefix in
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
    #expect(try svg(sampleDrawing()).count < 250_000)
  }

  @Test(arguments: ["", "1", "a b", "é", "a\"", "-a"])
  func prefixesThatCannotStartAnIDAreErrors(prefix: String) {
    #expect(throws: RenderingError.invalidIDPrefix(prefix)) {
      _ = try svg(drawing { _ in }, prefix: prefix)
    }
  }

  @Test func whatIsNotKnownStaysAsItIs() {
    let odd = "<svg a='1'><path d=\"M 1 2 A 3 3\"/><x y=\"1\" <z>text &lt;</svg>"
    #expect(canonicalSVG(odd, metadata: sampleMetadata, idPrefix: "p") == odd)
  }

  @Test func aTransformedPathIsNotRounded() {
    let path = "<path d=\"M 0.001 0.002 L 1 1\" transform=\"scale(1000)\"/>"
    #expect(canonicalSVG(path, metadata: sampleMetadata, idPrefix: "p") == path)
  }

  @Test func linksFollowTheirTargets() {
    let source = """
      <g id="unused"><image id="image7"/><use xlink:href="#image7"/><use href="#image9"/></g>\
      <path id="image9" style="fill:url(#image7)"/>
      """
    let expected = """
      <g><image id="p-1"/><use xlink:href="#p-1"/><use href="#p-2"/></g>\
      <path id="p-2" style="fill:url(#p-1)"/>
      """
    #expect(canonicalSVG(source, metadata: sampleMetadata, idPrefix: "p") == expected)
  }
}

@Suite struct SVGPropertyTests {
  @Test(arguments: [
    ("rgb(0%,0%,0%)", "#000"), ("rgb(100%, 100%, 100%)", "#fff"),
    ("rgb(90.196078%,62.352941%,0%)", "#e69f00"), ("rgb(90%,60%,0%)", "rgb(90%,60%,0%)"),
    ("rgb(101%,0%,0%)", "rgb(101%,0%,0%)"), ("rgb(0%,0%)", "rgb(0%,0%)"), ("none", "none"),
    ("rgb(0.392157%,0%,0%)", "#010000"),
  ])
  func coloursStayTheSameColour(written: String, expected: String) {
    #expect(compactProperty("fill", written) == expected)
  }

  @Test func everyByteOfAColourSurvives() {
    for byte in 0...255 {
      let percent = String(format: "%f", Double(byte) / 255 * 100)
      let digits = String(format: "%02x", byte)
      let expected = byte % 17 == 0 ? "#\(digits.prefix(1))00" : "#\(digits)0000"
      #expect(compactProperty("stroke", "rgb(\(percent)%,0%,0%)") == expected)
    }
  }

  @Test func defaultsGoAndTheRestKeepsItsOrder() {
    let style = " stroke:none;fill-rule:nonzero;fill:rgb(0%,0%,0%);fill-opacity:0.5;x;y:z;"
    #expect(compactStyle(style) == "fill:#000;fill-opacity:0.5;x;y:z")
  }
}
