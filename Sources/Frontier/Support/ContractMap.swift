import CostModel
import Evidence
import Glibc
import Normalization

/// Figure S8: chunked prefill against disaggregation over prefill share and TPOT limit, over NVLink
/// on the reference accelerator at the default η.
public struct ContractMap: Equatable, Sendable {
  public struct Cell: Equatable, Sendable {
    public let prefillShare: Double
    public let limits: Limits
    /// USD per million tokens; nil is infeasible.
    public let colocated: Double?
    /// USD per million tokens; nil is infeasible.
    public let disaggregated: Double?

    /// Colocated cost over disaggregated cost, less 1: positive where disaggregation is cheaper;
    /// nil where either is infeasible.
    public var margin: Double? {
      guard let colocated, let disaggregated else { return nil }
      return colocated / disaggregated - 1
    }
  }

  /// A row of the map, ms.
  public struct Limits: Equatable, Sendable {
    public let tpotMs: Double
    /// Binds under the reading `ttft-bound=kept` alone.
    public let ttftMs: Double
  }

  /// The costs under one set of readings.
  public struct Surface: Equatable, Sendable {
    /// What differs from the edition's own readings; nil for those themselves.
    public let reading: Reading?
    /// Columns of equal α, by rising TPOT limit.
    public let grid: [[Cell]]
    /// Where the cheaper side changes along each column and along the ends of the axis of TPOT
    /// limits: connected pieces, by α and TPOT limit.
    public let contour: [[Vertex]]
  }

  public struct Vertex: Equatable, Sendable {
    public let prefillShare: Double
    public let tpotMs: Double
  }

  /// Published rows whose mixes are the same, or nearly so.
  public struct SystemMix: Equatable, Sendable {
    public let prefillShares: ClosedRange<Double>
    /// Each once, in the order of anchors.csv.
    public let systems: [String]
  }

  /// TPOT limits of the axis, ms.
  public static let tpotRange = 15.0...200.0
  /// TPOT limits of the grid, ms: 60 values, evenly spaced on a log scale.
  public static let tpots = tpotRange.spacedOnLogScale(count: 60)
  /// Pools of whole instances, and with a share that stands idle.
  public static let sizedPools = Reading(choice: "pools", name: "sized")
  /// Mixes closer than this in α are told as one.
  public static let mixResolution = 0.01

  /// The edition's own readings, then those with `sizedPools` where there is such a reading and it
  /// is another.
  public let surfaces: [Surface]
  /// Columns of equal α, by rising TPOT limit.
  public let support: [[WinnerTally]]
  /// What all combinations have in common; nil where all are counted.
  public let reading: Reading?
  /// How many combinations there are, of the drawn choices that the costs look up.
  public let combinations: Int
  /// The named ones, by rising TPOT limit.
  public let contracts: [BreakEvenSurface.Contract]
  /// By rising α.
  public let mixes: [SystemMix]
  /// B of the edition's own reading, B/s.
  public let bandwidth: Double
  /// Of the reference accelerator.
  public let usdPerHour: Double
  /// S.
  public let tokens: Double
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    assumptions = try Assumptions(edition)
    usdPerHour = try edition.rate(of: assumptions.frame.accelerator).si
    contracts = try BreakEvenResult.contracts.map {
      try BreakEvenSurface(edition, contract: $0).contract
    }.sorted { ($0.tpotMs, $0.ttftMs) < ($1.tpotMs, $1.ttftMs) }
    mixes = Self.mixes(of: edition.anchors)
    let named = contracts
    let rows = Self.tpots.map { Limits(tpotMs: $0, between: named) }
    let own = try Costs(edition)
    (bandwidth, tokens) = (own.transfer.bandwidth, own.tokens)

    let others = [Self.sizedPools].filter { reading in
      edition.calibration.choices.contains {
        $0.name == reading.choice && $0.readings.contains(reading.name)
      } && !edition.readings.contains { $0.reading == reading }
    }
    surfaces = try ([nil] + others).map { reading in
      let costs = try Costs(edition.with(readings: reading.map { [$0] } ?? []))
      let grid = try Parallel.map(BreakEvenSurface.shares) { share in
        rows.map { costs.cell(prefillShare: share, $0) }
      }
      return Surface(
        reading: reading, grid: grid, contour: costs.contour(through: grid, between: named))
    }

    let part = try SupportCases.parts(of: edition) { _ = try Costs($0) }[0]
    let costs = try part.combinations.map { try Costs(edition.with(readings: $0.readings)) }
    reading = part.reading
    combinations = part.combinations.count
    support = try Parallel.map(BreakEvenSurface.shares) { share in
      rows.map { limits in
        costs.reduce(into: WinnerTally()) { tally, costs in
          tally.count(costs.cell(prefillShare: share, limits).winner)
        }
      }
    }
  }

  private static func mixes(of anchors: [Anchor]) -> [SystemMix] {
    let sorted = anchors.enumerated().sorted {
      ($0.element.prefillShare, $0.offset) < ($1.element.prefillShare, $1.offset)
    }
    var groups: [[(offset: Int, element: Anchor)]] = []
    for anchor in sorted {
      if let first = groups.last?.first,
        anchor.element.prefillShare - first.element.prefillShare < mixResolution
      {
        groups[groups.count - 1].append(anchor)
      } else {
        groups.append([anchor])
      }
    }
    return groups.map { group in
      let shares = group.map(\.element.prefillShare)
      return SystemMix(
        prefillShares: shares[0]...shares[shares.count - 1],
        systems: group.sorted { $0.offset < $1.offset }.map(\.element.system)
          .reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
  }
}

extension ContractMap.Limits {
  /// The TTFT limit that goes with a TPOT limit between those of the named contracts: on the
  /// straight line between the two next to it, both limits taken by their logarithms; beyond all of
  /// them that of the nearest.
  /// - Parameter named: by rising TPOT limit.
  init(tpotMs: Double, between named: [BreakEvenSurface.Contract]) {
    self.tpotMs = tpotMs
    let (below, above) = (
      named.last { $0.tpotMs < tpotMs }, named.first { $0.tpotMs >= tpotMs }
    )
    guard let below, let above else {
      ttftMs = (below ?? above)?.ttftMs ?? .infinity
      return
    }
    let share = log(tpotMs / below.tpotMs) / log(above.tpotMs / below.tpotMs)
    ttftMs = below.ttftMs * pow(above.ttftMs / below.ttftMs, share)
  }
}

extension ContractMap.Cell {
  /// The cheaper side; nil where neither meets the contract.
  public var winner: Winner? { Winner(colocated: colocated, disaggregated: disaggregated) }
}

/// What the costs of one edition are computed from.
private struct Costs: Sendable {
  let model: CostModel
  let tokens: Double
  let transfer: KVTransfer

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ edition: Edition) throws {
    model = try edition.costModel()
    tokens = try edition.calibration.number(.deployment, "request_tokens")
    transfer = try edition.calibration.transfer(
      bandwidth: edition.calibration.referenceBandwidth)
  }

  func cell(prefillShare: Double, _ limits: ContractMap.Limits) -> ContractMap.Cell {
    let service = Service(
      mix: Mix(prefillShare: prefillShare, tokens: tokens), tpot: limits.tpotMs / 1000,
      ttft: limits.ttftMs / 1000)
    return ContractMap.Cell(
      prefillShare: prefillShare, limits: limits,
      colocated: model.colocated(.chunked, service)?.total,
      disaggregated: model.disaggregated(service, over: transfer)?.total)
  }

  /// Where the cheaper side changes along each column, and along the outermost rows, by α and TPOT
  /// limit; a new piece after a column without a change.
  func contour(
    through grid: [[ContractMap.Cell]], between named: [BreakEvenSurface.Contract]
  ) -> [[ContractMap.Vertex]] {
    let lines = grid + [grid.compactMap(\.first), grid.compactMap(\.last)]
    let vertices = lines.flatMap { line in
      zip(line, line.dropFirst()).compactMap { crossing($0, $1, between: named) }
    }.sorted { ($0.prefillShare, $0.tpotMs) < ($1.prefillShare, $1.tpotMs) }
    return vertices.reduce(into: []) { pieces, vertex in
      // Columns lie 0.01 apart.
      if let last = pieces.last?.last, vertex.prefillShare - last.prefillShare < 0.0101 {
        pieces[pieces.count - 1].append(vertex)
      } else {
        pieces.append([vertex])
      }
    }
  }

  /// The place between two neighbouring cells at which the cheaper side changes, by bisection on the
  /// logarithm of the TPOT limit or on α; nil where it does not.
  func crossing(
    _ one: ContractMap.Cell, _ other: ContractMap.Cell, between named: [BreakEvenSurface.Contract]
  ) -> ContractMap.Vertex? {
    guard let winner = one.winner, let last = other.winner, winner != last else { return nil }
    func vertex(_ share: Double) -> ContractMap.Vertex {
      let ratio = other.limits.tpotMs / one.limits.tpotMs
      return ContractMap.Vertex(
        prefillShare: one.prefillShare + (other.prefillShare - one.prefillShare) * share,
        tpotMs: one.limits.tpotMs * pow(ratio, share))
    }
    var (low, high) = (0.0, 1.0)
    while high - low > 1e-9 {
      let middle = vertex((low + high) / 2)
      let limits = ContractMap.Limits(tpotMs: middle.tpotMs, between: named)
      if cell(prefillShare: middle.prefillShare, limits).winner == winner {
        low = (low + high) / 2
      } else {
        high = (low + high) / 2
      }
    }
    return vertex((low + high) / 2)
  }
}
