import CostModel
import Evidence

/// What every published row is brought to, and how. The defaults are the paper's frame (§3.4,
/// Figure 1): Llama-2-70B on H100 at TPOT99 = 50 ms.
public struct ReferenceFrame: Equatable, Sendable {
  /// Calibration id of the model.
  public var model = "llama-2-70b"
  /// Calibration id of the accelerator.
  public var accelerator: String
  /// Calibration id of the contract whose TPOT99 the figure holds.
  public var contract = "standard"
  public var reading = Reading()

  /// - Parameter accelerator: calibration id; Figure 1's when left out.
  public init(accelerator: String = Self.referenceAccelerator) { self.accelerator = accelerator }

  /// The accelerator of Figures 1 and 2.
  public static let referenceAccelerator = "H100"
}

/// The choices inside the five steps. The defaults are the paper's; the others are what a reviewer
/// would try.
public struct Reading: Equatable, Sendable {
  public enum ModelScaling: Equatable, Sendable {
    /// Decode by the bytes a pass reads at the source's batch: weights and KV layout.
    case kvLayout
    /// Both phases by the parameter count.
    case parameterCount
  }

  public enum HardwareRatio: Equatable, Sendable {
    /// Datasheet rates, as the caption of Figure 3 says.
    case peak
    /// Datasheet rates times the shares reached in serving (MFU, MBU).
    case effective
  }

  public enum ServedTokens: Equatable, Sendable {
    /// P + D, the paper's unit.
    case promptAndOutput
    case output
  }

  public var modelScaling = ModelScaling.kvLayout
  public var hardwareRatio = HardwareRatio.peak
  public var servedTokens = ServedTokens.promptAndOutput
  /// Whether a row published under another TPOT is moved to the figure's.
  public var movesContract = true

  public init() {}
}
