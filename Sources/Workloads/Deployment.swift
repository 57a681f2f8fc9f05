import CostModel
import Evidence
import Normalization

/// What serves requests: a model on accelerators, at a price, over a link, under a contract.
public struct Deployment: Equatable, Sendable {
  public private(set) var plan: DeploymentPlan
  /// Priced.
  public internal(set) var model: CostModel
  public internal(set) var transfer: KVTransfer
  public private(set) var limits: ContractLimits
  /// Whose price holds where the plan states none.
  public let pin: Pin

  /// - Throws: the lookup's error when a constant, or a price that the plan does not state, is
  ///   missing.
  public init(_ plan: DeploymentPlan, in edition: Edition) throws {
    let calibration = edition.calibration
    self.plan = plan
    model = CostModel(
      passes: try calibration.passModel(
        calibration.instance(
          model: plan.model, accelerator: plan.accelerator, precision: plan.precision)),
      usdPerAcceleratorHour: try plan.usdPerHour ?? edition.price(of: plan.accelerator))
    transfer = try calibration.transfer(bandwidth: plan.bandwidth(in: calibration))
    limits = try plan.contract.limits(in: calibration)
    pin = edition.pin
  }

  /// What is planned, and its B, B/s.
  typealias Link = (plan: KVLink, bandwidth: Double)
  typealias Contract = (plan: ServiceContract, limits: ContractLimits)

  /// The same at another price, and over another link or under another contract where one is given
  /// with what it stands for.
  func with(usdPerHour: Double, _ link: Link?, _ contract: Contract?) -> Deployment {
    var copy = self
    copy.plan.usdPerHour = usdPerHour
    copy.model = CostModel(passes: model.passes, usdPerAcceleratorHour: usdPerHour)
    if let link { (copy.plan.link, copy.transfer.bandwidth) = link }
    if let contract { (copy.plan.contract, copy.limits) = contract }
    return copy
  }

  public func service(_ mix: Mix, arrivalRate: Double? = nil) -> Service {
    Service(
      mix: mix, tpot: limits.tpotMs / 1000, ttft: limits.ttftMs / 1000, arrivalRate: arrivalRate)
  }

  /// - Parameter arrivalRate: λ, requests/s per accelerator of the instance that decodes; nil is
  ///   saturation.
  public func costs(_ mix: Mix, arrivalRate: Double? = nil) -> ArchitectureCosts {
    model.costs(service(mix, arrivalRate: arrivalRate), over: transfer)
  }
}

/// What is said of a deployment; the calibration knows the rest.
public struct DeploymentPlan: Equatable, Sendable {
  /// Calibration id.
  public var model = ReferenceFrame().model
  /// Calibration id.
  public var accelerator = ReferenceFrame.referenceAccelerator
  /// c_H; the price at the edition's pin when nil.
  public var usdPerHour: Double?
  /// The accelerator's scale-up link when nil.
  public var link: KVLink?
  public var contract = ServiceContract.named(ReferenceFrame().contract)
  public var precision = ServingPrecision.bf16

  public init() {}

  /// B, B/s.
  /// - Throws: the lookup's error for an interconnect that there is not.
  func bandwidth(in calibration: Calibration) throws -> Double {
    if let link { return try link.bandwidth(in: calibration) }
    do throws(EvidenceError) {
      return try calibration.scaleUpBandwidth(of: accelerator)
    } catch {
      throw EvidenceError("\(error); or give the bandwidth (--bandwidth, or the column bandwidth)")
    }
  }
}

/// The path between prefill and decode pool.
public enum KVLink: Equatable, Sendable {
  /// B, B/s.
  case bandwidth(Double)
  /// Calibration id.
  case interconnect(String)

  /// B, B/s.
  /// - Throws: the lookup's error for an interconnect that there is not.
  func bandwidth(in calibration: Calibration) throws -> Double {
    switch self {
    case .bandwidth(let bandwidth): bandwidth
    case .interconnect(let id): try calibration.number(.interconnect(id), "bytes_per_s")
    }
  }
}

/// The latency limits that requests are served within.
public enum ServiceContract: Equatable, Sendable {
  /// Calibration id.
  case named(String)
  case limits(ContractLimits)

  func limits(in calibration: Calibration) throws -> ContractLimits {
    switch self {
    case .limits(let limits): limits
    case .named(let id):
      ContractLimits(
        ttftMs: try calibration.number(.contract(id), "ttft_ms"),
        tpotMs: try calibration.number(.contract(id), "tpot_ms"))
    }
  }
}

/// The limits of TTFT99 and TPOT99, ms.
public struct ContractLimits: Equatable, Sendable {
  public var ttftMs: Double
  public var tpotMs: Double

  public init(ttftMs: Double, tpotMs: Double) { (self.ttftMs, self.tpotMs) = (ttftMs, tpotMs) }
}

extension Edition {
  /// At the pin, USD/h.
  /// - Throws: that there is none, and how to give one.
  func price(of accelerator: String) throws(EvidenceError) -> Double {
    do throws(EvidenceError) {
      return try rate(of: accelerator).si
    } catch {
      throw EvidenceError("\(error); or give your own price (--usd, or the column usd)")
    }
  }
}
