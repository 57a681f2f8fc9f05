/// Reading: text to tokens, tokens to the tree.
extension Expression {
  /// - Throws: the first fault, with its place.
  public init(parsing text: String, names: NameStyle) throws(ExpressionFault) {
    var parser = ExpressionParser(tokens: try ExpressionToken.tokens(of: text, names: names))
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

  static func tokens(of text: String, names: Expression.NameStyle) throws(ExpressionFault)
    -> [ExpressionToken]
  {
    let scalars = Array(text.unicodeScalars)
    let places = Array(text.unicodeScalars.indices) + [text.endIndex]
    func part(_ range: Range<Int>) -> String {
      String(text.unicodeScalars[places[range.lowerBound]..<places[range.upperBound]])
    }
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
        content = .number(try number(part(start..<index), offset: start))
      case "+", "-", "*", "/", "^", "(", ")", ",", "=", "−", "·", "√", "²":
        content = .symbol(symbol(scalars[index]))
        index += 1
      case let scalar where isLetter(scalar):
        index = endOfName(scalars, from: start, names)
        content = .name(part(start..<index))
      default:
        throw ExpressionFault(
          offset: start,
          "\(quoted(String(scalars[start]))) has no meaning here; write numbers, names, "
            + "+ - * / ^ ( ) and commas")
      }
      if let content { tokens.append(ExpressionToken(content: content, offset: start)) }
      guard tokens.count <= ReadingLimits.mostExpressionParts else {
        throw ExpressionFault(
          offset: start,
          "the expression has more than \(ReadingLimits.mostExpressionParts) parts; shorten it")
      }
    }
    return tokens + [ExpressionToken(content: .end, offset: scalars.count)]
  }

  /// Typeset operators are the same as those of ASCII.
  private static func symbol(_ scalar: Unicode.Scalar) -> Character {
    switch scalar {
    case "−": "-"
    case "·": "*"
    default: Character(scalar)
    }
  }

  private static func number(_ text: String, offset: Int) throws(ExpressionFault) -> Double {
    do throws(CellFault) {
      return try DecimalNumber(text).value()
    } catch {
      throw ExpressionFault(offset: offset, error.description)
    }
  }

  private static func endOfNumber(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    var index = start + 1
    while index < scalars.count {
      let (scalar, last) = (scalars[index], scalars[index - 1])
      let isExponentSign = (scalar == "+" || scalar == "-") && (last == "e" || last == "E")
      guard isLetter(scalar) || isDigit(scalar) || scalar == "." || isExponentSign else { break }
      index += 1
    }
    return index
  }

  private static func endOfName(
    _ scalars: [Unicode.Scalar], from start: Int, _ names: Expression.NameStyle
  ) -> Int {
    func isPart(_ index: Int) -> Bool {
      index < scalars.count && (isLetter(scalars[index]) || isDigit(scalars[index]))
    }
    var index = start + 1
    while index < scalars.count {
      let scalar = scalars[index]
      let isJoint =
        names == .path && (scalar == "/" || scalar == "-" || scalar == ".") && isPart(index + 1)
      guard isPart(index) || scalar == "'" || scalar == "′" || isJoint else { break }
      index += 1
    }
    return index
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      || !scalar.isASCII && scalar.properties.isAlphabetic
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

// MARK: Grammar

/// Recursive descent over the tokens; the last one is `.end`.
private struct ExpressionParser {
  let tokens: [ExpressionToken]
  private var index = 0
  private var depth = 0

  init(tokens: [ExpressionToken]) { self.tokens = tokens }

  private var current: ExpressionToken { tokens[min(index, tokens.count - 1)] }

  mutating func expression() throws(ExpressionFault) -> Expression {
    var left = try product()
    while let symbol = takeOperator(.plus, .minus) {
      left = Expression(.operation(symbol, left, try product()), at: left.offset)
    }
    return left
  }

  func expectEnd() throws(ExpressionFault) {
    guard current.content == .end else {
      throw ExpressionFault(
        offset: current.offset, "\(current.description) stands where an operator should")
    }
  }

  private mutating func product() throws(ExpressionFault) -> Expression {
    var left = try signed()
    while let symbol = takeOperator(.times, .over) {
      left = Expression(.operation(symbol, left, try signed()), at: left.offset)
    }
    return left
  }

  /// Every bracket, sign and power passes here: reading it goes as deep, and so does all that is
  /// done with it.
  private mutating func signed() throws(ExpressionFault) -> Expression {
    try deepen()
    defer { depth -= 1 }
    let offset = current.offset
    guard take("-") else { return try power() }
    return Expression(.negation(try signed()), at: offset)
  }

  private mutating func deepen() throws(ExpressionFault) {
    depth += 1
    guard depth <= ReadingLimits.mostExpressionDepth else {
      throw ExpressionFault(
        offset: current.offset,
        "the expression is nested more than \(ReadingLimits.mostExpressionDepth) deep; divide it")
    }
  }

  private mutating func power() throws(ExpressionFault) -> Expression {
    try deepen()
    defer { depth -= 1 }
    let start = current.offset
    if take("√") { return Expression(.function(.sqrt, [try power()]), at: start) }
    let base = try primary()
    let offset = current.offset
    if take("²") {
      let two = Expression(.number(2), at: offset)
      return Expression(.operation(.power, base, two), at: base.offset)
    }
    guard take("^") else { return base }
    return Expression(.operation(.power, base, try signed()), at: base.offset)
  }

  private mutating func primary() throws(ExpressionFault) -> Expression {
    let token = current
    switch token.content {
    case .number(let value):
      index += 1
      return Expression(.number(value), at: token.offset)
    case .name(let name):
      index += 1
      guard take("(") else { return Expression(.name(name), at: token.offset) }
      let arguments = try arguments()
      try close(openedAt: token.offset)
      let node = try call(name, arguments, at: token.offset)
      return Expression(node, at: token.offset)
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

  private func call(_ name: String, _ arguments: [Expression.Argument], at offset: Int)
    throws(ExpressionFault) -> Expression.Node
  {
    guard let function = Expression.Function(rawValue: name) else { return .call(name, arguments) }
    guard arguments.count == 1 || arguments.count > 1 && !function.isUnary else {
      throw ExpressionFault(
        offset: offset, "\(name) takes \(function.isUnary ? "one number" : "numbers")")
    }
    if let labelled = arguments.first(where: { $0.label != nil }) {
      throw ExpressionFault(offset: labelled.offset, "\(name) takes numbers without names")
    }
    return .function(function, arguments.map(\.value))
  }

  private mutating func arguments() throws(ExpressionFault) -> [Expression.Argument] {
    guard current.content != .symbol(")") else { return [] }
    var arguments = [try argument()]
    while take(",") { arguments.append(try argument()) }
    return arguments
  }

  private mutating func argument() throws(ExpressionFault) -> Expression.Argument {
    let start = current
    var label: String?
    if case .name(let name) = start.content, tokens[index + 1].content == .symbol("=") {
      label = name
      index += 2
    }
    return Expression.Argument(label: label, value: try expression(), offset: start.offset)
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
  private mutating func takeOperator(_ operators: Expression.Operator...) -> Expression.Operator? {
    guard case .symbol(let symbol) = current.content,
      let found = Expression.Operator(rawValue: String(symbol)), operators.contains(found)
    else { return nil }
    index += 1
    return found
  }
}
