/// A vertical axis on which a few values have names ("NVLink 900 GB/s"). Names that would touch are
/// moved apart and joined to their value by a short line.
public struct NamedAxis {
  /// `left` or `right`.
  public var side: Side
  /// Only the domain counts, as in `Axis`. Names of values outside it are left out.
  public var scale: any Scale
  public var names: [Tick]
  public var style: AxisStyle
  /// Length of the joining lines, points.
  public var leader = 8.0
  /// What a name is called in full; nil leaves it to its label.
  public var markName: ((Tick) -> MarkName)?

  public init(
    _ side: Side = .right, scale: any Scale, names: [Tick], style: AxisStyle = AxisStyle()
  ) {
    self.side = side
    self.scale = scale
    self.names = names.filter { scale.domain.contains($0.value) }.sorted { $0.value < $1.value }
    self.style = style
  }

  /// The room needed beside the plot.
  public func margins(measurer: any TextMeasurer) -> Margins {
    let width = blocks(measurer).map(\.size.width).max() ?? 0
    return side.margins(depth: labelDistance + width)
  }

  public func draw(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    let scale = side.scale(scale, in: plot)
    let blocks = blocks(measurer)
    let wanted = names.map { scale.position(of: $0.value) }
    // Letters stand centred on the value by their capitals; it is whole boxes that must not touch.
    let shifts = blocks.map { $0.bounds(at: Point(0, 0), align: side.labelAlignment).midY }
    let middles = Spread.apart(
      zip(wanted, shifts).map(+), sizes: blocks.map(\.size.height),
      within: plot.minY...plot.maxY)
    let placed = zip(middles, shifts).map(-)
    var lines = Path.segment(
      side.point(plot.minY, distance: 0, of: plot), side.point(plot.maxY, distance: 0, of: plot))
    for (value, label) in zip(wanted, placed) {
      lines.append(
        .polyline([
          side.point(value, distance: 0, of: plot),
          side.point(value, distance: style.minorTick, of: plot),
          side.point(label, distance: style.minorTick + leader, of: plot),
        ]))
    }
    canvas.stroke(lines, with: style.line)
    for (name, (block, label)) in zip(names, zip(blocks, placed)) {
      let draw = {
        block.draw(
          on: canvas, at: side.point(label, distance: labelDistance, of: plot),
          align: side.labelAlignment, color: style.textColor)
      }
      if let markName { canvas.group(markName(name), draw) } else { draw() }
    }
  }

  private var labelDistance: Double { style.minorTick + leader + style.labelGap }

  private func blocks(_ measurer: any TextMeasurer) -> [TextBlock] {
    names.map { TextBlock($0.label, font: style.tickFont, measurer: measurer) }
  }
}

/// Moves things along a line until none touch.
public enum Spread {
  /// A run of things that touch one another.
  private struct Cluster {
    var members: [Int]
    /// Where the run's middle would lie if every member could have its way on average.
    var center: Double
    var size: Double
  }

  /// The centres nearest to `wanted`, in least squares, at which intervals of `sizes` neither
  /// overlap nor leave `range` (if they fit in it at all). Order along the line is kept.
  public static func apart(_ wanted: [Double], sizes: [Double], within range: ClosedRange<Double>)
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
