import Tables

/// The numbers behind a figure, as one CSV file.
public struct DataTable: Equatable, Sendable {
  public let header: [String]
  public private(set) var rows: [[String]] = []

  public init(_ header: [String]) { self.header = header }

  /// - Parameter row: one cell for each column.
  public mutating func append(_ row: [String]) { rows.append(row) }

  /// Whether another table has the same numbers, quantiles over draws but for what another sample
  /// of draws makes of them: 2 %.
  func isLike(_ other: DataTable) -> Bool {
    guard header == other.header, rows.count == other.rows.count else { return false }
    return zip(rows, other.rows).allSatisfy { row, otherRow in
      zip(header, zip(row, otherRow)).allSatisfy { column, cells in
        guard cells.0 != cells.1 else { return true }
        guard column.hasPrefix("cpm_p"), let one = Double(cells.0), let other = Double(cells.1)
        else { return false }
        return abs(one - other) <= 0.02 * abs(one)
      }
    }
  }

  /// RFC 4180 with LF line ends.
  public var csv: String {
    // One text that grows: the largest table has 14,000 rows.
    rows.reduce(into: CSVWriter.record(header)) { $0 += CSVWriter.record($1) }
  }
}
