import Evidence
import Normalization

/// What a result was computed under: what footers, metadata and reports say of it.
public struct Assumptions: Equatable, Sendable {
  public let pin: Pin
  /// η of disaggregated transfers.
  public let overlap: Double
  /// The same as it is printed.
  public let overlapText: String
  /// η of the sensitivity band.
  public let overlaps: ClosedRange<Double>
  /// `blocking` or `amortized`.
  public let transferRegime: String
  /// The reading of every choice, in file order.
  public let readings: [ChosenReading]
  /// What is set for this run, in the order of setting.
  public let settings: [Constant]
  public let digests: FileDigests
  public let frame: ReferenceFrame

  /// - Parameter usesMeasurements: whether their digest belongs to what was assumed. Of other
  ///   results it does not: they are the same whether the runs were read beside them or not.
  /// - Throws: the lookup's error when a constant is missing.
  public init(
    _ edition: Edition, frame: ReferenceFrame = ReferenceFrame(), usesMeasurements: Bool = false
  ) throws {
    let calibration = edition.calibration
    pin = edition.pin
    let overlap = try calibration.constant(.transfer, "overlap")
    self.overlap = try overlap.si
    overlapText = overlap.text
    overlaps = try calibration.overlapRange()
    transferRegime = try calibration.transferRegime.rawValue
    readings = edition.readings
    settings = calibration.overrides
    digests = FileDigests(
      anchors: edition.digests.anchors, calibration: edition.digests.calibration,
      measurements: usesMeasurements ? edition.digests.measurements : "")
    self.frame = frame
  }
}

extension Assumptions {
  /// The readings that were asked for, `decode=memory-bound`.
  public var askedReadings: [String] { readings.filter(\.isAsked).map(\.description) }

  /// What is set for this run, `transfer.overlap=0.2`.
  public var assignments: [String] { settings.map { "\($0.name)=\($0.text)" } }
}

/// Figures 1 and 3: the anchors and their envelope on one accelerator or several.
public struct FrontierResult: Equatable, Sendable {
  /// One accelerator. Where the pin has no price for it there is no cost and no frontier either.
  public struct Panel: Equatable, Sendable {
    public let accelerator: String
    public let usdPerHour: Double?
    public let frontier: AnchorFrontier?
    /// Why there is no price.
    public let absence: String?
  }

  /// Figure 3's panels, in their order.
  public static let accelerators = ["A100", "H100", "H200"]

  /// Those that the pin has a price for.
  public static func priced(in edition: Edition) -> [String] {
    accelerators.filter { (try? edition.rate(of: $0)) != nil }
  }

  public let panels: [Panel]
  /// In the order of anchors.csv.
  public let anchors: [Anchor]
  /// TPOT99 of the frame's contract, ms.
  public let tpotMs: Double
  /// Over the draws; nil where none were asked for.
  public let spread: FrontierSpread?
  public let assumptions: Assumptions

  /// - Parameters:
  ///   - accelerators: calibration ids, in the order of the panels.
  ///   - plan: the draws, if any.
  ///   - spread: over these draws of this edition, on these accelerators and others, where it is
  ///     known already.
  /// - Throws: the lookup's error when a constant, or the price of the reference accelerator, is
  ///   missing.
  public init(
    _ edition: Edition, on accelerators: [String] = Self.accelerators, plan: DrawPlan? = nil,
    sharing spread: FrontierSpread? = nil
  ) throws {
    assumptions = try Assumptions(edition)
    tpotMs = try edition.calibration.number(.contract(assumptions.frame.contract), "tpot_ms")
    anchors = edition.anchors
    let panels = try accelerators.map { try Panel($0, edition) }
    self.panels = panels
    let priced = panels.filter { $0.frontier != nil }.map(\.accelerator)
    self.spread = try plan.map { plan in
      try spread?.on(priced) ?? FrontierSpread(edition, on: priced, plan: plan)
    }
  }

  public subscript(accelerator: String) -> Panel? {
    panels.first { $0.accelerator == accelerator }
  }

  /// The panels that the pin has a price for.
  public var frontiers: [AnchorFrontier] { panels.compactMap(\.frontier) }
}

extension FrontierResult.Panel {
  fileprivate init(_ accelerator: String, _ edition: Edition) throws {
    self.accelerator = accelerator
    let rate: Constant
    do throws(EvidenceError) {
      rate = try edition.rate(of: accelerator)
    } catch {
      // Without the reference there is nothing to compare the others with.
      guard accelerator != ReferenceFrame.referenceAccelerator else { throw error }
      (usdPerHour, frontier, absence) = (nil, nil, error.description)
      return
    }
    usdPerHour = try rate.si
    frontier = try AnchorFrontier(edition, on: accelerator)
    absence = nil
  }
}
