import CostModel
import Evidence
import Normalization
import Tables

/// What the HBM of a deployment's instance holds: the weights, and the KV of how many requests.
public struct MemoryFit: Equatable, Sendable {
  public let plan: DeploymentPlan
  /// The deployment's own reading of the room that a sequence takes.
  public let kv: ModelReadings.KV
  let instance: ServingInstance
  /// Weights narrower than the plan's that the accelerator has a peak rate for, the widest first.
  private let narrower: [NarrowerWeights]

  private struct NarrowerWeights: Equatable, Sendable {
    let precision: Precision
    let bytes: Double
  }

  /// - Throws: the lookup's error when a constant is missing.
  public init(_ deployment: Deployment, in edition: Edition) throws {
    plan = deployment.plan
    instance = deployment.model.instance
    kv = deployment.model.readings.kv
    narrower = [Precision.fp8, .fp4].compactMap { precision in
      let wanted = ServingPrecision(weights: precision, kv: deployment.plan.precision.kv)
      guard
        let other = try? edition.calibration.instance(
          model: deployment.plan.model, accelerator: deployment.plan.accelerator,
          precision: wanted),
        other.model.weightBytes < deployment.model.instance.model.weightBytes
      else { return nil }
      return NarrowerWeights(precision: precision, bytes: other.model.weightBytes)
    }
  }

  /// N.
  public var accelerators: Double { instance.count }
  /// W, B.
  public var weightBytes: Double { instance.model.weightBytes }
  /// N·u_H·H, B that weights and KV may fill.
  public var usableBytes: Double { instance.count * usableBytesEach }
  /// κ, B.
  public var kvBytesPerToken: Double { instance.model.kvBytesPerToken }
  /// (N·u_H·H − W)/κ; negative when not even the weights fit.
  public var kvTokens: Double { instance.memoryTokens }

  private var usableBytesEach: Double { instance.usableMemory * instance.accelerator.memoryBytes }

  private func least(holding bytes: Double) -> Double {
    (bytes / usableBytesEach).rounded(.down) + 1
  }

  /// b_mem, sequences of the mix whose KV fits beside the weights; negative when not even they fit.
  /// - Parameter kv: in place of the deployment's own reading.
  public func sequences(_ mix: Mix, kv: ModelReadings.KV? = nil) -> Double {
    kvTokens / heldTokens(mix, kv)
  }

  private func heldTokens(_ mix: Mix, _ kv: ModelReadings.KV?) -> Double {
    (kv ?? self.kv) == .paged ? mix.heldTokens : mix.tokens
  }

  /// What does not fit and how to make it, in one line; nil when a sequence of the mix fits.
  public func complaint(_ mix: Mix) -> String? {
    guard sequences(mix) < 1 else { return nil }
    let place = "\(DataText.text(accelerators)) × \(plan.accelerator)"
    let usable = "\(Self.gigabytes(usableBytes)) usable"
    let weights = "\(Self.gigabytes(weightBytes)) at \(plan.precision.weights.rawValue)"
    guard kvTokens > 0 else {
      return "the weights of \(plan.model) (\(weights)) do not fit into \(place) (\(usable)): "
        + mend(kvBytes: 0)
    }
    let kvBytes = kvBytesPerToken * heldTokens(mix, nil)
    return "the KV of one request (\(Self.gigabytes(kvBytes))) does not fit beside the weights of "
      + "\(plan.model) (\(weights)) into \(place) (\(usable)): " + mend(kvBytes: kvBytes)
  }

  private func mend(kvBytes: Double) -> String {
    let narrow = narrower.first { $0.bytes + kvBytes < usableBytes }
    // Degrees of tensor parallelism divide the heads: powers of two nearly always do.
    var degree = 1.0
    while degree < least(holding: weightBytes + kvBytes) { degree *= 2 }
    return "set deployment.tensor_parallel to \(DataText.text(degree)) or more"
      + (narrow.map { ", or take --weights \($0.precision.rawValue)" } ?? "")
  }

  /// `141 GB`, 10^9 B, three digits.
  private static func gigabytes(_ bytes: Double) -> String {
    "\(DataText.plain(bytes / 1e9, digits: 3)) GB"
  }
}
