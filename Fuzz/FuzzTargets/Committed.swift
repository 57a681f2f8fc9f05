import Frontier
import TestSupport

@testable import Evidence

/// The repository's evidence, read once, and what has to hold of any other that is accepted.
enum Committed {
  /// With a few of the rows, of every architecture, and without most of the prices and machines: a
  /// name that is not there is compared with all that are, which takes most of the time.
  static let edition = Result {
    let edition = try Repository.edition()
    let rows = edition.calibration.fileRows.filter { row in
      switch row.entity {
      case .rate(let provider, _): ["CoreWeave", "Lambda"].contains(provider)
      case .accelerator(let name): ["A100", "A800", "H100", "H200"].contains(name)
      default: true
      }
    }
    return Edition(
      dataset: Dataset(
        anchors: Array(edition.anchors.prefix(6)), calibration: Calibration(fileRows: rows)))
  }

  /// That an edition gives finite numbers, or says why it gives none.
  static func requireResults(_ edition: Edition) throws {
    let frontier: AnchorFrontier
    do {
      frontier = try AnchorFrontier(edition)
    } catch let error as EvidenceError {
      return try requireOneLine(error.description)
    }
    for anchor in frontier.anchors {
      let band = anchor.band(overlaps: frontier.overlaps)
      try requireFinite(
        anchor.publishedRate, anchor.cpm, anchor.ttft, anchor.transferTax, band?.lowerBound,
        band?.upperBound, of: anchor.id)
    }
  }
}
