/// The cheaper side. Where only one side is feasible it wins; where neither is, nobody does. Equal
/// costs count as colocation, which needs no second pool.
public enum Winner: String, Equatable, Sendable, CaseIterable {
  case disaggregation
  case colocation

  /// Compares the cases: of an enum with raw values == would compare the strings, and a search
  /// for crossings asks this at every step.
  public static func == (one: Winner, other: Winner) -> Bool {
    switch (one, other) {
    case (.disaggregation, .disaggregation), (.colocation, .colocation): true
    case (.disaggregation, .colocation), (.colocation, .disaggregation): false
    }
  }

  /// Differences below this share of the cost are rounding.
  static let rounding = 1e-12

  /// - Parameters: CPM of both, nil where infeasible.
  public init?(colocated: Double?, disaggregated: Double?) {
    switch (colocated, disaggregated) {
    case (nil, nil): return nil
    case (nil, _?): self = .disaggregation
    case (_?, nil): self = .colocation
    case (let colocated?, let disaggregated?):
      let isCheaper = colocated - disaggregated > Self.rounding * disaggregated
      self = isCheaper ? .disaggregation : .colocation
    }
  }
}

/// One cost told against another.
public struct Comparison: Equatable, Sendable {
  public enum Verdict: String, Equatable, Sendable, CaseIterable {
    case better
    case level
    case worse
  }

  /// Costs within this share of each other are level.
  public static let levelMargin = 0.05

  public let verdict: Verdict
  /// 1 − cheaper/dearer, negative where the cost is the dearer one; nil where only one side is
  /// feasible.
  public let margin: Double?

  /// Tells `own` against `other`, both CPM with nil for infeasible; nil where both are infeasible.
  public init?(of own: Double?, with other: Double?) {
    switch (own, other) {
    case (nil, nil): return nil
    case (nil, _?): (verdict, margin) = (.worse, nil)
    case (_?, nil): (verdict, margin) = (.better, nil)
    case (let own?, let other?):
      let margin = own <= other ? 1 - own / other : other / own - 1
      self.margin = margin
      verdict =
        margin > Self.levelMargin ? .better : margin < -Self.levelMargin ? .worse : .level
    }
  }
}
