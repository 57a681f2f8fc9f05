import CostModel

extension BreakEvenResult.Panel {
  /// The share of the cells of the grid in which another architecture is the cheaper one than in
  /// `before`, or which have a winner on one side only.
  public func turnedShare(from before: BreakEvenResult.Panel) -> Double {
    let pairs = zip(before.grid.joined(), grid.joined())
    let turned = pairs.count { $0.winner != $1.winner }
    let cells = grid.reduce(0) { $0 + $1.count }
    return cells == 0 ? 0 : Double(turned) / Double(cells)
  }

  /// Whether the break-even line is the same all over the axis, but for rounding.
  public func hasBoundary(of before: BreakEvenResult.Panel) -> Bool {
    boundary.count == before.boundary.count
      && zip(boundary, before.boundary).allSatisfy { new, old in
        guard let now = new.breakEven.value, let then = old.breakEven.value else {
          return new.breakEven.word == old.breakEven.word
        }
        return abs(now - then) <= 1e-9 * abs(then)
      }
  }
}

extension BreakEvenSurface.Cell {
  /// Whether disaggregation is the cheaper side; nil where a side is infeasible.
  fileprivate var winner: Bool? { difference.map { $0 > 0 } }
}
