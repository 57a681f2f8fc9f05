import Evidence
import TestSupport
import Testing

@testable import Claims

private func number(_ quantity: String) throws -> Double? {
  let entry = try #require(try book([(quantity, "0,1,,exact,contradicted")]).entries.first)
  guard case .number(let number) = entry.computed else { return nil }
  return number
}

@Suite struct ClaimQuantityTests {
  @Test(
    arguments: [
      ("1 + 2 * 3^2", 19.0), ("-2^2", -4), ("2^-1", 0.5), ("7 - 2 - 1", 4), ("12 / 3 / 2", 2),
      ("min(3, 1, 2) + max(4, 5)", 6), ("sqrt(16) + floor(2.9) + abs(-1)", 7),
      ("model/llama-2-70b.layers / 2", 40), ("contract/tight.tpot_ms", 30),
      ("interconnect/hdr.bytes_per_s", 25e9), ("kv_bytes_per_token()", 327_680),
      ("kv_bytes_per_token(kv_bytes=1)", 163_840), ("price()", 6.155),
      ("contour_share(contract=tight, below=1e9)", 62.0 / 78),
      ("alpha_star(contract=standard) - alpha_star(tpot=50)", 0),
      ("envelope_flips()", 2), ("envelope_flips(rows=contract)", 2),
    ] as [(String, Double)])
  func computes(quantity: String, expected: Double) throws {
    let value = try #require(try number(quantity))
    #expect(relativeDifference(value, expected) <= 1e-12, "\(quantity)")
  }

  /// Where nothing takes part there is no envelope to speak of.
  @Test func anEnvelopeNeedsRows() throws {
    let lines = try Repository.text("anchors.csv").split(separator: "\n")
    let anchors = lines.filter { $0.hasPrefix("id,") || $0.hasPrefix("vllm-0.6.0-sharegpt,") }
    #expect(anchors.count == 2)
    let edition = try Repository.edition(anchors: anchors.joined(separator: "\n") + "\n")
    let entry = try #require(
      try book(
        lines: "\(rowStart(1))envelope_start()\",disaggregated,1,,exact,reproduced,\n",
        edition: edition
      ).entries.first)
    #expect(entry.computed == nil)
    #expect(entry.reason.contains("no row of anchors.csv takes part in the envelope"))
  }

  /// A result that overflows is a complaint about the row, and no number.
  @Test func whatOverflowsIsNamed() throws {
    let error = #expect(throws: IngestError.self) {
      try number("kv_bytes_per_token(kv_bytes=1e308)")
    }
    #expect(error?.description.contains("finite") == true, "\(error?.description ?? "")")
  }

  @Test func findingsHaveATitle() throws {
    let error = #expect(throws: IngestError.self) {
      try ClaimFinding.read(
        Array("title,sentence,reproduced,within_band,contradicted\n,It says,,,\n".utf8))
    }
    #expect(error?.description.hasPrefix("findings.csv:2") == true)
  }

  @Test func knowsTheIndependentVectors() throws {
    // Of the model's own test vectors: T = 50 ms, 900 GB/s, η = 0.5, S = 1365.8.
    let share = try #require(try number("alpha_star(contract=standard, bandwidth=900)"))
    #expect(relativeDifference(share, 0.655088430) <= 1e-8)
    // The crossover is where both cost the same.
    let chunked = try #require(try number("cost(architecture=chunked, alpha=\(share))"))
    let split = try #require(try number("cost(architecture=disaggregated, alpha=\(share))"))
    #expect(relativeDifference(chunked, split) <= 1e-9)
    let bandwidth = try #require(try number("bandwidth_star(alpha=\(share))"))
    #expect(relativeDifference(bandwidth, 900) <= 1e-6)
  }

  /// What is left of a cost without prefill, tax and slack, for pools in the exact ratio.
  @Test(arguments: ["chunked", "continuous", "disaggregated"])
  func decodeCostIsWhatAPassTakesBesidesPrefill(architecture: String) throws {
    let mix = "alpha=0.6, architecture=\(architecture)"
    let decode = try #require(try number("decode_cost(\(mix))"))
    let whole = try #require(try number("cost(\(mix), overlap=1)"))
    let prefill = try #require(try number("0.6 * 4 / prefill_rate()"))
    #expect(relativeDifference(decode + prefill, whole) <= 1e-12)
    #expect(decode > 0)
  }

  /// The rows that section 5.1 names begin with vLLM 0.6, which met no contract.
  @Test func rowsMayBeThoseOfTheOtherReading() throws {
    let entries = try book([
      ("envelope_start()", "disaggregated,1,,exact,reproduced"),
      ("envelope_start(rows=section-5.1)", "continuous,1,,exact,reproduced"),
      ("envelope_last_flip()", "chunked to disaggregated,1,,exact,reproduced"),
    ]).entries
    #expect(entries.filter { !$0.isExpected }.map(\.claim.id) == [])
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
    let start = rowStart(0).count + 1
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
      (
        "crossover_move(accelerator=A100, from=H100, contract=tight)", "lower,1,,exact,contradicted"
      ),
      ("crossover_move(from=H100)", "same,1,,exact,reproduced"),
      ("crossover_move(accelerator=H200, from=H100)", "higher,1,,exact,reproduced"),
      ("bandwidth_star(alpha=0.2)", ">900,GB/s,,bound,reproduced"),
      ("bandwidth_star(alpha=0.2)", "25..900,GB/s,,range,contradicted"),
    ])
    #expect(
      book.entries.map(\.computed) == [
        .word("lower"), .word("colocation everywhere"), .word("disaggregation everywhere"),
        .word("same"), .word("higher"), .unbounded, .unbounded,
      ])
    #expect(book.entries.filter { !$0.isExpected }.map(\.claim.id) == [])
  }

  @Test func complainsOfAnUnknownParameterWithTheKnownOnes() throws {
    let error = #expect(throws: IngestError.self) {
      try book([("alpha_star(contrac=tight)", "0,1,,exact,contradicted")])
    }
    let column = rowStart(0).count + "alpha_star(".count + 1
    #expect(
      error?.description.hasPrefix("claims.csv:2:\(column): quantity: 'contrac' is not one")
        == true)
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
