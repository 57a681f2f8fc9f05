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

  public subscript(column: Int, row: Int) -> Double { values[row * x.count + column] }

  /// The rectangle that the grid covers.
  var bounds: Rect {
    Rect(
      around: zip([x.min(), x.max()], [y.min(), y.max()]).compactMap { x, y in
        if let x, let y { Point(x, y) } else { nil }
      })
  }

  /// This field with other values at the same places.
  func mapped(_ value: (_ column: Int, _ row: Int) -> Double) -> SampledField {
    SampledField(x: x, y: y, value: value)
  }

  // MARK: Contours

  /// How far simplified outlines may lie from the traced ones, points: too little to be seen.
  static let tolerance = 0.03

  /// Where the field equals `level`, as lines in page points; closed ones repeat their first point.
  /// Lines end where values are missing.
  public func isolines(at level: Double) -> [[Point]] {
    ContourTracer(field: self, level: level, isPadded: false).lines().map {
      Simplification.line($0, tolerance: Self.tolerance)
    }
  }

  /// The area without values, its border halfway between samples with and without one.
  var missingArea: Path {
    mapped { self[$0, $1].isNaN ? 1 : 0 }.outline(at: 0.5)
  }

  /// The outline of {value >= level}, closed along the grid's border, in a field without missing
  /// values: `extended()` is such a one.
  func outline(at level: Double) -> Path {
    let rings = ContourTracer(field: self, level: level, isPadded: true).lines()
    return rings.reduce(into: Path()) { path, ring in
      let simple = Simplification.line(ring, tolerance: Self.tolerance)
      if simple.count > 3 { path.append(.polyline(simple.dropLast(), closed: true)) }
    }
  }

  /// This field with missing values taken from their neighbours, ring by ring outwards.
  func extended() -> SampledField {
    var field = self
    while let next = field.extendedByOneSample() { field = next }
    return field
  }

  /// nil when nothing is missing or nothing is there to extend from.
  private func extendedByOneSample() -> SampledField? {
    var changes = false
    let next = mapped { column, row in
      guard self[column, row].isNaN else { return self[column, row] }
      let near = neighbours(column, row).map { self[$0.column, $0.row] }.filter { !$0.isNaN }
      guard !near.isEmpty else { return .nan }
      changes = true
      return near.reduce(0, +) / Double(near.count)
    }
    return changes ? next : nil
  }

  /// The samples beside, above and below one.
  func neighbours(_ column: Int, _ row: Int) -> [(column: Int, row: Int)] {
    [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)].filter {
      x.indices.contains($0.0) && y.indices.contains($0.1)
    }
  }
}
