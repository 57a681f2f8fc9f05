/// Something wrong with an input file: where, what, and how to mend it, in one line.
public struct Complaint: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name, as the user gave it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The character (Unicode scalar) of the line, from 1, at which the cell or the fault starts.
  public let column: Int
  /// The CSV column or constant concerned; nil for a fault of the text as such.
  public let field: String?
  public let message: String
  /// How many more of the file stand behind it, which are counted and not kept.
  public internal(set) var others = 0

  public init(file: String, line: Int, column: Int, field: String?, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.message = message
  }

  /// `anchors.csv:7:12: throughput_unit: 'rps' is not one of …`, as compilers print positions;
  /// escaped.
  public var description: String {
    escaped("\(file):\(line):\(column): " + (field.map { "\($0): " } ?? "") + message)
  }
}

extension Complaint: Comparable {
  /// By file, line and column; the text decides between faults of one place.
  public static func < (left: Complaint, right: Complaint) -> Bool {
    // The words are put together where they are needed only: there may be a million complaints.
    let (one, other) = ((left.file, left.line, left.column), (right.file, right.line, right.column))
    return one == other ? left.words < right.words : one < other
  }

  /// What follows the place, as it is in the file.
  private var words: String { (field.map { "\($0): " } ?? "") + message }
}

/// What is wrong with the text of one cell, before it is known where the cell stands. Put into words
/// when it is asked for: finding the word that was meant takes long, and a file may have a million
/// faults, which are counted.
public struct CellFault: Error, Equatable, Sendable, CustomStringConvertible {
  private let describe: @Sendable () -> String

  public var description: String { describe() }

  public init(_ description: @autoclosure @escaping @Sendable () -> String) {
    describe = description
  }

  public static func == (left: CellFault, right: CellFault) -> Bool {
    left.description == right.description
  }
}

/// Complaints in file order: as many as can be listed, and the number of the others.
struct ComplaintList {
  private(set) var complaints: [Complaint] = []

  mutating func add(_ complaint: @autoclosure () -> Complaint) {
    if complaints.count <= ReadingLimits.mostComplaints {
      complaints.append(complaint())
    } else {
      complaints[complaints.count - 1].others += 1
    }
  }
}

/// `text` in single quotes for a message: escaped, and cut when long.
public func quoted(_ text: String) -> String {
  let longest = 60
  let shown = String(text.unicodeScalars.prefix(longest))
  return "'\(escaped(shown))\(shown.unicodeScalars.count < text.unicodeScalars.count ? "…" : "")'"
}

/// `text` on one line, with nothing in it that could hide or reorder what stands around it: for
/// names and texts from files in messages and reports. Letters of any script stay as they are.
///
/// Escaped text stays the same when it is escaped again.
public func escaped(_ text: String) -> String {
  // Most text is such; looking up properties takes time.
  guard text.utf8.contains(where: { !(0x20..<0x7F).contains($0) }) else { return text }
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if scalar.isShown {
      shown.append(scalar)
    } else {
      shown.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
    }
  }
  return String(shown)
}

/// `text` with its line breaks kept and every line escaped.
public func escapedLines(_ text: String) -> String {
  text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    .map { escaped(String($0)) }.joined(separator: "\n")
}

extension Unicode.Scalar {
  /// Whether the character leaves a mark of its own, or a blank, where it stands. Controls, line
  /// separators, bidirectional marks, joiners, tags and fillers do not.
  fileprivate var isShown: Bool {
    if (0x20..<0x7F).contains(value) { return true }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }
}
