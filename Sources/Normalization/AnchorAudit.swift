import CostModel
import Evidence

/// What the closed form expects of a row's mix, and how that compares with what was published.
public struct Prediction: Equatable, Sendable {
  /// The closed form's CPM on the reference under the figure's contract, at the row's own overlap
  /// and bandwidth, USD per million served tokens.
  public let cpm: Double
  /// `NormalizedAnchor.sourceUse`.
  public let sourceUse: Double
}

extension NormalizedAnchor {
  /// The achieved share of the closed form: the accelerator time that it asks for on the row's own
  /// machine under the published contract, over the time published; nil is infeasible there. Above 1
  /// the system was faster than the closed form thinks possible.
  var sourceUse: Double? {
    sourceEstimate.map { publishedRate * ($0.prefillSeconds + $0.decodeSeconds) }
  }

  /// nil when the closed form is infeasible on either side.
  /// - Throws: the lookup's error when calibration.csv lacks a constant of the transfer.
  func prediction(by normalizer: Normalizer) throws -> Prediction? {
    let model = normalizer.reference
    let service = Service(mix: anchor.mix, tpot: normalizer.tpot)
    guard let sourceUse else { return nil }
    var cpm: Double?
    if case .colocated(let scheduler) = anchor.architecture {
      cpm = model.colocated(scheduler, service)?.total
    } else if let bandwidth = anchor.bandwidthBytesPerSecond {
      let transfer = try normalizer.calibration.transfer(
        bandwidth: bandwidth, overlap: anchor.overlap)
      cpm = model.disaggregated(service, over: transfer)?.total
    }
    return cpm.map { Prediction(cpm: $0, sourceUse: sourceUse) }
  }
}

/// What another reading of one choice makes of a row, all else as it is.
public struct OtherReading: Equatable, Sendable {
  public let reading: Reading
  /// USD per million served tokens; nil is infeasible.
  public let cpm: Double?
  /// CPM over that under the readings that hold, less 1; nil when either is infeasible.
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
  /// Those that do not hold, by choice and reading in file order; of the choices whose constants
  /// normalising looks up.
  public let otherReadings: [OtherReading]
  /// nil for an infeasible row.
  public let prediction: Prediction?
  /// nil for a feasible row.
  public let infeasibility: Infeasibility?
}

/// Makes audits in one frame.
public struct Auditor: Sendable {
  public let normalizer: Normalizer
  private let others: [(reading: Reading, normalizer: Normalizer)]

  /// - Throws: the lookup's error when calibration.csv lacks a constant or the pin has no price for
  ///   the reference accelerator.
  public init(_ edition: Edition, frame: ReferenceFrame = ReferenceFrame()) throws {
    normalizer = try Normalizer(edition, frame: frame)
    others = try Self.alternatives(edition).map { reading in
      (reading, try Normalizer(edition.with(readings: [reading]), frame: frame))
    }
  }

  /// Every reading that does not hold, of the choices that normalising looks up.
  private static func alternatives(_ edition: Edition) throws -> [Reading] {
    let choices = try edition.choices { edition in
      let normalizer = try Normalizer(edition)
      for anchor in edition.anchors { _ = try normalizer.normalize(anchor) }
    }
    let inForce = Set(edition.readings.map(\.reading))
    return choices.filter { !$0.constants.isEmpty }.flatMap(\.alternatives)
      .filter { !inForce.contains($0) }
  }

  /// - Throws: the lookup's error when calibration.csv lacks a constant of the row's model or
  ///   accelerator.
  public func audit(_ anchor: Anchor) throws -> AnchorAudit {
    let row = try normalizer.normalize(anchor)
    let worksheet = try Worksheet(row, by: normalizer)
    let readings = try others.map { reading, normalizer in
      let cpm = try normalizer.normalize(anchor).cpm
      return OtherReading(
        reading: reading, cpm: cpm,
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
