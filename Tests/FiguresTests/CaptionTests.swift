import Evidence
import Figures
import Foundation
import TestSupport
import Testing

@Suite struct CaptionTests {
  private func text(_ id: String, _ edition: Edition) throws -> FigureText {
    try #require(Figure.all.first { $0.id == id }).compute(edition).text
  }

  @Test(arguments: Figure.all.indices) func everyFigureIsTold(index: Int) throws {
    let figure = Figure.all[index]
    let edition = try Repository.measuredEdition()
    let text = try figure.compute(edition).text
    #expect(text.caption.hasPrefix(figure.title + ". "))
    #expect(text.caption.count > 300 && text.alternative.count > 300)
    // Keys are for data files: who reads a caption knows labels.
    let keys = edition.anchors.map(\.id) + ["opt-66b", "llama-2-70b", "nan"]
    for key in keys { #expect(!(text.caption + text.alternative).contains(key), "\(key)") }
    for part in [text.caption, text.alternative] {
      #expect(part.hasSuffix(".") && !part.contains("..") && !part.contains("  "))
      #expect(!part.contains("\n") && !part.contains("(SHA-256)"))
    }
    #expect(Set(text.sources).count == text.sources.count && text.sources.count > 1)
  }

  @Test func theFileHasItsPartsUnderHeadings() throws {
    let text = try text("figure-1", Repository.edition())
    let parts = text.file(data: "data/figure-1.csv").components(separatedBy: "\n\n")
    #expect(
      parts.map { $0.trimmingCharacters(in: .newlines) } == [
        "Caption", text.caption, "Alternative text", text.alternative, "Sources",
        text.sources.joined(separator: "\n"), "Data", "data/figure-1.csv",
      ])
  }

  /// The words follow the numbers: the same at no two prices.
  @Test func theConclusionIsThatOfTheResult() throws {
    let own = try text("figure-1", Repository.edition())
    #expect(
      own.alternative.hasPrefix(
        "On H100 the cheapest published architecture is, by TTFT: from 125 ms prefill/decode "
          + "disaggregation; from 2000 ms chunked prefill, colocated; from 2500 ms prefill/decode "
          + "disaggregation."))
    #expect(own.alternative.contains("DistServe (chat), 2500 ms, $0.61/MTok"))
    #expect(own.caption.contains("CoreWeave, 2026-05-01: H100 $6.155/h."))
    let other = try text(
      "figure-1", Repository.edition(pin: "Lambda@2026-09-20", readings: ["rows=section-5.1"]))
    #expect(other.caption.contains("Lambda, 2026-09-20: H100 $"))
    #expect(other.caption.contains("Readings asked for: rows=section-5.1;"))
    #expect(other.caption.contains("rows that §5.1 names"))
    #expect(!other.alternative.contains("DistServe (chat), 2500 ms, $0.61/MTok"))
  }

  @Test func settingsAreSaid() throws {
    let edition = try Repository.edition(settings: ["transfer.overlap=0.2"])
    let text = try text("figure-2", edition)
    #expect(text.caption.contains("heavy at η = 0.2"))
    #expect(text.caption.contains("Set for this run: transfer.overlap = 0.2."))
  }

  /// A publication whose row is not drawn is none of the figure's sources.
  @Test func sourcesAreThoseOfTheRowsAndPrices() throws {
    let edition = try Repository.edition()
    let published = Set(edition.anchors.map(\.citation.source))
    let price = try edition.rate(of: "H100").citation.source
    let sources = try text("figure-1", edition).sources
    #expect(published.isSubset(of: sources))
    #expect(sources.contains("Price of H100: \(price)"))
    let lines = try Repository.text("anchors.csv").split(separator: "\n")
    let fewer = lines.filter { !$0.contains("vLLM Team") }.joined(separator: "\n") + "\n"
    let without = try text("figure-1", Repository.edition(anchors: fewer)).sources
    #expect(without.count == sources.count - 1 && !without.contains { $0.hasPrefix("vLLM Team") })
  }

  /// One row, or none, is told as what it is.
  @Test func aFigureOfNoRowsIsTold() throws {
    let lines = try Repository.text("anchors.csv").split(separator: "\n")
    let rows = lines.filter { !$0.hasPrefix("#") }
    let hollow = rows.filter { $0.hasPrefix("id,") || $0.hasPrefix("vllm-0.6.0-sharegpt,") }
    let text = try text(
      "figure-1", Repository.edition(anchors: hollow.joined(separator: "\n") + "\n"))
    #expect(text.alternative.hasPrefix("On H100 no row takes part in the envelope. Every row"))
    #expect(!text.caption.contains("dotted rules"))
  }
}
