import Evidence

/// Everything that two price sheets, two editions of the evidence, or both, make different.
public struct FrontierDifference: Equatable, Sendable {
  /// Inputs, then results; within a kind the gravest and largest first, then by id.
  public let changes: [Change]
  /// The points on both sides of whose change nobody can say which cause added what.
  public let gaps: [AttributionGap]

  /// - Parameters:
  ///   - tolerance: the largest change of a number, relative to `from`, that counts as none.
  ///   - others: further changes to tell beside these, like those of verdicts.
  /// - Throws: the lookup's error when a side lacks a constant or the price of the reference
  ///   accelerator.
  public init(
    from: Edition, to: Edition, tolerance: Double = 1e-9, also others: [Change] = []
  ) throws {
    let frontiers = (from: try FrontierResult(from), to: try FrontierResult(to))
    let inputs = InputChanges(from: from, to: to, frontiers: frontiers, tolerance: tolerance).all()
    let outcome = ResultChanges(from: from, to: to, frontiers: frontiers, tolerance: tolerance)
    let results = try outcome.all()
    gaps = outcome.gaps
    changes = (inputs + results + others).sorted(by: Change.isBefore)
  }

  /// Whether nothing differs.
  public var isEmpty: Bool { changes.allSatisfy { $0.category == .unchanged } }

  /// Whether nothing of what is read from the two files differs, not even within the tolerance.
  public var hasSameFiles: Bool {
    changes.filter { $0.kind.isInput && ![.price, .reading].contains($0.kind) }.allSatisfy {
      $0.from == $0.to
    }
  }

  public func changes(of kind: Change.Kind) -> [Change] { changes.filter { $0.kind == kind } }

  /// How many there are of a kind in each category; categories without any are left out.
  public func counts(of kind: Change.Kind) -> [Change.Category: Int] {
    changes(of: kind).reduce(into: [:]) { $0[$1.category, default: 0] += 1 }
  }
}
