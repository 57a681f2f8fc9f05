import Figures
import TestSupport
import Testing

/// Which figures there are, and what their data files hold.
@Suite struct FigureListTests {
  @Test func thePapersComeFirst() {
    #expect(Figure.all.map(\.id) == Figure.paper.map(\.id) + Figure.supplementary.map(\.id))
    #expect(Figure.paper.map(\.id) == ["figure-1", "figure-2", "figure-3"])
    #expect(Figure.paper.allSatisfy { $0.name == nil })
    let numbers = Figure.supplementary.map(\.number)
    #expect(numbers == numbers.sorted() && numbers.allSatisfy { $0.hasPrefix("s") })
  }

  /// Every name leads to one figure.
  @Test func namesAreNotShared() {
    let names = Figure.all.flatMap { [$0.id, $0.number] + [$0.name].compactMap { $0 } }
    #expect(Set(names).count == names.count)
    let named = Dictionary(
      uniqueKeysWithValues: Figure.supplementary.map { ($0.id, $0.name ?? "") })
    #expect(named["figure-s1"] == "readings" && named["figure-s2"] == "support")
    #expect(named["figure-s8"] == "contracts")
  }

  private func rows(_ id: String) throws -> [[String: String]] {
    let figure = try #require(Figure.all.first { $0.id == id })
    let data = try figure.compute(Repository.edition()).data
    return data.rows.map { Dictionary(uniqueKeysWithValues: zip(data.header, $0)) }
  }

  @Test func everySegmentOfEveryBarIsARow() throws {
    let rows = try rows("figure-s1")
    // One bar of all combinations and 23 of readings, six segments, three contracts.
    #expect(rows.count == 24 * 6 * 3)
    for (_, bar) in Dictionary(
      grouping: rows, by: { [$0["contract"], $0["choice"], $0["reading"]] })
    {
      #expect(bar.count == 6)
      let counts = bar.compactMap { $0["combinations"].flatMap { Int($0) } }
      #expect(String(counts.reduce(0, +)) == bar[0]["of"])
    }
  }

  @Test(arguments: ["figure-s2", "figure-s8"]) func everyCellIsARow(_ id: String) throws {
    let rows = try rows(id)
    #expect(rows.count { $0["kind"] == "grid" } == 3 * 78 * 60)
    #expect(rows.count { $0["kind"] == "contour" } > 100)
    let counted = rows.filter { $0["of"] != "" }
    #expect(counted.count >= 78 * 60)
    for row in counted {
      let (holds, cases) = (
        try #require(row["disaggregation"].flatMap(Double.init)),
        try #require(row["of"].flatMap(Double.init))
      )
      let share = try #require(row["share"].flatMap(Double.init))
      #expect(abs(share - holds / cases) < 1e-9)
    }
  }
}
