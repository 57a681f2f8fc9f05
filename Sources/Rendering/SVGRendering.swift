import Plotting

/// Draws an SVG whose unit is the point. Texts show as outlines; each stands at its place
/// once more as a text that is not seen, to be searched, selected and read out.
///
/// The file is written here, number by number, and depends on the drawing and the font file alone:
/// no version of cairo or FreeType shows in it. Ids start with `idPrefix`, so that figures with
/// different prefixes can stand in one HTML page; for the same reason there is no XML declaration
/// (UTF-8 is XML's default). Coordinates are rounded to 0.01 pt.
/// - Parameters:
///   - background: of the page; none leaves it to what lies under it.
///   - idPrefix: an ASCII letter, then ASCII letters, digits, `-` and `_`.
///   - link: where a named mark leads to, for a page that the picture stands in.
/// - Throws: `RenderingError`.
public func renderSVG(
  _ drawing: Drawing, background: Color? = .white, metadata: Metadata, idPrefix: String,
  fonts: FontSet, link: @escaping @Sendable (String) -> MarkLink? = { _ in nil }
) throws -> [UInt8] {
  guard isIDPrefix(idPrefix) else { throw RenderingError.invalidIDPrefix(idPrefix) }
  var writer = SVGWriter(idPrefix: idPrefix, fonts: fonts, link: link)
  try writer.write(drawing.operations)
  return try writer.document(size: drawing.size, background: background, metadata: metadata)
}

/// Where a mark leads to.
public struct MarkLink: Equatable, Sendable {
  public let address: String
  /// Whether the tab key stops at it.
  public let isTabStop: Bool

  public init(address: String, isTabStop: Bool) {
    (self.address, self.isTabStop) = (address, isTabStop)
  }
}

private func isIDPrefix(_ prefix: String) -> Bool {
  guard let first = prefix.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic
  else { return false }
  return prefix.unicodeScalars.allSatisfy { isIDCharacter($0) && $0 != "." }
}

/// Whether an id may go on with it.
private func isIDCharacter(_ scalar: Unicode.Scalar) -> Bool {
  guard scalar.isASCII else { return false }
  return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    || ["-", "_", "."].contains(scalar)
}

/// Writes one element to the line for each operation, in order, and keeps what they refer to.
///
/// A glyph's outline is written once, in font units; texts use it by reference. Every element
/// carries its own colours, as a page may set those of the root.
private struct SVGWriter {
  private struct GlyphKey: Hashable {
    let weight: Font.Weight
    let scalar: Unicode.Scalar
  }

  private let idPrefix: String
  private let fonts: FontSet
  private let link: @Sendable (String) -> MarkLink?
  private var body: [UInt8] = []
  private var glyphs: [UInt8] = []
  /// The start of the element that shows a glyph again, up to its place.
  private var uses: [GlyphKey: [UInt8]] = [:]
  /// Ids of clips by their paths.
  private var clips: [[UInt8]: String] = [:]
  /// Of the groups so far.
  private var markIDs: Set<String> = []

  init(idPrefix: String, fonts: FontSet, link: @escaping @Sendable (String) -> MarkLink?) {
    self.idPrefix = idPrefix
    self.fonts = fonts
    self.link = link
  }

  mutating func write(_ operations: [DrawingOperation]) throws {
    var rest = operations[...]
    while let operation = rest.popFirst() {
      switch operation {
      case .fill(let path, let color):
        var outline: Stroke?
        if case .stroke(path, let stroke)? = rest.first {
          outline = stroke
          rest.removeFirst()
        }
        try write(path, fill: color, stroke: outline)
      case .stroke(let path, let stroke):
        try write(path, fill: nil, stroke: stroke)
      case .text(let text, let origin, let font, let color, let angle):
        let line = try fonts.line(text, font: font)
        guard !line.isBlank else { break }
        try writeOutlines(of: line, at: origin, color, angle: angle)
        try writeText(of: line, at: origin, angle: angle)
      case .clip(let path, let inner):
        let id = try clip(path)
        body.append(text: "<g clip-path=\"url(#\(id))\">\n")
        try write(inner)
        body.append(text: "</g>\n")
      case .group(let name, let inner): try write(inner, as: name)
      }
    }
  }

  /// The finished file.
  func document(size: Size, background: Color?, metadata: Metadata) throws -> [UInt8] {
    var (width, height) = ([UInt8](), [UInt8]())
    try width.append(size.width, decimals: 3)
    try height.append(size.height, decimals: 3)
    let (x, y) = (String(decoding: width, as: UTF8.self), String(decoding: height, as: UTF8.self))
    let statements = metadata.allEntries.dropFirst(2).map { xmlEscaped($0.text) }
    // Where lines meet at less than 11 degrees their corner is cut, as cairo does; SVG's own limit
    // is 29 degrees.
    var result = [UInt8](
      """
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      width="\(x)pt" height="\(y)pt" viewBox="0 0 \(x) \(y)" stroke-miterlimit="10" \
      role="graphics-document" aria-labelledby="\(idPrefix)title \(idPrefix)desc">
      <title id="\(idPrefix)title">\(xmlEscaped(metadata.title))</title>
      <desc id="\(idPrefix)desc">\(xmlEscaped(metadata.description))</desc>
      <metadata>\(statements.joined(separator: "\n"))</metadata>

      """.utf8)
    if let background {
      result.append(text: "<rect width=\"\(x)\" height=\"\(y)\"")
      try result.append(paint: "fill", background)
      result.append(text: "/>\n")
    }
    if !glyphs.isEmpty {
      result.append(text: "<defs>\n")
      result += glyphs
      result.append(text: "</defs>\n")
    }
    // A page's own font and white space are not for these texts.
    result.append(text: "<g font-family=\"DejaVu Sans,sans-serif\" xml:space=\"preserve\">\n")
    result += body
    result.append(text: "</g>\n</svg>\n")
    return result
  }

  private mutating func write(_ path: Path, fill: Color?, stroke: Stroke?) throws {
    let data = try SVGPathData(path)
    body.append(text: "<path")
    if let fill {
      try body.append(paint: "fill", fill)
      body.append(text: " fill-rule=\"evenodd\"")
    } else {
      body.append(text: " fill=\"none\"")
    }
    if let stroke { try body.append(stroke) }
    body.append(text: " d=\"")
    body += data.bytes
    body.append(text: "\"/>\n")
  }

  /// A group that says what it is: browsers show the title where it is pointed at, screen readers
  /// read it out. Where an id comes again, as of two contracts that were set to be one, it is
  /// numbered.
  private mutating func write(_ operations: [DrawingOperation], as name: MarkName) throws {
    guard !name.id.isEmpty, name.id.unicodeScalars.allSatisfy(isIDCharacter) else {
      throw RenderingError.invalidMarkID(name.id)
    }
    var (id, count) = (name.id, 1)
    while !markIDs.insert(id).inserted {
      count += 1
      id = "\(name.id)-\(count)"
    }
    let link = link(name.id)
    let title = xmlEscaped(name.title)
    let (tag, attributes) = link.map { ("a", Self.attributes(of: $0, title: title)) } ?? ("g", "")
    body.append(text: "<\(tag) id=\"\(idPrefix)\(id)\"\(attributes)><title>\(title)</title>\n")
    try write(operations)
    body.append(text: "</\(tag)>\n")
  }

  /// Where the tab key stops, a label says what it stops at; elsewhere the title does.
  /// - Parameter title: escaped.
  private static func attributes(of link: MarkLink, title: String) -> String {
    func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "&quot;"))\"" }
    return " href=\(quoted(xmlEscaped(link.address)))"
      + (link.isTabStop ? " aria-label=\(quoted(title))" : " tabindex=\"-1\"")
  }

  private mutating func writeOutlines(
    of line: TextLine, at origin: Point, _ color: Color, angle: Double
  ) throws {
    body.append(text: "<g aria-hidden=\"true\"")
    try body.append(paint: "fill", color)
    body.append(text: " transform=\"translate(")
    try body.append(origin.x, decimals: 3)
    body.append(text: " ")
    try body.append(origin.y, decimals: 3)
    if angle != 0 {
      body.append(text: ")rotate(")
      try body.append(angle, decimals: 4)
    }
    body.append(text: ")scale(")
    try body.append(line.scale, decimals: 8)
    body.append(text: ")\">")
    for (scalar, glyph, x) in line.glyphs where !glyph.outline.isEmpty {
      body += try use(of: glyph, GlyphKey(weight: line.font.weight, scalar: scalar))
      try body.append(x, decimals: 2)
      body.append(text: "\"/>")
    }
    body.append(text: "</g>\n")
  }

  /// The text itself over its outlines: as wide as they are whatever the font, and with a fill, as
  /// what has none is not selected, but one that lets all through.
  private mutating func writeText(of line: TextLine, at origin: Point, angle: Double) throws {
    body.append(text: "<text x=\"")
    try body.append(origin.x, decimals: 3)
    body.append(text: "\" y=\"")
    try body.append(origin.y, decimals: 3)
    if angle != 0 {
      body.append(text: "\" transform=\"rotate(")
      for (number, decimals) in [(angle, 4), (origin.x, 3), (origin.y, 3)] {
        if body.last != UInt8(ascii: "(") { body.append(text: " ") }
        try body.append(number, decimals: decimals)
      }
      body.append(text: ")")
    }
    body.append(text: "\" font-size=\"")
    try body.append(line.font.size, decimals: 3)
    if line.font.weight == .bold { body.append(text: "\" font-weight=\"bold") }
    body.append(text: "\" textLength=\"")
    try body.append(line.advance * line.scale, decimals: 2)
    body.append(text: "\" fill-opacity=\"0\">\(xmlEscaped(line.text))</text>\n")
  }

  private mutating func use(of glyph: Glyph, _ key: GlyphKey) throws -> [UInt8] {
    if let use = uses[key] { return use }
    let letter = key.weight == .bold ? "b" : "r"
    let id = idPrefix + letter + String(key.scalar.value, radix: 16)
    glyphs.append(text: "<path id=\"\(id)\" d=\"")
    glyphs += try SVGPathData(outline: glyph.outline).bytes
    glyphs.append(text: "\"/>\n")
    let use = [UInt8]("<use xlink:href=\"#\(id)\" x=\"".utf8)
    uses[key] = use
    return use
  }

  /// The id of the clip that keeps what is drawn inside `path`, written at its first use.
  private mutating func clip(_ path: Path) throws -> String {
    let data = try SVGPathData(path).bytes
    if let id = clips[data] { return id }
    let id = "\(idPrefix)clip\(clips.count + 1)"
    clips[data] = id
    body.append(text: "<clipPath id=\"\(id)\"><path clip-rule=\"evenodd\" d=\"")
    body += data
    body.append(text: "\"/></clipPath>\n")
    return id
  }
}

/// `text` as XML character data; characters that XML cannot hold become U+FFFD.
private func xmlEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\t", "\n", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"...:
      result.unicodeScalars.append(scalar)
    default: result += "\u{FFFD}"
    }
  }
  return result
}
