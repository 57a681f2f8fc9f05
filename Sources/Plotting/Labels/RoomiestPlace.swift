/// Finds room for a text inside the part of a field that has one sign.
///
/// Of the samples that do not have the sign, only those beside one that has it are looked at: the
/// nearest of them to a box cannot lie behind others of its kind, since the step from it towards
/// the box would lead to a nearer one.
public struct RoomiestPlace {
  private let field: SampledField
  private let sign: Double
  private let border: [Point]

  /// How far from the border, points, is far enough: the first such place is taken.
  private static let enough = 100.0

  /// - Parameter sign: 1 for the part where the field is positive, −1 for the one where it is
  ///   negative; zeros and missing values belong to neither.
  public init(in field: SampledField, sign: Double) {
    func has(_ column: Int, _ row: Int) -> Bool { field[column, row] * sign > 0 }
    self.field = field
    self.sign = sign
    border = field.x.indices.flatMap { column in
      field.y.indices.compactMap { row in
        !has(column, row) && field.neighbours(column, row).contains { has($0.column, $0.row) }
          ? Point(field.x[column], field.y[row]) : nil
      }
    }
  }

  /// Where a box keeps farthest from all samples without the sign: the first of the best places,
  /// by columns.
  /// - Parameters:
  ///   - size: the box without the air around it.
  ///   - air: kept free around the box, points.
  ///   - plot: what box and air must lie in.
  ///   - taken: what box and air must not touch.
  ///   - rowStep: centres are sought at the samples of every column and of every so many rows.
  /// - Returns: the centre of the box; nil when it fits nowhere.
  public func center(
    for size: Size, air: Double, in plot: Rect, clearOf taken: [Rect], rowStep: Int = 3
  ) -> Point? {
    var best: (center: Point, room: Double)?
    for column in field.x.indices {
      for row in stride(from: 0, to: field.y.count, by: rowStep)
      where field[column, row] * sign > 0 {
        let center = Point(field.x[column], field.y[row])
        let box = Rect(
          x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width,
          height: size.height
        ).inset(by: -air)
        guard plot.contains(box), !taken.contains(where: { $0.overlap(box) > 0 }),
          let room = room(around: box, moreThan: best?.room ?? 0)
        else { continue }
        best = (center, room)
        if room == Self.enough * Self.enough { return center }
      }
    }
    return best?.center
  }

  /// The squared distance from `box` to the border, up to `enough`; nil when it is no more than
  /// `least`.
  private func room(around box: Rect, moreThan least: Double) -> Double? {
    var nearest = Self.enough * Self.enough
    for sample in border {
      let dx = max(box.minX - sample.x, sample.x - box.maxX, 0)
      let dy = max(box.minY - sample.y, sample.y - box.maxY, 0)
      nearest = min(nearest, dx * dx + dy * dy)
      if nearest <= least { return nil }
    }
    return nearest
  }
}
