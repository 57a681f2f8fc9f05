/// What a workload costs under the architectures that are compared, USD per million served tokens;
/// nil is infeasible. The two sides are colocation, the cheaper of its two schedulers, and
/// disaggregation.
public struct ArchitectureCosts: Equatable, Sendable {
  public var continuous: Double?
  public var chunked: Double?
  public var disaggregated: Double?

  public init(continuous: Double?, chunked: Double?, disaggregated: Double?) {
    (self.continuous, self.chunked, self.disaggregated) = (continuous, chunked, disaggregated)
  }

  /// The architectures that are compared, in the order of printing.
  public static let architectures: [Architecture] = [
    .colocated(.continuous), .colocated(.chunked), .disaggregated,
  ]

  /// nil for one that is infeasible or not compared.
  public subscript(architecture: Architecture) -> Double? {
    switch architecture {
    case .colocated(.continuous): continuous
    case .colocated(.chunked): chunked
    case .colocated(.serialised): nil
    case .disaggregated: disaggregated
    }
  }

  /// The scheduler of the colocated side: chunked prefill, unless continuous batching is cheaper by
  /// more than rounding or the only one that is feasible. Where the batch that fits in memory binds,
  /// both cost the same.
  public var scheduler: ColocatedScheduler {
    guard let continuous else { return .chunked }
    guard let chunked else { return .continuous }
    return chunked - continuous > Winner.rounding * chunked ? .continuous : .chunked
  }

  /// CPM_co of the colocated side.
  public var colocated: Double? { self[.colocated(scheduler)] }

  /// The cheaper side; nil where neither is feasible.
  public var winner: Winner? { Winner(colocated: colocated, disaggregated: disaggregated) }

  /// nil where none is feasible.
  public var cheapest: Architecture? {
    switch winner {
    case .disaggregation: .disaggregated
    case .colocation: .colocated(scheduler)
    case nil: nil
    }
  }

  /// How disaggregation compares with colocation; nil where neither is feasible.
  public var comparison: Comparison? { Comparison(of: disaggregated, with: colocated) }

  /// 1 − cheapest/cheapest of the other side, not below 0; nil where only one side is feasible, or
  /// neither.
  public var margin: Double? { comparison?.margin.map { $0 < 0 ? -$0 : $0 } }
}

extension CostModel {
  /// All that are compared at once.
  public func costs(_ service: Service, over transfer: KVTransfer) -> ArchitectureCosts {
    let (chunked, disaggregated) = totals(.chunked, service, mix: service.mix, over: transfer)
    return ArchitectureCosts(
      continuous: totals(.continuous, service, mix: service.mix, over: transfer).colocated,
      chunked: chunked, disaggregated: disaggregated)
  }
}
