import Tables

extension ClaimExpression {
  /// Reads an expression. `^` binds closest and to the right, then a sign, `* /`, `+ -`.
  ///
  /// A name swallows `/`, `-` and `.` where a letter or digit follows, as in
  /// `model/llama-2-70b.layers`: an operator behind a name stands after a blank.
  /// - Throws: the first fault, with its place.
  public init(parsing text: String) throws(ExpressionFault) {
    var parser = ClaimExpressionParser(tokens: try ExpressionToken.read(text))
    self = try parser.expression()
    try parser.expectEnd()
  }
}

/// A word of an expression.
private struct ExpressionToken: Equatable {
  enum Content: Equatable {
    case number(Double)
    case name(String)
    case symbol(Character)
    case end
  }

  let content: Content
  let offset: Int

  /// As a message shows it.
  var description: String {
    switch content {
    case .number(let value): "the number \(value)"
    case .name(let name): quoted(name)
    case .symbol(let symbol): quoted(String(symbol))
    case .end: "the end"
    }
  }

  static func read(_ text: String) throws(ExpressionFault) -> [ExpressionToken] {
    let scalars = Array(text.unicodeScalars)
    var tokens: [ExpressionToken] = []
    var index = 0
    while index < scalars.count {
      let start = index
      let content: Content?
      switch scalars[index] {
      case " ":
        content = nil
        index += 1
      case "0"..."9":
        index = endOfNumber(scalars, from: start)
        content = .number(try number(scalars[start..<index], offset: start))
      case let scalar where isLetter(scalar):
        index = endOfName(scalars, from: start)
        content = .name(string(scalars[start..<index]))
      case let scalar where "+-*/^(),=".unicodeScalars.contains(scalar):
        content = .symbol(Character(scalar))
        index += 1
      default:
        throw ExpressionFault(
          offset: start,
          "\(quoted(String(scalars[start]))) has no meaning here; write numbers, names, "
            + "+ - * / ^ ( ) and commas")
      }
      if let content { tokens.append(ExpressionToken(content: content, offset: start)) }
    }
    return tokens + [ExpressionToken(content: .end, offset: scalars.count)]
  }

  private static func number(_ scalars: ArraySlice<Unicode.Scalar>, offset: Int)
    throws(ExpressionFault) -> Double
  {
    do throws(CellFault) {
      return try DecimalNumber(string(scalars)).value()
    } catch {
      throw ExpressionFault(offset: offset, error.description)
    }
  }

  private static func endOfNumber(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    var index = start
    while index < scalars.count {
      let isExponentSign =
        "+-".unicodeScalars.contains(scalars[index])
        && "eE".unicodeScalars.contains(
          scalars[index - 1])
      guard
        isLetter(scalars[index]) || isDigit(scalars[index]) || scalars[index] == "."
          || (index > start && isExponentSign)
      else { break }
      index += 1
    }
    return index
  }

  private static func endOfName(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    var index = start
    while index < scalars.count {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      let isJoint =
        "/-.".unicodeScalars.contains(scalars[index]) && (isLetter(next) || isDigit(next))
      guard isLetter(scalars[index]) || isDigit(scalars[index]) || isJoint else { break }
      index += 1
    }
    return index
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}

/// Recursive descent over the tokens; the last one is `.end`.
private struct ClaimExpressionParser {
  let tokens: [ExpressionToken]
  private var index = 0

  init(tokens: [ExpressionToken]) { self.tokens = tokens }

  private var current: ExpressionToken { tokens[min(index, tokens.count - 1)] }

  mutating func expression() throws(ExpressionFault) -> ClaimExpression {
    var left = try product()
    while let symbol = takeOperator(.plus, .minus) {
      left = joined(left, symbol, try product())
    }
    return left
  }

  func expectEnd() throws(ExpressionFault) {
    guard current.content == .end else {
      throw ExpressionFault(
        offset: current.offset, "\(current.description) stands where an operator should")
    }
  }

  private mutating func product() throws(ExpressionFault) -> ClaimExpression {
    var left = try signed()
    while let symbol = takeOperator(.times, .over) {
      left = joined(left, symbol, try signed())
    }
    return left
  }

  private mutating func signed() throws(ExpressionFault) -> ClaimExpression {
    let offset = current.offset
    guard takeOperator(.minus) != nil else { return try power() }
    return ClaimExpression(node: .negation(try signed()), offset: offset)
  }

  private mutating func power() throws(ExpressionFault) -> ClaimExpression {
    let base = try primary()
    guard let symbol = takeOperator(.power) else { return base }
    return joined(base, symbol, try signed())
  }

  private mutating func primary() throws(ExpressionFault) -> ClaimExpression {
    let token = current
    switch token.content {
    case .number(let value):
      index += 1
      return ClaimExpression(node: .number(value), offset: token.offset)
    case .name(let name):
      index += 1
      guard take("(") else {
        return ClaimExpression(node: .name(name), offset: token.offset)
      }
      let arguments = try arguments()
      try close(openedAt: token.offset)
      return ClaimExpression(node: .call(name, arguments), offset: token.offset)
    case .symbol("("):
      index += 1
      let inner = try expression()
      try close(openedAt: token.offset)
      return inner
    case .symbol, .end:
      throw ExpressionFault(
        offset: token.offset, "\(token.description) stands where a number or a name should")
    }
  }

  private mutating func arguments() throws(ExpressionFault) -> [ClaimExpression.Argument] {
    guard current.content != .symbol(")") else { return [] }
    var arguments = [try argument()]
    while take(",") { arguments.append(try argument()) }
    return arguments
  }

  private mutating func argument() throws(ExpressionFault) -> ClaimExpression.Argument {
    let start = current
    if case .name(let label) = start.content, tokens[index + 1].content == .symbol("=") {
      index += 2
      return ClaimExpression.Argument(
        label: label, value: try expression(), offset: start.offset)
    }
    return ClaimExpression.Argument(label: nil, value: try expression(), offset: start.offset)
  }

  private mutating func close(openedAt offset: Int) throws(ExpressionFault) {
    guard !take(")") else { return }
    throw ExpressionFault(
      offset: current.offset,
      "\(current.description) stands where ')' should, for what opens at character \(offset + 1)")
  }

  /// Moves on when the current token is this symbol.
  private mutating func take(_ symbol: Character) -> Bool {
    guard current.content == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  /// Moves on when the current token is one of these operators.
  private mutating func takeOperator(_ operators: ClaimExpression.Operator...)
    -> ClaimExpression.Operator?
  {
    guard case .symbol(let symbol) = current.content,
      let found = ClaimExpression.Operator(rawValue: String(symbol)), operators.contains(found)
    else { return nil }
    index += 1
    return found
  }

  private func joined(
    _ left: ClaimExpression, _ symbol: ClaimExpression.Operator, _ right: ClaimExpression
  ) -> ClaimExpression {
    ClaimExpression(node: .operation(symbol, left, right), offset: left.offset)
  }
}
