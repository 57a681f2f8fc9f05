import CostModel
import Evidence
import Normalization

/// Figure S2: in how many readings disaggregation is cheaper than chunked prefill, over Figure 2's
/// axes and under its contracts, with Equation 7 as printed.
public struct SupportMap: Equatable, Sendable {
  public struct Panel: Equatable, Sendable {
    public let contract: BreakEvenSurface.Contract
    /// Columns of equal α, by rising B: `BreakEvenSurface.shares` and `.bandwidths`.
    public let grid: [[WinnerTally]]
    /// At each published system's place, in the order of anchors.csv; nil without a bandwidth.
    public let systems: [WinnerTally?]
  }

  /// Where on all panels disaggregation has its largest support under another reading of `pass`.
  public struct Peak: Equatable, Sendable {
    public let reading: Reading
    public let support: SupportShare
    /// The first such place, by panels, α and B; nil where the support is 0 everywhere.
    public let place: Place?
  }

  public struct Place: Equatable, Sendable {
    public let contract: BreakEvenSurface.Contract
    public let prefillShare: Double
    /// B/s.
    public let bandwidth: Double
  }

  /// Figure 2 under the edition's own readings.
  public let own: BreakEvenResult
  /// What all combinations have in common; nil where all are counted.
  public let reading: Reading?
  /// How many combinations there are, of the drawn choices that the costs look up.
  public let combinations: Int
  /// As `own.panels`.
  public let panels: [Panel]
  /// For each other reading of `pass`.
  public let peaks: [Peak]

  public var assumptions: Assumptions { own.assumptions }

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    let own = try BreakEvenResult(edition)
    let parts = try SupportCases.parts(of: edition) {
      _ = try BreakEvenSurface($0, contract: Headline.contract)
    }
    let maps = try parts.map { try Self.panels($0, edition, own) }
    self.own = own
    reading = parts[0].reading
    combinations = parts[0].combinations.count
    panels = maps[0]
    peaks = zip(parts, maps).dropFirst().compactMap { part, panels in
      part.reading.map { Self.peak(of: panels, under: $0) }
    }
  }

  private static func panels(
    _ part: SupportCases, _ edition: Edition, _ own: BreakEvenResult
  ) throws -> [Panel] {
    try own.panels.map { panel in
      let surfaces = try part.combinations.map {
        try BreakEvenSurface(edition.with(readings: $0.readings), contract: panel.contract.id)
      }
      return Panel(
        contract: panel.contract,
        grid: try Parallel.map(BreakEvenSurface.shares) { share in
          WinnerTally.all(surfaces, prefillShare: share, bandwidths: BreakEvenSurface.bandwidths)
        },
        systems: panel.systems.map { system in
          system.bandwidth.flatMap {
            WinnerTally.all(
              surfaces, prefillShare: system.prefillShare, bandwidths: [$0]
            ).first
          }
        })
    }
  }

  private static func peak(of panels: [Panel], under reading: Reading) -> Peak {
    let cases = panels.first?.grid.first?.first?.cases ?? 0
    var peak = Peak(reading: reading, support: SupportShare(of: cases), place: nil)
    for panel in panels {
      for (share, column) in zip(BreakEvenSurface.shares, panel.grid) {
        for (bandwidth, tally) in zip(BreakEvenSurface.bandwidths, column)
        where tally.support.holds > peak.support.holds {
          peak = Peak(
            reading: reading, support: tally.support,
            place: Place(contract: panel.contract, prefillShare: share, bandwidth: bandwidth))
        }
      }
    }
    return peak
  }
}

extension WinnerTally {
  /// Who wins at each bandwidth on how many of the surfaces.
  public static func all(
    _ surfaces: [BreakEvenSurface], prefillShare: Double, bandwidths: [Double]
  ) -> [WinnerTally] {
    var tallies = bandwidths.map { _ in WinnerTally() }
    for surface in surfaces {
      let winners = surface.winners(prefillShare: prefillShare, bandwidths: bandwidths)
      for (index, winner) in winners.enumerated() { tallies[index].count(winner) }
    }
    return tallies
  }
}

extension BreakEvenSurface {
  /// The cheaper side at each bandwidth, at the default η; nil where neither meets the contract.
  /// One B*(α) tells them all.
  func winners(prefillShare: Double, bandwidths: [Double]) -> [Winner?] {
    switch breakEvenBandwidth(prefillShare: prefillShare, overlap: transfer.overlap) {
    case .at(let least): bandwidths.map { $0 > least ? .disaggregation : .colocation }
    case .colocationEverywhere: bandwidths.map { _ in .colocation }
    case .infeasible: bandwidths.map { _ in nil }
    case .disaggregationEverywhere:
      // Where a TTFT limit is kept that colocation cannot meet, a slow transfer leaves nobody.
      bandwidths.map {
        cell(prefillShare: prefillShare, bandwidth: $0).disaggregated.map { _ in .disaggregation }
      }
    }
  }
}
