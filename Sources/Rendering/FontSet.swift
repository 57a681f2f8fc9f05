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
    var line = TextLine(scale: font.size / unitsPerEm)
    var x = 0.0
    for (scalar, glyph) in zip(text.unicodeScalars, all) {
      guard !glyph.isMissing else {
        throw RenderingError.glyphMissing(scalar, text: text, family: family)
      }
      if !glyph.outline.isEmpty { line.glyphs.append((scalar, glyph, x)) }
      x += glyph.advance
    }
    return line
  }
}

/// The shapes of a line of text.
struct TextLine: Sendable {
  /// Points to the font unit.
  let scale: Double
  /// The characters that show, each with its place right of the line's start in font units.
  var glyphs: [(scalar: Unicode.Scalar, glyph: Glyph, x: Double)] = []
}
