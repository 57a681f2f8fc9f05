/// A file read against a `Schema`.
public struct Table: Sendable {
  public let file: String
  /// The line of the header, from 1.
  public let headerLine: Int
  /// In file order, those with complaints included.
  public let rows: [Row]
  public let complaints: [Complaint]
  /// Whether all of its rows and columns could be told apart: if not, that something is missing
  /// from the table means nothing.
  public let isComplete: Bool
}
