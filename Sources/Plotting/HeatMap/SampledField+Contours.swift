extension SampledField {
  /// How far simplified outlines may lie from the traced ones, points: too little to be seen.
  static let tolerance = 0.03

  /// Where the field equals `level`, as lines in page points; closed ones repeat their first point.
  /// Lines end where values are missing.
  public func isolines(at level: Double) -> [[Point]] {
    ContourTracer(field: self, level: level, isPadded: false).lines().map {
      Simplification.line($0, tolerance: Self.tolerance)
    }
  }

  /// The area in which the field is `level` or more, closed along the grid's border. Where values
  /// are missing it goes on as from the nearest ones: cover `missingArea` afterwards.
  public func superlevelArea(_ level: Double) -> Path {
    extended().outline(at: level)
  }

  /// The area without values, its border halfway between samples with and without one.
  public var missingArea: Path {
    mapped { self[$0, $1].isNaN ? 1 : 0 }.outline(at: 0.5)
  }

  /// The outline of {value >= level} in a field without missing values.
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
      let near = neighbours(column, row).filter { !$0.isNaN }
      guard !near.isEmpty else { return .nan }
      changes = true
      return near.reduce(0, +) / Double(near.count)
    }
    return changes ? next : nil
  }

  private func neighbours(_ column: Int, _ row: Int) -> [Double] {
    [(-1, 0), (1, 0), (0, -1), (0, 1)].compactMap { dx, dy in
      guard x.indices.contains(column + dx), y.indices.contains(row + dy) else { return nil }
      return self[column + dx, row + dy]
    }
  }
}
