import CostModel
import Evidence

/// What every published row is brought to. The defaults are the paper's frame (§3.4, Figure 1):
/// Llama-2-70B on H100 at TPOT99 = 50 ms.
public struct ReferenceFrame: Equatable, Sendable {
  /// Calibration id of the model.
  public var model = "llama-2-70b"
  /// Calibration id of the accelerator.
  public var accelerator: String
  /// Calibration id of the contract whose TPOT99 the figure holds.
  public var contract = "standard"

  /// - Parameter accelerator: calibration id; Figure 1's when left out.
  public init(accelerator: String = Self.referenceAccelerator) { self.accelerator = accelerator }

  /// The accelerator of Figures 1 and 2.
  public static let referenceAccelerator = "H100"
}
