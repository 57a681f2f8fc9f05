import Plotting
import Synchronization

/// The figures' family in both weights: what texts are measured and drawn with.
///
/// Any number of threads may use one at once, so that one look at the installed fonts does for
/// all figures and formats.
public final class FontSet: TextMeasurer, Sendable {
  private struct Files {
    let regular: FontFile
    let bold: FontFile

    subscript(weight: Font.Weight) -> FontFile {
      switch weight {
      case .regular: regular
      case .bold: bold
      }
    }
  }

  /// The font files in use and their revisions, the regular weight first.
  public let files: [(path: String, revision: String)]
  let freeTypeVersion: String
  private let family: String
  private let opened: Mutex<Files>

  /// Finds the family's styles Book and Bold among the installed fonts and opens their files, so
  /// that the user's own font settings have no say in how a figure looks.
  /// - Throws: `RenderingError.fontMissing` if one is not installed.
  public init(family: String = "DejaVu Sans") throws {
    let opened = Files(
      regular: try openFont(family: family, style: "Book"),
      bold: try openFont(family: family, style: "Bold"))
    self.family = family
    files = [opened.regular, opened.bold].map { ($0.path, $0.revision) }
    freeTypeVersion = opened.regular.freeTypeVersion
    self.opened = Mutex(opened)
  }

  /// Advance width in points of `text` on one line, without kerning; exactly linear in the size.
  public func width(of text: String, font: Font) -> Double {
    opened.withLock { files in
      let file = files[font.weight]
      let units = text.unicodeScalars.reduce(0) { $0 + file.glyph(for: $1).advance }
      return units / file.unitsPerEm * font.size
    }
  }

  /// Whether both weights can show a character.
  func hasGlyph(for scalar: Unicode.Scalar) -> Bool {
    opened.withLock { files in
      [files.regular, files.bold].allSatisfy { !$0.glyph(for: scalar).isMissing }
    }
  }

  /// `text` on one line, ready to be drawn.
  /// - Throws: `RenderingError.glyphMissing` for the first character that the font cannot show.
  func line(_ text: String, font: Font) throws -> TextLine {
    let (all, unitsPerEm) = opened.withLock { files in
      let file = files[font.weight]
      return (text.unicodeScalars.map(file.glyph), file.unitsPerEm)
    }
    var line = TextLine(text: text, font: font, scale: font.size / unitsPerEm)
    for (scalar, glyph) in zip(text.unicodeScalars, all) {
      guard !glyph.isMissing else {
        throw RenderingError.glyphMissing(scalar, text: text, family: family)
      }
      line.glyphs.append((scalar, glyph, line.advance))
      line.advance += glyph.advance
    }
    return line
  }

  /// The file of `weight`, opened once more: FreeType lets no two threads use one at once.
  /// - Throws: `RenderingError.fontMissing` if it is no longer there.
  func reopenedFile(_ weight: Font.Weight) throws -> FontFile {
    let (path, style) = opened.withLock { ($0[weight].path, weight == .bold ? "Bold" : "Book") }
    guard let file = FontFile(path: path) else {
      throw RenderingError.fontMissing(family: family, style: style)
    }
    return file
  }
}

/// The shapes of a line of text.
struct TextLine: Sendable {
  typealias PlacedGlyph = (scalar: Unicode.Scalar, glyph: Glyph, x: Double)

  let text: String
  let font: Font
  /// Points to the font unit.
  let scale: Double
  /// The characters, each with its place right of the line's start in font units.
  var glyphs: [PlacedGlyph] = []
  /// Width in font units.
  var advance = 0.0

  /// Whether nothing of it shows.
  var isBlank: Bool { glyphs.allSatisfy(\.glyph.outline.isEmpty) }

  /// The glyphs word by word, each with the blanks after it.
  var words: [ArraySlice<PlacedGlyph>] {
    let starts = glyphs.indices.filter { index in
      index > 0 && glyphs[index - 1].glyph.outline.isEmpty && !glyphs[index].glyph.outline.isEmpty
    }
    return zip([0] + starts, starts + [glyphs.count]).map { glyphs[$0..<$1] }
  }
}
