import Tables

/// The numbers behind a figure, as one CSV file.
public struct DataTable: Equatable, Sendable {
  public let header: [String]
  public private(set) var rows: [[String]] = []

  public init(_ header: [String]) { self.header = header }

  /// - Parameter row: one cell for each column.
  public mutating func append(_ row: [String]) { rows.append(row) }

  /// RFC 4180 with LF line ends.
  public var csv: String {
    // One text that grows: the largest table has 14,000 rows.
    rows.reduce(into: CSVWriter.record(header)) { $0 += CSVWriter.record($1) }
  }
}
