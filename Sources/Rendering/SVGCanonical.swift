/// Rewrites what cairo wrote so that it depends on the drawing alone, says what it shows, and is
/// short. Whatever is not in cairo's usual form is left as it is.
///
/// - cairo numbers ids through the life of the process: they are counted anew, and those that
///   nothing refers to go.
/// - cairo 1.16 puts a clip's even-odd rule where it has no effect: it is moved to the clip's path.
/// - Path data, colours and default properties are shortened.
func canonicalSVG(_ source: String, metadata: Metadata, idPrefix: String) -> String {
  let tokens = xmlTokens(source)
  var canonicalizer = SVGCanonicalizer(tokens: tokens, idPrefix: idPrefix)
  var result = ""
  for token in tokens {
    switch token {
    case .other(let text) where text.hasPrefix("<?xml") || text.hasPrefix("<!--"):
      break  // UTF-8 is XML's default; a declaration would be in the way inside HTML.
    case .other(let text) where text.allSatisfy(\.isWhitespace):
      result += result.isEmpty ? "" : "\n"
    case .other(let text):
      result += text
    case .tag(let tag):
      result += canonicalizer.rewritten(tag).text
      if tag.name == "svg" { result += description(of: metadata, idPrefix: idPrefix) }
    }
  }
  return result
}

private func description(of metadata: Metadata, idPrefix: String) -> String {
  let others = metadata.allEntries.dropFirst(2).map { xmlEscaped($0.text) }
  return """

    <title id="\(idPrefix)-title">\(xmlEscaped(metadata.title))</title>
    <desc id="\(idPrefix)-desc">\(xmlEscaped(metadata.description))</desc>
    <metadata>\(others.joined(separator: "\n"))</metadata>
    """
}

private struct SVGCanonicalizer {
  private let idPrefix: String
  private let references: Set<String>
  private let evenOddClips: Set<String>
  private let usesXLink: Bool
  private var numbers: [String: Int] = [:]
  private var currentClip = ""

  init(tokens: [XMLToken], idPrefix: String) {
    self.idPrefix = idPrefix
    var (references, evenOddClips) = (Set<String>(), Set<String>())
    var usesXLink = false
    for case .tag(let tag) in tokens {
      for attribute in tag.attributes {
        references.formUnion(referencedIDs(in: attribute))
        if attribute.name == "clip-path", tag["clip-rule"] == "evenodd" {
          evenOddClips.formUnion(referencedIDs(in: attribute))
        }
        usesXLink = usesXLink || attribute.name.hasPrefix("xlink:")
      }
    }
    (self.references, self.evenOddClips, self.usesXLink) = (references, evenOddClips, usesXLink)
  }

  mutating func rewritten(_ tag: XMLTag) -> XMLTag {
    var result = tag
    if tag.name == "clipPath" { currentClip = tag["id"] ?? "" }
    if tag.name == "/clipPath" { currentClip = "" }
    result.attributes = tag.attributes.compactMap { attribute in
      rewritten(attribute, of: tag).map { (attribute.name, $0) }
    }
    if tag.name == "path", evenOddClips.contains(currentClip), tag["clip-rule"] == nil {
      result.attributes.append(("clip-rule", "evenodd"))
    }
    if tag.name == "svg" {
      result.attributes += [
        ("role", "img"), ("aria-labelledby", "\(idPrefix)-title \(idPrefix)-desc"),
      ]
    }
    return result
  }

  /// The attribute's new value; nothing if it can go.
  private mutating func rewritten(_ attribute: (name: String, value: String), of tag: XMLTag)
    -> String?
  {
    switch attribute.name {
    case "id":
      return references.contains(attribute.value) ? canonicalID(attribute.value) : nil
    case "xmlns:xlink":
      return usesXLink ? attribute.value : nil
    case "clip-rule" where tag["clip-path"] != nil:
      return nil
    case "d":
      // Under a transformation 0.01 may be more than a hundredth of a point.
      guard tag["transform"] == nil else { return attribute.value }
      return compactPathData(attribute.value) ?? attribute.value
    case "style":
      let style = compactStyle(attribute.value)
      return style.isEmpty ? nil : withCanonicalReferences(style)
    default:
      guard let value = compactProperty(attribute.name, attribute.value) else { return nil }
      if attribute.name.hasSuffix("href"), value.hasPrefix("#") {
        return "#" + canonicalID(String(value.dropFirst()))
      }
      return withCanonicalReferences(value)
    }
  }

  private mutating func canonicalID(_ id: String) -> String {
    let number = numbers[id] ?? numbers.count + 1
    numbers[id] = number
    return "\(idPrefix)-\(number)"
  }

  private mutating func withCanonicalReferences(_ value: String) -> String {
    guard value.contains("url(#") else { return value }
    var pieces = value.split(separator: "url(#", omittingEmptySubsequences: false).map(String.init)
    for index in pieces.indices.dropFirst() {
      let id = String(pieces[index].prefix { $0 != ")" })
      pieces[index] = canonicalID(id) + pieces[index].dropFirst(id.count)
    }
    return pieces.joined(separator: "url(#")
  }
}

/// The ids that an attribute refers to, as `url(#id)` or, in a link, as `#id`.
private func referencedIDs(in attribute: (name: String, value: String)) -> [String] {
  if attribute.name.hasSuffix("href"), attribute.value.hasPrefix("#") {
    return [String(attribute.value.dropFirst())]
  }
  // Path data, most of the file, refers to nothing.
  guard attribute.name != "d" else { return [] }
  return attribute.value.split(separator: "url(#", omittingEmptySubsequences: false).dropFirst()
    .map { String($0.prefix { $0 != ")" }) }
}
