import Evidence
import Frontier
import Normalization
import Tables

/// figure-1.csv's columns, which figure-3.csv has too, after `accelerator`.
enum FrontierTable {
  static let header = [
    "kind", "id", "architecture", "role", "ttft_ms", "cpm", "cpm_low", "cpm_high",
  ]

  /// Every anchor, band corner, envelope vertex and flip, sorted by kind, TTFT and id. A column
  /// that does not apply is empty.
  static func rows(of frontier: AnchorFrontier) -> [[String]] {
    anchors(frontier) + band(frontier) + envelope(frontier) + flips(frontier)
  }

  private static func anchors(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.anchors.sorted { ($0.ttft, $0.id) < ($1.ttft, $1.id) }.map { row in
      let band = row.band(overlaps: frontier.overlaps)
      return [
        "anchor", row.id, row.anchor.architecture.rawValue, row.anchor.role.rawValue,
        DataText.text(row.ttft), DataText.text(row.cpm),
        band.map { DataText.text($0.lowerBound) } ?? "",
        band.map { DataText.text($0.upperBound) } ?? "",
      ]
    }
  }

  private static func band(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.band.flatMap(\.vertices).map { vertex in
      [
        "band", vertex.id, Anchor.Architecture.disaggregated.rawValue, "",
        DataText.text(vertex.ttft), DataText.text(vertex.cpm), DataText.text(vertex.low),
        DataText.text(vertex.high),
      ]
    }
  }

  private static func envelope(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.envelope.vertices.map { vertex in
      [
        "envelope", vertex.ids.joined(separator: "+"), vertex.architecture.rawValue,
        Anchor.Role.envelope.rawValue, DataText.text(vertex.ttft), DataText.text(vertex.cpm),
        "", "",
      ]
    }
  }

  private static func flips(_ frontier: AnchorFrontier) -> [[String]] {
    frontier.envelope.flips.map { flip in
      [
        "flip", flip.id, flip.to.rawValue, "", DataText.text(flip.ttft),
        DataText.text(flip.cpm), "", "",
      ]
    }
  }
}
