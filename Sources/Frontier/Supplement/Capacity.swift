import CostModel
import Evidence
import Normalization

/// Figure S6: how many sequences are resident by the tokens that each holds, (N·u_H·H − W)/κ over
/// them, with the KV cache in BF16 and in FP8; the weights stay in BF16.
public struct Capacity: Equatable, Sendable {
  /// Accelerators of equal memory.
  public struct Line: Equatable, Sendable {
    /// Calibration ids.
    public let accelerators: [String]
    public let kv: KVPrecision
    /// Tokens whose KV fits beside the weights; negative when not even the weights fit.
    public let memoryTokens: Double

    /// Whole sequences or parts of one; nil when not even one fits.
    public func sequences(tokens: Double) -> Double? {
      let sequences = memoryTokens / tokens
      return sequences >= 1 ? sequences : nil
    }
  }

  /// What the requests of a workload hold.
  public struct Workload: Equatable, Sendable {
    /// Calibration id.
    public let id: String
    /// k or S, as the reading of `kv` has it.
    public let tokens: Double
  }

  /// Tokens of a sequence on the axis.
  public static let tokenRange = 128.0...131_072
  /// Tokens of a sequence in the data file: the powers of two.
  public static let tokens = (7...17).map { Double(1 << $0) }

  /// By KV precision, BF16 first, then by accelerator in Figure 3's order.
  public let lines: [Line]
  /// By rising tokens.
  public let workloads: [Workload]
  public let kv: ModelReadings.KV
  /// N and u_H.
  public let accelerators: Double
  public let usableMemory: Double
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant is missing.
  public init(_ edition: Edition) throws {
    let calibration = edition.calibration
    assumptions = try Assumptions(edition)
    let frame = assumptions.frame
    var lines: [Line] = []
    for precision in KVPrecision.allCases {
      for accelerator in FrontierResult.accelerators {
        let tokens = try calibration.instance(
          model: frame.model, accelerator: accelerator,
          precision: ServingPrecision(weights: .bf16, kv: precision)
        ).memoryTokens
        let index = lines.firstIndex { $0.kv == precision && $0.memoryTokens == tokens }
        let alike = index.map { lines.remove(at: $0).accelerators } ?? []
        lines.insert(
          Line(accelerators: alike + [accelerator], kv: precision, memoryTokens: tokens),
          at: index ?? lines.count)
      }
    }
    self.lines = lines
    let kv = try calibration.modelReadings.kv
    self.kv = kv
    workloads = try calibration.ids(of: .workload).map { id in
      let mix = try calibration.mix(workload: id)
      return Workload(id: id, tokens: kv == .paged ? mix.heldTokens : mix.tokens)
    }.sorted { ($0.tokens, $0.id) < ($1.tokens, $1.id) }
    accelerators = try calibration.number(.deployment, "tensor_parallel")
    usableMemory = try calibration.number(.deployment, "hbm_usable")
  }
}
