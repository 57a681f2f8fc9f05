/// A line of text with subscripts, superscripts and bold runs.
///
/// A string literal is read as markup: `"TTFT_{99}"`, `"10^{3}"`, `"*{(a)} CPM_{served}"`. Markup
/// whose brace is never closed is plain text. Greek letters and the like are written as such.
public struct RichText: Equatable, Sendable, ExpressibleByStringLiteral {
  /// A stretch of text drawn one way.
  public struct Run: Equatable, Sendable {
    public enum Level: Equatable, Sendable { case normal, `subscript`, superscript }

    public var text: String
    public var level: Level
    public var isBold: Bool

    public init(_ text: String, level: Level = .normal, isBold: Bool = false) {
      self.text = text
      self.level = level
      self.isBold = isBold
    }

    func isStyled(like other: Run) -> Bool { level == other.level && isBold == other.isBold }
  }

  public var runs: [Run]

  public init(runs: [Run]) { self.runs = runs }

  /// Text that is shown as it stands.
  public init(plain text: String) { runs = text.isEmpty ? [] : [Run(text)] }

  /// Text with markup: `_{…}`, `^{…}` and `*{…}` (bold), which nest.
  public init(_ markup: String) { runs = MarkupParser.runs(in: markup) }

  public init(stringLiteral markup: String) { self.init(markup) }

  /// The text alone: for descriptions and for comparing.
  public var plain: String { runs.map(\.text).joined() }

  public var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }

  /// This text with every run bold.
  public var bold: RichText {
    RichText(runs: runs.map { Run($0.text, level: $0.level, isBold: true) })
  }

  public static func + (left: RichText, right: RichText) -> RichText {
    guard let last = left.runs.last, let first = right.runs.first, last.isStyled(like: first)
    else { return RichText(runs: left.runs + right.runs) }
    let joined = Run(last.text + first.text, level: last.level, isBold: last.isBold)
    return RichText(runs: left.runs.dropLast() + [joined] + right.runs.dropFirst())
  }
}

/// Reads the markup of `RichText`.
enum MarkupParser {
  static func runs(in markup: String) -> [RichText.Run] {
    runs(in: markup[...], style: RichText.Run(""))
  }

  private static func runs(in markup: Substring, style: RichText.Run) -> [RichText.Run] {
    var result: [RichText.Run] = []
    var plain = ""
    var rest = markup
    while let character = rest.first {
      if let inner = styled(character, by: style), let body = bracedBody(rest.dropFirst()) {
        result += run(plain, style) + runs(in: body, style: inner)
        plain = ""
        rest = rest[body.endIndex...].dropFirst()
      } else {
        plain.append(character)
        rest = rest.dropFirst()
      }
    }
    return result + run(plain, style)
  }

  private static func run(_ text: String, _ style: RichText.Run) -> [RichText.Run] {
    text.isEmpty ? [] : [RichText.Run(text, level: style.level, isBold: style.isBold)]
  }

  /// The style inside the braces after `mark`; nil when `mark` is an ordinary character.
  private static func styled(_ mark: Character, by outer: RichText.Run) -> RichText.Run? {
    var style = outer
    switch mark {
    case "_": style.level = .subscript
    case "^": style.level = .superscript
    case "*": style.isBold = true
    default: return nil
    }
    return style
  }

  /// What stands between the brace that `text` begins with and the one that closes it.
  private static func bracedBody(_ text: Substring) -> Substring? {
    guard text.first == "{" else { return nil }
    var depth = 0
    for index in text.indices {
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return text[text.index(after: text.startIndex)..<index] }
    }
    return nil
  }
}
