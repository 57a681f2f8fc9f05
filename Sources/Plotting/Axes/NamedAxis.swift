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
    for (block, label) in zip(blocks, placed) {
      block.draw(
        on: canvas, at: side.point(label, distance: labelDistance, of: plot),
        align: side.labelAlignment, color: style.textColor)
    }
  }

  private var labelDistance: Double { style.minorTick + leader + style.labelGap }

  private func blocks(_ measurer: any TextMeasurer) -> [TextBlock] {
    names.map { TextBlock($0.label, font: style.tickFont, measurer: measurer) }
  }
}
