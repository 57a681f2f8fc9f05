/// A surface sampled on a rectangular grid laid over the page.
public struct SampledField: Equatable, Sendable {
  /// Page x of the columns, points, strictly monotone.
  public let x: [Double]
  /// Page y of the rows, points, strictly monotone.
  public let y: [Double]
  /// Row by row; NaN where there is no value.
  private let values: [Double]

  /// Samples `value(column, row)` at every place of the grid.
  public init(x: [Double], y: [Double], value: (_ column: Int, _ row: Int) -> Double) {
    self.x = x
    self.y = y
    values = y.indices.flatMap { row in x.indices.map { column in value(column, row) } }
  }

  /// - Parameter z: `z[row][column]`; what is missing from a short row is NaN.
  public init(x: [Double], y: [Double], z: [[Double]]) {
    self.init(x: x, y: y) { column, row in
      row < z.count && column < z[row].count ? z[row][column] : .nan
    }
  }

  public subscript(column: Int, row: Int) -> Double { values[row * x.count + column] }

  /// The rectangle that the grid covers.
  public var bounds: Rect {
    Rect(
      around: zip([x.min(), x.max()], [y.min(), y.max()]).compactMap { x, y in
        if let x, let y { Point(x, y) } else { nil }
      })
  }

  /// This field with other values at the same places.
  func mapped(_ value: (_ column: Int, _ row: Int) -> Double) -> SampledField {
    SampledField(x: x, y: y, value: value)
  }
}
