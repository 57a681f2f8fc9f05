/// A piece of the regular XML that cairo writes.
enum XMLToken {
  case tag(XMLTag)
  /// Everything else, as it stands: text, and tags written in a way not known here.
  case other(Substring)
}

/// `<name key="value" …>`, `<name … />` or `</name>`.
struct XMLTag {
  /// With the slash of a closing tag.
  var name: String
  var attributes: [(name: String, value: String)]
  var isSelfClosing: Bool

  subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  var text: String {
    let attributes = attributes.map { " \($0.name)=\"\($0.value)\"" }.joined()
    return "<\(name)\(attributes)\(isSelfClosing ? "/" : "")>"
  }
}

/// `source` cut into tags and what stands between them; nothing is lost.
func xmlTokens(_ source: String) -> [XMLToken] {
  var tokens: [XMLToken] = []
  var rest = source[...]
  while let first = rest.utf8.first {
    var piece: Substring
    if first == UInt8(ascii: "<"), let end = rest.utf8.firstIndex(of: UInt8(ascii: ">")) {
      piece = rest[...end]
    } else {
      let end = rest.utf8.dropFirst().firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
      piece = rest[..<end]
    }
    rest = rest[piece.endIndex...]
    tokens.append(xmlTag(piece).map(XMLToken.tag) ?? .other(piece))
  }
  return tokens
}

private func xmlTag(_ piece: Substring) -> XMLTag? {
  guard piece.hasPrefix("<"), piece.hasSuffix(">"), !piece.hasPrefix("<?"), !piece.hasPrefix("<!")
  else { return nil }
  var inside = piece.dropFirst().dropLast()
  let isSelfClosing = inside.hasSuffix("/")
  if isSelfClosing { inside = inside.dropLast() }
  let name = inside.prefix { !$0.isWhitespace }
  inside = inside[name.endIndex...].drop(while: \.isWhitespace)
  var attributes: [(name: String, value: String)] = []
  while !inside.isEmpty {
    guard let equals = inside.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let opening = inside[equals...].dropFirst()
    guard opening.hasPrefix("\"") else { return nil }
    let value = opening.dropFirst().prefix { $0 != "\"" }
    guard value.endIndex < inside.endIndex else { return nil }
    attributes.append((String(inside[..<equals]), String(value)))
    inside = inside[value.endIndex...].dropFirst().drop(while: \.isWhitespace)
  }
  return XMLTag(name: String(name), attributes: attributes, isSelfClosing: isSelfClosing)
}

/// `text` as XML character data; characters that XML cannot hold become U+FFFD.
func xmlEscaped(_ text: String) -> String {
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
