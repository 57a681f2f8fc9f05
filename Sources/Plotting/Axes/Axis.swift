/// An axis along one side of a plot: line, ticks, labels and title, all outside the plot.
public struct Axis {
  public var side: Side
  /// Only the domain counts: the axis lays the scale along its side of whatever plot it is drawn on.
  public var scale: any Scale
  public var ticks: Ticks
  public var title: RichText?
  /// False on the inner edges of panels that share this axis: ticks only.
  public var showsLabels: Bool
  public var style: AxisStyle

  /// - Parameter ticks: nil takes the scale's own.
  public init(
    _ side: Side, scale: any Scale, title: RichText? = nil, ticks: Ticks? = nil,
    showsLabels: Bool = true, style: AxisStyle = AxisStyle()
  ) {
    self.side = side
    self.scale = scale
    self.ticks = ticks ?? scale.ticks()
    self.title = title
    self.showsLabels = showsLabels
    self.style = style
  }

  /// The scale as it lies along `plot`.
  public func scale(in plot: Rect) -> any Scale { side.scale(scale, in: plot) }

  /// The room needed around the plot: depth on the axis's side, and what the labels at the ends
  /// reach past the plot's corners.
  /// - Parameter length: the plot's length along the axis if known; otherwise a length that it
  ///   surely has. A longer plot needs no more room.
  public func margins(measurer: any TextMeasurer, length: Double = 100) -> Margins {
    let labels = labels(measurer)
    var depth = style.majorTick + style.line.width / 2
    if showsLabels { depth += style.labelGap + (labels.map(depth(of:)).max() ?? 0) }
    if let title = titleBlock(measurer) { depth += style.titleGap + title.size.height }
    guard showsLabels else { return side.margins(depth: depth) }
    let overhangs = zip(ticks.major, labels).map { tick, label in
      let (toLow, toHigh) = reaches(of: label)
      let share = scale.fraction(of: tick.value)
      return (low: toLow - share * length, high: toHigh - (1 - share) * length)
    }
    return side.margins(
      depth: depth, lowEnd: max(0, overhangs.map(\.low).max() ?? 0),
      highEnd: max(0, overhangs.map(\.high).max() ?? 0))
  }

  /// Draws everything but the grid.
  public func draw(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    let scale = scale(in: plot)
    drawLine(on: canvas, plot: plot, scale: scale)
    let labelDistance = style.majorTick + style.labelGap
    for (position, label) in showsLabels ? visibleLabels(scale: scale, measurer) : [] {
      label.draw(
        on: canvas, at: side.point(position, distance: labelDistance, of: plot),
        align: side.labelAlignment, color: style.textColor)
    }
    drawTitle(on: canvas, plot: plot, measurer: measurer)
  }

  /// Draws light lines across the plot at the major ticks. Drawn first, under the marks.
  public func drawGrid(on canvas: any Canvas, plot: Rect) {
    let scale = scale(in: plot)
    let path = ticks.major.reduce(into: Path()) { path, tick in
      let position = scale.position(of: tick.value)
      path.append(
        side.isHorizontal
          ? .segment(Point(position, plot.minY), Point(position, plot.maxY))
          : .segment(Point(plot.minX, position), Point(plot.maxX, position)))
    }
    if !path.elements.isEmpty { canvas.stroke(path, with: style.grid) }
  }
}
