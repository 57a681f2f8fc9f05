import CCairo
import Plotting

/// The figures' family in both weights: what texts are measured and drawn with.
///
/// An instance belongs to one thread at a time; threads that draw at once take one each. They
/// share nothing that changes.
public final class FontSet: TextMeasurer {
  private let family: String
  private let regular: FontFace
  private let bold: FontFace

  /// Finds the family's styles Book and Bold among the installed fonts and opens their files, so
  /// that the user's own font settings have no say in how a figure looks.
  /// - Throws: `RenderingError.fontMissing` if one is not installed.
  public init(family: String = "DejaVu Sans") throws {
    self.family = family
    regular = try FontFace(family: family, style: "Book")
    bold = try FontFace(family: family, style: "Bold")
  }

  /// Advance width in points of `text` on one line, without kerning; exactly linear in the size.
  public func width(of text: String, font: Font) -> Double {
    face(font.weight).width(of: text) * font.size
  }

  /// The font files in use and their revisions, the regular weight first.
  public var files: [(path: String, revision: String)] {
    [(regular.path, regular.revision), (bold.path, bold.revision)]
  }

  func face(_ weight: Font.Weight) -> FontFace {
    switch weight {
    case .regular: regular
    case .bold: bold
    }
  }

  /// The error for the first character of `text` that the font cannot show, if there is one.
  func missingGlyph(in text: String, weight: Font.Weight) -> RenderingError? {
    face(weight).firstMissing(in: text).map {
      .glyphMissing($0, text: text, family: family)
    }
  }

  /// - Throws: `RenderingError.cairo` if any call with these fonts has failed.
  func check() throws {
    try regular.check()
    try bold.check()
  }
}
