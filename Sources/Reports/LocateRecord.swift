import CostModel
import Frontier
import Tables
import Workloads

/// One workload's answer as JSON; these keys stay. An infeasible cost is the word `infeasible`, null
/// is none.
struct LocateRecord: Encodable {
  typealias Value = ClaimsRecord.Value

  struct Influence: Encodable {
    let name: String
    let effect: Double
  }

  struct Crossings: Encodable {
    let prefillShare: [Double]
    let bandwidthGbS: OrNull<Double>
    let tpotMs: OrNull<Double>
    let overlap: OrNull<Double>
    let priceRatio: OrNull<Double>
  }

  struct Condition: Encodable {
    let condition: String
    let status: String
    let number: OrNull<Double>
  }

  let prefillShare: Double
  let tokens: Double
  let model: String
  let weights: String
  let kv: String
  let accelerator: String
  let accelerators: Double
  let contract: String
  let usdPerHour: Double
  let bandwidthGbS: Double
  let overlap: Double
  let pin: String
  let readings: [String: String]
  let settings: [String]
  let cpm: [String: Value]
  /// CPM's parts; the rest is slack, or tax and what pools leave idle.
  let prefill: [String: OrNull<Double>]
  let decode: [String: OrNull<Double>]
  let slackOrTax: [String: OrNull<Double>]
  let batch: [String: OrNull<Double>]
  let firstTokenFloorMs: [String: OrNull<Double>]
  let meets: [String: Bool]
  let kvTransferTax: OrNull<Double>
  let colocationSlack: OrNull<Double>
  let transferMs: Double
  let memoryBatch: Double
  let chunkTokens: OrNull<Double>
  let pools: OrNull<[String: Double]>
  /// Missing where none is asked for.
  let hybrid: Value?
  let cheapest: OrNull<String>
  let cheapestMeeting: OrNull<String>
  let verdict: OrNull<String>
  let margin: OrNull<Double>
  let crossings: Crossings
  let readiness: [Condition]
  let draws: OrNull<Int>
  let seed: OrNull<UInt64>
  let support: OrNull<Double>
  let supportSum: OrNull<Double>
  /// In how many draws disaggregation is the cheaper side.
  let disaggregationSupport: OrNull<Double>
  let decidedBy: [Influence]

  init(_ report: LocateReport) {
    let (answer, support) = (report.answer, report.support)
    let (deployment, crossings) = (answer.deployment, answer.crossings)
    func rounded(_ value: Double?) -> OrNull<Double> { OrNull(value: value.map(DataText.rounded)) }
    func cost(_ value: Double?) -> Value {
      value.map { .number(DataText.rounded($0)) } ?? .word(DataText.infeasible)
    }
    func byArchitecture<T>(_ value: (CostParts) -> T) -> [String: T] {
      Dictionary(
        answer.parts.map { ($0.architecture.rawValue, value($0)) }, uniquingKeysWith: { $1 })
    }
    prefillShare = DataText.rounded(answer.workload.mix.prefillShare)
    tokens = DataText.rounded(answer.workload.mix.tokens)
    (model, accelerator) = (deployment.plan.model, deployment.plan.accelerator)
    weights = deployment.plan.precision.weights.rawValue
    kv = deployment.plan.precision.kv.rawValue
    accelerators = deployment.model.instance.count
    contract = Self.contract(deployment.limits)
    usdPerHour = DataText.rounded(deployment.model.usdPerAcceleratorHour)
    bandwidthGbS = DataText.rounded(deployment.transfer.bandwidth / 1e9)
    overlap = DataText.rounded(deployment.transfer.overlap)
    pin = report.assumptions.pin.description
    readings = report.assumptions.readings.byChoice
    settings = report.assumptions.assignments
    cpm = byArchitecture { cost($0.cost) }
    prefill = byArchitecture { rounded($0.prefill) }
    decode = byArchitecture { rounded($0.decode) }
    slackOrTax = byArchitecture { rounded($0.rest) }
    batch = byArchitecture { rounded($0.batch) }
    firstTokenFloorMs = byArchitecture { rounded($0.firstTokenMs) }
    meets = byArchitecture(\.meetsContract)
    kvTransferTax = rounded(answer.transferTax)
    colocationSlack = rounded(answer.colocationSlack)
    transferMs = DataText.rounded(answer.transferMs)
    memoryBatch = DataText.rounded(answer.memoryBatch)
    chunkTokens = rounded(answer.chunkTokens)
    pools = OrNull(
      value: answer.pools.map {
        ["prefill": DataText.rounded($0.prefill), "decode": DataText.rounded($0.decode)]
      })
    hybrid = answer.workload.disaggregatedFraction.map { _ in cost(answer.hybridCost) }
    cheapest = OrNull(value: answer.costs.cheapest?.rawValue)
    cheapestMeeting = OrNull(value: answer.cheapestMeeting?.architecture.rawValue)
    verdict = OrNull(value: answer.costs.verdict?.rawValue)
    margin = rounded(answer.costs.margin)
    self.crossings = Crossings(
      prefillShare: crossings.prefillShares.crossings.map(DataText.rounded),
      bandwidthGbS: rounded(crossings.bandwidth.value.map { $0 / 1e9 }),
      tpotMs: rounded(crossings.tpotMs), overlap: rounded(crossings.overlap),
      priceRatio: rounded(crossings.priceRatio))
    readiness = answer.readiness.map {
      Condition(
        condition: $0.kind.rawValue, status: $0.status.rawValue, number: rounded($0.number))
    }
    draws = OrNull(value: support?.count)
    seed = OrNull(value: support?.plan.seed)
    self.support = rounded(support?.support.share.fraction)
    supportSum = rounded(support?.support.underSum?.fraction)
    disaggregationSupport = rounded(support?.disaggregation.fraction)
    decidedBy = (support?.support.decidedBy ?? []).map {
      Influence(name: $0.name, effect: DataText.rounded($0.effect))
    }
  }

  /// `500/50`
  static func contract(_ limits: ContractLimits) -> String {
    "\(DataText.text(limits.ttftMs))/\(DataText.text(limits.tpotMs))"
  }
}
