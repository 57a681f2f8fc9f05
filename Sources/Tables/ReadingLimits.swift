/// How much is read and told at most, so that no file makes the program slow or large. All are far
/// beyond what anyone writes; docs/reliability.md lists them.
public enum ReadingLimits {
  /// Characters (Unicode scalars) of a cell.
  public static let mostCellCharacters = 100_000
  /// Cells of a record, and so columns of a table.
  public static let mostCells = 1000
  /// Records of a table, the header not counted. A file of cases or a trace may have more.
  public static let mostRecords = 500_000
  /// Parts of an expression: numbers, names and operators.
  public static let mostExpressionParts = 500
  /// Signs, powers, roots and brackets of an expression within each other; a bracket counts twice.
  public static let mostExpressionDepth = 100
  /// Complaints of a run that are listed; the rest is counted.
  public static let mostComplaints = 50
  /// Words that a complaint lists as allowed.
  public static let mostWords = 100
  /// Arguments of the command line.
  public static let mostArguments = 2000
  /// Bytes of a word that a near one is looked for.
  public static let mostSpellingCharacters = 100
  /// Words among which a near one is looked for.
  public static let mostSpellingCandidates = 1000

  /// The first `mostComplaints` of some lines, and a last one that counts the rest.
  /// - Parameter others: how many more there are than `lines`.
  public static func listed(_ lines: [String], others: Int = 0) -> [String] {
    let rest = lines.count + others - mostComplaints
    guard rest > 1 else { return lines }
    return lines.prefix(mostComplaints) + ["and \(rest) more"]
  }
}
