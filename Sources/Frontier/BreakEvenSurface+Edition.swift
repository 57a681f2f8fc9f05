import CostModel
import Evidence
import Normalization

/// Figure 2's surfaces, and the axes of its grid.
extension BreakEvenSurface {
  /// α of the grid: 0.20 to 0.97 in steps of 0.01.
  public static let shares = (20...97).map { Double($0) / 100 }
  /// B of the axis, B/s.
  public static let bandwidthRange = 25e9...900e9
  /// B of the grid: 60 values, evenly spaced on a log scale.
  public static let bandwidths = bandwidthRange.spacedOnLogScale(count: 60)

  /// Figure 2's: chunked prefill against disaggregation, requests of `deployment.request_tokens`.
  /// - Parameter contract: calibration id.
  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition, contract: String) throws {
    let calibration = edition.calibration
    let limits = Contract(
      id: contract, ttftMs: try calibration.number(.contract(contract), "ttft_ms"),
      tpotMs: try calibration.number(.contract(contract), "tpot_ms"))
    self.init(
      try edition.costModel(), tokens: try calibration.number(.deployment, "request_tokens"),
      over: try calibration.transfer(bandwidth: 1), contract: limits, schedulers: [.chunked])
  }
}
