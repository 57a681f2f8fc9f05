import Evidence
import Normalization

/// Figure 1's content on one accelerator: every anchor in the common frame, the envelope, its
/// flips, and the band that the overlap factor η sweeps on its disaggregated part.
public struct AnchorFrontier: Equatable, Sendable {
  /// A corner of the η band: the disaggregated staircases at this TTFT.
  public struct BandVertex: Equatable, Sendable {
    public let ttft: Double
    /// At each row's own published η.
    public let cpm: Double
    /// At the largest η of the sweep.
    public let low: Double
    /// At the smallest η of the sweep.
    public let high: Double
    /// The point that holds the disaggregated staircase here.
    public let id: String
  }

  /// A stretch of TTFT on which the envelope is disaggregated.
  public struct BandSegment: Equatable, Sendable {
    public let vertices: [BandVertex]
    /// Where another architecture takes over, ms; nil when none does.
    public let end: Double?
  }

  /// In the order of anchors.csv.
  public let anchors: [NormalizedAnchor]
  /// Through the rows that the reading of `rows` lets take part.
  public let envelope: ParetoEnvelope
  public let band: [BandSegment]
  /// η of the band, from `transfer.overlap_low` to `transfer.overlap_high`.
  public let overlaps: ClosedRange<Double>

  /// - Parameter accelerator: calibration id.
  /// - Throws: the lookup's error when a constant or the accelerator's price is missing.
  public init(
    _ edition: Edition, on accelerator: String = ReferenceFrame.referenceAccelerator
  ) throws {
    let normalizer = try Normalizer(edition, frame: ReferenceFrame(accelerator: accelerator))
    anchors = try edition.anchors.map(normalizer.normalize)
    overlaps = try edition.calibration.overlapRange()
    let members = anchors.filter(\.takesPart)
    envelope = ParetoEnvelope(members.compactMap { $0.point(cpm: $0.cpm) })
    band = Self.band(of: members, under: envelope, overlaps: overlaps)
  }

  private static func band(
    of members: [NormalizedAnchor], under envelope: ParetoEnvelope, overlaps: ClosedRange<Double>
  ) -> [BandSegment] {
    let split = members.filter { $0.anchor.architecture == .disaggregated }
    func staircase(_ overlap: Double?) -> ParetoEnvelope {
      ParetoEnvelope(
        split.compactMap { row in
          row.point(cpm: overlap.map { row.cpm(atOverlap: $0) } ?? row.cpm)
        })
    }
    let published = staircase(nil)
    let low = staircase(overlaps.upperBound)
    let high = staircase(overlaps.lowerBound)
    let corners = Set([published, low, high].flatMap { $0.vertices.map(\.ttft) })

    return envelope.disaggregatedStretches.map { start, end in
      let inside = corners.filter { $0 > start && $0 < end ?? .infinity }
      let vertices = ([start] + inside.sorted()).compactMap { ttft -> BandVertex? in
        guard let here = published.vertex(at: ttft), let least = low.cost(at: ttft),
          let most = high.cost(at: ttft)
        else { return nil }
        return BandVertex(
          ttft: ttft, cpm: here.cpm, low: least, high: most, id: here.ids.first ?? "")
      }
      return BandSegment(vertices: vertices, end: end)
    }
  }
}

extension ParetoEnvelope {
  /// The stretches of TTFT that a disaggregated point holds; an open end is nil.
  fileprivate var disaggregatedStretches: [(start: Double, end: Double?)] {
    var stretches: [(start: Double, end: Double?)] = []
    var start: Double?
    for vertex in vertices {
      let isSplit = vertex.architecture == .disaggregated
      if isSplit, start == nil { start = vertex.ttft }
      if !isSplit, let from = start {
        stretches.append((from, vertex.ttft))
        start = nil
      }
    }
    if let from = start { stretches.append((from, nil)) }
    return stretches
  }
}

extension NormalizedAnchor {
  fileprivate func point(cpm: Double?) -> CostPoint? {
    cpm.map {
      CostPoint(id: id, architecture: anchor.architecture, ttft: ttft, cpm: $0)
    }
  }
}
