import CostModel
import Evidence
import Normalization

/// What a price buys: the reference workload, Llama-2-70B on the deployment's instance, the mix of
/// the Azure conversation trace at the request length of the reading that holds, under the contract
/// of Figure 1, served by the cheapest of the three architectures.
public struct ReferenceWorkload: Sendable {
  /// One accelerator. Every cost is in proportion to the price, so that neither the architecture nor
  /// this depends on it.
  public struct Serving: Equatable, Sendable {
    /// The cheapest.
    public let architecture: Architecture
    /// USD per million served tokens for each USD/h of an accelerator, which is accelerator-hours
    /// per million served tokens.
    public let acceleratorHours: Double
  }

  /// Calibration id of the workload whose prefill share it has.
  public static let workload = "azure-conversation"

  public let frame: ReferenceFrame
  public let mix: Mix
  public let contract: BreakEvenSurface.Contract
  private let calibration: Calibration

  /// - Throws: the lookup's error when a constant is missing.
  public init(_ calibration: Calibration, frame: ReferenceFrame = ReferenceFrame()) throws {
    self.calibration = calibration
    self.frame = frame
    mix = Mix(
      prefillShare: try calibration.mix(workload: Self.workload).prefillShare,
      tokens: try calibration.number(.deployment, "request_tokens"))
    let limits = Entity.contract(frame.contract)
    contract = BreakEvenSurface.Contract(
      id: frame.contract, ttftMs: try calibration.number(limits, "ttft_ms"),
      tpotMs: try calibration.number(limits, "tpot_ms"))
  }

  /// On an accelerator, disaggregated over the interconnect of its node; nil where no architecture
  /// meets the contract.
  /// - Parameter accelerator: calibration id.
  /// - Throws: the lookup's error when a constant is missing.
  public func serving(on accelerator: String) throws -> Serving? {
    let instance = try calibration.instance(model: frame.model, accelerator: accelerator)
    let model = CostModel(passes: try calibration.passModel(instance), usdPerAcceleratorHour: 1)
    let costs = model.costs(
      Service(mix: mix, tpot: contract.tpotMs / 1000, ttft: contract.ttftMs / 1000),
      over: try calibration.transfer(
        bandwidth: calibration.scaleUpBandwidth(of: accelerator)))
    guard let architecture = costs.cheapest, let hours = costs[architecture] else { return nil }
    return Serving(architecture: architecture, acceleratorHours: hours)
  }
}
