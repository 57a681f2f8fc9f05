import Evidence
import Normalization

/// Why a point's cost changed.
public enum Cause: String, CaseIterable, Sendable {
  /// The pin and the rows of the price sheets.
  case price
  /// The constants of accelerators.
  case hardware
  /// The published rows.
  case anchor
  /// Every other constant (models, deployment, contracts, transfer), and the readings of choices.
  case model

  /// The constants that go with the cause.
  fileprivate var kinds: Set<EntityKind> {
    switch self {
    case .price: [.rate]
    case .hardware: [.accelerator]
    case .anchor: []
    case .model: [.model, .deployment, .workload, .contract, .interconnect, .transfer, .choice]
    }
  }
}

/// A point with a cost on both sides whose change cannot be divided among the causes, because it
/// has none once some of them have changed and the others have not.
public struct AttributionGap: Equatable, Sendable {
  public let point: Change.Subject
  /// The fewest causes with which the point has no cost.
  public let changed: [Cause]
  /// Why it has none then: infeasible, or what is missing.
  public let reason: String
}

/// Divides the change of each point among the causes, each getting its mean effect over all orders
/// in which the four could have changed (Shapley's value): the parts add up to the whole, and no
/// cause is favoured by coming first.
struct Attribution {
  private enum Cost {
    case number(Double)
    /// Why there is none.
    case none(String)

    var number: Double? { if case .number(let number) = self { number } else { nil } }
  }

  /// The points' costs once the causes of each set have changed, by the set's bits.
  private let costs: [[Change.Subject: Cost]]

  /// - Parameter accelerators: those with a price on both sides.
  init(from: Edition, to: Edition, accelerators: [String]) {
    costs = (0..<(1 << Cause.allCases.count)).map { set in
      let mixed = Self.mix(from, to, changed: Self.causes(in: set))
      var costs: [Change.Subject: Cost] = [:]
      for accelerator in accelerators {
        let normalizer = Result {
          try Normalizer(mixed, frame: ReferenceFrame(accelerator: accelerator))
        }
        for anchor in mixed.anchors {
          costs[Change.Subject(anchor.id, in: accelerator)] = Self.cost(
            Result { try normalizer.get().normalize(anchor).cpm })
        }
      }
      return costs
    }
  }

  private static func cost(_ found: Result<Double?, any Error>) -> Cost {
    switch found {
    case .success(let cpm): cpm.map(Cost.number) ?? .none("infeasible")
    case .failure(let error): .none("\(error)")
    }
  }

  /// By point.
  var gaps: [AttributionGap] {
    guard let first = costs.first, let last = costs.last else { return [] }
    let shared = first.keys.filter { first[$0]?.number != nil && last[$0]?.number != nil }
    return shared.compactMap { key -> AttributionGap? in
      let sets = costs.indices.sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
      guard let set = sets.first(where: { costs[$0][key]?.number == nil }) else { return nil }
      let causes = Self.causes(in: set)
      let reason: String
      if case .none(let why)? = costs[set][key] { reason = why } else { reason = "no such row" }
      return AttributionGap(
        point: key, changed: Cause.allCases.filter(causes.contains),
        reason: reason)
    }.sorted { $0.point.text < $1.point.text }
  }

  /// What each cause adds to the point's CPM, USD per million tokens; nil when the point has no
  /// cost on one of the ways from one side to the other.
  func causes(of point: Change.Subject) -> [Cause: Double]? {
    let values = costs.compactMap { $0[point]?.number }
    guard values.count == costs.count else { return nil }
    let count = Cause.allCases.count
    return Cause.allCases.enumerated().reduce(into: [:]) { parts, element in
      let bit = 1 << element.offset
      parts[element.element] = values.indices.filter { $0 & bit == 0 }.reduce(0) { sum, set in
        sum + Self.weight(size: set.nonzeroBitCount, of: count) * (values[set | bit] - values[set])
      }
    }
  }

  /// The share of orders in which exactly a given set of `size` comes before one of `count`.
  private static func weight(size: Int, of count: Int) -> Double {
    func factorial(_ number: Int) -> Double { (0..<number).reduce(1) { $0 * Double($1 + 1) } }
    return factorial(size) * factorial(count - size - 1) / factorial(count)
  }

  private static func causes(in set: Int) -> Set<Cause> {
    Set(Cause.allCases.enumerated().filter { set & (1 << $0.offset) != 0 }.map(\.element))
  }

  private static func mix(_ from: Edition, _ to: Edition, changed: Set<Cause>) -> Edition {
    let kinds = changed.reduce(into: Set<EntityKind>()) { $0.formUnion($1.kinds) }
    return Edition(
      dataset: Dataset(
        anchors: (changed.contains(.anchor) ? to : from).anchors,
        calibration: from.calibration.taking(kinds, from: to.calibration)),
      pin: changed.contains(.price) ? to.pin : from.pin)
  }
}
