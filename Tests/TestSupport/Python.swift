/// A pocket calculator: + − · / ( ) √ ² min, numbers, and symbols that it is told the values of.
///
/// Knows nothing of the program that wrote the expressions.
public struct Calculator {
  public enum Trouble: Error, Equatable {
    case unknownSymbol(String)
    case unexpected(String)
  }

  private let tokens: [String]
  private let values: [String: Double]
  private var index = 0

  /// - Throws: `Trouble` for a symbol without a value or an expression that is none.
  public static func value(of expression: String, _ values: [String: Double] = [:]) throws
    -> Double
  {
    var calculator = Calculator(tokens: tokens(of: expression), values: values)
    let value = try calculator.sum()
    guard calculator.next == nil else { throw Trouble.unexpected(calculator.next ?? "") }
    return value
  }

  private init(tokens: [String], values: [String: Double]) {
    self.tokens = tokens
    self.values = values
  }

  private static func tokens(of expression: String) -> [String] {
    var tokens: [String] = []
    var isInWord = false
    for character in expression where character != " " || isInWord {
      guard !"+−-·/()√², ".contains(character) else {
        isInWord = false
        if character != " " { tokens.append(String(character)) }
        continue
      }
      if isInWord {
        tokens[tokens.count - 1].append(character)
      } else {
        tokens.append("\(character)")
      }
      isInWord = true
    }
    return tokens
  }

  private var next: String? { index < tokens.count ? tokens[index] : nil }

  private mutating func take(_ token: String) -> Bool {
    guard next == token else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ token: String) throws {
    guard take(token) else { throw Trouble.unexpected(next ?? "the end") }
  }

  private mutating func sum() throws -> Double {
    var value = try product()
    while true {
      if take("+") {
        value += try product()
      } else if take("−") {
        value -= try product()
      } else {
        return value
      }
    }
  }

  private mutating func product() throws -> Double {
    var value = try factor()
    while true {
      if take("·") {
        value *= try factor()
      } else if take("/") {
        value /= try factor()
      } else {
        return value
      }
    }
  }

  private mutating func factor() throws -> Double {
    if take("√") { return try factor().squareRoot() }
    if take("-") { return -(try factor()) }
    let value = try operand()
    return take("²") ? value * value : value
  }

  private mutating func operand() throws -> Double {
    if take("(") {
      let value = try sum()
      try expect(")")
      return value
    }
    if take("min") {
      try expect("(")
      var least = try sum()
      while take(",") { least = min(least, try sum()) }
      try expect(")")
      return least
    }
    guard let token = next else { throw Trouble.unexpected("the end") }
    index += 1
    if let number = Double(token) { return number }
    guard let value = values[token] else { throw Trouble.unknownSymbol(token) }
    return value
  }
}
