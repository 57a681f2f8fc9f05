/// Equal plots in rows and columns that share their outer axes.
public struct PanelGrid: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Between neighbouring plots of a row, points.
  public let columnGap: Double
  /// Between neighbouring plots of a column, points.
  public let rowGap: Double

  public init(rows: Int = 1, columns: Int, columnGap: Double = 12, rowGap: Double = 12) {
    self.rows = max(1, rows)
    self.columns = max(1, columns)
    self.columnGap = columnGap
    self.rowGap = rowGap
  }

  /// The plots, row by row from the top left.
  /// - Parameters:
  ///   - page: the room for everything.
  ///   - margins: what the axes and titles around the whole grid need.
  public func plots(in page: Rect, margins: Margins) -> [Rect] {
    let inner = page.inset(by: margins)
    let width = (inner.width - Double(columns - 1) * columnGap) / Double(columns)
    let height = (inner.height - Double(rows - 1) * rowGap) / Double(rows)
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        Rect(
          x: inner.x + Double(column) * (width + columnGap),
          y: inner.y + Double(row) * (height + rowGap), width: width, height: height)
      }
    }
  }
}
