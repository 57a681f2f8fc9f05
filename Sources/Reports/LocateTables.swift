import CostModel
import Normalization
import Plotting
import Tables
import Workloads

extension LocateReport {
  /// A row for each architecture.
  /// - Parameters:
  ///   - number: how numbers are written.
  ///   - words: whether for reading.
  func partTable(number: (Double) -> String, words: Bool) -> ReportTable {
    var table = ReportTable(
      words
        ? [
          .left("architecture"), .right("$/MTok"), .right("prefill"), .right("decode"),
          .right("slack, tax"), .right("batch"), .right("first token"), .left("meets contract"),
        ]
        : [
          "architecture", "cpm", "prefill", "decode", "slack_or_tax", "batch",
          "first_token_floor_ms", "meets",
        ].map(ReportTable.Column.left))
    let none = words ? "–" : ""
    for part in answer.parts {
      let first = part.firstTokenMs.map { words ? AnswerNumber.ms($0) : number($0) }
      table.append([
        words ? part.architecture.label : part.architecture.rawValue,
        part.cost.map(number) ?? DataText.infeasible, part.prefill.map(number) ?? none,
        part.decode.map(number) ?? none, part.rest.map(number) ?? none,
        part.batch.map { words ? NumberFormat.rounded($0, digits: 3) : number($0) } ?? none,
        first ?? none, words ? meets(part) : String(part.meetsContract),
      ])
    }
    if let fraction = answer.workload.disaggregatedFraction {
      let name = words ? "hybrid, \(AnswerNumber.percent(fraction)) disaggregated" : "hybrid"
      table.append(
        [name, answer.hybridCost.map(number) ?? DataText.infeasible]
          + [String](repeating: none, count: 6))
    }
    return table
  }

  private func meets(_ part: CostParts) -> String {
    if let obstacle = part.obstacle { return "no: \(obstacle.rawValue)" }
    return part.meetsContract ? "yes" : "no: TTFT"
  }

  /// The value of each direction here, and where the cheaper side changes.
  var crossingTable: ReportTable {
    let (crossings, deployment) = (answer.crossings, answer.deployment)
    let shares = crossings.prefillShares.crossings.map { NumberFormat.fixed($0, decimals: 3) }
    let axis = "between 0.2 and 0.97"
    return ReportTable(
      [.left("direction"), .right("here"), .left("break-even"), .left("meaning")],
      rows: [
        [
          "prefill share α", NumberFormat.fixed(answer.workload.mix.prefillShare, decimals: 3),
          shares.isEmpty ? Self.none : shares.joined(separator: ", "),
          shares.isEmpty
            ? "\(Self.everywhere(crossings.prefillShares.first)) \(axis)"
            : "α*, with P + D held: \(startText) below the first",
        ],
        [
          "bandwidth B", AnswerNumber.gigabytes(deployment.transfer.bandwidth),
          crossings.bandwidth.value.map(AnswerNumber.gigabytes) ?? Self.none,
          crossings.bandwidth.value == nil
            ? "\(Self.everywhere(crossings.bandwidth)) at every bandwidth"
            : "B*: disaggregation is cheaper above it",
        ],
        [
          "TPOT limit", AnswerNumber.ms(deployment.limits.tpotMs),
          crossings.tpotMs.map(AnswerNumber.ms) ?? Self.none,
          crossings.tpotMs == nil
            ? "\(answer.costs.winner == nil ? "neither is feasible" : "the same wherever feasible") "
              + "between 5 and 1000 ms" : "the nearest limit at which the answer changes",
        ],
        [
          "overlap η", NumberFormat.plain(deployment.transfer.overlap),
          crossings.overlap.map { NumberFormat.fixed($0, decimals: 3) } ?? Self.none,
          crossings.overlap == nil
            ? "the same from 0 to 1" : "disaggregation is cheaper above it",
        ],
        [
          "price ratio", "1",
          crossings.priceRatio.map { NumberFormat.significant($0, digits: 3) } ?? Self.none,
          crossings.priceRatio == nil
            ? "\(answer.costs.winner == nil ? "neither" : "only one") side is feasible"
            : "pool to colocated accelerator's price at equal costs",
        ],
      ])
  }

  private var startText: String {
    switch answer.crossings.prefillShares.start {
    case .colocation: "colocation is cheaper"
    case .disaggregation: "disaggregation is cheaper"
    case nil: "nobody is feasible"
    }
  }

  private static let none = "none"

  private static func everywhere(_ breakEven: BreakEven) -> String {
    switch breakEven.word {
    case .disaggregation: "disaggregation is cheaper"
    case .colocation: "colocation is cheaper"
    case .infeasible: "neither is feasible"
    case nil: ""
    }
  }

  var capacityTable: ReportTable {
    let answer = answer
    let deployment = answer.deployment
    var rows = [
      [
        "KV cache",
        "\(NumberFormat.rounded(answer.kvBytesPerToken / 1024, digits: 4)) KiB a token",
        "memory holds \(NumberFormat.rounded(max(0, answer.memoryBatch), digits: 3)) requests in an instance",
      ],
      [
        "transfer", AnswerNumber.ms(answer.transferMs),
        "\(NumberFormat.rounded(answer.kvBytes / 1e6, digits: 3)) MB of KV a request, beside "
          + "\(AnswerNumber.ms(answer.prefillMs)) of prefill",
      ],
    ]
    if let tax = answer.transferTax {
      rows.append([
        "transfer tax", "$\(AnswerNumber.cost(tax))/MTok",
        "τ_KV, of which η = \(NumberFormat.plain(deployment.transfer.overlap)) is hidden",
      ])
    }
    if let chunk = answer.chunkTokens {
      rows.append([
        "chunk", "\(NumberFormat.rounded(chunk, digits: 3)) tokens",
        "prefill tokens in a chunked pass",
      ])
    }
    if let pools = answer.pools { rows.append(["pools", poolText(pools), poolMeaning]) }
    return ReportTable([.left("what"), .right("amount"), .left("meaning")], rows: rows)
  }

  /// `1 : 0.84`, or whole instances.
  private func poolText(_ pools: PoolSizes) -> String {
    if isWhole {
      return "\(NumberFormat.plain(pools.prefill)) : \(NumberFormat.plain(pools.decode))"
    }
    // The larger pool over the smaller.
    return pools.prefill < pools.decode
      ? "1 : \(NumberFormat.rounded(pools.decode / pools.prefill, digits: 3))"
      : "\(NumberFormat.rounded(pools.prefill / pools.decode, digits: 3)) : 1"
  }

  private var poolMeaning: String {
    isWhole
      ? "prefill to decode instances, the best of whole ones"
      : "prefill to decode instances, exact (--instances K for whole ones)"
  }

  private var isWhole: Bool {
    answer.deployment.model.readings.pools.clusterInstances != nil
  }
}
