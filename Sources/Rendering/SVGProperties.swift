/// Values that SVG takes when a property is not given. `fill` is always kept: a page may set it.
private let defaults = [
  "clip-rule": "nonzero", "fill-opacity": "1", "fill-rule": "nonzero", "stroke": "none",
  "stroke-dashoffset": "0", "stroke-linecap": "butt", "stroke-linejoin": "miter",
  "stroke-opacity": "1",
]

/// The declarations of a `style` attribute, without the default ones, in the same order.
func compactStyle(_ style: String) -> String {
  style.split(separator: ";").compactMap { declaration in
    let parts = declaration.split(separator: ":", maxSplits: 1).map {
      String($0.drop(while: \.isWhitespace))
    }
    guard parts.count == 2 else { return parts.isEmpty ? nil : parts[0] }
    return compactProperty(parts[0], parts[1]).map { "\(parts[0]):\($0)" }
  }.joined(separator: ";")
}

/// A property's value, written short; nothing if it is the default.
func compactProperty(_ name: String, _ value: String) -> String? {
  defaults[name] == value ? nil : compactColor(value) ?? value
}

/// `rgb(r%, g%, b%)` as `#rrggbb` or `#rgb` if that is the same colour.
private func compactColor(_ value: String) -> String? {
  guard value.hasPrefix("rgb("), value.hasSuffix(")") else { return nil }
  let components = value.dropFirst(4).dropLast().split(separator: ",").compactMap(component)
  guard components.count == 3 else { return nil }
  if components.allSatisfy({ $0 % 17 == 0 }) {
    return "#" + components.map { String($0 / 17, radix: 16) }.joined()
  }
  return "#" + components.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// `12.5%` of 255, if that is a whole number to within what cairo's six decimals can tell.
private func component(_ percentage: Substring) -> Int? {
  guard percentage.hasSuffix("%"),
    let percent = Double(percentage.dropLast().drop(while: \.isWhitespace)),
    (0...100).contains(percent)
  else { return nil }
  let level = percent * 2.55
  return abs(level - level.rounded()) < 1e-4 ? Int(level.rounded()) : nil
}
