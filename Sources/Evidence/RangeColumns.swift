import Tables

/// Two columns that bound a number: both filled or both empty, and the number within them.
struct RangeColumns: Sendable {
  let low: Column<Double>
  let high: Column<Double>

  /// - Parameters:
  ///   - value: the number, in the unit of the columns.
  ///   - complaints: gains what is wrong with the two.
  func range(
    of row: Row, around value: Double, complaints: inout [Complaint]
  ) -> ClosedRange<Double>? {
    func isEmpty(_ column: Column<Double>) -> Bool { row.cell(column.name)?.text.isEmpty ?? true }
    for (one, other) in [(low, high), (high, low)] where isEmpty(one) && !isEmpty(other) {
      complaints.append(
        row.complaint(one.name, "the cell is empty; a row with \(other.name) needs both"))
    }
    guard let least = row[low], let most = row[high] else { return nil }
    func text(_ column: Column<Double>) -> String { row.cell(column.name)?.text ?? "" }
    guard least <= most else {
      complaints.append(
        row.complaint(
          low.name, "\(text(low)) is above \(high.name) \(text(high)); exchange the two"))
      return nil
    }
    guard (least...most).contains(value) else {
      let (column, side) = value < least ? (low, "above") : (high, "below")
      complaints.append(
        row.complaint(
          column.name,
          "\(text(column)) is \(side) the value \(DataText.text(value)); "
            + "write a range that holds it"))
      return nil
    }
    return least...most
  }
}
