import CGLib
import Tables

/// The numbers behind a figure, as one CSV file.
public struct DataTable: Equatable, Sendable {
  public let header: [String]
  public private(set) var rows: [[String]] = []

  public init(_ header: [String]) { self.header = header }

  /// - Parameter row: one cell for each column.
  public mutating func append(_ row: [String]) { rows.append(row) }

  /// RFC 4180 with LF line ends.
  public var csv: String { ([header] + rows).map(CSVWriter.record).joined() }
}

/// How numbers are written to data files.
public enum DataNumber {
  /// The word for what no batch can serve within the contract.
  public static let infeasible = "infeasible"

  /// Nine significant digits: enough to compare by, too few for the last bits of exp and log to
  /// show.
  public static func text(_ value: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { buffer in
      // Adding zero turns −0 into 0.
      guard let base = buffer.baseAddress,
        let text = g_ascii_formatd(base, gint(buffer.count), "%.9g", value + 0)
      else { return "" }
      return String(cString: text)
    }
  }

  /// `infeasible` for nil.
  public static func text(_ value: Double?) -> String { value.map { text($0) } ?? infeasible }
}
