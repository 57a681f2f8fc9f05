import CostModel
import Evidence
import Normalization

/// Figure S1: what each reading of each choice does to α* of chunked prefill against
/// disaggregation, over NVLink on the reference accelerator at the default η. Every bar counts all
/// combinations of the drawn choices that have its reading.
public struct ReadingsResult: Equatable, Sendable {
  /// What a combination says of α*.
  public enum Outcome: Equatable, Sendable, CaseIterable {
    /// Disaggregation is the cheaper one on the whole axis.
    case disaggregation
    /// α* lies below the paper's band, in it, or above it.
    case below, within, above
    /// Colocation is the cheaper one on the whole axis.
    case colocation
    /// Neither meets the contract.
    case infeasible

    public init(_ found: BreakEven) {
      switch found {
      case .at(let share):
        self = paperBand.contains(share) ? .within : share < paperBand.lowerBound ? .below : .above
      case .disaggregationEverywhere: self = .disaggregation
      case .colocationEverywhere: self = .colocation
      case .infeasible: self = .infeasible
      }
    }
  }

  /// How many combinations say what, under one contract.
  public struct Tally: Equatable, Sendable {
    private var counts: [Outcome: Int] = [:]

    init(_ outcomes: some Sequence<Outcome>) {
      for outcome in outcomes { counts[outcome, default: 0] += 1 }
    }

    public func share(of outcome: Outcome) -> SupportShare {
      SupportShare(holds: counts[outcome, default: 0], of: counts.values.reduce(0, +))
    }
  }

  public struct Bar: Equatable, Sendable {
    /// What all of its combinations have in common; nil for all combinations.
    public let reading: Reading?
    /// Whether the edition itself is under that reading.
    public let isOwn: Bool
    /// In the order of `contracts`.
    public let tallies: [Tally]
  }

  /// α* at (500, 50) ms by the paper, 0.45 ± 0.05 (section 6.1).
  public static let paperBand = 0.40...0.50

  public let contracts: [BreakEvenSurface.Contract]
  public let all: Bar
  /// The bars of each choice that is drawn or looked up, in file order; its readings likewise, the
  /// default first.
  public let choices: [[Bar]]
  /// How many combinations of the drawn choices there are.
  public let combinations: Int
  /// Of the reference accelerator.
  public let usdPerHour: Double
  /// S of the edition's own reading.
  public let tokens: Double
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    assumptions = try Assumptions(edition)
    usdPerHour = try edition.rate(of: assumptions.frame.accelerator).si
    let surfaces = try BreakEvenResult.contracts.map { try BreakEvenSurface(edition, contract: $0) }
    contracts = surfaces.map(\.contract)
    tokens = surfaces.first?.tokens ?? 0
    let read = try edition.choices { _ = try Self.outcomes($0) }
    let combinations = try Combination.all(of: edition.drawnChoices, around: edition)
    self.combinations = combinations.count
    let counted = try Self.counted(edition, combinations, shown: read.filter { !$0.isDrawn })

    func bar(_ reading: Reading?, isOwn: Bool) -> Bar {
      let own = counted[nil] ?? []
      let isDrawn = combinations.first?.readings.contains { $0.choice == reading?.choice } == true
      let outcomes =
        if let reading, isDrawn {
          zip(combinations, own).filter { $0.0.contains(reading) }.map(\.1)
        } else {
          // The edition's own reading of a shown choice is in all of its combinations.
          counted[reading] ?? own
        }
      return Bar(
        reading: reading, isOwn: isOwn,
        tallies: BreakEvenResult.contracts.indices.map { index in
          Tally(outcomes.map { $0[index] })
        })
    }
    all = bar(nil, isOwn: false)
    let shown = edition.calibration.choices.filter { choice in
      choice.isDrawn || read.contains { $0.name == choice.name }
    }
    choices = try shown.map { choice in
      let own = try edition.reading(choice.name)
      return choice.alternatives.map {
        bar($0, isOwn: $0.name == own)
      }
    }
  }

  /// Every combination's outcomes under the edition's own readings of the shown choices, at nil,
  /// and with each other reading of each of them.
  private static func counted(
    _ edition: Edition, _ combinations: [Combination], shown: [Choice]
  ) throws -> [Reading?: [[Outcome]]] {
    let others = try shown.flatMap { choice in
      let own = try edition.reading(choice.name)
      return choice.alternatives.filter { $0.name != own }
    }
    let bases: [Reading?] = [nil] + others
    let tasks = bases.flatMap { base in
      combinations.map { (base.map { [$0] } ?? []) + $0.readings }
    }
    let found = try Parallel.map(tasks) { try outcomes(edition.with(readings: $0)) }
    return Dictionary(
      uniqueKeysWithValues: bases.enumerated().map { index, base in
        let first = index * combinations.count
        return (base, Array(found[first..<first + combinations.count]))
      })
  }

  /// Under each contract.
  private static func outcomes(_ edition: Edition) throws -> [Outcome] {
    let bandwidth = try edition.calibration.referenceBandwidth
    return try BreakEvenResult.contracts.map { contract in
      let surface = try BreakEvenSurface(edition, contract: contract)
      return Outcome(
        surface.breakEvenPrefillShare(
          bandwidth: bandwidth, overlap: surface.transfer.overlap))
    }
  }
}
