import Evidence
import Frontier
import Normalization
import Tables

/// figure-2.csv: for each contract the contours, the grid, and the published systems.
enum BreakEvenTable {
  static let header = [
    "contract", "kind", "id", "prefill_share", "bandwidth_gb_s", "overlap", "cpm_colocated",
    "cpm_disaggregated", "difference",
  ]

  /// A panel's rows, sorted by kind, id, then α and B. A column that does not apply is empty.
  static func rows(of panel: BreakEvenPanel) -> [[String]] {
    contours(panel) + grid(panel) + systems(panel)
  }

  private static func contours(_ panel: BreakEvenPanel) -> [[String]] {
    panel.contours.flatMap { contour in
      let overlap = DataText.text(contour.overlap)
      return contour.pieces.joined().map { vertex in
        let cell = panel.surface.cell(
          prefillShare: vertex.prefillShare, bandwidth: vertex.bandwidth,
          overlap: contour.overlap)
        return [
          panel.name, "contour", "eta-\(overlap)", DataText.text(vertex.prefillShare),
          DataText.text(vertex.bandwidth / 1e9), overlap, DataText.text(cell.colocated),
          DataText.text(cell.disaggregated), difference(cell),
        ]
      }
    }
  }

  private static func grid(_ panel: BreakEvenPanel) -> [[String]] {
    let overlap = DataText.text(panel.surface.transfer.overlap)
    let bandwidths = BreakEvenPanel.bandwidths.map { DataText.text($0 / 1e9) }
    return panel.grid.flatMap { column in
      // α and the colocated cost do not change along a column.
      let share = DataText.text(column.first?.prefillShare ?? 0)
      let colocated = DataText.text(column.first?.colocated)
      return zip(column, bandwidths).map { cell, bandwidth in
        [
          panel.name, "grid", "", share, bandwidth, overlap, colocated,
          DataText.text(cell.disaggregated), difference(cell),
        ]
      }
    }
  }

  private static func systems(_ panel: BreakEvenPanel) -> [[String]] {
    panel.systems.sorted { $0.id < $1.id }.map { system in
      let cell = panel.surface.cell(
        prefillShare: system.prefillShare,
        bandwidth: system.bandwidth ?? BreakEvenPanel.bandwidthRange.upperBound)
      let isSplit = system.bandwidth != nil
      return [
        panel.name, "system", system.id, DataText.text(system.prefillShare),
        system.bandwidth.map { DataText.text($0 / 1e9) } ?? "",
        isSplit ? DataText.text(panel.surface.transfer.overlap) : "",
        DataText.text(cell.colocated), isSplit ? DataText.text(cell.disaggregated) : "",
        isSplit ? difference(cell) : "",
      ]
    }
  }

  /// Below a picodollar the two costs are the same: what is left is rounding.
  private static func difference(_ cell: BreakEvenSurface.Cell) -> String {
    DataText.text(cell.difference.map { abs($0) < 1e-12 ? 0 : $0 })
  }
}
