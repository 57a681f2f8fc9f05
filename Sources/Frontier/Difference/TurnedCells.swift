import CostModel

extension BreakEvenResult.Panel {
  /// The cells of the grid whose cheaper architecture is another one than in `before`, as shares of
  /// all: to disaggregation, to colocation, and those that have a winner on one side only.
  public func turned(from before: BreakEvenResult.Panel) -> TurnedCells {
    var counts = TurnedCells()
    for (old, new) in zip(before.grid.joined(), grid.joined()) where old.winner != new.winner {
      switch (old.winner, new.winner) {
      case (nil, _), (_, nil): counts.withoutWinner += 1
      case (_, let isDisaggregation): counts.count(isDisaggregation ?? false)
      }
    }
    return counts.shares(of: grid.reduce(0) { $0 + $1.count })
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

/// How many cells of a panel changed their cheaper architecture.
public struct TurnedCells: Equatable, Sendable {
  public internal(set) var toDisaggregation = 0.0
  public internal(set) var toColocation = 0.0
  /// Feasible on one side only.
  public internal(set) var withoutWinner = 0.0

  public var isEmpty: Bool { toDisaggregation + toColocation + withoutWinner == 0 }

  fileprivate mutating func count(_ isDisaggregation: Bool) {
    if isDisaggregation { toDisaggregation += 1 } else { toColocation += 1 }
  }

  fileprivate func shares(of cells: Int) -> TurnedCells {
    guard cells > 0 else { return self }
    var shares = self
    shares.toDisaggregation /= Double(cells)
    shares.toColocation /= Double(cells)
    shares.withoutWinner /= Double(cells)
    return shares
  }
}

extension BreakEvenSurface.Cell {
  /// Whether disaggregation is the cheaper side; nil where a side is infeasible.
  fileprivate var winner: Bool? { difference.map { $0 > 0 } }
}
