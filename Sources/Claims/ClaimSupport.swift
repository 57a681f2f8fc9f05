/// In how many readings of the drawn choices a row holds, with all else as it is: the share of
/// readings, not a probability.
///
/// Only choices that the row looks up are varied; every combination of theirs counts once.
public struct ClaimSupport: Equatable, Sendable {
  /// `holds` of `combinations`.
  public struct Share: Equatable, Sendable {
    public internal(set) var holds = 0
    public internal(set) var combinations = 0

    public var fraction: Double { combinations == 0 ? 0 : Double(holds) / Double(combinations) }

    /// Whole percent, 0 and 100 only for none and all.
    public var percent: Int {
      if holds == 0 { return 0 }
      return holds == combinations ? 100 : min(max(Int((fraction * 100).rounded()), 1), 99)
    }

    mutating func count(_ doesHold: Bool) {
      combinations += 1
      if doesHold { holds += 1 }
    }
  }

  public internal(set) var all = Share()
  /// With Equation 7 as printed, `pass=sum`; nil for a row that does not look up the choice.
  public internal(set) var underSum: Share?
  /// The readings that, each taken alone, turn what the edition's own give, as `pass=fused`.
  public internal(set) var overturnedBy: [String] = []
}
