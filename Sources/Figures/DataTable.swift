import Glibc

/// The numbers behind a figure, as one CSV file.
public struct DataTable: Equatable, Sendable {
  public let header: [String]
  public private(set) var rows: [[String]] = []

  public init(_ header: [String]) { self.header = header }

  /// - Parameter row: one cell for each column.
  public mutating func append(_ row: [String]) { rows.append(row) }

  /// RFC 4180 with LF line ends.
  public var csv: String {
    var text = ""
    for row in [header] + rows {
      text += row.map(Self.quoted).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func quoted(_ cell: String) -> String {
    cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
      ? "\""
        + cell.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\"" : cell
  }
}

/// How numbers are written to data files.
public enum DataNumber {
  /// The word for what no batch can serve within the contract.
  public static let infeasible = "infeasible"

  /// Nine significant digits: enough to compare by, too few for the last bits of exp and log to
  /// show.
  public static func text(_ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 32)
    // Adding zero turns −0 into 0.
    let length = withVaList([value + 0]) { vsnprintf(&buffer, buffer.count, "%.9g", $0) }
    return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// `infeasible` for nil.
  public static func text(_ value: Double?) -> String { value.map { text($0) } ?? infeasible }
}
