import Evidence
import Foundation
import Tables
import Testing

@testable import Frontier

/// The repository's own evidence.
private enum Repository {
  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: name)))
  }

  static func dataset(setting assignments: [String] = []) throws -> Dataset {
    let dataset = try Dataset.load(
      anchors: ("anchors.csv", bytes("anchors.csv")),
      calibration: ("calibration.csv", bytes("calibration.csv")))
    return Dataset(
      anchors: dataset.anchors,
      calibration: try assignments.reduce(dataset.calibration) { try $0.setting($1) })
  }

  static func book(setting assignments: [String] = [], pin: Pin = .paper) throws -> ClaimBook {
    try ClaimBook(
      claims: ("claims.csv", bytes("claims.csv")), dataset: dataset(setting: assignments), pin: pin)
  }
}

private let header =
  "id,section,statement,kind,quantity,printed,unit,tolerance,tolerance_basis,expected_verdict,note\n"

/// A file of one row per quantity; the first row's quantity starts at column 29.
private func book(_ rows: [(quantity: String, rest: String)]) throws -> ClaimBook {
  let lines = rows.enumerated().map { index, row in
    "a\(index),paper 1,It says,arithmetic,\"\(row.quantity)\",\(row.rest),\n"
  }
  return try ClaimBook(
    claims: ("claims.csv", Array((header + lines.joined()).utf8)), dataset: Repository.dataset())
}

private func number(_ quantity: String) throws -> Double? {
  let entry = try #require(try book([(quantity, "0,1,,exact,contradicted")]).entries.first)
  guard case .number(let number) = entry.computed else { return nil }
  return number
}

private func isClose(_ left: Double, _ right: Double, relative: Double = 1e-12) -> Bool {
  abs(left - right) <= relative * abs(right)
}

@Suite struct ClaimQuantityTests {
  @Test(arguments: [
    ("1 + 2 * 3^2", 19.0), ("-2^2", -4), ("2^-1", 0.5), ("7 - 2 - 1", 4), ("12 / 3 / 2", 2),
    ("min(3, 1, 2) + max(4, 5)", 6), ("sqrt(16) + floor(2.9) + abs(-1)", 7),
    ("model/llama-2-70b.layers / 2", 40), ("contract/tight.tpot_ms", 30),
    ("interconnect/hdr.bytes_per_s", 25e9), ("kv_bytes_per_token()", 327_680),
    ("kv_bytes_per_token(kv_bytes=1)", 163_840), ("price()", 6.155),
    ("contour_share(contract=tight, below=150)", 1),
  ])
  func computes(quantity: String, expected: Double) throws {
    let value = try #require(try number(quantity))
    #expect(isClose(value, expected), "\(quantity)")
  }

  @Test func knowsTheIndependentVectors() throws {
    // Of the model's own test vectors: T = 50 ms, 900 GB/s, η = 0.5, S = 1365.8.
    let share = try #require(try number("alpha_star(contract=standard, bandwidth=900)"))
    #expect(isClose(share, 0.442715426, relative: 1e-8))
    // The crossover is where both cost the same.
    let chunked = try #require(try number("cost(architecture=chunked, alpha=\(share))"))
    let split = try #require(try number("cost(architecture=disaggregated, alpha=\(share))"))
    #expect(isClose(chunked, split, relative: 1e-9))
    let bandwidth = try #require(try number("bandwidth_star(alpha=\(share))"))
    #expect(isClose(bandwidth, 900, relative: 1e-6))
  }

  @Test func infeasibleIsAValueOfItsOwn() throws {
    let book = try book([
      ("1 + cost(architecture=chunked, alpha=0.9999)", "1,1,,exact,contradicted")
    ])
    #expect(book.entries.map(\.computed) == [.infeasible])
    #expect(book.entries.map(\.verdict) == [.contradicted])
    #expect(book.entries[0].reason == "No batch meets the contract there.")
  }

  @Test(arguments: [
    (
      "1 + alfa_star()", 4,
      "'alfa_star' is not a quantity that is known here; did you mean 'alpha_star'?"
    ),
    (
      "model/llama-2-70b.layer", 0,
      "model/llama-2-70b has no parameter 'layer'; did you mean 'layers'?"
    ),
    (
      "model/lama-2-70b.layers", 0,
      "the calibration has no 'model/lama-2-70b'; did you mean 'model/llama-2-70b'?"
    ),
    (
      "alpha_star(contract=tigth)", 20,
      "'tigth' is not one of tight, standard, relaxed; did you mean 'tight'?"
    ),
    ("alpha_star(contract=1 + 2)", 20, "'a number' is not one of tight, standard, relaxed"),
    ("alpha_star(900)", 11, "alpha_star takes its arguments by name, like model=…"),
    ("cost(architecture=chunked, alpha=0.1, alpha=0.2)", 0, "cost is given 'alpha' twice"),
    ("alpha_star(prompt=10)", 0, "prompt=… needs output=… beside it"),
    ("1 + alpha_star(output=10)", 4, "output=… needs prompt=… beside it"),
    (
      "alpha_star(prompt=10, output=5, workload=sharegpt4)", 0,
      "workload=… and prompt=… both say what the mix is; leave one out"
    ),
    ("alpha_star(bandwidth=-5)", 21, "bandwidth has to be greater than 0"),
    ("alpha_star(bandwidth=2 - 2)", 21, "bandwidth has to be greater than 0"),
    ("1 + alpha_star(tokens=-5)", 22, "tokens has to be greater than 0"),
    ("cost(architecture=chunked, alpha=1.5)", 33, "alpha has to be between 0 and 1, both excluded"),
    ("prefill_rate(accelerators=0)", 26, "accelerators has to be a whole number of at least 1"),
    ("prefill_rate(accelerators=1.5)", 26, "accelerators has to be a whole number of at least 1"),
    ("alpha_star(overlap=2)", 19, "overlap has to be from 0 to 1"),
    ("1 + 1 / 0", 4, "what starts here is not a finite number"),
    ("0 / 0", 0, "what starts here is not a finite number"),
    ("2 * sqrt(-1)", 4, "what starts here is not a finite number"),
    ("1 + bandwidth_star(alpha=0.2)", 4, "bandwidth_star is no number here"),
    (
      "anchor_bandwidth(anchor=sarathi-sharegpt4)", 0, "sarathi-sharegpt4 transfers over no link"
    ),
    ("cost()", 0, "cost needs architecture=…"),
    ("sqrt(1, 2)", 0, "sqrt takes one number"),
    ("min(x=1)", 4, "min takes numbers without names"),
    ("max()", 0, "max takes numbers"),
    ("1 + winner()", 4, "this is not a number; only a whole quantity may be one"),
    (
      "rate/AWS/H100.usd_per_hour", 0,
      "a price depends on the pin; write price(accelerator=…)"
    ),
    ("transfer.regime", 0, "transfer.regime is the word 'blocking', not a number"),
  ])
  func complainsOfNamesAtTheirPlace(quantity: String, offset: Int, message: String) throws {
    let error = #expect(throws: IngestError.self) {
      try book([(quantity, "0,1,,exact,contradicted")])
    }
    // After the opening quote of the cell.
    let start = "a0,paper 1,It says,arithmetic,\"".count + 1
    #expect(
      error?.description == "claims.csv:2:\(start + offset): quantity: \(message)")
  }

  /// Where there is no crossover its clipped α* is no shift, and B* no number.
  @Test func saysWhereThereIsNoCrossover() throws {
    let book = try book([
      ("crossover_move(accelerator=A100, from=H100)", "higher,1,,exact,contradicted"),
      (
        "crossover_move(accelerator=H200, from=H100, contract=relaxed, bandwidth=25)",
        "lower,1,,exact,contradicted"
      ),
      ("crossover_move(from=H100)", "same,1,,exact,reproduced"),
      ("crossover_move(accelerator=H200, from=H100)", "lower,1,,exact,reproduced"),
      ("bandwidth_star(alpha=0.2)", ">900,GB/s,,bound,reproduced"),
      ("bandwidth_star(alpha=0.2)", "25..900,GB/s,,range,contradicted"),
    ])
    #expect(
      book.entries.map(\.computed) == [
        .word("disaggregation everywhere"), .word("colocation everywhere"), .word("same"),
        .word("lower"), .unbounded, .unbounded,
      ])
    #expect(book.entries.filter { !$0.isExpected }.map(\.claim.id) == [])
  }

  @Test func complainsOfAnUnknownParameterWithTheKnownOnes() throws {
    let error = #expect(throws: IngestError.self) {
      try book([("alpha_star(contrac=tight)", "0,1,,exact,contradicted")])
    }
    #expect(error?.description.hasPrefix("claims.csv:2:43: quantity: 'contrac' is not one") == true)
    #expect(error?.description.hasSuffix("did you mean 'contract'?") == true)
  }

  @Test func complainsOfAllRowsAtOnceAndOfWhatCannotBeCompared() throws {
    let error = #expect(throws: IngestError.self) {
      try book([
        ("alfa_star()", "0,1,,exact,contradicted"), ("winner()", "chunkd,1,,exact,contradicted"),
        ("winner()", "true,1,,exact,contradicted"), ("1", "true,1,,exact,contradicted"),
        ("tau_star() + beta", "0,1,,exact,contradicted"),
      ])
    }
    #expect(error?.complaints.map(\.line) == [2, 3, 4, 5, 6, 6])
    #expect(
      error?.complaints[1].message
        == "'chunkd' is not one of chunked, disaggregated; did you mean 'chunked'?")
    #expect(
      error?.complaints[3].message
        == "'true' is not a number, a bound or a range, which the quantity is")
  }
}

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
    ("134", "100,1,50,rounding", .reproduced), ("151", "100,1,50,rounding", .contradicted),
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

  @Test func sourceRowsKeepTheirVerdictAndShowWhatWasFound() throws {
    let row = "a,paper 1,It says,source,36 / 10,5.6,×,,none,contradicted,“so” Not so.\n"
    let book = try ClaimBook(
      claims: ("claims.csv", Array((header + row).utf8)), dataset: Repository.dataset())
    #expect(book.entries.map(\.verdict) == [.contradicted])
    #expect(book.entries.map(\.computed) == [.number(3.6)])
    #expect(book.entries[0].reason == "Not so.")
  }

  @Test func aReasonHoldsOnlyWhileItsVerdictDoes() throws {
    let row = "a,paper 1,It says,arithmetic,4,5,1,0.5,rounding,reproduced,It rounds.\n"
    let book = try ClaimBook(
      claims: ("claims.csv", Array((header + row).utf8)), dataset: Repository.dataset())
    #expect(book.entries[0].reason == "20.0 % below the printed number.")
    #expect(!book.entries[0].isExpected)
  }
}

/// The statements on record.
@Suite struct ClaimsOnRecordTests {
  @Test func noVerdictDiffersFromTheOneOnRecord() throws {
    let others = try Repository.book().entries.filter { !$0.isExpected }
    #expect(others.map(\.claim.id) == [])
  }

  @Test func everyKindAndVerdictAndDocumentIsThere() throws {
    let entries = try Repository.book().entries
    #expect(entries.count == 319)
    #expect(Set(entries.map(\.claim.kind)) == Set(Claim.Kind.allCases))
    #expect(Set(entries.map(\.verdict)) == Set(Claim.Verdict.allCases))
    #expect(Set(entries.map(\.claim.document)) == Set(Claim.Document.allCases))
  }

  @Test func everyDisputedStatementHasItsReason() throws {
    let silent = try Repository.book().entries.filter {
      $0.verdict != .reproduced && $0.reason.isEmpty
    }
    #expect(silent.map(\.claim.id) == [])
  }

  @Test func everyFindingHoldsAndKeepsItsSentenceOnlyWhileItDoes() throws {
    let entries = try Repository.book().entries
    for finding in ClaimFinding.all {
      for row in finding.verdicts {
        #expect(entries.first { $0.claim.id == row.id }?.verdict == row.verdict, "\(row.id)")
        let others = entries.filter { $0.claim.id != row.id }
        #expect(finding.text(among: entries) != finding.text(among: others))
        #expect(finding.text(among: others).contains("`\(row.id)` is not among the rows"))
      }
    }
  }

  @Test func everyNamedQuantityIsUsed() throws {
    let quantities = try Repository.book().entries.map(\.claim.quantityText).joined(separator: " ")
    for quantity in ClaimBook.quantities {
      #expect(quantities.contains("\(quantity.name)("), "\(quantity.name)")
    }
  }

  /// A change of data that flips a verdict is noticed.
  @Test(arguments: [
    ("model/llama-2-70b.layers=78", "kv-bytes-per-token", Claim.Verdict.contradicted),
    ("accelerator/H100.prefill_mfu=0.60", "crossover-500-50", .contradicted),
    ("accelerator/H100.hbm_bytes_per_s=3.0e12", "hbm-h100", .contradicted),
    ("transfer.regime=amortized", "eta-band-every-slice", .reproduced),
  ])
  func aSettingFlipsAVerdict(assignment: String, id: String, verdict: Claim.Verdict) throws {
    let entry = try #require(try Repository.book(setting: [assignment])[id])
    #expect(entry.verdict == verdict)
    #expect(!entry.isExpected)
  }

  /// The price cancels out of every statement; only where there is none can some not be computed.
  @Test func thePinDoesNotMatter() throws {
    let aws = try Repository.book(pin: Pin(parsing: "AWS@2026-06-01"))
    #expect(aws.entries.filter { !$0.isExpected }.map(\.claim.id) == [])
    let nebius = try Repository.book(pin: Pin(parsing: "Nebius@2026-06-01"))
    let entry = try #require(nebius["envelope-below-flip-a100"])
    #expect(entry.verdict == .notCheckable)
    #expect(entry.reason.hasPrefix("Not computed: Nebius has no price for 'A100'"))
    #expect(nebius["envelope-below-flip-h100"]?.isExpected == true)
  }
}
