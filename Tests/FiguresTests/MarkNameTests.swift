import Evidence
import Figures
import Plotting
import TestSupport
import Testing

/// Every group's name, inner ones too.
private func names(_ operations: [DrawingOperation]) -> [MarkName] {
  operations.flatMap { operation -> [MarkName] in
    switch operation {
    case .group(let name, let inner): [name] + names(inner)
    case .clip(_, let inner): names(inner)
    default: []
    }
  }
}

@Suite struct MarkNameTests {
  private func names(_ figure: Figure, _ edition: Edition) throws -> [MarkName] {
    let layout = try figure.compute(edition).layout(on: Sheet(measurer: FixedPitchMeasurer()))
    return FiguresTests.names(layout.drawing.operations)
  }

  @Test(arguments: Figure.all.indices) func everyMarkHasAnIDAndATitle(index: Int) throws {
    let names = try names(Figure.all[index], Repository.measuredEdition())
    #expect(names.count > 10)
    #expect(Set(names.map(\.id)).count == names.count)
    #expect(names.allSatisfy { $0.id.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil })
    #expect(names.allSatisfy { !$0.title.isEmpty && !$0.title.contains("nan") })
  }

  /// As a reader would write it: the label, not the id, and numbers with their units.
  @Test func rowsGoByTheirLabels() throws {
    let edition = try Repository.edition()
    let names = try names(Figure.all[0], edition)
    let whiskers = names.filter { $0.id.hasPrefix("whisker") }
    #expect(whiskers.count > 5)
    for anchor in edition.anchors {
      let mark = try #require(names.first { $0.id == "anchor-\(anchor.id)" })
      #expect(mark.title.hasPrefix(anchor.label + ", "))
      #expect(mark.title.contains(/, [0-9,]+ ms, \$[0-9]+\.[0-9]{2}\/MTok/))
      #expect(mark.title.contains("no TTFT limit published") == (anchor.ttftLimit == nil))
      for name in whiskers { #expect(!name.title.contains(anchor.id)) }
    }
    let chat = names.first { $0.id == "anchor-distserve-chat" }
    #expect(chat?.title == "DistServe (chat), 2500 ms, $0.61/MTok")
    let envelope = try #require(names.first { $0.id == "envelope" })
    #expect(envelope.title.contains("DistServe (chat) from 2500 ms, $0.61/MTok"))
  }

  /// A contract that a run sets to be another's gives two panels of one name.
  @Test func panelsOfOneContractAreDrawnToo() throws {
    let edition = try Repository.edition(
      settings: ["contract/tight.ttft_ms=500", "contract/tight.tpot_ms=50"])
    let figure = try #require(Figure.all.first { $0.id == "figure-2" })
    #expect(try !names(figure, edition).isEmpty)
  }
}
