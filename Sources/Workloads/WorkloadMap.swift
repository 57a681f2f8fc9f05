import CostModel
import Evidence
import Frontier
import Normalization

/// Where a workload lies among all requests as long as its own: Figure 2's surface of its
/// deployment, and in how many combinations of readings disaggregation is cheaper there.
public struct WorkloadMap: Equatable, Sendable {
  /// In how many combinations of the drawn readings disaggregation is the cheaper side.
  public struct Combinations: Equatable, Sendable {
    /// In columns as the panel's.
    public let grid: [[WinnerTally]]
    /// At the workload's own prefill share and bandwidth.
    public let own: WinnerTally

    static func + (one: Combinations, other: Combinations) -> Combinations {
      Combinations(
        grid: zip(one.grid, other.grid).map { zip($0, $1).map(+) }, own: one.own + other.own)
    }
  }

  public let answer: WorkloadAnswer
  /// nil where nothing was drawn.
  public let support: WorkloadSupport?
  /// What the deployment's memory holds.
  public let fit: MemoryFit
  /// The colocated side is the cheaper of its schedulers at every place. B reaches beyond Figure 2's
  /// axis where the workload's own does.
  public let panel: BreakEvenResult.Panel
  /// Of all drawn choices that the costs depend on.
  public let combinations: Combinations
  /// Those with Equation 7 as printed; nil where no drawn choice leaves it open.
  public let underSum: Combinations?
  /// By rising bandwidth.
  public let links: [BreakEvenResult.Link]
  public let assumptions: Assumptions

  /// - Parameter edition: that of the answer.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public init(_ answer: WorkloadAnswer, _ support: WorkloadSupport?, in edition: Edition) throws {
    (self.answer, self.support) = (answer, support)
    fit = try MemoryFit(answer.deployment, in: edition)
    assumptions = try Assumptions(edition)
    links = try BreakEvenResult.Link.all(in: edition.calibration)
    let axis = Self.bandwidthRange(including: answer.deployment.transfer.bandwidth)
    let bandwidths = axis.spacedOnLogScale(count: BreakEvenSurface.bandwidths.count)
    panel = BreakEvenResult.Panel(
      answer.deployment.surface(answer.workload), bandwidths: bandwidths, crossingBandwidths: [],
      overlaps: assumptions.overlaps)
    let parts = try Self.combinations(answer, bandwidths: bandwidths, in: edition)
    combinations = parts.dropFirst().reduce(parts[0].counts) { $0 + $1.counts }
    underSum = parts.first { $0.reading == Combination.equation7 }?.counts
  }

  /// Whether the workload lies beyond an end of the axes of `panel`.
  public var isOutside: Bool {
    [
      (answer.workload.mix.prefillShare, BreakEvenSurface.shares),
      (answer.deployment.transfer.bandwidth, panel.bandwidths),
    ].contains { own, axis in !(axis[0]...axis[axis.count - 1]).contains(own) }
  }

  /// Figure 2's axis of B, stretched to round numbers where `bandwidth` lies outside, B/s. What
  /// lies beyond `farthest` stays outside.
  static func bandwidthRange(including bandwidth: Double) -> ClosedRange<Double> {
    let axis = BreakEvenSurface.bandwidthRange
    let inside = min(max(bandwidth, farthest.lowerBound), farthest.upperBound)
    // A fifth beyond it, and on to the next 1, 2 or 5.
    let below = rounds.last { $0 <= inside / 1.2 } ?? farthest.lowerBound
    let above = rounds.first { $0 >= inside * 1.2 } ?? farthest.upperBound
    let low = inside < axis.lowerBound ? below : axis.lowerBound
    return low...(inside > axis.upperBound ? above : axis.upperBound)
  }

  private static let farthest = 0.1e9...100_000e9
  private static let rounds = [1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14].flatMap { power in
    [1, 2, 5].map { $0 * power }
  }.filter(farthest.contains)

  /// By the reading that all have in common.
  private static func combinations(
    _ answer: WorkloadAnswer, bandwidths: [Double], in edition: Edition
  ) throws -> [(reading: Reading?, counts: Combinations)] {
    let (deployment, workload) = (answer.deployment, answer.workload)
    // The map's axis says B, whatever a reading takes the link for.
    var plan = deployment.plan
    plan.link = .bandwidth(deployment.transfer.bandwidth)
    let fixed = plan
    return try SupportCases.parts(of: edition) { _ = try Deployment(fixed, in: $0) }.map { part in
      let surfaces = try part.combinations.map {
        try Deployment(fixed, in: edition.with(readings: $0.readings)).surface(workload)
      }
      let own = WinnerTally.all(
        surfaces, prefillShare: workload.mix.prefillShare,
        bandwidths: [deployment.transfer.bandwidth])
      return (
        part.reading,
        Combinations(
          grid: try Parallel.map(BreakEvenSurface.shares) { share in
            WinnerTally.all(surfaces, prefillShare: share, bandwidths: bandwidths)
          }, own: own[0])
      )
    }
  }
}

extension Deployment {
  /// CPM_co − CPM_P/D of requests as long as a workload's, over prefill share and bandwidth.
  public func surface(_ workload: Workload) -> BreakEvenSurface {
    let id =
      switch plan.contract {
      case .named(let id): id
      case .limits: "own"
      }
    return BreakEvenSurface(
      model, tokens: workload.mix.tokens, over: transfer,
      contract: BreakEvenSurface.Contract(id: id, ttftMs: limits.ttftMs, tpotMs: limits.tpotMs),
      arrivalRate: workload.arrivalRate, schedulers: [.continuous, .chunked])
  }
}
