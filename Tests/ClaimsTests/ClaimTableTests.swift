import Tables
import Testing

@testable import Claims

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
    ("1.31", 0.005), ("26", 0.5), ("0.20", 0.005), ("1150", 0.5), ("100", 0.5), ("9.0", 0.05),
    ("0", 0.5), ("1e3", 500), ("2.5e3", 50),
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
  private static let good =
    "one,one,paper 4.3,Says this,model,as-stated,1 + 2,3,GB,0.5,rounding,reproduced,"
    + "“It says so” Because.\n"

  private func read(_ rows: String) -> (claims: [Claim], complaints: [String]) {
    var complaints: [Complaint] = []
    let claims = ClaimTable.read(
      Array((header + rows).utf8), file: "claims.csv", complaints: &complaints)
    return (claims, complaints.sorted().map(\.description))
  }

  @Test func readsARow() throws {
    let (claims, complaints) = read(Self.good)
    #expect(complaints == [])
    let claim = try #require(claims.first)
    #expect((claim.sentence, claim.scope) == ("one", .asStated))
    #expect((claim.document, claim.section) == (.paper, "4.3"))
    #expect((claim.quotation, claim.reason) == ("It says so", "Because."))
    #expect((claim.tolerance, claim.toleranceBasis) == (0.5, .rounding))
  }

  @Test(arguments: [
    (
      "paper 4.3", "papre 4.3",
      "2:9: section: 'papre' is not one of paper, book, review, audit, post; "
        + "did you mean 'paper'?"
    ),
    (
      "paper 4.3", "paper", "2:9: section: 'paper' names no section; write it like 'paper 4.3'"
    ),
    (
      "1 + 2", "1 + (2",
      "2:51: quantity: the end stands where ')' should, for what opens at character 5"
    ),
    (
      "1 + 2", "\"max(1, 2\"",
      "2:54: quantity: the end stands where ')' should, for what opens at character 1"
    ),
    (
      "0.5,", "0.05,", "2:56: tolerance: half a unit of the last printed digit is 0.5, not 0.05"
    ),
    (
      "3,GB,0.5,rounding", "100,GB,5,rounding",
      "2:58: tolerance: half a unit of the last printed digit is 0.5, not 5.0"
    ),
    (
      "3,GB,0.5,rounding", "3.5,GB,,exact",
      "2:51: printed: '3.5' is not a whole number, a truth or a word, which the basis exact is for"
    ),
    ("0.5,", ",", "2:56: tolerance: the cell is empty; write a number greater than 0"),
    ("rounding", "exact", "2:56: tolerance: the basis exact has none; empty the cell"),
    (
      "3,GB,0.5,rounding", ">3,GB,,rounding",
      "2:51: printed: '>3' is not a number, which the basis rounding is for"
    ),
    (
      "1 + 2", "source",
      "2:45: quantity: only a row of kind source takes its verdict from the row; "
        + "write an expression or 'none'"
    ),
    (
      "0.5,rounding", ",none",
      "2:57: tolerance_basis: a computed row needs a basis; "
        + "write rounding, approximate, stated, exact, bound or range"
    ),
    (
      "3,GB,0.5,rounding", "3,GB,0.31,approximate",
      "2:56: tolerance: an approximate number is within a tenth of it, 0.3, not 0.31"
    ),
    (
      "model,as-stated,1 + 2,3,GB,0.5,rounding", "arithmetic,as-stated,1 + 2,3,GB,0.3,approximate",
      "2:56: printed: '3' is not a number of a model, shape or source row, which the basis "
        + "approximate is for"
    ),
    (
      "as-stated", "asstated",
      "2:35: scope: 'asstated' is not one of as-stated, variation; did you mean 'as-stated'?"
    ),
    (
      "model,as-stated,1 + 2,3,GB,0.5,rounding", "source,as-stated,7 / 2,3,GB,,none",
      "2:58: tolerance_basis: a computed row needs a basis; "
        + "write rounding, approximate, stated, exact, bound or range"
    ),
    (
      "model,as-stated,1 + 2,", "source,as-stated,7 / 2 + 0.1,",
      "2:76: expected_verdict: '7 / 2 + 0.1' beside '3' is contradicted, not reproduced"
    ),
    (
      "1 + 2", "none", "2:59: tolerance_basis: nothing is compared in this row; write none"
    ),
    (
      "reproduced", "repoduced",
      "2:69: expected_verdict: 'repoduced' is not one of reproduced, within band, contradicted, "
        + "not checkable; did you mean 'reproduced'?"
    ),
  ])
  func complainsOfARow(where old: String, isNow new: String, complaint: String) throws {
    try #require(Self.good.ranges(of: old).count == 1)
    let (claims, complaints) = read(Self.good.replacing(old, with: new))
    #expect(complaints == ["claims.csv:" + complaint])
    #expect(claims.isEmpty)
  }

  @Test func complainsOfEveryRowAtOnce() {
    let second = Self.good.replacing("1 + 2", with: "1 +")
    let (_, complaints) = read(Self.good + Self.good + second.replacing("one", with: "two"))
    #expect(
      complaints == [
        "claims.csv:3:1: id: 'one' is the id of line 2 too; rename one",
        "claims.csv:4:48: quantity: the end stands where a number or a name should",
      ])
  }

  @Test func aSentenceStandsInOneSection() {
    let second = Self.good.replacing("one,one,paper 4.3", with: "two,one,paper 4.4")
    #expect(
      read(Self.good + second).complaints == [
        "claims.csv:3:9: section: the sentence 'one' stands in 'paper 4.3' by line 2"
      ])
    #expect(read(Self.good + second.replacing("4.4", with: "4.3")).complaints == [])
  }
}
