/// An SVG with everything taken out in which two files that `renderSVG` wrote may differ and still
/// show the same: names of ids, order and spelling of attributes, defaults, and white space.
///
/// Two files with equal forms show the same. Coordinates count as they are written, which is
/// rounded. What the file says of itself (title, description,
/// metadata) is part of the form.
public func canonicalForm(ofSVG bytes: [UInt8]) -> String {
  var form = SVGForm()
  return xmlTokens(String(decoding: bytes, as: UTF8.self)).map { form.line(of: $0) }
    .filter { !$0.isEmpty }.joined(separator: "\n")
}

private struct SVGForm {
  private var numbers: [String: Int] = [:]

  mutating func line(of token: XMLToken) -> String {
    switch token {
    case .other(let text):
      return text.hasPrefix("<?xml") || text.hasPrefix("<!--")
        ? "" : text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    case .tag(let tag):
      var attributes: [String] = []
      for attribute in tag.attributes {
        for (name, value) in Self.properties(attribute) {
          attributes.append("\(name)=\(canonical(value, of: name))")
        }
      }
      return ([tag.name] + attributes.sorted()).joined(separator: " ")
        + (tag.isSelfClosing ? " /" : "")
    }
  }

  /// A style's declarations count as attributes; defaults are left out.
  private static func properties(_ attribute: (name: String, value: String)) -> [(String, String)] {
    guard attribute.name == "style" else {
      return compactProperty(attribute.name, attribute.value).map { [(attribute.name, $0)] } ?? []
    }
    return compactStyle(attribute.value).split(separator: ";").map { declaration in
      let parts = declaration.split(separator: ":", maxSplits: 1).map(String.init)
      return (parts[0], parts.count == 2 ? parts[1] : "")
    }
  }

  private mutating func canonical(_ value: String, of name: String) -> String {
    if name == "id" || name == "aria-labelledby" { return ids(value) }
    if name.hasSuffix("href"), value.hasPrefix("#") { return "#" + ids(String(value.dropFirst())) }
    guard let start = value.firstRange(of: "url(#")?.upperBound else { return value }
    return "url(#" + ids(String(value[start...].prefix { $0 != ")" })) + ")"
  }

  /// Ids by the order in which they turn up.
  private mutating func ids(_ value: String) -> String {
    value.split(separator: " ").map { id in
      let number = numbers[String(id)] ?? numbers.count + 1
      numbers[String(id)] = number
      return "id\(number)"
    }.joined(separator: " ")
  }
}
