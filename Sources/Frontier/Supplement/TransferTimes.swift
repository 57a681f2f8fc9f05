import CostModel
import Evidence
import Normalization

/// Figure S4: how long the KV cache of a prompt takes to move, κP/B, beside its prefill, P/R. Both
/// grow in proportion with the prompt, so that which of them takes longer depends on the bandwidth
/// and not on the prompt.
public struct TransferTimes: Equatable, Sendable {
  /// A model on the accelerators of an instance that prefills.
  public struct Prefill: Equatable, Sendable {
    /// Calibration id.
    public let model: String
    /// Calibration ids, of those that prefill equally fast.
    public let accelerators: [String]
    /// 1/R, s.
    public let secondsPerToken: Double
    /// κ, B.
    public let kvBytesPerToken: Double

    /// P/R, s.
    public func seconds(promptTokens: Double) -> Double { promptTokens * secondsPerToken }

    /// κP/B, s.
    /// - Parameter bandwidth: B, B/s.
    public func transferSeconds(promptTokens: Double, over bandwidth: Double) -> Double {
      kvBytesPerToken * promptTokens / bandwidth
    }

    /// κR/B, a transfer over its prefill.
    /// - Parameter bandwidth: B, B/s.
    public func transferShare(over bandwidth: Double) -> Double {
      kvBytesPerToken / secondsPerToken / bandwidth
    }

    /// κR, B/s: over anything slower the transfer outlasts its prefill.
    public var balancingBandwidth: Double { kvBytesPerToken / secondsPerToken }
  }

  /// P of the axis, tokens.
  public static let promptRange = 128.0...131_072
  /// P of the data file, tokens: the powers of two.
  public static let promptTokens = (7...17).map { Double(1 << $0) }
  /// B of the axis, B/s.
  public static let bandwidthRange = 1e9...2e12
  /// Whose heads all have keys and values of their own: calibration id.
  public static let ungroupedModel = "opt-66b"

  /// Of the reference model, by accelerator in Figure 3's order; those that are equally fast
  /// together.
  public let prefills: [Prefill]
  /// Of `ungroupedModel` on the reference accelerator, at its own κ; nil where calibration.csv does
  /// not have it.
  public let ungrouped: Prefill?
  /// By rising bandwidth, at the reading that holds.
  public let links: [BreakEvenResult.Link]
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant is missing.
  public init(_ edition: Edition) throws {
    let calibration = edition.calibration
    assumptions = try Assumptions(edition)
    let frame = assumptions.frame
    var prefills: [Prefill] = []
    for accelerator in FrontierResult.accelerators {
      let prefill = try Prefill(calibration, model: frame.model, accelerators: [accelerator])
      if let index = prefills.firstIndex(where: { $0.secondsPerToken == prefill.secondsPerToken }) {
        prefills[index] = try Prefill(
          calibration, model: frame.model,
          accelerators: prefills[index].accelerators + [accelerator])
      } else {
        prefills.append(prefill)
      }
    }
    self.prefills = prefills
    ungrouped =
      calibration.ids(of: .model).contains(Self.ungroupedModel)
      ? try Prefill(
        calibration, model: Self.ungroupedModel, accelerators: [frame.accelerator]) : nil
    links = try BreakEvenResult.Link.all(in: calibration)
  }
}

extension TransferTimes.Prefill {
  /// - Parameter accelerators: equally fast ones; the first counts.
  fileprivate init(_ calibration: Calibration, model: String, accelerators: [String]) throws {
    let instance = try calibration.instance(
      model: model, accelerator: accelerators.first ?? ReferenceFrame.referenceAccelerator)
    (self.model, self.accelerators) = (model, accelerators)
    secondsPerToken = 1 / instance.prefillTokensPerSecond
    kvBytesPerToken = instance.model.kvBytesPerToken
  }
}
