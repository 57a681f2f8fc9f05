import Evidence
import Figures
import Plotting
import TestSupport
import Testing

/// Every letter as wide as the next.
private struct TypewriterMeasurer: TextMeasurer {
  func width(of text: String, font: Font) -> Double { 0.6 * font.size * Double(text.count) }
}

@Suite struct EvidenceUseTests {
  private func context(pin: Pin = .paper, settings: [String] = []) throws -> FigureContext {
    let dataset = try Dataset.load(
      anchors: ("anchors.csv", try Repository.bytes("anchors.csv")),
      calibration: ("calibration.csv", try Repository.bytes("calibration.csv")))
    let calibration = try settings.reduce(dataset.calibration) { try $0.setting($1) }
    return FigureContext(
      dataset: Dataset(anchors: dataset.anchors, calibration: calibration), pin: pin,
      digests: ("", ""))
  }

  @Test(arguments: ["CoreWeave@2026-05-01", "Lambda@2025-06-01", "Together@2026-10-01"])
  func usedIsWhatMakingTheFiguresLooksUp(_ pin: String) throws {
    let context = try context(pin: Pin(parsing: pin))
    let log = LookupLog()
    for figure in Figure.all {
      _ = try figure.make(context.recording(in: log), measurer: TypewriterMeasurer())
    }
    #expect(Set(try EvidenceUse(context).used.map(\.line)) == log.lines)
  }

  @Test func everyRowIsInOneList() throws {
    let context = try context()
    let use = try EvidenceUse(context)
    let lines = (use.used + use.otherPrices + use.unused).map(\.line)
    #expect(lines.sorted() == context.calibration.rows.map(\.line).sorted())
    #expect(use.unused.contains { $0.name == "model/mistral-7b.layers" })
    #expect(use.otherPrices.contains { $0.entity == "rate/Lambda/H100" })
    #expect(use.used.filter(\.isPrice).map(\.entity).sorted().count == 3)
  }

  @Test func anotherPinUsesOtherPrices() throws {
    let prices = try ["CoreWeave@2026-05-01", "Lambda@2025-06-01"].map { pin in
      try EvidenceUse(try context(pin: Pin(parsing: pin))).used.filter(\.isPrice).map(\.line)
    }
    #expect(Set(prices[0]).isDisjoint(with: prices[1]))
  }

  @Test func aSettingStandsInItsRowsPlace() throws {
    let use = try EvidenceUse(try context(settings: ["accelerator/H100.prefill_mfu=0.36"]))
    #expect(use.used.first { $0.name == "accelerator/H100.prefill_mfu" }?.text == "0.36")
  }
}
