/// Moves things along a line until none touch.
enum Spread {
  /// A run of things that touch one another.
  private struct Cluster {
    var members: [Int]
    /// Where the run's middle would lie if every member could have its way on average.
    var center: Double
    var size: Double
  }

  /// The centres nearest to `wanted`, in least squares, at which intervals of `sizes` neither
  /// overlap nor leave `range` (if they fit in it at all). Order along the line is kept.
  static func apart(_ wanted: [Double], sizes: [Double], within range: ClosedRange<Double>)
    -> [Double]
  {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var clusters: [Cluster] = []
    for index in order {
      var cluster = Cluster(members: [index], center: wanted[index], size: sizes[index])
      cluster.center = clamped(cluster, to: range)
      // Pool adjacent violators: a run that meets the one before it becomes part of it.
      while let last = clusters.last,
        last.center + last.size / 2 > cluster.center - cluster.size / 2
      {
        clusters.removeLast()
        cluster = pooled(last.members + cluster.members, wanted: wanted, sizes: sizes)
        cluster.center = clamped(cluster, to: range)
      }
      clusters.append(cluster)
    }
    return centers(of: clusters, sizes: sizes)
  }

  private static func pooled(_ members: [Int], wanted: [Double], sizes: [Double]) -> Cluster {
    let size = members.reduce(0) { $0 + sizes[$1] }
    var sum = 0.0
    var offset = -size / 2
    for member in members {
      sum += wanted[member] - (offset + sizes[member] / 2)
      offset += sizes[member]
    }
    return Cluster(members: members, center: sum / Double(members.count), size: size)
  }

  private static func clamped(_ cluster: Cluster, to range: ClosedRange<Double>) -> Double {
    let low = range.lowerBound + cluster.size / 2
    let high = range.upperBound - cluster.size / 2
    return low > high ? (low + high) / 2 : min(max(cluster.center, low), high)
  }

  private static func centers(of clusters: [Cluster], sizes: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: sizes.count)
    for cluster in clusters {
      var edge = cluster.center - cluster.size / 2
      for member in cluster.members {
        result[member] = edge + sizes[member] / 2
        edge += sizes[member]
      }
    }
    return result
  }
}
