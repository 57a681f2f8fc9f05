import Evidence
import Frontier
import Testing

@testable import Claims

@Suite struct ClaimVerdictTests {
  @Test(arguments: [
    // Edges are inside.
    ("12.5", "12,1,0.5,rounding", Claim.Verdict.reproduced),
    ("12.51", "12,1,0.5,rounding", .contradicted),
    ("0.1 * 30", "3,1,,exact", .reproduced),
    ("3", "4,1,,exact", .contradicted),
    // A stated band: the rounding of the printed digits, then the band, then neither.
    ("0.454", "0.45,1,0.05,stated", .reproduced),
    ("0.456", "0.45,1,0.05,stated", .withinBand),
    ("0.40", "0.45,1,0.05,stated", .withinBand),
    ("0.39", "0.45,1,0.05,stated", .contradicted),
    ("0.95", ">0.95,1,,bound", .contradicted), ("0.951", ">0.95,1,,bound", .reproduced),
    ("0.95", ">=0.95,1,,bound", .reproduced), ("0.05", "<=0.05,1,,bound", .reproduced),
    ("0.05", "<0.05,1,,bound", .contradicted), ("0.051", "<=0.05,1,,bound", .contradicted),
    ("50", "50..60,1,,range", .reproduced), ("61", "50..60,1,,range", .contradicted),
    // Filling zeros count as digits.
    ("100.5", "100,1,0.5,rounding", .reproduced), ("101", "100,1,0.5,rounding", .contradicted),
    ("110", "100,1,10,approximate", .reproduced), ("111", "100,1,10,approximate", .contradicted),
    ("1.43", "1.45,1,0.025,approximate", .reproduced),
    ("1.42", "1.45,1,0.025,approximate", .contradicted),
    ("winner(alpha=0.97)", "disaggregated,1,,exact", .reproduced),
    ("winner(alpha=0.97)", "chunked,1,,exact", .contradicted),
    ("transfer_tax_is_monotone()", "true,1,,exact", .reproduced),
    ("transfer_tax_is_monotone()", "false,1,,exact", .contradicted),
    ("none", "5,1,,none", .notCheckable),
  ])
  func judges(quantity: String, rest: String, verdict: Claim.Verdict) throws {
    let book = try book([(quantity, rest + ",reproduced")])
    #expect(book.entries.map(\.verdict) == [verdict])
  }

  /// A verdict found by reading stands; one with a number to it is computed.
  @Test func aSourceWithANumberIsComparedAndOneWithoutIsNot() throws {
    let book = try book(
      lines: """
        a,a,paper 1,It says,source,as-stated,source,5.6,×,,none,contradicted,“so” Not so.
        b,b,paper 1,It says,source,as-stated,36 / 10,5.6,×,0.05,rounding,contradicted,
        c,c,paper 1,It says,source,as-stated,model/opt-66b.layers,64,1,0.5,rounding,contradicted,
        d,d,paper 1,It says,source,as-stated,price(),unstated,USD/h,,none,not checkable,

        """)
    #expect(
      book.entries.map(\.verdict) == [.contradicted, .contradicted, .reproduced, .notCheckable])
    #expect(book.entries.map(\.isExpected) == [true, true, false, true])
    #expect(
      book.entries.map(\.computed) == [nil, .number(3.6), .number(64), .number(6.155)])
    #expect(book.entries[0].reason == "Not so.")
  }

  @Test func aReasonHoldsOnlyWhileItsVerdictDoes() throws {
    let row = "a,a,paper 1,It says,arithmetic,as-stated,4,5,1,0.5,rounding,reproduced,It rounds.\n"
    let book = try book(lines: row)
    #expect(book.entries[0].reason == "20.0 % below the printed number.")
    #expect(!book.entries[0].isExpected)
  }
}

@Suite struct ClaimChangeTests {
  /// A verdict that is another is a flip; statements that one book lacks come or go.
  @Test func changesBetweenTwoBooksAreThoseOfTheirVerdicts() throws {
    func row(_ id: String, _ quantity: String) -> String {
      "\(id),\(id),paper 1,It says,arithmetic,as-stated,\(quantity),5,1,0.5,rounding,reproduced,\n"
    }
    let before = try book(lines: row("kept", "5") + row("turned", "5") + row("gone", "5"))
    let after = try book(lines: row("turned", "6") + row("kept", "5.1") + row("new", "5"))
    let changes = before.changes(to: after)
    #expect(changes.map(\.id) == ["gone", "kept", "new", "turned"])
    #expect(changes.map(\.category) == [.removed, .unchanged, .added, .flipped])
    #expect(changes.allSatisfy { $0.kind == .claim })
    #expect(changes.last?.to == .word("contradicted"))
  }

  /// Statements about what other evidence lacks are faults, or not checkable there.
  @Test func gapsAreFaultsUnlessAllowed() throws {
    let rows = [
      ("accelerator/X900.hbm_bytes", "0,1,,exact,contradicted"), ("0", "0,1,,exact,reproduced"),
      ("alpha_star(overlap=2)", "0,1,,exact,contradicted"),
    ]
    #expect(throws: (any Error).self) { try book(rows) }
    let entries = try book(rows, allowingGaps: true).entries
    #expect(entries.map(\.lacksEvidence) == [true, false, true])
    #expect(entries.map(\.verdict) == [.notCheckable, .reproduced, .notCheckable])
    #expect(entries[0].reason.hasPrefix("the calibration has no 'accelerator/X900'"))
  }

  /// A row of anchors.csv that is not there is no fault; a misspelt parameter is.
  @Test func aMissingAnchorMakesARowNotCheckable() throws {
    let gone = "anchor_prefill_share(anchor=sarathi-yi)"
    let entries = try book([
      ("1 + \(gone)", "0,1,,exact,contradicted"), ("0", "0,1,,exact,reproduced"),
    ]).entries
    #expect(entries.map(\.lacksEvidence) == [true, false])
    #expect(entries.map(\.verdict) == [.notCheckable, .reproduced])
    #expect(entries[0].reason.hasPrefix("'sarathi-yi' is not one of "))
    #expect(throws: IngestError.self) {
      try book([(gone.replacing("(anchor", with: "(ancor"), "0,1,,exact,contradicted")])
    }
  }
}
