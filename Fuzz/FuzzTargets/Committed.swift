import Evidence
import Frontier
import TestSupport

/// The repository's evidence, read once, and what has to hold of any other that is accepted.
enum Committed {
  static let anchors = Result { try Repository.bytes("anchors.csv") }
  static let calibration = Result { try Repository.bytes("calibration.csv") }
  static let edition = Result { try Repository.edition() }

  /// That an edition gives finite numbers, or says why it gives none.
  static func requireResults(_ edition: Edition) throws {
    let result: FrontierResult
    do {
      result = try FrontierResult(edition)
    } catch let error as EvidenceError {
      return try requireOneLine(error.description)
    }
    for frontier in result.frontiers {
      for anchor in frontier.anchors {
        let band = anchor.band(overlaps: frontier.overlaps)
        try requireFinite(
          anchor.publishedRate, anchor.cpm, anchor.ttft, anchor.transferTax, band?.lowerBound,
          band?.upperBound, of: anchor.id)
      }
    }
  }
}
