import CostModel
import Evidence

/// What rows were run on: a model on an accelerator at a tensor-parallel degree.
struct Machine: Sendable {
  let model: String
  let accelerator: String
  let tensorParallel: Int
  var passes: PassModel

  /// - Throws: the lookup's error when a constant of the row's model or accelerator is missing.
  init(of anchor: Anchor, in calibration: Calibration) throws {
    (model, accelerator) = (anchor.model, anchor.accelerator)
    tensorParallel = anchor.tensorParallel
    passes = try calibration.passModel(
      calibration.instance(
        model: model, accelerator: accelerator, count: Double(tensorParallel)))
  }

  func ran(_ anchor: Anchor) -> Bool {
    tensorParallel == anchor.tensorParallel && accelerator == anchor.accelerator
      && model == anchor.model
  }
}
