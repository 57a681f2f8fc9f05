import Evidence

/// A number of a worked conversion: its symbol, its value, and where the value comes from.
public struct Quantity: Equatable, Sendable {
  public enum Origin: Equatable, Sendable {
    /// A cell of the anchor's own row; its citation is the row's.
    case anchor(column: String)
    /// A row of calibration.csv.
    case constant(Constant)
    /// The result of an earlier line.
    case derived
  }

  public let symbol: String
  public let value: Double
  public let unit: String
  public let origin: Origin
}

/// One line of a worked conversion: `result = expression`, the expression in the inputs' symbols.
///
/// Expressions use + − · / ( ) √ ² min and numbers, nothing else, so that a pocket calculator (and
/// a test) can redo them.
public struct Derivation: Equatable, Sendable {
  public let result: Quantity
  public let expression: String
  public let inputs: [Quantity]

  /// The expression with every symbol replaced by its value, as `format` prints it.
  public func substituted(_ format: (Double) -> String) -> String {
    var text = ""
    var word = ""
    func flush() {
      if let input = inputs.first(where: { $0.symbol == word }) {
        text += format(input.value)
      } else {
        text += word
      }
      word = ""
    }
    for character in expression {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        flush()
        text.append(character)
      }
    }
    flush()
    return text
  }
}
