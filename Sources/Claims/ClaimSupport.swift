import Evidence
import Frontier

/// In how many readings of the drawn choices a row holds, with all else as it is: the share of
/// readings, not a probability.
///
/// Only choices that the row looks up are varied; every combination of theirs counts once.
public struct ClaimSupport: Equatable, Sendable {
  public internal(set) var all = SupportShare()
  /// With Equation 7 as printed, `pass=sum`; nil for a row that does not look up the choice.
  public internal(set) var underSum: SupportShare?
  /// The readings that, each taken alone, turn what the edition's own give, as `pass=fused`.
  public internal(set) var overturnedBy: [String] = []
}

extension ClaimSupport {
  /// The support of each row of kind `model` or `shape` that is computed and looks up a drawn
  /// choice, by id.
  ///
  /// - Parameters:
  ///   - claims: rows that have a verdict in `edition`.
  ///   - edition: where the choices that are not varied keep their readings.
  ///   - progress: is told from any thread how many of how many combinations are done.
  /// - Throws: when a choice has no reading, which a checked calibration.csv does not let happen.
  public static func all(
    of claims: [Claim], in edition: Edition,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> [String: ClaimSupport] {
    let drawn = edition.drawnChoices
    let rows = claims.filter { $0.kind == .model || $0.kind == .shape }
      .map { Candidate($0, in: edition, among: drawn) }
      .filter { !$0.choices.isEmpty }
    let combinations = try Combination.all(of: drawn, around: edition)
    let done = Counter(of: combinations.count, progress)
    let crossovers = CrossoverMemory()
    let verdicts = try Parallel.map(combinations) { combination in
      let context = ClaimContext(
        try edition.with(readings: combination.readings), sharing: crossovers)
      let held = rows.map { row in
        combination.changed.isSubset(of: row.choices) ? row.statement.holds(in: context) : nil
      }
      done.count()
      return held
    }
    var supports: [String: ClaimSupport] = [:]
    for (index, row) in rows.enumerated() {
      let own = zip(combinations, verdicts).compactMap { combination, held in
        held[index].map { (combination, $0) }
      }
      supports[row.statement.claim.id] = ClaimSupport(
        own, isSumLookedUp: row.choices.contains(Combination.equation7.choice))
    }
    return supports
  }

  /// A row and the drawn choices that it looks up.
  private struct Candidate: Sendable {
    let statement: ClaimStatement
    let choices: Set<String>

    init(_ claim: Claim, in edition: Edition, among drawn: [Choice]) {
      let log = LookupLog()
      let context = ClaimContext(edition.recording(in: log))
      statement = ClaimStatement(claim, in: context)
      _ = statement.holds(in: context)
      choices = log.choices.intersection(drawn.map(\.name))
    }
  }

  private init(_ verdicts: [(combination: Combination, holds: Bool)], isSumLookedUp: Bool) {
    if isSumLookedUp { underSum = SupportShare() }
    let own = verdicts.first { $0.combination.changed.isEmpty }?.holds
    for (combination, holds) in verdicts {
      all.count(holds)
      if combination.contains(Combination.equation7) { underSum?.count(holds) }
      if combination.changed.count == 1, holds != own {
        overturnedBy += combination.readings.filter { combination.changed.contains($0.choice) }
          .map(\.description)
      }
    }
  }
}

extension ClaimStatement {
  /// Whether the row holds in this context; what cannot be computed there does not.
  fileprivate func holds(in context: ClaimContext) -> Bool {
    (try? entry(in: context))?.verdict.holds ?? false
  }
}
