import Claims
import Evidence
import TestSupport
import Testing

/// The repository's own evidence.
func dataset(setting assignments: [String] = []) throws -> Dataset {
  let dataset = try Dataset.load(
    anchors: ("anchors.csv", Repository.bytes("anchors.csv")),
    calibration: ("calibration.csv", Repository.bytes("calibration.csv")))
  return Dataset(
    anchors: dataset.anchors,
    calibration: try assignments.reduce(dataset.calibration) { try $0.setting($1) })
}

/// The statements on record.
func recordedBook(setting assignments: [String] = [], pin: Pin = .paper) throws -> ClaimBook {
  try ClaimBook(
    claims: ("claims.csv", Repository.bytes("claims.csv")),
    dataset: dataset(setting: assignments), pin: pin)
}

let header =
  "id,section,statement,kind,quantity,printed,unit,tolerance,tolerance_basis,expected_verdict,note\n"

/// A file of these lines below the header.
func book(lines: String, allowingGaps: Bool = false) throws -> ClaimBook {
  try ClaimBook(
    claims: ("claims.csv", Array((header + lines).utf8)), dataset: dataset(),
    allowingGaps: allowingGaps)
}

/// A file of one row per quantity; the first row's quantity starts at column 29.
func book(_ rows: [(quantity: String, rest: String)], allowingGaps: Bool = false) throws
  -> ClaimBook
{
  let lines = rows.enumerated().map { index, row in
    "a\(index),paper 1,It says,arithmetic,\"\(row.quantity)\",\(row.rest),\n"
  }
  return try book(lines: lines.joined(), allowingGaps: allowingGaps)
}
