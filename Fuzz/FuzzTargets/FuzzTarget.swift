import Evidence
import Tables

/// A reader of input, and what has to hold whatever it is given.
public struct FuzzTarget: Sendable, CustomStringConvertible {
  /// That of its folder in `Fuzz/corpus`.
  public let name: String
  private let body: @Sendable ([UInt8]) throws -> Void

  init(_ name: String, _ body: @escaping @Sendable ([UInt8]) throws -> Void) {
    (self.name, self.body) = (name, body)
  }

  public static let all = tables + words + workloads + pictures

  public var description: String { name }

  /// Reads the committed evidence, which takes longer than any input should.
  /// - Throws: when it cannot be read.
  public static func prepare() throws { _ = try Committed.edition.get() }

  /// Gives the reader an input.
  /// - Throws: what does not hold, or an error that the reader should not have thrown.
  public func run(_ bytes: [UInt8]) throws { try body(bytes) }
}

/// Something that does not hold.
struct Broken: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw Broken(message()) }
}

/// Messages go to a terminal line by line.
func requireOneLine(_ message: String) throws {
  let isOneLine =
    !message.isEmpty
    && message.unicodeScalars.allSatisfy { scalar in
      scalar.properties.generalCategory != .control && !(0x2028...0x2029).contains(scalar.value)
    }
  try require(isOneLine, "not one line: \(message.debugDescription)")
}

/// That an error is one of those that are told to the user.
func requireTold(_ error: any Error, about bytes: [UInt8]) throws {
  switch error {
  case let error as IngestError: try requirePlaced(error.complaints, in: bytes)
  case let error as EvidenceError: try requireOneLine(error.description)
  default: throw error
  }
}

/// That complaints are on one line each and point into the text.
func requirePlaced(_ complaints: [Complaint], in bytes: [UInt8]) throws {
  guard !complaints.isEmpty else { return }
  let lengths = lineLengths(String(decoding: bytes, as: UTF8.self))
  for complaint in complaints {
    try requireOneLine(complaint.description)
    // Only tables count lines that end with CR alone, of which they complain.
    guard let lengths else { continue }
    try require(
      lengths.indices.contains(complaint.line - 1)
        // Up to where the line ends, be it with CR LF.
        && (1...lengths[complaint.line - 1] + 2).contains(complaint.column),
      "points at nothing: \(complaint)")
  }
}

/// The characters of each line, as complaints count them; nil where CR stands without LF.
private func lineLengths(_ text: String) -> [Int]? {
  var lengths = [0]
  var last: Unicode.Scalar = " "
  for (index, scalar) in text.unicodeScalars.enumerated() where index > 0 || scalar != "\u{FEFF}" {
    if last == "\r", scalar != "\n" { return nil }
    if last == "\n" { lengths.append(0) }
    lengths[lengths.count - 1] += 1
    last = scalar
  }
  return lengths + [0]
}

func requireFinite(_ numbers: Double?..., of name: @autoclosure () -> String) throws {
  for case let number? in numbers {
    try require(number.isFinite, "\(number) of \(name())")
  }
}
