import CostModel
import Evidence
import Tables

/// The model's inputs, looked up in calibration.csv. All throw the lookup's error when a row is
/// missing.
extension Calibration {
  /// In BF16 bytes are those of `deployment`.
  public func languageModel(_ id: String, precision: ServingPrecision = .bf16) throws
    -> LanguageModel
  {
    let entity = Entity.model(id)
    return LanguageModel(
      parameters: try number(entity, "parameters"), layers: try number(entity, "layers"),
      kvHeads: try number(entity, "kv_heads"), headDimension: try number(entity, "head_dim"),
      bytesPerWeight: try precision.weights.bytes ?? number(.deployment, "weight_bytes"),
      bytesPerKVElement: try precision.kv.bytes ?? number(.deployment, "kv_bytes"))
  }

  public func accelerator(_ id: String, precision: Precision = .bf16) throws -> Accelerator {
    let entity = Entity.accelerator(id)
    return Accelerator(
      peakFLOPS: try number(entity, precision.peakRate),
      memoryBandwidth: try number(entity, "hbm_bytes_per_s"),
      memoryBytes: try number(entity, "hbm_bytes"),
      prefillMFU: try number(entity, "prefill_mfu"), decodeMBU: try number(entity, "decode_mbu"))
  }

  /// The narrowest precision that the accelerator has a peak rate for.
  public func narrowestPrecision(of accelerator: String) -> Precision {
    let narrow = [Precision.fp4, .fp8].first {
      (try? constant(.accelerator(accelerator), $0.peakRate)) != nil
    }
    return narrow ?? .bf16
  }

  /// The interconnect over which the accelerators of a node or rack reach each other: calibration
  /// id.
  public func scaleUpLink(of accelerator: String) throws(EvidenceError) -> String {
    try word(.accelerator(accelerator), "scale_up_link")
  }

  /// B of that link, B/s.
  public func scaleUpBandwidth(of accelerator: String) throws(EvidenceError) -> Double {
    try number(.interconnect(scaleUpLink(of: accelerator)), "bytes_per_s")
  }

  /// B of the reference accelerator's scale-up link, B/s: over which conclusions are told where
  /// nothing else is said.
  public var referenceBandwidth: Double {
    get throws(EvidenceError) { try scaleUpBandwidth(of: ReferenceFrame.referenceAccelerator) }
  }

  /// - Parameter count: N; the deployment's own tensor parallelism when nil.
  public func instance(
    model: String, accelerator: String, count: Double? = nil,
    precision: ServingPrecision = .bf16
  ) throws -> ServingInstance {
    ServingInstance(
      model: try languageModel(model, precision: precision),
      accelerator: try self.accelerator(accelerator, precision: precision.weights),
      count: try count ?? number(.deployment, "tensor_parallel"),
      usableMemory: try number(.deployment, "hbm_usable"))
  }

  /// The readings that the model itself knows.
  public var modelReadings: ModelReadings {
    get throws {
      func holds(_ flag: String) throws -> Bool { try number(.deployment, flag) == 1 }
      let cluster = Int(try number(.deployment, "cluster_instances"))
      return ModelReadings(
        decode: try holds("decode_computes") ? .roofline : .memoryBound,
        pass: try holds("fused_pass") ? .fused : .sum,
        kv: try holds("kv_reserved") ? .reserved : .paged,
        pools: ModelReadings.Pools(
          flatSlack: try number(.deployment, "partition_slack"),
          clusterInstances: cluster == 0 ? nil : cluster),
        ttftBound: try holds("ttft_bound") ? .kept : .ignored)
    }
  }

  /// The passes of an instance.
  public func passModel(_ instance: ServingInstance) throws -> PassModel {
    PassModel(
      instance: instance, readings: try modelReadings,
      tailQuantile: try number(.deployment, "z99"))
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

  /// T₁ of a contract, s.
  public func ttftSeconds(contract id: String) throws -> Double {
    try number(.contract(id), "ttft_ms") / 1000
  }

  /// The mean request of a workload.
  public func mix(workload id: String) throws -> Mix {
    let entity = Entity.workload(id)
    return Mix(
      promptTokens: try number(entity, "prompt_tokens"),
      outputTokens: try number(entity, "output_tokens"))
  }
}

/// How the weights and the KV cache of a deployment are stored.
public struct ServingPrecision: Equatable, Sendable {
  public var weights: Precision
  public var kv: KVPrecision

  public init(weights: Precision, kv: KVPrecision) { (self.weights, self.kv) = (weights, kv) }

  /// The paper's.
  public static let bf16 = ServingPrecision(weights: .bf16, kv: .bf16)
}

/// How the KV cache is stored.
public enum KVPrecision: String, CaseIterable, Sendable {
  case bf16, fp8

  /// b_el; nil for BF16, which is the deployment's own.
  fileprivate var bytes: Double? { self == .bf16 ? nil : 1 }
}

extension Precision {
  /// Of a weight; nil for BF16, which is the deployment's own. FP4 has an 8-bit scale for every 16
  /// weights.
  fileprivate var bytes: Double? {
    switch self {
    case .bf16: nil
    case .fp8: 1
    case .fp4: 0.5 + 1.0 / 16
    }
  }
}

extension Edition {
  /// The cost model of the frame's model on its accelerator, at the pin's price.
  public func costModel(_ frame: ReferenceFrame = ReferenceFrame()) throws -> CostModel {
    CostModel(
      passes: try calibration.passModel(
        calibration.instance(model: frame.model, accelerator: frame.accelerator)),
      usdPerAcceleratorHour: try rate(of: frame.accelerator).si)
  }
}

extension Anchor {
  /// The row's own mix.
  public var mix: Mix { Mix(promptTokens: promptTokens, outputTokens: outputTokens) }
}
