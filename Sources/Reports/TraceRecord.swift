import CostModel
import Frontier
import Tables
import Workloads

/// A trace's costs as another program reads them; these keys stay. A cost that is infeasible is
/// that word, null is what there is none of.
struct TraceRecord: Encodable {
  struct Lengths: Encodable {
    let mean: Double
    let p50: Double
    let p90: Double
    let p99: Double
    let max: Int

    init(_ lengths: TokenLengths) {
      (mean, max) = (DataText.rounded(lengths.mean), lengths.maximum)
      (p50, p90) = (DataText.rounded(lengths.p50), DataText.rounded(lengths.p90))
      p99 = DataText.rounded(lengths.p99)
    }
  }

  struct Costs: Encodable {
    let continuous: ClaimsRecord.Value
    let chunked: ClaimsRecord.Value
    let disaggregated: ClaimsRecord.Value

    init(_ costs: ArchitectureCosts) {
      continuous = TraceRecord.cost(costs.continuous)
      chunked = TraceRecord.cost(costs.chunked)
      disaggregated = TraceRecord.cost(costs.disaggregated)
    }
  }

  /// A mix's costs and what they say.
  struct Answer: Encodable {
    let cpm: Costs
    /// An architecture, or why there is none.
    let cheapest: String
    let verdict: OrNull<String>
    let margin: OrNull<Double>

    init(_ costs: ArchitectureCosts, absence: TraceResult.Absence?) {
      cpm = Costs(costs)
      cheapest = costs.cheapest?.rawValue ?? absence?.rawValue ?? DataText.infeasible
      verdict = OrNull(value: costs.verdict?.rawValue)
      margin = OrNull(value: costs.margin.map { DataText.rounded($0) })
    }
  }

  struct Window: Encodable {
    let startS: Double
    let requests: Int
    let requestsPerS: OrNull<Double>
    let meanPromptTokens: Double
    let meanOutputTokens: Double
    let prefillShare: OrNull<Double>
    let cpm: Costs
    let cheapest: String
    let verdict: OrNull<String>
    let margin: OrNull<Double>
    let meets: [String: Bool]

    init(_ window: TraceResult.Window) {
      meets = Dictionary(
        ArchitectureCosts.architectures.map { ($0.rawValue, window.inTime.contains($0)) },
        uniquingKeysWith: { $1 })
      let counted = window.requests
      startS = DataText.rounded(counted.startSeconds)
      requests = counted.requests
      requestsPerS = OrNull(value: counted.requestsPerSecond.map { DataText.rounded($0) })
      meanPromptTokens = DataText.rounded(counted.meanPromptTokens)
      meanOutputTokens = DataText.rounded(counted.meanOutputTokens)
      prefillShare = OrNull(value: counted.prefillShare.map { DataText.rounded($0) })
      let answer = Answer(window.costs, absence: window.absence)
      (cpm, cheapest, verdict) = (answer.cpm, answer.cheapest, answer.verdict)
      margin = answer.margin
    }
  }

  struct Choice: Encodable {
    let architecture: String
    let usd: ClaimsRecord.Value
    let cpm: ClaimsRecord.Value
    /// What it costs more than switching, as a share of that.
    let overSwitching: OrNull<Double>
    let infeasibleWindows: Int
    let lateWindows: Int
    let cheapestWindows: Int
    let cheapestTokens: Double

    init(_ choice: TraceResult.Choice) {
      architecture = choice.architecture.rawValue
      usd = TraceRecord.cost(choice.usd)
      cpm = TraceRecord.cost(choice.cpm)
      overSwitching = OrNull(value: choice.excess.map { DataText.rounded($0) })
      infeasibleWindows = choice.infeasibleWindows
      lateWindows = choice.lateWindows
      cheapestWindows = choice.cheapestWindows
      cheapestTokens = choice.cheapestTokens
    }
  }

  struct Switching: Encodable {
    let usd: ClaimsRecord.Value
    let cpm: ClaimsRecord.Value
    let changes: Int
  }

  let trace: String
  let format: String
  let requests: Int
  let skippedLines: Int
  let spanS: Double
  let requestsPerS: OrNull<Double>
  let prefillShare: OrNull<Double>
  let promptTokens: Lengths
  let outputTokens: Lengths
  let model: String
  let accelerator: String
  let usdPerHour: Double
  let bandwidthGbS: Double
  let contract: String
  let weights: String
  let kv: String
  let pin: String
  let readings: [String: String]
  let settings: [String]
  let overall: OrNull<Answer>
  /// What is said of a workload of the overall mean mix: its support and its crossings.
  let overallWorkload: OrNull<LocateRecord>
  let switching: Switching
  let choices: [Choice]
  let windowS: Double
  let servedWindows: Int
  let windows: [Window]

  init(_ result: TraceResult, overall workload: LocateReport?) {
    let (own, deployment) = (result.trace, result.deployment)
    trace = own.name
    format = own.format.rawValue
    requests = own.requests
    skippedLines = own.skippedLines
    spanS = DataText.rounded(own.seconds.upperBound - own.seconds.lowerBound)
    requestsPerS = OrNull(value: own.requestsPerSecond.map { DataText.rounded($0) })
    prefillShare = OrNull(value: own.prefillShare.map { DataText.rounded($0) })
    promptTokens = Lengths(own.promptTokens)
    outputTokens = Lengths(own.outputTokens)
    model = deployment.plan.model
    accelerator = deployment.plan.accelerator
    usdPerHour = DataText.rounded(deployment.model.usdPerAcceleratorHour)
    bandwidthGbS = DataText.rounded(deployment.transfer.bandwidth / 1e9)
    contract = LocateRecord.contract(deployment.limits)
    weights = deployment.plan.precision.weights.rawValue
    kv = deployment.plan.precision.kv.rawValue
    pin = result.assumptions.pin.description
    readings = result.assumptions.readings.byChoice
    settings = result.assumptions.assignments
    overall = OrNull(value: result.overall.map { Answer($0, absence: nil) })
    overallWorkload = OrNull(value: workload.map(LocateRecord.init))
    switching = Switching(
      usd: Self.cost(result.switchingUSD), cpm: Self.cost(result.switchingCPM),
      changes: result.changes)
    choices = result.choices.map(Choice.init)
    windowS = DataText.rounded(own.windowLength.seconds)
    servedWindows = result.servedWindows
    windows = result.windows.map(Window.init)
  }

  private static func cost(_ value: Double?) -> ClaimsRecord.Value {
    value.map { .number(DataText.rounded($0)) } ?? .word(DataText.infeasible)
  }
}
