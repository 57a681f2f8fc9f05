import Evidence
import Frontier
import TestSupport

/// The repository's evidence, read once, and what has to hold of any other that is accepted.
enum Committed {
  /// With a few of the rows, of every architecture: all of them take ten times as long.
  static let edition = Result {
    let edition = try Repository.edition()
    return Edition(
      dataset: Dataset(
        anchors: Array(edition.anchors.prefix(6)), calibration: edition.calibration))
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
