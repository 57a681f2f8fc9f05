import Evidence
import Tables

/// A number of a worked conversion: its symbol, its value, and where the value comes from.
public struct Quantity: Equatable, Sendable {
  public enum Origin: Equatable, Sendable {
    /// A cell of the anchor's own row; its citation is the row's.
    case anchor(column: String)
    /// A row of calibration.csv.
    case constant(Constant)
    /// The result of another line, and what it is in words.
    case derived(meaning: String)
  }

  public let symbol: String
  public let value: Double
  /// Empty for a pure number.
  public let unit: String
  public let origin: Origin

  /// What the quantity is, when a derivation says so.
  public var meaning: String? {
    if case .derived(let meaning) = origin { meaning } else { nil }
  }
}

/// One line of a worked conversion: `result = expression`, the expression in the inputs' symbols.
///
/// Expressions use + − · / ( ) √ ² min max and numbers, nothing else, so that a pocket calculator
/// can redo them.
public struct Derivation: Equatable, Sendable {
  public let result: Quantity
  public let expression: String
  /// Where the expression has its symbols.
  let names: [Expression.Name]
  /// In the order of their first use.
  public let inputs: [Quantity]

  /// The expression with every symbol replaced by its value, as `format` prints it; a negative
  /// value in parentheses.
  public func substituted(_ format: (Quantity) -> String) -> String {
    var rest = Substring(expression).unicodeScalars
    var text = ""
    for name in names {
      guard let input = inputs.first(where: { $0.symbol == name.text }) else { continue }
      let before = name.offset - (expression.unicodeScalars.count - rest.count)
      text += String(rest.prefix(before))
      text += input.value < 0 ? "(\(format(input)))" : format(input)
      rest = rest.dropFirst(before + name.text.unicodeScalars.count)
    }
    return text + String(rest)
  }
}
