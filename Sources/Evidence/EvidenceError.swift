/// A name, pin or setting that the evidence cannot answer for, in one line.
public struct EvidenceError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
