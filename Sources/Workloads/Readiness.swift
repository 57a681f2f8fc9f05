import CostModel

/// One of the six conditions under which prefill and decode are worth disaggregating (a book's part on the physics of
/// serving, chapter 8): what the model can say of it, or that it has to be measured.
public struct ReadinessCondition: Equatable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Is TTFT dominated by the prefill of long prompts?
    case longPrompts = "long_prompts"
    /// Do prefill bursts interrupt decode?
    case interference
    /// Is there traffic enough to keep separate pools busy?
    case traffic
    /// Does the KV transfer fit into the TTFT limit?
    case transfer
    /// Can the platform scale both pools independently?
    case autoscaling
    /// Can failures across both pools be told apart?
    case debugging
  }

  public enum Status: String, Sendable {
    case pass, fail, measure
  }

  public let kind: Kind
  public let status: Status
  /// What the model says: prompt tokens; the share of CPM_co that is slack; the least instances that
  /// keep disaggregation the cheaper side; the transfer's share of the TTFT limit. nil where it
  /// says nothing.
  public let number: Double?
}

extension WorkloadAnswer {
  /// Prompts below this are short.
  public static let longPromptTokens = 2000.0
  /// The largest share of the TTFT limit that a transfer may take.
  public static let transferShareOfLimit = 0.5
  /// The largest cluster that is looked at, instances.
  public static let mostInstances = 64

  /// The six, in the order of the chapter.
  public var readiness: [ReadinessCondition] {
    [longPrompts, interference, traffic, transferFits]
      + [.autoscaling, .debugging].map {
        ReadinessCondition(kind: $0, status: .measure, number: nil)
      }
  }

  /// Short prompts whose first token comes in time are no bottleneck.
  private var longPrompts: ReadinessCondition {
    let prompt = workload.mix.promptTokens
    let isLate = parts.contains {
      $0.architecture != .disaggregated && $0.cost != nil && !$0.meetsContract
    }
    return ReadinessCondition(
      kind: .longPrompts, status: prompt >= Self.longPromptTokens || isLate ? .pass : .fail,
      number: prompt)
  }

  /// What the prefill beside decode costs chunked prefill, to hold the TPOT limit.
  private var interference: ReadinessCondition {
    let share = colocationSlack.flatMap { slack in costs.chunked.map { slack / $0 } }
    return ReadinessCondition(
      kind: .interference,
      status: share.map { $0 > Comparison.levelMargin ? .pass : .fail } ?? .measure,
      number: share)
  }

  /// The least cluster of whole instances in which disaggregation is the cheaper side. Whether the
  /// traffic fills it is known to whoever states a cluster; else it is to be measured.
  private var traffic: ReadinessCondition {
    let least = leastInstances
    guard let cluster = deployment.model.readings.pools.clusterInstances else {
      return ReadinessCondition(
        kind: .traffic, status: least == nil ? .fail : .measure, number: least.map(Double.init))
    }
    return ReadinessCondition(
      kind: .traffic, status: least.map { $0 <= cluster } ?? false ? .pass : .fail,
      number: least.map(Double.init))
  }

  /// nil where disaggregation is the cheaper side in none up to `mostInstances`.
  public var leastInstances: Int? {
    let service = deployment.service(workload.mix, arrivalRate: workload.arrivalRate)
    return (2...Self.mostInstances).first { instances in
      deployment.model.with(clusterInstances: instances)
        .costs(service, over: deployment.transfer).winner == .disaggregation
    }
  }

  /// A transfer that takes more than half of the limit, or makes a first token late that would be in
  /// time without it, does not.
  private var transferFits: ReadinessCondition {
    let limit = deployment.limits.ttftMs
    let share = transferMs / limit
    let isLate = prefillMs <= limit && prefillMs + transferMs > limit
    return ReadinessCondition(
      kind: .transfer, status: !isLate && share <= Self.transferShareOfLimit ? .pass : .fail,
      number: share)
  }
}
