import Evidence
import Figures
import Frontier
import TestSupport
import Testing

@Suite struct EvidenceUseTests {
  @Test(arguments: ["CoreWeave@2026-05-01", "Lambda@2025-06-01", "Together@2026-10-01"])
  func usedIsWhatMakingTheFiguresLooksUp(_ pin: String) throws {
    let edition = try Repository.edition(pin: pin)
    let log = LookupLog()
    for figure in Figure.all { _ = try figure.compute(edition.recording(in: log)) }
    #expect(Set(try EvidenceUse(edition).used.map(\.line)) == log.lines)
  }

  @Test func everyRowIsInOneList() throws {
    let edition = try Repository.edition()
    let use = try EvidenceUse(edition)
    let lines = (use.used + use.otherPrices + use.unused).map(\.line)
    #expect(lines.sorted() == edition.calibration.rows.map(\.line).sorted())
    #expect(use.unused.contains { $0.name == "model/mistral-7b.layers" })
    #expect(
      use.otherPrices.contains { $0.entity == .rate(provider: "Lambda", accelerator: "H100") })
    #expect(use.used.filter(\.entity.isRate).count == 3)
  }

  @Test func anotherPinUsesOtherPrices() throws {
    let prices = try ["CoreWeave@2026-05-01", "Lambda@2025-06-01"].map { pin in
      try EvidenceUse(try Repository.edition(pin: pin)).used.filter(\.entity.isRate).map(\.line)
    }
    #expect(Set(prices[0]).isDisjoint(with: prices[1]))
  }

  @Test func aSettingStandsInItsRowsPlace() throws {
    let use = try EvidenceUse(
      try Repository.edition(settings: ["accelerator/H100.prefill_mfu=0.36"]))
    #expect(use.used.first { $0.name == "accelerator/H100.prefill_mfu" }?.text == "0.36")
  }
}
