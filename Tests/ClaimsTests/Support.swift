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
  "id,sentence,section,statement,kind,scope,quantity,printed,unit,tolerance,tolerance_basis,"
  + "expected_verdict,note\n"

/// What stands before the quantity in the rows of `book(_:)`.
func rowStart(_ index: Int) -> String { "a\(index),a\(index),paper 1,It says,model,as-stated,\"" }

/// A file of these lines below the header.
func book(lines: String, edition: Edition? = nil, allowingGaps: Bool = false) throws -> ClaimBook {
  try ClaimBook(
    claims: ("claims.csv", Array((header + lines).utf8)),
    edition: edition ?? Repository.edition(), allowingGaps: allowingGaps)
}

/// A file of one row per quantity.
func book(_ rows: [(quantity: String, rest: String)], allowingGaps: Bool = false) throws
  -> ClaimBook
{
  let lines = rows.enumerated().map { index, row in
    "\(rowStart(index))\(row.quantity)\",\(row.rest),\n"
  }
  return try book(lines: lines.joined(), allowingGaps: allowingGaps)
}
