import TestSupport
import Testing

@testable import Tables

/// The text of an expression with every operation in parentheses.
private func shape(_ text: String, names: Expression.NameStyle = .path) throws -> String {
  func shape(_ expression: Expression) -> String {
    switch expression.node {
    case .number(let value): "\(value)"
    case .name(let name): name
    case .function(let function, let operands):
      "\(function.rawValue)[\(operands.map(shape).joined(separator: ", "))]"
    case .call(let name, let arguments):
      "\(name)("
        + arguments.map { ($0.label.map { "\($0)=" } ?? "") + shape($0.value) }
        .joined(separator: ", ") + ")"
    case .negation(let operand): "(-\(shape(operand)))"
    case .operation(let symbol, let left, let right):
      "(\(shape(left)) \(symbol.rawValue) \(shape(right)))"
    }
  }
  return shape(try Expression(parsing: text, names: names))
}

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("1 + 2 * 3", "(1.0 + (2.0 * 3.0))"),
    ("1 - 2 - 3", "((1.0 - 2.0) - 3.0)"),
    ("8 / 4 / 2", "((8.0 / 4.0) / 2.0)"),
    ("2^3^2", "(2.0 ^ (3.0 ^ 2.0))"),
    ("-2^2", "(-(2.0 ^ 2.0))"),
    ("2^-1", "(2.0 ^ (-1.0))"),
    ("2 * -3", "(2.0 * (-3.0))"),
    ("(1 + 2) * 3", "((1.0 + 2.0) * 3.0)"),
    ("1.5e-3*2", "(0.0015 * 2.0)"),
    ("model/llama-2-70b.layers / 2", "(model/llama-2-70b.layers / 2.0)"),
    ("a - b", "(a - b)"),
    ("a-b", "a-b"),
    ("f()", "f()"),
    ("f(x=1 + 2, y=tight) * g(1, 2)", "(f(x=(1.0 + 2.0), y=tight) * g(1.0, 2.0))"),
    ("min(1, x) + sqrt(2)", "(min[1.0, x] + sqrt[2.0])"),
    ("min + 1", "(min + 1.0)"),
  ])
  func binds(text: String, expected: String) throws {
    #expect(try shape(text) == expected)
  }

  @Test(arguments: [
    ("P/S-α", "((P / S) - α)"),
    ("2·L·h − 1", "(((2.0 * L) * h) - 1.0)"),
    ("√(v² + 4·k)/x'", "(sqrt[((v ^ 2.0) + (4.0 * k))] / x')"),
    ("√x²·y", "(sqrt[(x ^ 2.0)] * y)"),
    ("−x²", "(-(x ^ 2.0))"),
    ("(a + b)²", "((a + b) ^ 2.0)"),
    ("τ_KV·η_pub/b_mem_ref′", "((τ_KV * η_pub) / b_mem_ref′)"),
  ])
  func readsFormulasAsTheyArePrinted(text: String, expected: String) throws {
    #expect(try shape(text, names: .symbol) == expected)
  }

  @Test(arguments: [
    ("1 +", 3, "the end stands where a number or a name should"),
    ("1 2", 2, "the number 2.0 stands where an operator should"),
    ("f(1", 3, "the end stands where ')' should, for what opens at character 1"),
    ("(1 + 2", 6, "the end stands where ')' should, for what opens at character 1"),
    ("f(1,)", 4, "')' stands where a number or a name should"),
    ("a % b", 2, "'%' has no meaning here; write numbers, names, + - * / ^ ( ) and commas"),
    ("1 + 1.2.3", 4, "'1.2.3' is not a decimal number; write it like 0.27 or 2.039e12"),
    ("", 0, "the end stands where a number or a name should"),
    ("1)", 1, "')' stands where an operator should"),
    ("α·²", 2, "'²' stands where a number or a name should"),
    ("1 + sqrt(1, 2)", 4, "sqrt takes one number"),
    ("sqrt()", 0, "sqrt takes one number"),
    ("max()", 0, "max takes numbers"),
    ("min(1, x=2)", 7, "min takes numbers without names"),
  ])
  func complainsAtThePlace(text: String, offset: Int, message: String) {
    #expect(throws: ExpressionFault(offset: offset, message)) {
      try Expression(parsing: text, names: .path)
    }
  }

  @Test func namesAreThoseOfTheTextWithTheirPlaces() throws {
    let names = try Expression(parsing: "min(β, 2)·(α + f(x=γ)) − α", names: .symbol).names
    #expect(names.map(\.text) == ["β", "α", "γ", "α"])
    #expect(names.map(\.offset) == [4, 11, 19, 25])
  }

  /// What has no number leaves the whole without one; what is not finite is a fault of its place.
  @Test func valuesCanBeMissingButNotInfinite() throws {
    func value(_ text: String) throws -> Double? {
      try Expression(parsing: text, names: .symbol).value { part in
        switch part.node {
        case .name("a"): 3
        case .call("twice", let arguments): try arguments[0].value.value { _ in nil } ?? 7
        default: nil
        }
      }
    }
    #expect(try value("a² + twice(b)/7") == 10)
    #expect(try value("a + min(a, b)") == nil)
    #expect(try value("-b") == nil)
    for (text, offset) in [("1 + 1/0", 4), ("2·√(1 − 2)", 2), ("a + a/(a − a)", 4)] {
      #expect(throws: ExpressionFault.notFinite(at: offset)) { try value(text) }
    }
  }

  /// Random formulas, spelt in either way, come to what Python makes of them.
  @Test(.enabled(if: Python.isInstalled, "python3 is not installed"))
  func givesWhatPythonGives() throws {
    var random = SeededNumbers(seed: 7)
    let formulas = (0..<800).map { _ in Self.formula(&random, depth: 4) }
    let given = ["α": 0.3, "t0_ref": 12.5, "κ": -4.0, "N": 8.0]
    let lines = formulas.map { Python.Sheet.Line($0) }
    let expected = try #require(try Python.values(of: [.init(given: given, lines: lines)]).first)
    try #require(expected.count == formulas.count)
    // The comparison says something only if both kinds are there.
    #expect(expected.count { $0 == nil } > 10)
    #expect(expected.count { $0 != nil } > 400)
    for (formula, expected) in zip(formulas, expected) {
      let expression = try Expression(parsing: formula, names: .symbol)
      let value = try? expression.value { part in
        guard case .name(let name) = part.node else { return nil }
        return given[name]
      }
      guard let value, let expected else {
        #expect(value == nil && expected == nil, "\(formula)")
        continue
      }
      #expect(relativeDifference(value, expected) < 1e-9, "\(formula)")
    }
  }

  private static func formula(_ random: inout SeededNumbers, depth: Int) -> String {
    func operand() -> String { formula(&random, depth: depth - 1) }
    let leaves = ["α", "t0_ref", "κ", "N", "2", "0.5", "3.25", "1e-2", "0"]
    let choice = depth == 0 ? 0 : Int.random(in: 0..<12, using: &random)
    switch choice {
    case 1: return "\(operand()) + \(operand())"
    case 2: return "\(operand()) − \(operand())"
    case 3: return "\(operand())·\(operand())"
    case 4: return "\(operand())/\(operand())"
    case 5: return "(\(operand()) - \(operand()))*(\(operand()))"
    case 6: return "(\(operand()))²"
    case 7: return "√(\(operand()))"
    case 8: return "min(\(operand()), \(operand())) - max(\(operand()), \(operand()))"
    // No broken powers: where ours have no value Python's are complex.
    case 9: return "-(\(operand()))^\(["2", "-1", "3"].randomElement(using: &random) ?? "2")"
    case 10: return "abs(\(operand())) / floor(\(operand()))"
    default: return leaves.randomElement(using: &random) ?? "1"
    }
  }
}
