import Tables

/// All that is wrong with the input files.
public struct IngestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// By file, line and column; never empty.
  public let complaints: [Complaint]

  public init(_ complaints: [Complaint]) { self.complaints = complaints.sorted() }

  /// One line for each complaint.
  public var description: String {
    complaints.map(\.description).joined(separator: "\n")
  }
}
