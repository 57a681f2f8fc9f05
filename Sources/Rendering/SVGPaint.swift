import Plotting

extension [UInt8] {
  /// Appends the attribute `name` (fill or stroke) and its opacity.
  mutating func append(paint name: String, _ color: Color) throws {
    let levels = try [color.red, color.green, color.blue].map {
      Swift.min(Swift.max(try gridUnits($0 * 255, decimals: 0), 0), 255)
    }
    let isShort = levels.allSatisfy { $0 % 17 == 0 }
    let digits = levels.map {
      isShort ? String($0 / 17, radix: 16) : ($0 < 16 ? "0" : "") + String($0, radix: 16)
    }
    append(text: " \(name)=\"#\(digits.joined())\"")
    guard !(color.alpha >= 1) else { return }
    append(text: " \(name)-opacity=\"")
    try append(color.alpha, decimals: 3)
    append(text: "\"")
  }

  mutating func append(_ stroke: Stroke) throws {
    for length in [stroke.width] + stroke.dash where !(length >= 0) {
      throw RenderingError.invalidNumber(length)
    }
    try append(paint: "stroke", stroke.color)
    append(text: " stroke-width=\"")
    try append(stroke.width, decimals: 3)
    if !stroke.dash.isEmpty {
      append(text: "\" stroke-dasharray=\"")
      for (index, length) in stroke.dash.enumerated() {
        if index > 0 { append(text: " ") }
        try append(length, decimals: 3)
      }
    }
    append(text: stroke.cap == .round ? "\" stroke-linecap=\"round\"" : "\"")
  }
}
