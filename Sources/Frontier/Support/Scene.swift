import CostModel
import Evidence
import Normalization

/// Everything that conclusions are drawn from, at one draw.
struct Scene {
  let rows: SceneRows
  /// Of Figure 1: all rows that take part, and those that section 5.1 names.
  let envelope: DrawnEnvelope
  let namedEnvelope: DrawnEnvelope
  let ttft: [Double]
  let costs: [Double]
  /// By the place of the accelerator in `rows.accelerators`.
  let models: [CostModel]
  let numbers: SceneNumbers
  /// α* by accelerator, contract and link.
  let breakEvens: [BreakEven]

  init(
    _ rows: SceneRows, _ conversions: RangedConversions, _ numbers: RangedSceneNumbers,
    _ draw: Draws.Draw
  ) throws {
    let (conversions, numbers) = (try conversions.at(draw.values), numbers.at(draw.values))
    self.rows = rows
    self.numbers = numbers
    models = conversions.references
    let (drawn, reference) = (rows.drawn, rows.reference)
    let costs = drawn.costs(conversions, on: reference..<reference + 1, draw)
    self.costs = costs
    ttft = drawn.ttft(conversions, on: reference)
    envelope = drawn.envelope(ttft: ttft, costs: costs[...])
    namedEnvelope = drawn.envelope(ttft: ttft, costs: costs[...], members: rows.named)
    breakEvens = rows.links.map { [models] link in
      models[link.accelerator].breakEvenPrefillShare(
        .chunked, numbers.service(link.contract),
        over: numbers.transfer(numbers.bandwidths[link.link]))
    }
  }

  /// An edition as it is.
  /// - Throws: the lookup's error when a constant or a price is missing.
  init(_ rows: SceneRows, _ edition: Edition) throws {
    try self.init(
      rows, RangedConversions(edition, frames: rows.frames, ranged: []),
      RangedSceneNumbers(edition.calibration, rows, ranged: []), Draws.own(edition))
  }

  /// How disaggregation over the reference's own link compares with chunked prefill.
  func verdict(_ service: Service) -> Comparison.Verdict? {
    let model = models[rows.reference]
    let path = numbers.transfer(numbers.bandwidths[rows.referenceLink])
    return Comparison(
      of: model.disaggregated(service, over: path)?.total,
      with: model.colocated(.chunked, service)?.total)?.verdict
  }

  /// Whether chunked prefill costs no more than continuous batching for a mix under a contract.
  func isChunkedNoDearer(_ service: Service) -> Bool {
    guard let continuous = models[rows.reference].colocated(.continuous, service)?.total else {
      return true
    }
    guard let chunked = models[rows.reference].colocated(.chunked, service)?.total else {
      return false
    }
    return chunked <= continuous * (1 + 1e-12)
  }
}

/// What scenes of one edition have in common.
struct SceneRows: Sendable {
  struct Contract: Equatable, Sendable {
    /// `500-50`
    let id: String
    /// `500/50 ms`
    let name: String
    let ttftMs: Double
    let tpotMs: Double

    init(ttftMs: Double, tpotMs: Double) {
      (self.ttftMs, self.tpotMs) = (ttftMs, tpotMs)
      let (ttft, tpot) = (Self.text(ttftMs), Self.text(tpotMs))
      (id, name) = ("\(ttft)-\(tpot)", "\(ttft)/\(tpot) ms")
    }

    /// The one that a row was published under; nil where there is none.
    init?(of anchor: Anchor) {
      guard anchor.isOnContract, let limit = anchor.ttftLimit else { return nil }
      self.init(ttftMs: limit.milliseconds, tpotMs: anchor.tpotMilliseconds)
    }

    func service(_ mix: Mix) -> Service {
      Service(mix: mix, tpot: tpotMs / 1000, ttft: ttftMs / 1000)
    }

    private static func text(_ value: Double) -> String {
      Int(exactly: value).map(String.init) ?? "\(value)"
    }
  }

  /// A question for α*.
  struct Link: Sendable {
    let accelerator: Int
    /// Its place in `BreakEvenResult.contracts`.
    let contract: Int
    /// Its place in `interconnects`.
    let link: Int
    /// `nvlink`, `hdr`
    let name: String
  }

  let drawn: DrawnAnchors
  /// Rows that section 5.1 names.
  let named: [Int]
  /// With a price at the pin; the reference is one.
  let accelerators: [String]
  let reference: Int
  /// Figure 2's.
  let contracts: [Contract]
  /// Calibration ids.
  let interconnects: [String]
  let referenceLink: Int
  let links: [Link]

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ edition: Edition) throws {
    let calibration = edition.calibration
    drawn = try DrawnAnchors(edition)
    named = edition.anchors.indices.filter {
      edition.anchors[$0].exclusion(under: .section51) == nil
    }
    _ = try edition.rate(of: ReferenceFrame.referenceAccelerator)
    let accelerators = FrontierResult.priced(in: edition)
    self.accelerators = accelerators
    reference = accelerators.firstIndex(of: ReferenceFrame.referenceAccelerator) ?? 0
    contracts = try BreakEvenResult.contracts.map { id in
      Contract(
        ttftMs: try calibration.number(.contract(id), "ttft_ms"),
        tpotMs: try calibration.number(.contract(id), "tpot_ms"))
    }
    let own = try accelerators.map { try calibration.scaleUpLink(of: $0) }
    var interconnects: [String] = []
    func place(_ link: String) -> Int {
      if let known = interconnects.firstIndex(of: link) { return known }
      interconnects.append(link)
      return interconnects.count - 1
    }
    referenceLink = place(own[reference])
    links = accelerators.indices.flatMap { accelerator in
      BreakEvenResult.contracts.indices.flatMap { contract in
        [("nvlink", own[accelerator]), (Self.scaleOut, Self.scaleOut)].map { name, link in
          Link(accelerator: accelerator, contract: contract, link: place(link), name: name)
        }
      }
    }
    self.interconnects = interconnects
  }

  /// One for each accelerator.
  var frames: [ReferenceFrame] { accelerators.map { ReferenceFrame(accelerator: $0) } }

  /// The slowest network of Figure 2's axis.
  static let scaleOut = "hdr"
}

/// The numbers of a draw that are no machine's.
struct SceneNumbers: Sendable {
  let overlap: Double
  let regime: TransferRegime
  /// S.
  let tokens: Double
  /// By the place in `SceneRows.interconnects`, B/s.
  let bandwidths: [Double]
  /// T and T₁ by contract, s.
  let limits: [(tpot: Double, ttft: Double)]

  func transfer(_ bandwidth: Double) -> KVTransfer {
    KVTransfer(bandwidth: bandwidth, overlap: overlap, regime: regime)
  }

  /// Figure 2's request under a contract; a search does not use its share.
  func service(_ contract: Int) -> Service {
    Service(
      mix: Mix(prefillShare: 0.5, tokens: tokens), tpot: limits[contract].tpot,
      ttft: limits[contract].ttft)
  }

  func service(_ contract: Int, _ mix: Mix) -> Service {
    Service(mix: mix, tpot: limits[contract].tpot, ttft: limits[contract].ttft)
  }
}

/// The same of an edition, wherever its ranged constants stand: looked up once for all its draws.
struct RangedSceneNumbers: Sendable {
  private let overlap: RangedNumber
  private let regime: TransferRegime
  private let tokens: RangedNumber
  private let bandwidths: [RangedNumber]
  /// By contract, ms.
  private let limits: [(tpot: RangedNumber, ttft: RangedNumber)]

  /// - Parameter ranged: the constants whose values a draw has, in its order.
  /// - Throws: the lookup's error when a constant is missing.
  init(_ calibration: Calibration, _ rows: SceneRows, ranged: [Constant]) throws {
    func number(_ entity: Entity, _ parameter: String) throws -> RangedNumber {
      try RangedNumber(calibration, entity, parameter, ranged: ranged)
    }
    overlap = try number(.transfer, "overlap")
    regime = try calibration.transferRegime
    tokens = try number(.deployment, "request_tokens")
    bandwidths = try rows.interconnects.map { try number(.interconnect($0), "bytes_per_s") }
    limits = try BreakEvenResult.contracts.map { id in
      (try number(.contract(id), "tpot_ms"), try number(.contract(id), "ttft_ms"))
    }
  }

  /// - Parameter values: in the order of the ranged constants; none leaves each at its own.
  func at(_ values: [Double]) -> SceneNumbers {
    SceneNumbers(
      overlap: overlap.at(values), regime: regime, tokens: tokens.at(values),
      bandwidths: bandwidths.map { $0.at(values) },
      limits: limits.map { ($0.tpot.at(values) / 1000, $0.ttft.at(values) / 1000) })
  }
}

/// A number of an edition, and which of the ranged constants it is.
private struct RangedNumber: Sendable {
  private let own: Double
  private let place: Int?

  /// - Throws: the lookup's error when the constant is missing.
  init(_ calibration: Calibration, _ entity: Entity, _ parameter: String, ranged: [Constant])
    throws
  {
    own = try calibration.number(entity, parameter)
    place = ranged.firstIndex {
      $0.parameter == parameter && $0.entity == entity && calibration.isInForce($0)
    }
  }

  func at(_ values: [Double]) -> Double {
    place.map { values.isEmpty ? own : values[$0] } ?? own
  }
}
