// One module with CostModel in WebAssembly, a module of its own elsewhere.
#if canImport(CostModel)
  import CostModel
#endif

/// What the explorer is told, a number each, in SI units where nothing else is said. The page finds
/// each under `constant` in calibration.csv, or asks its reader.
public enum ExplorerInput: Int, CaseIterable, Sendable {
  case parameters, layers, kvHeads, headDimension, bytesPerWeight, bytesPerKVElement
  case peakFLOPS, memoryBandwidth, memoryBytes, prefillMFU, decodeMBU
  case accelerators, usableMemory, tailQuantile
  /// 1 for yes, 0 for no.
  case decodeComputes, sharesPass, reservesKV
  case partitionSlack
  /// 0 for pools in the exact ratio.
  case clusterInstances
  /// 1 for yes, 0 for no.
  case keepsTTFT
  case overlap, overlapLow, overlapHigh
  /// 1 for yes, 0 for no.
  case isAmortized
  case usdPerHour
  case bandwidth
  /// Milliseconds.
  case ttftLimit, tpotLimit
  case promptTokens, outputTokens
  /// λ, requests/s per accelerator of the instance that decodes; 0 is saturation.
  case arrivalRate

  /// Of what kind of entity the number is, and its parameter's name in calibration.csv; nil for what
  /// the reader of the page says.
  public var constant: (kind: String, parameter: String)? {
    switch self {
    case .parameters: ("model", "parameters")
    case .layers: ("model", "layers")
    case .kvHeads: ("model", "kv_heads")
    case .headDimension: ("model", "head_dim")
    case .bytesPerWeight: ("deployment", "weight_bytes")
    case .bytesPerKVElement: ("deployment", "kv_bytes")
    case .peakFLOPS: ("accelerator", "peak_bf16_flops")
    case .memoryBandwidth: ("accelerator", "hbm_bytes_per_s")
    case .memoryBytes: ("accelerator", "hbm_bytes")
    case .prefillMFU: ("accelerator", "prefill_mfu")
    case .decodeMBU: ("accelerator", "decode_mbu")
    case .accelerators: ("deployment", "tensor_parallel")
    case .usableMemory: ("deployment", "hbm_usable")
    case .tailQuantile: ("deployment", "z99")
    case .decodeComputes: ("deployment", "decode_computes")
    case .sharesPass: ("deployment", "fused_pass")
    case .reservesKV: ("deployment", "kv_reserved")
    case .partitionSlack: ("deployment", "partition_slack")
    case .clusterInstances: ("deployment", "cluster_instances")
    case .keepsTTFT: ("deployment", "ttft_bound")
    case .overlap: ("transfer", "overlap")
    case .overlapLow: ("transfer", "overlap_low")
    case .overlapHigh: ("transfer", "overlap_high")
    case .isAmortized: ("transfer", "regime")
    case .usdPerHour, .bandwidth, .ttftLimit, .tpotLimit, .promptTokens, .outputTokens,
      .arrivalRate:
      nil
    }
  }
}

/// What the explorer answers of one architecture; NaN where it is infeasible.
public enum ExplorerPart: Int, CaseIterable, Sendable {
  /// USD per million served tokens.
  case cost, prefill, decode, rest
  case batch
  /// Milliseconds.
  case firstToken
  /// 1 for yes, 0 for no.
  case meetsContract
  /// 0 none, 1 memory, 2 TPOT, 3 TTFT.
  case obstacle
}

/// What the explorer answers of a workload, before its α*; NaN for what there is not.
public enum ExplorerOutput: Int, CaseIterable, Sendable {
  /// Of `ArchitectureCosts.architectures`, by place; −1 where none is feasible.
  case cheapest
  /// The colocated side's place among the architectures.
  case colocated
  case margin
  /// 1 where the cheapest is better by more than is level.
  case isBetter
  case chunkTokens, transferTax
  /// Instances, or shares of one.
  case prefillPool, decodePool
  case memoryBatch
  /// Milliseconds.
  case transfer, prefill
  /// Bytes.
  case kvBytes
  /// 0 for a number, 1 where disaggregation is cheaper everywhere, 2 colocation, 3 nobody.
  case bandwidthWord
  case bandwidth
  /// Milliseconds.
  case tpotLimit
  case overlap
  case priceRatio
}

/// One question of the page: the model, the work and the link that its inputs describe.
public struct ExplorerCall {
  private let surface: BreakEvenSurface
  private let service: Service
  private let ttftMs: Double

  /// - Parameter inputs: in the order of `ExplorerInput`.
  public init(_ inputs: [Double]) {
    func number(_ input: ExplorerInput) -> Double { inputs[input.rawValue] }
    func isTrue(_ input: ExplorerInput) -> Bool { number(input) == 1 }
    let instance = ServingInstance(
      model: LanguageModel(
        parameters: number(.parameters), layers: number(.layers), kvHeads: number(.kvHeads),
        headDimension: number(.headDimension), bytesPerWeight: number(.bytesPerWeight),
        bytesPerKVElement: number(.bytesPerKVElement)),
      accelerator: Accelerator(
        peakFLOPS: number(.peakFLOPS), memoryBandwidth: number(.memoryBandwidth),
        memoryBytes: number(.memoryBytes), prefillMFU: number(.prefillMFU),
        decodeMBU: number(.decodeMBU)),
      count: number(.accelerators), usableMemory: number(.usableMemory))
    let cluster = Int(number(.clusterInstances))
    let readings = ModelReadings(
      decode: isTrue(.decodeComputes) ? .roofline : .memoryBound,
      pass: isTrue(.sharesPass) ? .fused : .sum, kv: isTrue(.reservesKV) ? .reserved : .paged,
      pools: ModelReadings.Pools(
        flatSlack: number(.partitionSlack), clusterInstances: cluster == 0 ? nil : cluster),
      ttftBound: isTrue(.keepsTTFT) ? .kept : .ignored)
    let mix = Mix(promptTokens: number(.promptTokens), outputTokens: number(.outputTokens))
    let rate = number(.arrivalRate)
    surface = BreakEvenSurface(
      CostModel(
        instance: instance, usdPerAcceleratorHour: number(.usdPerHour), readings: readings,
        tailQuantile: number(.tailQuantile)),
      tokens: mix.tokens,
      over: KVTransfer(
        bandwidth: number(.bandwidth), overlap: number(.overlap),
        regime: isTrue(.isAmortized) ? .amortized : .blocking),
      contract: BreakEvenSurface.Contract(
        id: "", ttftMs: number(.ttftLimit), tpotMs: number(.tpotLimit)),
      arrivalRate: rate > 0 ? rate : nil, schedulers: [.continuous, .chunked])
    ttftMs = number(.ttftLimit)
    service = Service(
      mix: mix, tpot: number(.tpotLimit) / 1000, ttft: ttftMs / 1000,
      arrivalRate: surface.arrivalRate)
  }

  /// Every architecture in the order of `ExplorerPart`, one after the other; then `ExplorerOutput`;
  /// then how many α* there are, and they.
  public func answer() -> [Double] {
    let (model, transfer) = (surface.model, surface.transfer)
    let served = ServedCosts(model, service, over: transfer)
    let parts = CostParts.all(served, model, service, over: transfer, ttftMs: ttftMs)
    let crossings = WorkloadCrossings(service, on: surface, costs: served.costs)
    let shares = crossings.prefillShares.crossings
    return parts.flatMap(numbers) + outputs(served, crossings) + [Double(shares.count)] + shares
  }

  private func numbers(_ part: CostParts) -> [Double] {
    ExplorerPart.allCases.map { name -> Double in
      switch name {
      case .cost: part.cost ?? .nan
      case .prefill: part.prefill ?? .nan
      case .decode: part.decode ?? .nan
      case .rest: part.rest ?? .nan
      case .batch: part.batch ?? .nan
      case .firstToken: part.firstTokenMs ?? .nan
      case .meetsContract: part.meetsContract ? 1 : 0
      case .obstacle:
        switch part.obstacle {
        case nil: 0
        case .memory?: 1
        case .tpot?: 2
        case .ttft?: 3
        }
      }
    }
  }

  private func outputs(_ served: ServedCosts, _ crossings: WorkloadCrossings) -> [Double] {
    let (costs, passes) = (served.costs, surface.model.passes)
    let times = passes.times(service.mix)
    let pools = served.disaggregated == nil ? nil : surface.model.poolSizes(service)
    let kvBytes = passes.instance.model.kvBytesPerToken * service.mix.promptTokens
    let isBetter = if case .better? = costs.verdict { true } else { false }
    return ExplorerOutput.allCases.map { output -> Double in
      switch output {
      case .cheapest: costs.cheapest.map(Self.place) ?? -1
      case .colocated: Self.place(.colocated(costs.scheduler))
      case .margin: costs.margin ?? .nan
      case .isBetter: isBetter ? 1 : 0
      case .chunkTokens: served.chunked?.chunkTokens ?? .nan
      case .transferTax: served.disaggregated?.transferTax ?? .nan
      case .prefillPool: pools?.prefill ?? .nan
      case .decodePool: pools?.decode ?? .nan
      case .memoryBatch: times.memoryBatch
      case .transfer: kvBytes / surface.transfer.bandwidth * 1000
      case .prefill: times.promptSeconds * 1000
      case .kvBytes: kvBytes
      case .bandwidthWord: Self.word(crossings.bandwidth)
      case .bandwidth: crossings.bandwidth.value ?? .nan
      case .tpotLimit: crossings.tpotMs ?? .nan
      case .overlap: crossings.overlap ?? .nan
      case .priceRatio: crossings.priceRatio ?? .nan
      }
    }
  }

  private static func place(_ architecture: Architecture) -> Double {
    switch architecture {
    case .colocated(.continuous): 0
    case .colocated(.chunked): 1
    case .disaggregated: 2
    case .colocated(.serialised): -1
    }
  }

  private static func word(_ breakEven: BreakEven) -> Double {
    switch breakEven {
    case .at: 0
    case .disaggregationEverywhere: 1
    case .colocationEverywhere: 2
    case .infeasible: 3
    }
  }

  /// The cheaper side: 1 disaggregation, 0 colocation, −1 neither meets the contract.
  public func winner() -> Int32 {
    switch surface.model.costs(service, over: surface.transfer).winner {
    case .disaggregation?: 1
    case .colocation?: 0
    case nil: -1
    }
  }

  /// The panel of Figure 2 that the workload lies on: margin after margin, bandwidths within shares,
  /// NaN where neither side is feasible, ±1 where one is; then each break-even line, at the low, the
  /// workload's own and the high η: how many places it has, and these, a share and a bandwidth each,
  /// NaN twice between pieces.
  public func panel(shares: [Double], bandwidths: [Double], overlaps: [Double]) -> [Double] {
    var panel = shares.flatMap { share in
      surface.column(prefillShare: share, bandwidths: bandwidths).map(Self.margin)
    }
    for overlap in overlaps {
      let contour = surface.contour(overlap: overlap, shares: shares, bandwidths: bandwidths)
      var places: [Double] = []
      for piece in contour.pieces {
        if !places.isEmpty { places += [.nan, .nan] }
        for vertex in piece { places += [vertex.prefillShare, vertex.bandwidth] }
      }
      panel.append(Double(places.count / 2))
      panel += places
    }
    return panel
  }

  private static func margin(_ cell: BreakEvenSurface.Cell) -> Double {
    guard let comparison = Comparison(of: cell.disaggregated, with: cell.colocated) else {
      return .nan
    }
    return comparison.margin ?? (cell.disaggregated == nil ? -1 : 1)
  }
}
