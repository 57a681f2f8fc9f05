import CostModel
import Evidence
import Normalization
import Tables

/// What a model quantity is taken at. What a claim leaves out is as in the figures: Llama-2-70B on
/// H100 with the deployment's tensor parallelism, the contract `standard`, the mix and length of
/// `azure-conversation`, NVLink, and the sheet's overlap and regime.
///
/// Costs are in accelerator-seconds per served token, which no ratio between them depends on.
struct ClaimScenario {
  let model: CostModel
  private(set) var service: Service
  private(set) var transfer: KVTransfer
  /// α* over this service and instance.
  private let crossovers: CrossoverCurve

  static let parameters: [QuantityParameter] = [
    .entity(.model), .entity(.accelerator), .number("accelerators", .wholePositive),
    .entity(.contract), .number("tpot", .positive), .entity(.workload), .number("alpha", .share),
    .number("prompt", .positive),
    .number("output", .positive), .number("tokens", .positive), .number("bandwidth", .positive),
    .number("overlap", .fraction), .number("kv_bytes", .positive),
    .number("arrival_rate", .positive),
    .word("regime") { _ in TransferRegime.allCases.map(\.rawValue) },
  ]

  /// All but those that a quantity finds or sweeps itself.
  static func parameters(without names: String...) -> [QuantityParameter] {
    parameters.filter { !names.contains($0.name) }
  }

  static func parameters(only names: String...) -> [QuantityParameter] {
    parameters.filter { names.contains($0.name) }
  }

  /// Why these do not make one mix; nil when they do. A mix is a workload, or a prompt with its
  /// output, or a share and a length where the default's are not meant.
  static func conflict(among names: [String]) -> String? {
    for (one, other) in [("prompt", "output"), ("output", "prompt")]
    where names.contains(one) && !names.contains(other) {
      return "\(one)=… needs \(other)=… beside it"
    }
    let ways = [["workload"], ["prompt", "output"], ["alpha", "tokens"]]
      .map { $0.filter(names.contains) }.filter { !$0.isEmpty }
    guard ways.count > 1 else { return nil }
    return "\(ways[0][0])=… and \(ways[1][0])=… both say what the mix is; leave one out"
  }

  /// - Parameter sweepsBandwidth: whether the quantity goes through bandwidths itself, so that none
  ///   is looked up.
  /// - Throws: the lookup's error when a constant is missing.
  init(_ arguments: QuantityArguments, _ context: ClaimContext, sweepsBandwidth: Bool = false)
    throws
  {
    let calibration = context.calibration
    let (numbers, words) = (arguments.numbers, arguments.words)
    model = CostModel(
      passes: try context.passModel(arguments),
      usdPerAcceleratorHour: Self.unitPrice)
    let contract = words["contract"] ?? context.frame.contract
    service = Service(
      mix: try Self.mix(arguments, calibration),
      tpot: try numbers["tpot"].map { $0 / 1000 } ?? calibration.tpotSeconds(contract: contract),
      ttft: try calibration.ttftSeconds(contract: contract), arrivalRate: numbers["arrival_rate"])
    transfer = try calibration.transfer(
      bandwidth: sweepsBandwidth
        ? .infinity
        : numbers["bandwidth"].map { $0 * 1e9 }
          ?? calibration.referenceBandwidth,
      overlap: numbers["overlap"])
    if let word = words["regime"] {
      transfer.regime = try arguments.required(TransferRegime(rawValue: word), "regime")
    }
    let inputs = Self.curveInputs(model, service, transfer.regime)
    crossovers = context.crossovers.value(at: inputs) { CrossoverCurve() }
  }

  /// The instance by itself.
  /// - Throws: the lookup's error when a constant is missing.
  static func instance(_ arguments: QuantityArguments, _ context: ClaimContext) throws
    -> ServingInstance
  {
    let (numbers, words) = (arguments.numbers, arguments.words)
    var instance = try context.calibration.instance(
      model: words["model"] ?? context.frame.model,
      accelerator: words["accelerator"] ?? context.frame.accelerator,
      count: numbers["accelerators"])
    if let bytes = numbers["kv_bytes"] { instance.model.bytesPerKVElement = bytes }
    return instance
  }

  /// The price, USD/h, at which a million tokens cost as many USD as a token takes
  /// accelerator-seconds.
  private static let unitPrice = 3600 / 1e6

  private static func mix(_ arguments: QuantityArguments, _ calibration: Calibration) throws -> Mix
  {
    let numbers = arguments.numbers
    var mix = try calibration.mix(
      workload: arguments.words["workload"] ?? "azure-conversation")
    if let prompt = numbers["prompt"], let output = numbers["output"] {
      mix = Mix(promptTokens: prompt, outputTokens: output)
    }
    if let share = numbers["alpha"] { mix.prefillShare = share }
    if let tokens = numbers["tokens"] { mix.tokens = tokens }
    return mix
  }

  /// CPM at ρ = 1; nil is infeasible.
  func cost(_ architecture: Architecture) -> Double? {
    switch architecture {
    case .colocated(let scheduler): model.colocated(scheduler, service)?.total
    case .disaggregated: model.disaggregated(service, over: transfer)?.total
    }
  }

  /// CPM_P/D at ρ = 1 at each of these bandwidths, B/s; nil is infeasible.
  func disaggregatedCosts(bandwidths: [Double]) -> [Double?] {
    model.disaggregated(service, over: transfer, bandwidths: bandwidths)
  }

  /// What the phases take at the architecture's own batch; nil is infeasible.
  func phases(_ architecture: Architecture) -> PhaseSeconds? {
    model.passes.batch(architecture, service).map {
      model.passes.phases(architecture, service.mix, batch: $0)
    }
  }

  /// τ_KV before (1 − η) at ρ = 1; nil is infeasible.
  var transferTax: Double? {
    model.passes.batch(.disaggregated, service).map {
      model.transferTax(prefillShare: service.mix.prefillShare, over: transfer, batch: $0)
    }
  }

  /// Where α*(B) is, on the axis of Figure 2.
  var breakEven: BreakEven {
    let place = TransferPlace(bandwidth: transfer.bandwidth, overlap: transfer.overlap)
    return crossovers.value(at: place) {
      model.breakEvenPrefillShare(.chunked, service, over: transfer)
    }
  }

  /// All that α* depends on beside bandwidth and overlap.
  private static func curveInputs(
    _ model: CostModel, _ service: Service, _ regime: TransferRegime
  ) -> [Double] {
    let (instance, readings) = (model.instance, model.readings)
    let (language, accelerator) = (instance.model, instance.accelerator)
    return [
      language.parameters, language.layers, language.kvHeads, language.headDimension,
      language.bytesPerWeight, language.bytesPerKVElement, accelerator.peakFLOPS,
      accelerator.memoryBandwidth, accelerator.memoryBytes, accelerator.prefillMFU,
      accelerator.decodeMBU, instance.count, instance.usableMemory, service.mix.tokens,
      service.tpot, service.ttft ?? 0, service.arrivalRate ?? 0, regime == .blocking ? 0 : 1,
      readings.decode == .roofline ? 0 : 1, readings.pass == .sum ? 0 : 1,
      readings.kv == .paged ? 0 : 1, readings.ttftBound == .kept ? 1 : 0,
      readings.pools.flatSlack, Double(readings.pools.clusterInstances ?? 0),
    ]
  }

  /// α*(B), 0 where disaggregation wins for every mix and 1 where colocation does; nil is
  /// infeasible.
  var breakEvenShare: Double? { breakEven.clippedShare }

  /// B*(α) in GB/s, 0 where disaggregation wins at every bandwidth and infinite where colocation
  /// does; nil is infeasible.
  var breakEvenBandwidth: Double? {
    switch model.breakEvenBandwidth(.chunked, service, over: transfer) {
    case .at(let bandwidth): bandwidth < Self.noGain ? bandwidth / 1e9 : .infinity
    case .disaggregationEverywhere: 0
    case .colocationEverywhere: .infinity
    case .infeasible: nil
    }
  }

  /// At such a B*, B/s, both cost the same but for a rounding: a gain of 1e-12 or less.
  private static let noGain = 1e21

  func with(prefillShare: Double) -> ClaimScenario {
    var scenario = self
    scenario.service.mix.prefillShare = prefillShare
    return scenario
  }

  func with(bandwidth: Double) -> ClaimScenario {
    var scenario = self
    scenario.transfer.bandwidth = bandwidth
    return scenario
  }

  func with(overlap: Double) -> ClaimScenario {
    var scenario = self
    scenario.transfer.overlap = overlap
    return scenario
  }
}

extension BreakEven {
  /// α*, at the end of its range where it has none; nil is infeasible.
  var clippedShare: Double? {
    switch self {
    case .at(let share): share
    case .disaggregationEverywhere: 0
    case .colocationEverywhere: 1
    case .infeasible: nil
    }
  }
}
