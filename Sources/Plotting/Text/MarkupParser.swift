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
