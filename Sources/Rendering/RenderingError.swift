/// Why a drawing could not be rendered, or a picture not read; `description` is one line.
public enum RenderingError: Error, Equatable, CustomStringConvertible {
  /// No file of this family and style is installed.
  case fontMissing(family: String, style: String)
  /// The font has no glyph for a character of a drawn text.
  case glyphMissing(Unicode.Scalar, text: String, family: String)
  /// cairo failed; `message` is its own.
  case cairo(message: String)
  /// libpng failed; `message` is its own.
  case png(message: String)
  /// Not a key of a PNG text chunk: 1 to 79 ASCII characters, no spaces at either end.
  case invalidKey(String)
  /// Not the start of an XML id: an ASCII letter, then ASCII letters, digits, `-` and `_`.
  case invalidIDPrefix(String)
  /// Not an id of marks: ASCII letters, digits, `-`, `_` and `.`.
  case invalidMarkID(String)
  /// Not a coordinate or a length that a page can have.
  case invalidNumber(Double)
  /// Not a resolution or a size in pixels that a picture can have.
  case invalidSize(String)
  /// Two pictures that are to be compared have different sizes in pixels.
  case sizesDiffer(before: String, after: String)

  public var description: String {
    switch self {
    case .fontMissing(let family, let style):
      "font \"\(family)\" \(style) is not installed: it comes with the package "
        + "fonts-dejavu-core; run scripts/setup"
    case .glyphMissing(let scalar, let text, let family):
      "\(family) has no glyph for U+\(String(scalar.value, radix: 16, uppercase: true)) "
        + "in \"\(text)\""
    case .cairo(let message): "cairo: \(message)"
    case .png(let message): "PNG: \(message)"
    case .invalidKey(let key): "metadata key \"\(key)\" is not 1 to 79 ASCII characters"
    case .invalidIDPrefix(let prefix): "\"\(prefix)\" cannot start an XML id"
    case .invalidMarkID(let id): "\"\(id)\" cannot be an id of marks"
    case .invalidNumber(let number): "a drawing cannot have the coordinate or length \(number)"
    case .invalidSize(let size): "a picture cannot have \(size)"
    case .sizesDiffer(let before, let after):
      "the pictures differ in size: \(before) against \(after) pixels"
    }
  }
}
