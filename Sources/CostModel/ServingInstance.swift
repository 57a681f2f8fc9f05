/// A dense transformer, as far as its serving cost depends on it.
public struct LanguageModel: Equatable, Sendable {
  /// n, parameters.
  public var parameters: Double
  /// L, layers.
  public var layers: Double
  /// h_kv, key/value heads after grouped-query attention.
  public var kvHeads: Double
  /// d, dimension of a head.
  public var headDimension: Double
  /// Bytes of a weight (2 for BF16).
  public var bytesPerWeight: Double
  /// b_el, bytes of a KV element (2 for BF16, 1 for FP8).
  public var bytesPerKVElement: Double

  public init(
    parameters: Double, layers: Double, kvHeads: Double, headDimension: Double,
    bytesPerWeight: Double, bytesPerKVElement: Double
  ) {
    self.parameters = parameters
    self.layers = layers
    self.kvHeads = kvHeads
    self.headDimension = headDimension
    self.bytesPerWeight = bytesPerWeight
    self.bytesPerKVElement = bytesPerKVElement
  }

  /// W, bytes of all weights.
  public var weightBytes: Double { bytesPerWeight * parameters }

  /// κ = 2·L·h_kv·d·b_el, KV bytes of a token (Equation 4).
  public var kvBytesPerToken: Double {
    2 * layers * kvHeads * headDimension * bytesPerKVElement
  }
}

/// One accelerator: its peak rates and the shares of them that serving reaches.
public struct Accelerator: Equatable, Sendable {
  /// F, peak dense rate at the weights' precision, FLOP/s.
  public var peakFLOPS: Double
  /// M, peak HBM bandwidth, B/s.
  public var memoryBandwidth: Double
  /// H, HBM capacity, B.
  public var memoryBytes: Double
  /// u_F, share of F reached (MFU).
  public var prefillMFU: Double
  /// u_M, share of M reached (MBU).
  public var decodeMBU: Double

  public init(
    peakFLOPS: Double, memoryBandwidth: Double, memoryBytes: Double, prefillMFU: Double,
    decodeMBU: Double
  ) {
    self.peakFLOPS = peakFLOPS
    self.memoryBandwidth = memoryBandwidth
    self.memoryBytes = memoryBytes
    self.prefillMFU = prefillMFU
    self.decodeMBU = decodeMBU
  }
}

/// One replica of a model on `count` accelerators, and how fast it goes through each phase.
public struct ServingInstance: Equatable, Sendable {
  public var model: LanguageModel
  public var accelerator: Accelerator
  /// N, accelerators of the instance (its tensor-parallel degree).
  public var count: Double
  /// u_H, share of HBM that weights and KV may fill.
  public var usableMemory: Double

  public init(
    model: LanguageModel, accelerator: Accelerator, count: Double, usableMemory: Double
  ) {
    self.model = model
    self.accelerator = accelerator
    self.count = count
    self.usableMemory = usableMemory
  }

  /// R = N·u_F·F/(2n), tokens/s that the instance can compute.
  public var prefillTokensPerSecond: Double {
    count * accelerator.prefillMFU * accelerator.peakFLOPS / (2 * model.parameters)
  }

  /// t0 = W/(N·u_M·M), seconds in which one pass reads the weights.
  public var weightReadSeconds: Double { model.weightBytes / effectiveMemoryBandwidth }

  /// κ/(N·u_M·M), seconds in which one pass reads the KV of one token.
  public var kvReadSecondsPerToken: Double { model.kvBytesPerToken / effectiveMemoryBandwidth }

  /// (N·u_H·H − W)/κ, tokens whose KV fits beside the weights; negative when not even the weights
  /// fit.
  public var memoryTokens: Double {
    (count * usableMemory * accelerator.memoryBytes - model.weightBytes) / model.kvBytesPerToken
  }

  private var effectiveMemoryBandwidth: Double {
    count * accelerator.decodeMBU * accelerator.memoryBandwidth
  }
}
