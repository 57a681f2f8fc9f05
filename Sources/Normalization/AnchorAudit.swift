import CostModel
import Evidence

/// What the closed form expects of a row's mix, and how that compares with what was published.
public struct Prediction: Equatable, Sendable {
  /// The closed form's CPM on the reference under the figure's contract, at the row's own overlap
  /// and bandwidth, USD per million served tokens.
  public let cpm: Double
  /// The accelerator time that the closed form asks for on the row's own machine, as a share of
  /// the time it published. Above 1 the system was faster than the closed form thinks possible.
  public let sourceUse: Double
}

extension NormalizedAnchor {
  /// nil when the closed form is infeasible on either side.
  /// - Throws: the lookup's error when calibration.csv lacks a constant of the transfer.
  func prediction(by normalizer: Normalizer) throws -> Prediction? {
    let model = normalizer.reference
    let service = Service(mix: anchor.mix, tpot: normalizer.tpot)
    guard let sourceEstimate else { return nil }
    var cpm: Double?
    if let scheduler = ColocatedScheduler(rawValue: anchor.architecture.rawValue) {
      cpm = model.colocated(scheduler, service)?.total
    } else if let bandwidth = anchor.bandwidthBytesPerSecond {
      let transfer = try normalizer.calibration.transfer(
        bandwidth: bandwidth, overlap: anchor.overlap)
      cpm = model.disaggregated(service, over: transfer)?.total
    }
    return cpm.map {
      Prediction(
        cpm: $0,
        sourceUse: publishedRate * (sourceEstimate.prefillSeconds + sourceEstimate.decodeSeconds))
    }
  }
}

/// A reading of the five steps that a reviewer would try, and the point it gives.
public struct OtherReading: Equatable, Sendable {
  public enum Name: String, CaseIterable, Sendable {
    case withoutContract = "without_contract_step"
    case parameterCount = "parameter_count_only"
    case effectiveRatios = "effective_hardware_ratios"
    case outputTokens = "output_tokens_only"

    var reading: Reading {
      var reading = Reading()
      switch self {
      case .withoutContract: reading.movesContract = false
      case .parameterCount: reading.modelScaling = .parameterCount
      case .effectiveRatios: reading.hardwareRatio = .effective
      case .outputTokens: reading.servedTokens = .output
      }
      return reading
    }
  }

  public let name: Name
  /// USD per million served tokens; nil is infeasible.
  public let cpm: Double?
  /// CPM over the paper's reading's, less 1; nil when either is infeasible.
  public let change: Double?
}

/// Why a row has no CPM.
public struct Infeasibility: Equatable, Sendable {
  public let step: NormalizationStep.Name
  public let reason: String
}

/// Everything behind one point.
public struct AnchorAudit: Equatable, Sendable {
  public let row: NormalizedAnchor
  public let worksheet: Worksheet
  public let otherReadings: [OtherReading]
  /// nil for an infeasible row.
  public let prediction: Prediction?
  /// nil for a feasible row.
  public let infeasibility: Infeasibility?
}

/// Makes audits in one frame.
public struct Auditor: Sendable {
  public let normalizer: Normalizer
  private let others: [(OtherReading.Name, Normalizer)]

  /// - Throws: the lookup's error when calibration.csv lacks a constant or the pin has no price for
  ///   the reference accelerator.
  public init(_ edition: Edition, frame: ReferenceFrame = ReferenceFrame()) throws {
    normalizer = try Normalizer(edition, frame: frame)
    others = try OtherReading.Name.allCases.map { name in
      var frame = frame
      frame.reading = name.reading
      return (name, try Normalizer(edition, frame: frame))
    }
  }

  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func audit(_ anchor: Anchor) throws -> AnchorAudit {
    let row = try normalizer.normalize(anchor)
    let worksheet = try Worksheet(row, by: normalizer)
    let readings = try others.map { name, normalizer in
      let cpm = try normalizer.normalize(anchor).cpm
      return OtherReading(
        name: name, cpm: cpm,
        change: cpm.flatMap { other in row.cpm.map { other / $0 - 1 } })
    }
    return AnchorAudit(
      row: row, worksheet: worksheet, otherReadings: readings,
      prediction: try row.prediction(by: normalizer),
      infeasibility: Self.infeasibility(of: row, worksheet))
  }

  /// The worksheet of an infeasible row ends with the batch that is below 1.
  private static func infeasibility(of row: NormalizedAnchor, _ worksheet: Worksheet)
    -> Infeasibility?
  {
    guard row.cpm == nil, let section = worksheet.sections.last, let line = section.lines.last,
      case .step(let step) = section.topic,
      let tightest = line.inputs.min(by: { $0.value < $1.value })
    else { return nil }
    let machine = row.sourceEstimate == nil ? "its own machine" : "the reference"
    let cause =
      tightest.symbol.hasPrefix("b_mem")
      ? "the memory has no room for one sequence beside the weights"
      : "no batch meets the contract"
    return Infeasibility(
      step: step, reason: "on \(machine) \(cause): \(line.result.symbol) is below 1")
  }
}
