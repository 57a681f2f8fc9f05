import CostModel
import Evidence

/// The normalisers of an edition wherever its ranged constants stand in their ranges.
///
/// What is looked up stays looked up: a place in the ranges costs a handful of multiplications.
public struct RangedNormalizer: Sendable {
  fileprivate typealias Field = WritableKeyPath<ServingInstance, Double> & Sendable

  /// A number of an instance that a ranged constant sets.
  fileprivate struct Setting: Sendable {
    let field: Field
    /// Among the values of a draw.
    let index: Int
  }

  private let edition: Edition
  private let ranged: [Constant]
  private let frames: [ReferenceFrame]
  /// On each accelerator, at the constants' own values.
  private let normalizers: [Normalizer]
  /// Of each normaliser's reference, and of each machine that rows were run on.
  private let references: [[Setting]]
  private let machines: [[Setting]]
  /// Whether normalising looks up a ranged constant that is no number of an instance.
  private let needsLookups: Bool

  /// - Parameters:
  ///   - frames: one for each normaliser.
  ///   - ranged: the constants whose values a draw has, in its order.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public init(_ edition: Edition, frames: [ReferenceFrame], ranged: [Constant]) throws {
    (self.edition, self.frames, self.ranged) = (edition, frames, ranged)
    normalizers = try frames.map { try Normalizer(edition, frame: $0) }
    let calibration = edition.calibration
    func settings(_ model: String, _ accelerator: String) -> [Setting] {
      ranged.enumerated().compactMap { index, constant in
        guard calibration.isInForce(constant),
          let field = Self.field(of: constant, model: model, accelerator: accelerator)
        else { return nil }
        return Setting(field: field, index: index)
      }
    }
    references = frames.map { settings($0.model, $0.accelerator) }
    let rows = normalizers.first?.machines ?? []
    machines = rows.map { settings($0.model, $0.accelerator) }
    let set = Set((references + machines).joined().map(\.index))
    let log = LookupLog()
    for frame in frames {
      let normalizer = try Normalizer(edition.recording(in: log), frame: frame)
      for anchor in edition.anchors { _ = try normalizer.cost(of: anchor) }
    }
    let lines = log.lines
    needsLookups = ranged.enumerated().contains { index, constant in
      lines.contains(constant.line) && !set.contains(index)
    }
  }

  /// The normalisers of the frames with every ranged constant at its value; the constants' own
  /// values when there are none.
  ///
  /// - Parameter values: in the order of the ranged constants; in the base unit.
  /// - Throws: nothing that `init` does not.
  public func normalizers(at values: [Double]) throws -> [Normalizer] {
    guard !values.isEmpty else { return normalizers }
    guard !needsLookups else {
      let drawn = edition.with(edition.calibration.at(values, of: ranged))
      return try frames.map { try Normalizer(drawn, frame: $0) }
    }
    var rows = normalizers.first?.machines ?? []
    for index in rows.indices {
      rows[index].passes = rows[index].passes.with(machines[index], values)
    }
    return normalizers.indices.map { index in
      let reference = normalizers[index].reference.passes.with(references[index], values)
      return Normalizer(normalizers[index], reference: reference, machines: rows)
    }
  }

  /// Where a constant of calibration.csv goes in an instance; nil for one that does not.
  private static func field(of constant: Constant, model: String, accelerator: String) -> Field? {
    switch (constant.entity, constant.parameter) {
    case (.model(model), "parameters"): return \ServingInstance.model.parameters
    case (.deployment, "weight_bytes"): return \ServingInstance.model.bytesPerWeight
    case (.deployment, "kv_bytes"): return \ServingInstance.model.bytesPerKVElement
    case (.deployment, "hbm_usable"): return \ServingInstance.usableMemory
    case (.accelerator(accelerator), "peak_bf16_flops"):
      return \ServingInstance.accelerator.peakFLOPS
    case (.accelerator(accelerator), "hbm_bytes_per_s"):
      return \ServingInstance.accelerator.memoryBandwidth
    case (.accelerator(accelerator), "hbm_bytes"): return \ServingInstance.accelerator.memoryBytes
    case (.accelerator(accelerator), "prefill_mfu"): return \ServingInstance.accelerator.prefillMFU
    case (.accelerator(accelerator), "decode_mbu"): return \ServingInstance.accelerator.decodeMBU
    default: return nil
    }
  }
}

extension PassModel {
  fileprivate func with(
    _ settings: [RangedNormalizer.Setting], _ values: [Double]
  ) -> PassModel {
    guard !settings.isEmpty else { return self }
    var instance = instance
    for setting in settings { instance[keyPath: setting.field] = values[setting.index] }
    return PassModel(instance: instance, readings: readings, tailQuantile: tailQuantile)
  }
}
