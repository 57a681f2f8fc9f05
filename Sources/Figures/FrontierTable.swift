import CostModel
import Evidence
import Frontier
import Normalization
import Plotting
import Tables

/// The data file of Figures 1 and 3.
enum FrontierTable {
  private static let header = [
    "kind", "id", "architecture", "contract", "ttft_ms", "ttft_kind", "cpm", "cpm_low", "cpm_high",
    "cpm_p05", "cpm_p50", "cpm_p95", "labelled",
  ]

  /// figure-1.csv's columns, which figure-3.csv has too, after `accelerator`.
  /// - Parameter leftOut: the rows that have a mark and no label.
  static func table(
    of result: FrontierResult, namesAccelerators: Bool, leftOut: LeftOutLabels
  ) -> DataTable {
    var data = DataTable((namesAccelerators ? ["accelerator"] : []) + header)
    for panel in result.panels {
      guard let frontier = panel.frontier else { continue }
      let isLabelled = { !leftOut.contains($0, on: panel.accelerator) }
      for row in rows(of: frontier, result.spread?[panel.accelerator], isLabelled) {
        data.append((namesAccelerators ? [panel.accelerator] : []) + row)
      }
    }
    return data
  }

  /// Every anchor, band corner, envelope vertex and flip, sorted by kind, TTFT and id. A column
  /// that does not apply is empty.
  private static func rows(
    of frontier: AnchorFrontier, _ spread: FrontierSpread.Panel?, _ isLabelled: (String) -> Bool
  ) -> [[String]] {
    let others = band(frontier) + envelope(frontier) + flips(frontier)
    return anchors(frontier, spread, isLabelled)
      + others.map { $0.dropLast() + ["", "", "", $0.last ?? ""] }
  }

  private static func anchors(
    _ frontier: AnchorFrontier, _ spread: FrontierSpread.Panel?, _ isLabelled: (String) -> Bool
  ) -> [[String]] {
    frontier.anchors.sorted { ($0.ttft, $0.id) < ($1.ttft, $1.id) }.map { row in
      let band = row.band(overlaps: frontier.overlaps)
      return [
        "anchor", row.id, row.anchor.architecture.rawValue, word(row.anchor.isOnContract),
        DataText.text(row.ttft), row.ttftKind.rawValue, DataText.text(row.cpm),
        band.map { DataText.text($0.lowerBound) } ?? "",
        band.map { DataText.text($0.upperBound) } ?? "",
      ] + text(spread?.costs[row.id]) + [word(row.cpm != nil && isLabelled(row.id))]
    }
  }

  private static func text(_ quantiles: Quantiles?) -> [String] {
    guard let quantiles else { return ["", "", ""] }
    return [quantiles.p05, quantiles.p50, quantiles.p95].map { DataText.text($0) }
  }

  private static func band(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.band.flatMap(\.vertices).map { vertex in
      [
        "band", vertex.id, Architecture.disaggregated.rawValue, "", DataText.text(vertex.ttft), "",
        DataText.text(vertex.cpm), DataText.text(vertex.low), DataText.text(vertex.high), "",
      ]
    }
  }

  private static func envelope(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.envelope.vertices.map { vertex in
      [
        "envelope", vertex.ids.joined(separator: "+"), vertex.architecture.rawValue, "",
        DataText.text(vertex.ttft), "", DataText.text(vertex.cpm), "", "", "",
      ]
    }
  }

  private static func flips(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.envelope.flips.map { flip in
      [
        "flip", flip.id, flip.to.rawValue, "", DataText.text(flip.ttft), "",
        DataText.text(flip.cpm), "", "", "",
      ]
    }
  }

  private static func word(_ holds: Bool) -> String { holds ? "yes" : "no" }
}
