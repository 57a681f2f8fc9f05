import CostModel
import Evidence
import Normalization

/// One side of a comparison: the evidence and the prices it is read with.
public struct PinnedEvidence: Sendable {
  public let dataset: Dataset
  public let pin: Pin

  public init(dataset: Dataset, pin: Pin) {
    self.dataset = dataset
    self.pin = pin
  }

  var calibration: Calibration { dataset.calibration }

  /// The accelerators of Figures 1 and 3.
  public static let accelerators = ["A100", "H100", "H200"]

  /// The accelerator of Figure 1, without whose price there is nothing to compare.
  public static var reference: String { ReferenceFrame().accelerator }

  /// The price of each of the figures' accelerators that the pin has one for.
  /// - Throws: the lookup's error when the reference accelerator has none.
  func prices() throws -> [String: Double] {
    var prices = [
      Self.reference: try calibration.rate(of: Self.reference, at: pin).si
    ]
    for accelerator in Self.accelerators {
      if let rate = try? calibration.rate(of: accelerator, at: pin) {
        prices[accelerator] = try rate.si
      }
    }
    return prices
  }

  func normalizer(on accelerator: String) throws -> Normalizer {
    var frame = ReferenceFrame(pin: pin)
    frame.accelerator = accelerator
    return try Normalizer(calibration: calibration, frame: frame)
  }

  /// Figure 1's content on each accelerator with a price.
  func frontiers() throws -> [String: AnchorFrontier] {
    try prices().keys.reduce(into: [:]) { frontiers, accelerator in
      frontiers[accelerator] = try AnchorFrontier(
        dataset.anchors, normalizer: normalizer(on: accelerator))
    }
  }

  /// α* at the default η by `CONTRACT/INTERCONNECT`.
  func breakEvens() throws -> [String: BreakEven] {
    let frame = ReferenceFrame(pin: pin)
    let model = try calibration.costModel(
      model: frame.model, accelerator: frame.accelerator, pin: pin)
    return try calibration.ids(of: .contract).reduce(into: [:]) { found, contract in
      let surface = try BreakEvenSurface(
        calibration: calibration, model: model, contract: contract)
      for link in calibration.ids(of: .interconnect) {
        let bandwidth = try calibration.number("interconnect/\(link)", "bytes_per_s")
        found["\(contract)/\(link)"] = surface.breakEvenPrefillShare(
          bandwidth: bandwidth, overlap: surface.transfer.overlap)
      }
    }
  }
}
