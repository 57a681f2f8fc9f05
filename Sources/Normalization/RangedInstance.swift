import CostModel
import Evidence

/// Which numbers of an instance ranged constants set, so that a place in the ranges costs no
/// lookups.
public struct RangedInstance: Sendable {
  private typealias Field = WritableKeyPath<ServingInstance, Double> & Sendable

  private struct Setting: Sendable {
    let field: Field
    let place: Int
  }

  private let settings: [Setting]
  /// The places among the ranged constants of those that set something.
  public let places: [Int]

  /// - Parameters:
  ///   - model: calibration id, as `accelerator`.
  ///   - ranged: the constants whose values a draw has, in its order; those that the calibration's
  ///     readings leave out set nothing.
  public init(
    _ calibration: Calibration, model: String, accelerator: String,
    precision: ServingPrecision = .bf16, ranged: [Constant]
  ) {
    settings = ranged.enumerated().compactMap { place, constant in
      guard calibration.isInForce(constant),
        let field = Self.field(
          of: constant, model: model, accelerator: accelerator, precision)
      else { return nil }
      return Setting(field: field, place: place)
    }
    places = settings.map(\.place)
  }

  /// `passes` with the instance that the values make of its own.
  public func passes(_ passes: PassModel, at values: [Double]) -> PassModel {
    var instance = passes.instance
    for setting in settings { instance[keyPath: setting.field] = values[setting.place] }
    return PassModel(
      instance: instance, readings: passes.readings, tailQuantile: passes.tailQuantile)
  }

  /// Where a constant of calibration.csv goes in an instance; nil for one that does not.
  private static func field(
    of constant: Constant, model: String, accelerator: String, _ precision: ServingPrecision
  ) -> Field? {
    switch (constant.entity, constant.parameter) {
    case (.model(model), "parameters"): return \ServingInstance.model.parameters
    case (.deployment, "weight_bytes") where precision.weights == .bf16:
      return \ServingInstance.model.bytesPerWeight
    case (.deployment, "kv_bytes") where precision.kv == .bf16:
      return \ServingInstance.model.bytesPerKVElement
    case (.deployment, "hbm_usable"): return \ServingInstance.usableMemory
    case (.accelerator(accelerator), precision.weights.peakRate):
      return \ServingInstance.accelerator.peakFLOPS
    case (.accelerator(accelerator), "hbm_bytes_per_s"):
      return \ServingInstance.accelerator.memoryBandwidth
    case (.accelerator(accelerator), "hbm_bytes"):
      return \ServingInstance.accelerator.memoryBytes
    case (.accelerator(accelerator), "prefill_mfu"):
      return \ServingInstance.accelerator.prefillMFU
    case (.accelerator(accelerator), "decode_mbu"):
      return \ServingInstance.accelerator.decodeMBU
    default: return nil
    }
  }
}
