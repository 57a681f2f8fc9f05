import Evidence
import Figures
import Plotting
import Rendering
import TestSupport
import Testing

/// A whisker shows whose it is: it lies on no other row's mark, and one that stands aside has a line
/// to its own.
@Suite struct WhiskerTests {
  /// A row's mark in a panel with what shows how it spreads.
  private struct Row {
    let id: String
    /// What the ids of its panel begin with.
    let panel: String
    let mark: Rect
    let whisker: Rect
    let median: Rect
    /// From the mark to the whisker, where that stands aside.
    let join: (from: Point, to: Point)?
  }

  /// Figures 1 and 3.
  private static let computed = Result {
    let edition = try Repository.edition()
    return try ["figure-1", "figure-3"].map { id in
      try #require(Figure.all.first { $0.id == id }).compute(edition)
    }
  }

  private func rows(_ id: String, on size: SheetSize) throws -> [Row] {
    let figure = try #require(Self.computed.get().first { $0.id == id })
    let drawing = try figure.layout(for: size, measurer: FontSet()).drawing
    let groups = MarkGroups(drawing.operations)
    return try groups.byID.keys.sorted().compactMap { id in
      guard let kind = id.firstRange(of: "anchor-") else { return nil }
      let (panel, row) = (String(id[..<kind.lowerBound]), id[kind.upperBound...])
      return Row(
        id: id, panel: panel, mark: try #require(groups.face(id)),
        whisker: groups.box("\(panel)whisker-\(row)"), median: groups.box("\(panel)median-\(row)"),
        join: groups.line(id))
    }
  }

  @Test(arguments: ["figure-1", "figure-3"], [SheetSize.page, .column, .slide])
  func noWhiskerLiesOnAnotherRowsMark(_ id: String, _ size: SheetSize) throws {
    let rows = try rows(id, on: size)
    #expect(rows.count >= 13)
    for row in rows {
      for other in rows where other.panel == row.panel && other.id != row.id {
        // Half of the median's line, and the mark's margin.
        let tick = row.median.inset(left: 0, top: -0.8, right: 0, bottom: -0.8)
        let mark = other.mark.inset(by: -1)
        #expect(tick.overlap(mark) == 0, "\(size.text): the median of \(row.id) on \(other.id)")
        let half = row.whisker.width / 2 - 0.4
        let line = row.whisker.inset(left: half, top: 0, right: half, bottom: 0)
        #expect(line.overlap(other.mark) == 0, "\(size.text): \(row.id) runs through \(other.id)")
      }
    }
  }

  @Test(arguments: ["figure-1", "figure-3"], [SheetSize.page, .column])
  func aWhiskerThatStandsAsideIsJoinedToItsMark(_ id: String, _ size: SheetSize) throws {
    let rows = try rows(id, on: size)
    let aside = rows.filter { abs($0.whisker.midX - $0.mark.midX) > 0.01 }
    #expect(!aside.isEmpty)
    #expect(rows.count { $0.join != nil } == aside.count)
    for row in aside {
      let join = try #require(row.join, "\(row.id) has no line to its whisker")
      #expect(abs(join.from.x - row.mark.midX) < 0.01 && row.mark.contains(join.from))
      #expect(abs(join.to.x - row.whisker.midX) < 0.01)
      // Longer than the margin that once hid it.
      let outside = abs(join.to.x - join.from.x) - row.mark.width / 2
      #expect(outside >= 2.5, "\(size.text): \(outside) points are seen of the join of \(row.id)")
    }
  }
}
