/// Writes derivations one after the other; an expression may use what is known by then.
struct WorksheetWriter {
  private var known: [String: Quantity] = [:]
  private(set) var sections: [Worksheet.Section] = []

  func value(of symbol: String) -> Double? { known[symbol]?.value }

  /// Starts a section; what is derived from here on belongs to it.
  mutating func begin(_ topic: Worksheet.Topic) {
    sections.append(Worksheet.Section(topic: topic, lines: []))
  }

  /// A number that is not derived.
  mutating func given(
    _ symbol: String, _ value: Double, _ unit: String = "", from origin: Quantity.Origin
  ) {
    known[symbol] = Quantity(symbol: symbol, value: value, unit: unit, origin: origin)
  }

  /// A line of the current section.
  /// - Parameters:
  ///   - expression: in symbols that are known.
  ///   - value: what the cost model or the normalisation found for it.
  ///   - meaning: the quantity in words.
  mutating func derive(
    _ symbol: String, _ expression: String, _ value: Double, _ unit: String = "",
    _ meaning: String
  ) {
    var inputs: [Quantity] = []
    for part in Derivation.parts(of: expression) {
      guard let input = known[part], !inputs.contains(input) else { continue }
      inputs.append(input)
    }
    let result = Quantity(
      symbol: symbol, value: value, unit: unit, origin: .derived(meaning: meaning))
    known[symbol] = result
    sections[sections.count - 1].lines.append(
      Derivation(result: result, expression: expression, inputs: inputs))
  }
}
