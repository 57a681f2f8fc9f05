import CostModel

/// A point that can be had: a latency, a cost, and the architecture that reaches them.
public struct CostPoint: Equatable, Sendable {
  public let id: String
  public let architecture: Architecture
  /// TTFT, ms.
  public let ttft: Double
  /// CPM_served, USD per million tokens.
  public let cpm: Double

  public init(id: String, architecture: Architecture, ttft: Double, cpm: Double) {
    self.id = id
    self.architecture = architecture
    self.ttft = ttft
    self.cpm = cpm
  }
}

/// The cheapest cost that can be had within each TTFT: a falling staircase through attainable
/// points.
public struct ParetoEnvelope: Equatable, Sendable {
  /// A corner of the staircase: `cpm` is the cheapest from `ttft` on.
  public struct Vertex: Equatable, Sendable {
    public let ttft: Double
    public let cpm: Double
    /// The architecture of the vertex; among points that coincide, the one the envelope already
    /// has, else the first by id.
    public let architecture: Architecture
    /// Every point that lies on the vertex, sorted.
    public let ids: [String]
  }

  /// A TTFT at which the cheapest architecture changes.
  public struct Flip: Equatable, Sendable {
    public let ttft: Double
    public let cpm: Double
    public let from: Architecture
    public let to: Architecture
    /// The point that brings the change.
    public let id: String
  }

  /// Corners by rising TTFT and falling cost.
  public let vertices: [Vertex]

  /// Of points with one TTFT only the cheapest counts; of points that coincide all do.
  public init(_ points: [CostPoint]) {
    let sorted = points.sorted { ($0.ttft, $0.cpm, $0.id) < ($1.ttft, $1.cpm, $1.id) }
    var vertices: [Vertex] = []
    for (index, point) in sorted.enumerated() where point.cpm < vertices.last?.cpm ?? .infinity {
      // Points that coincide are neighbours.
      let here = sorted[index...].prefix { $0.ttft == point.ttft && $0.cpm == point.cpm }
      let kept = here.first { $0.architecture == vertices.last?.architecture } ?? point
      vertices.append(
        Vertex(
          ttft: point.ttft, cpm: point.cpm, architecture: kept.architecture,
          ids: here.map(\.id)))
    }
    self.vertices = vertices
  }

  public var flips: [Flip] {
    zip(vertices, vertices.dropFirst()).compactMap { before, after in
      before.architecture == after.architecture
        ? nil
        : Flip(
          ttft: after.ttft, cpm: after.cpm, from: before.architecture, to: after.architecture,
          id: after.ids.first ?? "")
    }
  }

  /// The ids of every point on the envelope.
  public var members: Set<String> { Set(vertices.flatMap(\.ids)) }

  /// The corner that holds at `ttft`; nil below the fastest point.
  public func vertex(at ttft: Double) -> Vertex? {
    // The corners rise in TTFT: by halves.
    var (low, high) = (0, vertices.count)
    while low < high {
      let middle = (low + high) / 2
      if vertices[middle].ttft <= ttft { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? vertices[low - 1] : nil
  }

  /// The cheapest cost within `ttft` ms, USD per million tokens; nil below the fastest point.
  public func cost(at ttft: Double) -> Double? { vertex(at: ttft)?.cpm }
}
