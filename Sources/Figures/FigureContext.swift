import CostModel
import Evidence
import Frontier
import Normalization

/// What every figure is drawn from: the evidence, the pin, and what the footer says of both.
public struct FigureContext: Sendable {
  public let dataset: Dataset
  public let pin: Pin
  /// SHA-256 of anchors.csv and calibration.csv, hexadecimal.
  public let digests: (anchors: String, calibration: String)

  public init(dataset: Dataset, pin: Pin, digests: (anchors: String, calibration: String)) {
    self.dataset = dataset
    self.pin = pin
    self.digests = digests
  }

  public var calibration: Calibration { dataset.calibration }

  /// The frontier of Figure 1 on `accelerator`.
  /// - Throws: the lookup's error when a constant or the accelerator's price at the pin is missing.
  public func frontier(on accelerator: String) throws -> AnchorFrontier {
    var frame = ReferenceFrame(pin: pin)
    frame.accelerator = accelerator
    return try AnchorFrontier(
      dataset.anchors, normalizer: Normalizer(calibration: calibration, frame: frame))
  }
}
