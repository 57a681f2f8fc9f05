import Glibc

/// An arithmetic expression: numbers, names and calls joined by operators, read once into a tree
/// whose parts know where they stand in the text.
///
/// Operators are `+ - * / ^` or, as in print, `− · √ ²`. Powers and roots bind closest, `^` to the
/// right; then a sign, then products, then sums.
public struct Expression: Equatable, Sendable {
  public indirect enum Node: Equatable, Sendable {
    case number(Double)
    /// Of a number, or a word where a call takes one.
    case name(String)
    /// As many numbers as the function takes.
    case function(Function, [Expression])
    /// Of a quantity that only the caller knows.
    case call(String, [Argument])
    case negation(Expression)
    case operation(Operator, Expression, Expression)
  }

  public enum Operator: String, Equatable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
  }

  /// What is computed of numbers alone.
  public enum Function: String, CaseIterable, Sendable {
    case min, max, sqrt, floor, abs

    var isUnary: Bool { self != .min && self != .max }
  }

  /// `value`, or `label=value`.
  public struct Argument: Equatable, Sendable {
    public let label: String?
    public let value: Expression
    /// Where the argument starts.
    public let offset: Int
  }

  /// What a name has besides letters, digits, `_` and primes.
  public enum NameStyle: Sendable {
    /// Nothing else: `P/S` is a quotient.
    case symbol
    /// `/`, `-` and `.` before a letter or digit, as in `model/llama-2-70b.layers`: an operator
    /// behind a name stands after a blank.
    case path
  }

  public let node: Node
  /// Characters (Unicode scalars) of the text before this part of it.
  public let offset: Int

  init(_ node: Node, at offset: Int) {
    self.node = node
    self.offset = offset
  }

  /// The expression's value.
  ///
  /// - Parameter resolve: gives the number of a `.name` or a `.call`, or nil where it has none.
  /// - Returns: nil when something in the expression has no number.
  /// - Throws: what `resolve` throws; an `ExpressionFault` for a part that is not a finite number.
  public func value(_ resolve: (Expression) throws -> Double?) throws -> Double? {
    let value: Double?
    switch node {
    case .number(let number): value = number
    case .name, .call: value = try resolve(self)
    case .function(let function, let operands):
      let numbers = try operands.compactMap { try $0.value(resolve) }
      value = numbers.count == operands.count ? function(numbers) : nil
    case .negation(let operand): value = try operand.value(resolve).map { -$0 }
    case .operation(let symbol, let left, let right):
      guard let left = try left.value(resolve), let right = try right.value(resolve) else {
        return nil
      }
      value = symbol(left, right)
    }
    if let value, !value.isFinite {
      throw ExpressionFault.notFinite(at: offset)
    }
    return value
  }

  /// A name and where it stands.
  public struct Name: Equatable, Sendable {
    public let text: String
    public let offset: Int
  }

  /// Every name, those that come twice twice, in the order of the text.
  public var names: [Name] {
    switch node {
    case .number: []
    case .name(let text): [Name(text: text, offset: offset)]
    case .function(_, let operands): operands.flatMap(\.names)
    case .call(_, let arguments): arguments.flatMap(\.value.names)
    case .negation(let operand): operand.names
    case .operation(_, let left, let right): left.names + right.names
    }
  }
}

/// What is wrong with a part of an expression, and where.
public struct ExpressionFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// Characters of the text before the faulty part.
  public let offset: Int
  public let message: String

  public init(offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }

  /// For a text that stands in no file.
  public var description: String { "\(message) (character \(offset + 1))" }

  public static func notFinite(at offset: Int) -> ExpressionFault {
    ExpressionFault(offset: offset, "what starts here is not a finite number")
  }
}

extension Expression.Operator {
  fileprivate func callAsFunction(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .over: left / right
    case .power: right == 2 ? left * left : pow(left, right)
    }
  }
}

extension Expression.Function {
  fileprivate func callAsFunction(_ numbers: [Double]) -> Double {
    switch self {
    case .min: numbers.min() ?? .nan
    case .max: numbers.max() ?? .nan
    case .sqrt: numbers[0].squareRoot()
    case .floor: numbers[0].rounded(.down)
    case .abs: numbers[0].magnitude
    }
  }
}
