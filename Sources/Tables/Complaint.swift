/// Something wrong with an input file: where, what, and how to mend it, in one line.
public struct Complaint: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's name, as the user gave it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The character (Unicode scalar) of the line, from 1, at which the cell or the fault starts.
  public let column: Int
  /// The CSV column or constant concerned; nil for a fault of the text as such.
  public let field: String?
  public let message: String

  public init(file: String, line: Int, column: Int, field: String?, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.message = message
  }

  /// `anchors.csv:7:12: throughput_unit: 'rps' is not one of …`, as compilers print positions.
  public var description: String {
    "\(file):\(line):\(column): " + (field.map { "\($0): " } ?? "") + message
  }
}

extension Complaint: Comparable {
  /// By file, line and column; the text decides between faults of one place.
  public static func < (left: Complaint, right: Complaint) -> Bool {
    (left.file, left.line, left.column, left.description)
      < (right.file, right.line, right.column, right.description)
  }
}

/// What is wrong with the text of one cell, before it is known where the cell stands.
public struct CellFault: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// `text` in single quotes for a message: on one line, and cut when long.
public func quoted(_ text: String) -> String {
  let longest = 60
  var shown = ""
  for scalar in text.unicodeScalars {
    if shown.unicodeScalars.count >= longest { return "'\(shown)…'" }
    // C0 and C1 controls, DEL and the two Unicode line separators would break the line.
    switch scalar.value {
    case 0x0A: shown += "\\n"
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: shown += scalar.escaped(asASCII: true)
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return "'\(shown)'"
}
