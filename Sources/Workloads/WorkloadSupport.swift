import CostModel
import Evidence
import Frontier
import Normalization

/// In how many draws an answer holds.
public struct WorkloadSupport: Equatable, Sendable {
  public let plan: DrawPlan
  /// Draws, or combinations where all are taken once.
  public let count: Int
  /// Of the answer: disaggregation better, level or worse than colocation, or neither feasible.
  public let support: Support
  /// In how many draws disaggregation is the cheaper side.
  public let disaggregation: SupportShare
  /// Under pass=sum; nil where no choice leaves it open.
  public let disaggregationUnderSum: SupportShare?

  /// - Throws: the lookup's error when a constant or a price is missing.
  public init(
    _ workload: Workload, on plan: DeploymentPlan, in edition: Edition, draws: Draws
  ) throws {
    let own = try Deployment(plan, in: edition).comparison(workload)?.verdict
    let answers = try draws.map(
      sharing: { try RangedDeployment(plan, in: $0, ranged: draws.constants) },
      making: { ranged, draw in
        let deployment = try ranged.at(draw.values)
        let costs = deployment.costs(workload.mix, arrivalRate: workload.arrivalRate)
        return (costs.comparison?.verdict, costs.winner)
      })
    let counter = SupportCounter(draws)
    self.plan = draws.plan
    count = draws.count
    support = counter.support(of: answers.map { $0.0 == own })
    let cheaper = counter.support(of: answers.map { $0.1 == .disaggregation })
    (disaggregation, disaggregationUnderSum) = (cheaper.share, cheaper.underSum)
  }
}

extension Deployment {
  fileprivate func comparison(_ workload: Workload) -> Comparison? {
    costs(workload.mix, arrivalRate: workload.arrivalRate).comparison
  }
}

/// A deployment wherever an edition's ranged constants stand in their ranges.
struct RangedDeployment: Sendable {
  private let edition: Edition
  private let own: Deployment
  private let ranged: [Constant]
  private let instance: RangedInstance
  /// The place of `transfer.overlap` among the ranged constants.
  private let overlap: Int?
  /// Whether the deployment looks up a ranged constant that is neither.
  private let needsLookups: Bool

  /// - Parameter ranged: the constants whose values a draw has, in its order.
  /// - Throws: the lookup's error when a constant or a price is missing.
  init(_ plan: DeploymentPlan, in edition: Edition, ranged: [Constant]) throws {
    (self.edition, self.ranged) = (edition, ranged)
    let log = LookupLog()
    own = try Deployment(plan, in: edition.recording(in: log))
    instance = RangedInstance(
      edition.calibration, model: plan.model, accelerator: plan.accelerator,
      precision: plan.precision, ranged: ranged)
    let overlap = ranged.firstIndex {
      $0.entity == .transfer && $0.parameter == "overlap" && edition.calibration.isInForce($0)
    }
    self.overlap = overlap
    let set = Set(instance.places + [overlap].compactMap { $0 })
    let lines = log.lines
    needsLookups = ranged.indices.contains { lines.contains(ranged[$0].line) && !set.contains($0) }
  }

  /// - Parameter values: one for each ranged constant, in its base unit; none leaves them as they
  ///   are.
  func at(_ values: [Double]) throws -> Deployment {
    guard !values.isEmpty else { return own }
    guard !needsLookups else {
      return try Deployment(
        own.plan, in: edition.with(edition.calibration.at(values, of: ranged)))
    }
    var drawn = own
    drawn.model = CostModel(
      passes: instance.passes(own.model.passes, at: values),
      usdPerAcceleratorHour: own.model.usdPerAcceleratorHour)
    if let overlap { drawn.transfer.overlap = values[overlap] }
    return drawn
  }
}
