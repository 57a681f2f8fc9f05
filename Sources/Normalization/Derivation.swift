import Evidence

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
/// Expressions use + − · / ( ) √ ² min and numbers, nothing else, so that a pocket calculator (and
/// a test) can redo them.
public struct Derivation: Equatable, Sendable {
  public let result: Quantity
  public let expression: String
  /// In the order of their first use.
  public let inputs: [Quantity]

  /// The expression with every symbol replaced by its value, as `format` prints it; a negative
  /// value in parentheses.
  public func substituted(_ format: (Quantity) -> String) -> String {
    Self.parts(of: expression).map { part in
      guard let input = inputs.first(where: { $0.symbol == part }) else { return part }
      return input.value < 0 ? "(\(format(input)))" : format(input)
    }.joined()
  }

  /// The symbols and numbers of an expression and each sign between them, in order.
  static func parts(of expression: String) -> [String] {
    var parts: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in expression.unicodeScalars {
      guard signs.contains(scalar) else {
        word.append(scalar)
        continue
      }
      if !word.isEmpty { parts.append(String(word)) }
      word = String.UnicodeScalarView()
      parts.append(String(scalar))
    }
    return word.isEmpty ? parts : parts + [String(word)]
  }

  private static let signs: [Unicode.Scalar] = Array(" +−·/()√²,".unicodeScalars)
}
