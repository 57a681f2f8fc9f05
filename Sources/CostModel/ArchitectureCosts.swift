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

  /// The cheapest against the other side: better or level; nil where none is feasible.
  public var verdict: Comparison.Verdict? {
    guard winner != nil else { return nil }
    return margin.map { $0 > Comparison.levelMargin ? .better : .level } ?? .better
  }

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

/// A workload under each of the architectures that are compared, term by term; nil is infeasible.
public struct ServedCosts: Equatable, Sendable {
  public let continuous: ColocatedCost?
  public let chunked: ColocatedCost?
  public let disaggregated: DisaggregatedCost?

  public init(_ model: CostModel, _ service: Service, over transfer: KVTransfer) {
    continuous = model.colocated(.continuous, service)
    chunked = model.colocated(.chunked, service)
    disaggregated = model.disaggregated(service, over: transfer)
  }

  public var costs: ArchitectureCosts {
    ArchitectureCosts(
      continuous: continuous?.total, chunked: chunked?.total, disaggregated: disaggregated?.total)
  }

  /// b, sequences in a pass.
  public func batch(_ architecture: Architecture) -> Double? {
    switch architecture {
    case .colocated(.continuous): continuous?.batch
    case .colocated(.chunked): chunked?.batch
    case .colocated(.serialised): nil
    case .disaggregated: disaggregated?.batch
    }
  }

  /// The time that the first token needs without any queue, s.
  public func firstTokenSeconds(_ architecture: Architecture) -> Double? {
    switch architecture {
    case .colocated(.continuous): continuous?.firstTokenSeconds
    case .colocated(.chunked): chunked?.firstTokenSeconds
    case .colocated(.serialised): nil
    case .disaggregated: disaggregated?.firstTokenSeconds
    }
  }
}
