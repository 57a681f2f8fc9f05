import Evidence
import Figures
import Frontier
import TestSupport
import Testing

@Suite struct EvidenceUseTests {
  private func use(_ edition: Edition) throws -> EvidenceUse {
    try EvidenceUse(edition, computing: Figure.computeAll)
  }

  /// What a figure looks up is used, whatever is computed beside it; what none does is not.
  @Test func onlyWhatIsComputedCounts() throws {
    let edition = try Repository.edition()
    let nothing = try EvidenceUse(edition) { _ in }
    #expect(nothing.used.isEmpty)
    let one = try EvidenceUse(edition) { _ = try FrontierResult($0, on: ["H100"]) }
    let all = try use(edition)
    #expect(Set(one.used.map(\.line)).isStrictSubset(of: Set(all.used.map(\.line))))
    #expect(!one.used.contains { $0.entity == .accelerator("H200") })
    #expect(all.used.contains { $0.entity == .accelerator("H200") })
  }

  @Test func everyRowIsInOneList() throws {
    let edition = try Repository.edition()
    let use = try self.use(edition)
    let lines = (use.used + use.otherPrices + use.unused).map(\.line)
    #expect(lines.sorted() == edition.calibration.rows.map(\.line).sorted())
    #expect(use.unused.contains { $0.name == "model/mistral-7b.layers" })
    #expect(
      use.otherPrices.contains { $0.entity == .rate(provider: "Lambda", accelerator: "H100") })
    #expect(use.used.filter(\.entity.isRate).count == 3)
  }

  @Test func anotherPinUsesOtherPrices() throws {
    let prices = try ["CoreWeave@2026-05-01", "Lambda@2025-06-01"].map { pin in
      try use(Repository.edition(pin: pin)).used.filter(\.entity.isRate).map(\.line)
    }
    #expect(Set(prices[0]).isDisjoint(with: prices[1]))
  }

  @Test func aSettingStandsInItsRowsPlace() throws {
    let use = try self.use(
      Repository.edition(settings: ["accelerator/H100.prefill_mfu=0.36"]))
    #expect(use.used.first { $0.name == "accelerator/H100.prefill_mfu" }?.text == "0.36")
  }
}
