import Tables
import Testing

@testable import Evidence

/// The text of an expression with every operation in parentheses.
private func shape(_ text: String) throws -> String {
  func shape(_ expression: ClaimExpression) -> String {
    switch expression.node {
    case .number(let value): "\(value)"
    case .name(let name): name
    case .call(let name, let arguments):
      "\(name)("
        + arguments.map { ($0.label.map { "\($0)=" } ?? "") + shape($0.value) }
        .joined(separator: ", ") + ")"
    case .negation(let operand): "(-\(shape(operand)))"
    case .operation(let symbol, let left, let right):
      "(\(shape(left)) \(symbol.rawValue) \(shape(right)))"
    }
  }
  return shape(try ClaimExpression(parsing: text))
}

@Suite struct ClaimExpressionTests {
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
  ])
  func binds(text: String, expected: String) throws {
    #expect(try shape(text) == expected)
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
  ])
  func complainsAtThePlace(text: String, offset: Int, message: String) {
    #expect(throws: ExpressionFault(offset: offset, message)) {
      try ClaimExpression(parsing: text)
    }
  }
}

@Suite struct PrintedValueTests {
  @Test func readsEachForm() {
    #expect(PrintedValue("true") == .truth(true))
    #expect(PrintedValue(">0.95") == .bound(.above, 0.95))
    #expect(PrintedValue("<=5") == .bound(.atMost, 5))
    #expect(PrintedValue("50..60") == .range(50, 60))
    #expect(PrintedValue("60..50") == .word("60..50"))
    #expect(PrintedValue("chunked") == .word("chunked"))
    guard case .number(let value, _) = PrintedValue("-0.20") else {
      Issue.record("not a number")
      return
    }
    #expect(value == -0.2)
  }

  @Test(arguments: [
    ("1.31", 0.005), ("26", 0.5), ("0.20", 0.005), ("1150", 5), ("140", 5), ("100", 50),
    ("20", 5), ("9.0", 0.05), ("0", 0.5), ("1e3", 500), ("327680", 5),
  ])
  func roundingIsHalfAUnitOfTheLastDigit(text: String, expected: Double) {
    guard case .number(_, let digits) = PrintedValue(text) else {
      Issue.record("not a number")
      return
    }
    #expect(digits.halfUnit == expected)
  }
}

@Suite struct ClaimTableTests {
  private static let header =
    "id,section,statement,kind,quantity,printed,unit,tolerance,tolerance_basis,expected_verdict,note\n"
  private static let good =
    "one,paper 4.3,Says this,arithmetic,1 + 2,3,GB,0.5,rounding,reproduced,“It says so” Because.\n"

  private func read(_ rows: String) -> (claims: [Claim], complaints: [String]) {
    var complaints: [Complaint] = []
    let claims = ClaimTable.read(
      Array((Self.header + rows).utf8), file: "claims.csv", complaints: &complaints)
    return (claims, complaints.sorted().map(\.description))
  }

  @Test func readsARow() throws {
    let (claims, complaints) = read(Self.good)
    #expect(complaints == [])
    let claim = try #require(claims.first)
    #expect((claim.document, claim.section) == (.paper, "4.3"))
    #expect((claim.quotation, claim.reason) == ("It says so", "Because."))
    #expect((claim.tolerance, claim.toleranceBasis) == (0.5, .rounding))
  }

  @Test(arguments: [
    Spoiling(
      "paper 4.3", "papre 4.3",
      "2:5: section: 'papre' is not one of paper, book, review, audit, post; "
        + "did you mean 'paper'?"),
    Spoiling(
      "paper 4.3", "paper", "2:5: section: 'paper' names no section; write it like 'paper 4.3'"),
    Spoiling(
      "1 + 2", "1 + (2",
      "2:42: quantity: the end stands where ')' should, for what opens at character 5"),
    Spoiling(
      "1 + 2", "\"max(1, 2\"",
      "2:45: quantity: the end stands where ')' should, for what opens at character 1"),
    Spoiling(
      "0.5,", "0.05,", "2:47: tolerance: half a unit of the last printed digit is 0.5, not 0.05"),
    Spoiling(
      "3,GB,0.5,rounding", "100,GB,0.5,rounding",
      "2:49: tolerance: half a unit of the last printed digit is 50.0, not 0.5"),
    Spoiling(
      "3,GB,0.5,rounding", "3.5,GB,,exact",
      "2:42: printed: '3.5' is not a whole number, a truth or a word, which the basis exact is for"
    ),
    Spoiling("0.5,", ",", "2:47: tolerance: the cell is empty; write a number greater than 0"),
    Spoiling("rounding", "exact", "2:47: tolerance: the basis exact has none; empty the cell"),
    Spoiling(
      "3,GB,0.5,rounding", ">3,GB,,rounding",
      "2:42: printed: '>3' is not a number, which the basis rounding is for"),
    Spoiling(
      "1 + 2", "source",
      "2:36: quantity: only a row of kind source takes its verdict from the row; "
        + "write an expression or 'none'"),
    Spoiling(
      "0.5,rounding", ",none",
      "2:48: tolerance_basis: a computed row needs a basis; "
        + "write rounding, stated, exact, bound or range"),
    Spoiling(
      "1 + 2", "none", "2:50: tolerance_basis: nothing is compared in this row; write none"),
    Spoiling(
      "reproduced", "repoduced",
      "2:60: expected_verdict: 'repoduced' is not one of reproduced, within band, contradicted, "
        + "not checkable; did you mean 'reproduced'?"),
  ])
  func complains(of spoiling: Spoiling) throws {
    let (claims, complaints) = read(try Self.good.replacing(spoiling.old, by: spoiling.new))
    #expect(complaints == ["claims.csv:" + spoiling.complaint])
    #expect(claims.isEmpty)
  }

  @Test func complainsOfEveryRowAtOnce() {
    let second = Self.good.replacing("1 + 2", with: "1 +")
    let (_, complaints) = read(Self.good + Self.good + second.replacing("one", with: "two"))
    #expect(
      complaints == [
        "claims.csv:3:1: id: 'one' is the id of line 2 too; rename one",
        "claims.csv:4:39: quantity: the end stands where a number or a name should",
      ])
  }
}
