import Foundation
import Testing

private let evidence = ["anchors.csv", "calibration.csv", "claims.csv"]

@Suite struct ClaimsTests {
  /// Record with `frontier claims --support --format markdown > docs/claims.md`.
  @Test func thePageIsWhatTheProgramPrints() throws {
    let page = try String(
      contentsOf: Frontier.repository.appending(path: "docs/claims.md"), encoding: .utf8)
    #expect(try Frontier.run(["claims", "--support", "--format", "markdown"]).output == page)
  }

  @Test func strictIsFineWithTheFilesAsTheyAre() throws {
    let outcome = try Frontier.run(["claims", "--strict"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }

  @Test func strictNamesEachVerdictThatFlipped() throws {
    let change = ["claims", "--set", "model/llama-2-70b.kv_heads=4", "--kind", "arithmetic"]
    #expect(try Frontier.run(change).status == 0)
    let outcome = try Frontier.run(change + ["--strict"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("kv-bytes-per-token"))
    #expect(
      outcome.errorLines.first
        == "claims.csv: kv-bytes-per-token: contradicted, where reproduced is expected "
        + "(printed 327680 B, computed 163840 B)")
    #expect(outcome.errorLines.allSatisfy { $0.contains(" is expected ") })
  }

  @Test func jsonHasEveryStatementWithItsKeys() throws {
    let outcome = try Frontier.run(["claims", "--format", "json"])
    let records = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    let rows =
      try String(
        contentsOf: Frontier.repository.appending(path: "claims.csv"), encoding: .utf8
      ).split(separator: "\n").filter { !$0.hasPrefix("#") }.count - 1
    #expect(records.count == rows)
    let keys: Set = [
      "id", "sentence", "document", "section", "statement", "kind", "scope", "quantity", "printed",
      "unit", "tolerance_basis", "verdict", "expected_verdict", "sentence_verdict", "reason",
    ]
    #expect(records.allSatisfy { keys.isSubset(of: $0.keys) })
    let crossover = try #require(records.first { $0["id"] as? String == "crossover-500-50" })
    #expect(crossover["printed"] as? Double == 0.45)
    #expect(crossover["tolerance"] as? Double == 0.05)
    #expect(crossover["computed"] as? Double == 0.65508843)
    #expect(crossover["verdict"] as? String == "contradicted")
    #expect(crossover["scope"] as? String == "variation")
  }

  @Test func textFitsATerminalAndBeginsWithTheTotals() throws {
    let outcome = try Frontier.run(["claims"])
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.count > 100 } == [])
    #expect(lines.first?.hasPrefix("sentences ") == true)
    let totals = try #require(lines.first { $0.hasPrefix("all ") }).split(separator: " ")
    let counts = totals.dropFirst().compactMap { Int($0) }
    #expect(counts.count == 5 && counts.dropLast().reduce(0, +) == counts.last)
  }

  @Test func documentAndVerdictChooseSentences() throws {
    let outcome = try Frontier.run([
      "claims", "--document", "book", "--verdict", "depends", "--format", "csv",
    ])
    let rows = outcome.output.split(separator: "\n").dropFirst()
    #expect(rows.count > 1)
    #expect(rows.allSatisfy { $0.contains(",book,") && $0.contains(",depends,") })
    let unknown = try Frontier.run(["claims", "--verdict", "dpends"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.hasSuffix("did you mean 'depends'?\n"))
  }

  @Test func aMissingAnchorIsToldAndMakesItsRowsNotCheckable() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let rows = try folder.text("anchors.csv").split(separator: "\n")
      .filter { !$0.hasPrefix("sarathi-sharegpt4,") }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "anchors.csv")
    let outcome = try Frontier.run(["claims", "quadrant-sarathi"], in: folder.url)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("not checkable (unexpected)"))
    #expect(
      outcome.errors == "note: 1 row is not checkable: anchors.csv lacks what it speaks of\n")
  }

  @Test func csvIsOneRowAStatement() throws {
    let outcome = try Frontier.run(["claims", "hbm-h100", "alpha-azure-coding", "--format", "csv"])
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix("id,sentence,document,section,statement,kind,scope,quantity,printed,"))
    #expect(lines[1].hasPrefix("alpha-azure-coding,alpha-azure-coding,paper,4.2,"))
  }

  @Test func anIdShowsQuantityAndQuotation() throws {
    let outcome = try Frontier.run(["claims", "kv-request-4096"])
    #expect(outcome.output.contains("Quantity: 327680 * 4096 / 1e9"))
    #expect(outcome.output.contains("“A 4096-token"))
  }

  @Test func complainsOfUnknownIdsAndKinds() throws {
    let id = try Frontier.run(["claims", "kv-request-409"])
    #expect(
      (id.status, id.errors)
        == (
          2,
          "error: there is no claim 'kv-request-409' in claims.csv; "
            + "did you mean 'kv-request-4096'?\n"
        ))
    let ids = try Frontier.run(["claims", "nope1", "nope2"])
    #expect(ids.status == 2)
    #expect(ids.errorLines.map { $0.contains("'nope1'") } == [true, false])
    let none = try Frontier.run(["claims", "--kind", "model", "sarathi-5.6"])
    #expect(
      (none.status, none.output, none.errors)
        == (2, "", "error: no claim among those named is of kind model\n"))
    let kind = try Frontier.run(["claims", "--kind", "shapes"])
    #expect(kind.status == 2)
    #expect(kind.errors.hasSuffix("did you mean 'shape'?\n"))
  }

  @Test func complainsOfAPinWithoutTheReferencePrice() throws {
    let provider = try Frontier.run(["claims", "--pin", "Nebios@2026-05-01"])
    #expect(
      (provider.status, provider.output, provider.errors)
        == (2, "", "error: there are no prices of 'Nebios'; did you mean 'Nebius'?\n"))
    let date = try Frontier.run(["claims", "--pin", "AWS@2000-01-01"])
    #expect(date.status == 2)
    #expect(date.errors.contains("no price for H100 at or before 2000-01-01"))
  }

  @Test func complainsOfEveryUnknownQuantityAtItsPlace() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try folder.text("claims.csv")
      .replacing("alpha_star(contract=standard, bandwidth=900)", with: "alfa_star()")
      .replacing("source,as-stated,source,shrinks", with: "sorce,as-stated,source,shrinks")
    try folder.write(text, to: "claims.csv")
    let outcome = try Frontier.run(["claims", "--strict"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errorLines.count == 2)
    #expect(
      outcome.errorLines.first?.hasSuffix(
        "kind: 'sorce' is not one of arithmetic, model, shape, source; did you mean 'source'?")
        == true)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("alfa_star()") })
    let start = try #require(lines[line].firstRange(of: "alfa_star")).lowerBound
    let column = lines[line].distance(from: lines[line].startIndex, to: start) + 1
    #expect(
      outcome.errorLines.last
        == "claims.csv:\(line + 1):\(column): quantity: 'alfa_star' is not a quantity that is "
        + "known here; did you mean 'alpha_star'?")
  }
}
