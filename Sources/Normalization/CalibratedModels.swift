import CostModel
import Evidence
import Tables

/// The model's inputs, looked up in calibration.csv. All throw the lookup's error when a row is
/// missing.
extension Calibration {
  public func languageModel(_ id: String) throws -> LanguageModel {
    let entity = Entity.model(id)
    return LanguageModel(
      parameters: try number(entity, "parameters"), layers: try number(entity, "layers"),
      kvHeads: try number(entity, "kv_heads"), headDimension: try number(entity, "head_dim"),
      bytesPerWeight: try number(.deployment, "weight_bytes"),
      bytesPerKVElement: try number(.deployment, "kv_bytes"))
  }

  public func accelerator(_ id: String) throws -> Accelerator {
    let entity = Entity.accelerator(id)
    return Accelerator(
      peakFLOPS: try number(entity, "peak_bf16_flops"),
      memoryBandwidth: try number(entity, "hbm_bytes_per_s"),
      memoryBytes: try number(entity, "hbm_bytes"),
      prefillMFU: try number(entity, "prefill_mfu"), decodeMBU: try number(entity, "decode_mbu"))
  }

  /// - Parameter count: N; the deployment's own tensor parallelism when nil.
  public func instance(model: String, accelerator: String, count: Double? = nil) throws
    -> ServingInstance
  {
    ServingInstance(
      model: try languageModel(model), accelerator: try self.accelerator(accelerator),
      count: try count ?? number(.deployment, "tensor_parallel"),
      usableMemory: try number(.deployment, "hbm_usable"))
  }

  /// A path of `bandwidth` B/s in the sheet's transfer regime.
  /// - Parameter overlap: η; `transfer.overlap` when nil.
  public func transfer(bandwidth: Double, overlap: Double? = nil) throws -> KVTransfer {
    KVTransfer(
      bandwidth: bandwidth, overlap: try overlap ?? number(.transfer, "overlap"),
      regime: try transferRegime)
  }

  public var transferRegime: TransferRegime {
    get throws {
      let constant = try constant(.transfer, "regime")
      guard let regime = TransferRegime(rawValue: try constant.word) else {
        throw EvidenceError("\(constant.name): there is no regime \(quoted(constant.text))")
      }
      return regime
    }
  }

  /// The η of the sensitivity band.
  /// - Throws: when the band's low end lies above its high end.
  public func overlapRange() throws -> ClosedRange<Double> {
    let low = try constant(.transfer, "overlap_low")
    let high = try constant(.transfer, "overlap_high")
    guard try low.si <= high.si else {
      throw EvidenceError(
        "transfer.overlap_low (\(low.text)) lies above transfer.overlap_high (\(high.text)); "
          + "exchange the two")
    }
    return try low.si...high.si
  }

  /// T of a contract, s.
  public func tpotSeconds(contract id: String) throws -> Double {
    try number(.contract(id), "tpot_ms") / 1000
  }

  /// The mean request of a workload.
  public func mix(workload id: String) throws -> Mix {
    let entity = Entity.workload(id)
    return Mix(
      promptTokens: try number(entity, "prompt_tokens"),
      outputTokens: try number(entity, "output_tokens"))
  }
}

extension Edition {
  /// The cost model of the frame's model on its accelerator, at the pin's price.
  public func costModel(_ frame: ReferenceFrame = ReferenceFrame()) throws -> CostModel {
    CostModel(
      instance: try calibration.instance(model: frame.model, accelerator: frame.accelerator),
      usdPerAcceleratorHour: try rate(of: frame.accelerator).si,
      partitionSlack: try calibration.number(.deployment, "partition_slack"),
      tailQuantile: try calibration.number(.deployment, "z99"))
  }
}

extension Anchor {
  /// The row's own mix.
  public var mix: Mix { Mix(promptTokens: promptTokens, outputTokens: outputTokens) }
}

extension ServingInstance {
  /// The decode batch of `architecture` under `service`; nil is infeasible.
  public func batch(_ architecture: Anchor.Architecture, _ service: Service, tailQuantile: Double)
    -> Double?
  {
    if let scheduler = ColocatedScheduler(rawValue: architecture.rawValue) {
      return colocatedBatch(scheduler, service, tailQuantile: tailQuantile)
    }
    return disaggregatedBatch(service)
  }

  /// The batch that the contract alone allows `architecture`; below 1 none.
  func contractBatch(
    _ architecture: Anchor.Architecture, _ service: Service, tailQuantile: Double
  ) -> Double {
    if let scheduler = ColocatedScheduler(rawValue: architecture.rawValue) {
      return colocatedContractBatch(scheduler, service, tailQuantile: tailQuantile)
    }
    return disaggregatedContractBatch(service)
  }
}
