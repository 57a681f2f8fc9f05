import CostModel
import Frontier
import Plotting
import Tables

/// The data file and the words of Figure 2.
enum BreakEvenTable {
  private static let header = [
    "contract", "kind", "id", "prefill_share", "bandwidth_gb_s", "overlap", "cpm_colocated",
    "cpm_disaggregated", "difference",
  ]

  /// figure-2.csv: for each contract the contours, the grid, and the published systems.
  static func table(of result: BreakEvenResult) -> DataTable {
    var data = DataTable(header)
    for row in result.panels.flatMap(rows) { data.append(row) }
    return data
  }

  /// A panel's rows, sorted by kind, id, then α and B. A column that does not apply is empty.
  private static func rows(of panel: BreakEvenResult.Panel) -> [[String]] {
    contours(panel) + grid(panel) + systems(panel)
  }

  private static func contours(_ panel: BreakEvenResult.Panel) -> [[String]] {
    panel.contours.flatMap { contour in
      let overlap = DataText.text(contour.overlap)
      return contour.pieces.joined().map { vertex in
        let cell = vertex.cell
        return [
          panel.contract.name, "contour", "eta-\(overlap)", DataText.text(vertex.prefillShare),
          DataText.text(vertex.bandwidth / 1e9), overlap, DataText.text(cell.colocated),
          DataText.text(cell.disaggregated), difference(cell),
        ]
      }
    }
  }

  private static func grid(_ panel: BreakEvenResult.Panel) -> [[String]] {
    let overlap = DataText.text(panel.overlap)
    let bandwidths = BreakEvenSurface.bandwidths.map { DataText.text($0 / 1e9) }
    return panel.grid.flatMap { column in
      // α and the colocated cost do not change along a column.
      let share = DataText.text(column.first?.prefillShare ?? 0)
      let colocated = DataText.text(column.first?.colocated)
      return zip(column, bandwidths).map { cell, bandwidth in
        [
          panel.contract.name, "grid", "", share, bandwidth, overlap, colocated,
          DataText.text(cell.disaggregated), difference(cell),
        ]
      }
    }
  }

  private static func systems(_ panel: BreakEvenResult.Panel) -> [[String]] {
    panel.systems.sorted { $0.id < $1.id }.map { system in
      let cell = system.cell
      let isSplit = system.bandwidth != nil
      return [
        panel.contract.name, "system", system.id, DataText.text(system.prefillShare),
        system.bandwidth.map { DataText.text($0 / 1e9) } ?? "",
        isSplit ? DataText.text(panel.overlap) : "",
        DataText.text(cell.colocated), isSplit ? DataText.text(cell.disaggregated) : "",
        isSplit ? difference(cell) : "",
      ]
    }
  }

  /// Below a picodollar the two costs are the same: what is left is rounding.
  private static func difference(_ cell: BreakEvenSurface.Cell) -> String {
    DataText.text(cell.difference.map { abs($0) < 1e-12 ? 0 : $0 })
  }

  // MARK: Words

  /// From which prefill share on disaggregation is cheaper, contract by contract; then what the
  /// figure is and where the systems lie.
  static func description(_ result: BreakEvenResult) -> String {
    let panels = result.panels.map { panel in
      let ends = [panel.crossings.first, panel.crossings.last].compactMap { $0 }.map { end in
        "at \(NumberFormat.rounded(end.bandwidth / 1e9, digits: 4)) GB/s \(words(end.breakEven))"
      }
      return "Under \(panel.contract.title), \(ends.joined(separator: "; "))."
    }
    let maps =
      "A map for each contract of colocated minus disaggregated cost over prefill share 0.2 to 0.97 "
      + "and bandwidth 25 to 900 GB/s, logarithmic."
    let systems = (result.panels.first?.systems ?? []).map { system in
      "\(system.name) at prefill share \(NumberFormat.rounded(system.prefillShare, digits: 3)), "
        + (system.bandwidth.map { "\(NumberFormat.rounded($0 / 1e9, digits: 3)) GB/s" }
          ?? "colocated")
    }
    return (panels + [maps, "Published systems: \(systems.joined(separator: "; "))."])
      .joined(separator: " ")
  }

  private static func words(_ found: BreakEven) -> String {
    switch found {
    case .at(let share):
      "disaggregation is cheaper above a prefill share of \(NumberFormat.rounded(share, digits: 3))"
    case .colocationEverywhere: "colocation is cheaper at every prefill share"
    case .disaggregationEverywhere: "disaggregation is cheaper at every prefill share"
    case .infeasible: "neither meets the contract"
    }
  }
}

extension BreakEvenSurface.Contract {
  /// `TTFT99/TPOT99` in ms.
  var name: String { DataText.text(ttftMs) + "/" + DataText.text(tpotMs) }

  /// The contract as the paper writes it.
  var title: String { "(\(NumberFormat.plain(ttftMs)), \(NumberFormat.plain(tpotMs))) ms" }
}
