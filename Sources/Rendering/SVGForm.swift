/// An SVG with everything taken out in which two files may differ and still show the same: names
/// of ids, order of attributes, comments, and white space outside texts. One piece to the line.
///
/// Two files with equal forms show the same; two that show the same may have unequal ones.
/// Coordinates and colours count as they are written. What the file says of itself (title,
/// description, metadata) is part of the form. Any bytes have a form: what is not well-formed is
/// taken as text.
public func canonicalForm(ofSVG bytes: [UInt8]) -> String {
  var form = SVGForm()
  var rest = bytes[...]
  // Behind the last one no tag is closed, however many are opened.
  let lastClose = bytes.lastIndex(of: UInt8(ascii: ">")) ?? -1
  while !rest.isEmpty { form.add(takePiece(from: &rest, lastClose: lastClose)) }
  return form.lines.joined(separator: "\n")
}

/// Takes a tag, or the text before the next one, off the front.
private func takePiece(from rest: inout ArraySlice<UInt8>, lastClose: Int) -> Substring {
  let end: Int
  if rest.first == UInt8(ascii: "<"), rest.startIndex < lastClose,
    let close = rest.firstIndex(of: UInt8(ascii: ">"))
  {
    end = close + 1
  } else {
    end = rest.dropFirst().firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
  }
  defer { rest = rest[end...] }
  return Substring(decoding: rest[..<end], as: UTF8.self)
}

private struct SVGForm {
  private(set) var lines: [String] = []
  /// Ids by the order in which they turn up.
  private var numbers: [Substring: Int] = [:]
  private var isInText = false

  mutating func add(_ piece: Substring) {
    guard !piece.hasPrefix("<?xml"), !piece.hasPrefix("<!--") else { return }
    if let tag = tag(piece) {
      lines.append(tag)
      isInText = tag.hasPrefix("<text ")
    } else if isInText {
      lines.append(String(piece))
    } else {
      let words = piece.split(whereSeparator: \.isWhitespace)
      if !words.isEmpty { lines.append(words.joined(separator: " ")) }
    }
  }

  /// `<name key="value" …>` with its attributes sorted; nothing if it is not of this form.
  private mutating func tag(_ piece: Substring) -> String? {
    guard piece.hasPrefix("<"), piece.hasSuffix(">"), piece.count > 2 else { return nil }
    var inside = piece.dropFirst().dropLast()
    let isClosed = inside.hasSuffix("/")
    if isClosed { inside = inside.dropLast() }
    // Names and values in turn: `path d=`, `M0 0`, ` id=`, `a`, ` `.
    let pieces = inside.split(separator: "\"", omittingEmptySubsequences: false)
    let values = stride(from: 1, to: pieces.count, by: 2).map { pieces[$0] }
    let words = stride(from: 0, to: pieces.count, by: 2).flatMap {
      pieces[$0].split(whereSeparator: \.isWhitespace)
    }
    let keys = words.filter { $0.hasSuffix("=") }
    guard pieces.count % 2 == 1, keys.count == values.count else { return nil }
    let name = words.filter { !$0.hasSuffix("=") }
    let attributes = zip(keys, values).map { "\($0)\"\(canonical($1, of: $0.dropLast()))\"" }
    return "<" + (name.map(String.init) + attributes.sorted()).joined(separator: " ")
      + (isClosed ? "/>" : ">")
  }

  private mutating func canonical(_ value: Substring, of name: Substring) -> String {
    if name == "id" || name == "aria-labelledby" {
      return value.split(separator: " ").map { number($0) }.joined(separator: " ")
    }
    if name.hasSuffix("href"), value.hasPrefix("#") { return "#" + number(value.dropFirst()) }
    if value.hasPrefix("url(#"), value.hasSuffix(")") {
      return "url(#" + number(value.dropFirst(5).dropLast()) + ")"
    }
    return String(value)
  }

  private mutating func number(_ id: Substring) -> String {
    let number = numbers[id] ?? numbers.count + 1
    numbers[id] = number
    return "id\(number)"
  }
}
