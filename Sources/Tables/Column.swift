/// A column that a table must have: its name, how its cells are read, whether they may be empty.
public struct Column<Value: Sendable>: Sendable {
  public let name: String
  public let format: CellFormat<Value>
  public let isRequired: Bool

  public init(_ name: String, _ format: CellFormat<Value>, isRequired: Bool = true) {
    self.name = name
    self.format = format
    self.isRequired = isRequired
  }

  /// The column as a `Schema` takes it, whatever the type of its values.
  public var rule: ColumnRule {
    ColumnRule(name: name) { text in
      guard !text.isEmpty else {
        return isRequired ? "the cell is empty; write \(format.expected)" : nil
      }
      do throws(CellFault) {
        _ = try format.parse(text)
        return nil
      } catch {
        return error.description
      }
    }
  }
}

/// The name of a column and the check of its cells.
public struct ColumnRule: Sendable {
  public let name: String
  /// What is wrong with a cell's text and how to mend it; nil when it is right.
  public let fault: @Sendable (String) -> String?
}
