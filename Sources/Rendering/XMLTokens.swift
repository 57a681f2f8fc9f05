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
  let bytes = piece.utf8
  guard bytes.count > 2, bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") else {
    return nil
  }
  var inside = bytes.dropFirst().dropLast()
  guard inside.first != UInt8(ascii: "?"), inside.first != UInt8(ascii: "!") else { return nil }
  let isSelfClosing = inside.last == UInt8(ascii: "/")
  if isSelfClosing { inside = inside.dropLast() }
  let name = inside.prefix { !isSpace($0) }
  inside = inside[name.endIndex...].drop(while: isSpace)
  var attributes: [(name: String, value: String)] = []
  while !inside.isEmpty {
    guard let equals = inside.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let opening = inside[equals...].dropFirst()
    guard opening.first == UInt8(ascii: "\"") else { return nil }
    let value = opening.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
    guard value.endIndex < inside.endIndex else { return nil }
    attributes.append((text(inside[..<equals]), text(value)))
    inside = inside[value.endIndex...].dropFirst().drop(while: isSpace)
  }
  return XMLTag(name: text(name), attributes: attributes, isSelfClosing: isSelfClosing)
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}

private func text(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }

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
