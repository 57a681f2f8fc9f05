import Evidence

/// What a side finds of one of the paper's statements.
public struct ClaimVerdict: Equatable, Sendable {
  public let id: String
  /// `reproduced`, `contradicted` …
  public let verdict: String

  public init(id: String, verdict: String) {
    self.id = id
    self.verdict = verdict
  }
}

/// Everything that two price sheets, two editions of the evidence, or both, make different.
public struct FrontierDifference: Equatable, Sendable {
  /// Inputs, then results; within a kind the gravest and largest first, then by id.
  public let changes: [Change]
  /// The points on both sides of whose change nobody can say which cause added what.
  public let gaps: [AttributionGap]

  /// - Parameters:
  ///   - tolerance: the largest change of a number, relative to `from`, that counts as none.
  ///   - verdicts: what each side finds of the same statements.
  /// - Throws: the lookup's error when a side lacks a constant or the price of the reference
  ///   accelerator.
  public init(
    from: PinnedEvidence, to: PinnedEvidence, tolerance: Double = 1e-9,
    verdicts: (from: [ClaimVerdict], to: [ClaimVerdict]) = ([], [])
  ) throws {
    let inputs = try InputChanges(from: from, to: to, tolerance: tolerance).all()
    let outcome = try ResultChanges(from: from, to: to, tolerance: tolerance)
    let results = try outcome.all()
    let claims = Self.claims(from: verdicts.from, to: verdicts.to, tolerance)
    gaps = outcome.gaps
    changes = (inputs + results + claims).sorted(by: Change.isBefore)
  }

  /// Whether nothing differs.
  public var isEmpty: Bool { changes.allSatisfy { $0.category == .unchanged } }

  /// Whether nothing of what is read from the two files differs, not even within the tolerance.
  public var hasSameFiles: Bool {
    changes.filter { $0.kind.isInput && $0.kind != .price }.allSatisfy { $0.from == $0.to }
  }

  public func changes(of kind: Change.Kind) -> [Change] { changes.filter { $0.kind == kind } }

  /// How many there are of a kind in each category; categories without any are left out.
  public func counts(of kind: Change.Kind) -> [Change.Category: Int] {
    changes(of: kind).reduce(into: [:]) { $0[$1.category, default: 0] += 1 }
  }

  private static func claims(
    from: [ClaimVerdict], to: [ClaimVerdict], _ tolerance: Double
  ) -> [Change] {
    func byID(_ verdicts: [ClaimVerdict]) -> [String: String] {
      verdicts.reduce(into: [:]) { $0[$1.id] = $1.verdict }
    }
    let (old, new) = (byID(from), byID(to))
    return Set(old.keys).union(new.keys).map { id in
      Change(
        .claim, id, from: old[id].map(Change.Value.word), to: new[id].map(Change.Value.word),
        tolerance: tolerance)
    }
  }
}
