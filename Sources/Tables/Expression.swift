/// How a quantity is computed: numbers, names and calls joined by operators.
public struct ClaimExpression: Equatable, Sendable {
  public indirect enum Node: Equatable, Sendable {
    case number(Double)
    /// A constant like `accelerator/H100.hbm_bytes_per_s`, or a word where a call takes one.
    case name(String)
    case call(String, [Argument])
    case negation(ClaimExpression)
    case operation(Operator, ClaimExpression, ClaimExpression)
  }

  public enum Operator: String, Equatable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
  }

  /// `value`, or `label=value`.
  public struct Argument: Equatable, Sendable {
    public let label: String?
    public let value: ClaimExpression
    /// Where the argument starts.
    public let offset: Int
  }

  public let node: Node
  /// Characters of the text before this part of it.
  public let offset: Int
}

/// What is wrong with a part of an expression, and where.
public struct ExpressionFault: Error, Equatable, Sendable {
  /// Characters of the text before the faulty part.
  public let offset: Int
  public let message: String

  public init(offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
}
