import Evidence
import Testing

@testable import Claims

/// The statements on record.
@Suite struct ClaimsOnRecordTests {
  @Test func noVerdictDiffersFromTheOneOnRecord() throws {
    let others = try recordedBook().entries.filter { !$0.isExpected }
    #expect(others.map(\.claim.id) == [])
  }

  @Test func everyKindAndVerdictAndDocumentIsThere() throws {
    let entries = try recordedBook().entries
    #expect(entries.count == 336)
    #expect(Set(entries.map(\.claim.kind)) == Set(Claim.Kind.allCases))
    #expect(Set(entries.map(\.claim.scope)) == Set(Claim.Scope.allCases))
    #expect(
      Set(entries.map(\.verdict)) == [.reproduced, .contradicted, .notCheckable])
    #expect(Set(entries.map(\.claim.document)) == Set(Claim.Document.allCases))
  }

  @Test func sentencesAreFewerThanRowsAndHaveEveryVerdict() throws {
    let sentences = try recordedBook().sentences
    #expect(sentences.count == 242)
    let counts = Dictionary(grouping: sentences, by: \.verdict).mapValues(\.count)
    #expect(
      counts == [.reproduced: 121, .contradicted: 94, .depends: 15, .notCheckable: 12])
  }

  @Test func everyDisputedStatementHasItsReason() throws {
    let silent = try recordedBook().entries.filter {
      $0.verdict != .reproduced && $0.reason.isEmpty
    }
    #expect(silent.map(\.claim.id) == [])
  }

  @Test func findingsAreReadFromTheirFile() throws {
    let findings = try ClaimFinding.all()
    #expect(findings.count == 10)
    #expect(findings.allSatisfy { !$0.verdicts.isEmpty && $0.sentence.hasSuffix(".") })
    #expect(Set(findings.flatMap(\.verdicts).map(\.verdict)) == [.reproduced, .contradicted])
  }

  @Test func everyFindingHoldsAndKeepsItsSentenceOnlyWhileItDoes() throws {
    let entries = try recordedBook().entries
    for finding in try ClaimFinding.all() {
      for row in finding.verdicts {
        #expect(entries.first { $0.claim.id == row.id }?.verdict == row.verdict, "\(row.id)")
        let others = entries.filter { $0.claim.id != row.id }
        #expect(finding.text(among: entries) != finding.text(among: others))
        #expect(finding.text(among: others).contains("`\(row.id)` is not among the rows"))
      }
    }
  }

  @Test func everyNamedQuantityIsUsed() throws {
    let quantities = try recordedBook().entries.map(\.claim.quantityText).joined(separator: " ")
    for quantity in ClaimBook.quantities {
      #expect(quantities.contains("\(quantity.name)("), "\(quantity.name)")
    }
  }

  /// A change of data that flips a verdict is noticed.
  @Test(arguments: [
    ("model/llama-2-70b.layers=78", "kv-bytes-per-token", Claim.Verdict.contradicted),
    ("deployment.decode_computes=0", "crossover-500-50", .withinBand),
    ("accelerator/H100.hbm_bytes_per_s=3.0e12", "hbm-h100", .contradicted),
    ("transfer.regime=amortized", "eta-band-every-slice", .reproduced),
  ])
  func aSettingFlipsAVerdict(assignment: String, id: String, verdict: Claim.Verdict) throws {
    let entry = try #require(try recordedBook(setting: [assignment])[id])
    #expect(entry.verdict == verdict)
    #expect(!entry.isExpected)
  }

  /// The price cancels out of every statement; only where there is none can some not be computed.
  @Test func thePinDoesNotMatter() throws {
    let aws = try recordedBook(pin: "AWS@2026-06-01")
    #expect(aws.entries.filter { !$0.isExpected }.map(\.claim.id) == [])
    let nebius = try recordedBook(pin: "Nebius@2026-06-01")
    let entry = try #require(nebius["envelope-below-flip-a100"])
    #expect(entry.verdict == .notCheckable)
    #expect(entry.reason.hasPrefix("Not computed: Nebius has no price for 'A100'"))
    #expect(nebius["envelope-below-flip-h100"]?.isExpected == true)
  }
}
