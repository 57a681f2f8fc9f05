import Claims
import Evidence
import TestSupport
import Testing

/// The statements on record.
func recordedBook(setting assignments: [String] = [], pin: String = Pin.paper.description) throws
  -> ClaimBook
{
  try ClaimBook(
    claims: ("claims.csv", Repository.bytes("claims.csv")),
    edition: Repository.edition(pin: pin, settings: assignments))
}

let header =
  "id,section,statement,kind,quantity,printed,unit,tolerance,tolerance_basis,expected_verdict,note\n"

/// A file of these lines below the header.
func book(lines: String, allowingGaps: Bool = false) throws -> ClaimBook {
  try ClaimBook(
    claims: ("claims.csv", Array((header + lines).utf8)), edition: Repository.edition(),
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
