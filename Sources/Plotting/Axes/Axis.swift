/// An axis along one side of a plot: line, ticks, labels and title, all outside the plot.
public struct Axis: Sendable {
  public var side: Side
  /// Only the domain counts: the axis lays the scale along its side of whatever plot it is drawn on.
  public var scale: any Scale
  public var ticks: Ticks
  public var title: RichText?
  /// Past which the title breaks into lines, points; nil keeps it on one.
  public var titleWidth: Double?
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

  // MARK: Parts

  private func labels(_ measurer: any TextMeasurer) -> [TextBlock] {
    ticks.major.map { TextBlock($0.label, font: style.tickFont, measurer: measurer) }
  }

  private func titleBlock(_ measurer: any TextMeasurer) -> TextBlock? {
    title.map {
      TextBlock($0, font: style.titleFont, measurer: measurer, maxWidth: titleWidth)
    }
  }

  /// A label's length along the axis.
  private func extent(of label: TextBlock) -> Double {
    side.isHorizontal ? label.size.width : label.size.height
  }

  /// How far a label reaches from its tick towards either end of the axis. Letters stand centred
  /// on the tick by their capitals, so that tails reach lower than tops do higher.
  private func reaches(of label: TextBlock) -> (toLow: Double, toHigh: Double) {
    let box = label.bounds(at: Point(0, 0), align: side.labelAlignment)
    return side.isHorizontal ? (-box.minX, box.maxX) : (box.maxY, -box.minY)
  }

  /// A label's length away from the axis.
  private func depth(of label: TextBlock) -> Double {
    side.isHorizontal ? label.size.height : label.size.width
  }

  /// The labels that do not touch the one shown before them, with their positions along the axis.
  private func visibleLabels(scale: any Scale, _ measurer: any TextMeasurer)
    -> [(position: Double, label: TextBlock)]
  {
    // Vertically, lines of text may stand closer than words do.
    let gap = side.isHorizontal ? 3.0 : 0
    var shown: [(position: Double, label: TextBlock)] = []
    for (tick, label) in zip(ticks.major, labels(measurer)) {
      let position = scale.position(of: tick.value)
      let needed = shown.last.map { (extent(of: $0.label) + extent(of: label)) / 2 + gap }
      if let last = shown.last, let needed, abs(position - last.position) < needed { continue }
      shown.append((position, label))
    }
    return shown
  }

  /// The axis line with its ticks, as one path.
  private func drawLine(on canvas: any Canvas, plot: Rect, scale: any Scale) {
    var path = Path.segment(
      side.point(scale.start, distance: 0, of: plot), side.point(scale.end, distance: 0, of: plot))
    for (values, length) in [
      (ticks.minor, style.minorTick), (ticks.major.map(\.value), style.majorTick),
    ] {
      for value in values {
        let position = scale.position(of: value)
        path.append(
          .segment(
            side.point(position, distance: 0, of: plot),
            side.point(position, distance: length, of: plot)))
      }
    }
    canvas.stroke(path, with: style.line)
  }

  /// Centres the title beside the labels; on a vertical side it reads upwards.
  private func drawTitle(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    guard let block = titleBlock(measurer) else { return }
    let labelDepth =
      showsLabels ? style.labelGap + (labels(measurer).map(depth(of:)).max() ?? 0) : 0
    let distance = style.majorTick + labelDepth + style.titleGap
    let middle = side.isHorizontal ? plot.midX : plot.midY
    // Turned to read upwards, a text's bottom faces right: towards the plot on the left side.
    let vertical: TextAlignment.Vertical = side == .left || side == .top ? .bottom : .top
    block.draw(
      on: canvas, at: side.point(middle, distance: distance, of: plot),
      align: TextAlignment(.middle, vertical), color: style.textColor,
      angle: side.isHorizontal ? 0 : -90)
  }
}

/// Sizes (points) and colours of an axis.
public struct AxisStyle: Equatable, Sendable {
  public var tickFont = Font(size: 8)
  public var titleFont = Font(size: 9)
  public var line = Stroke(.gray(0.15), width: 0.7)
  public var grid = Stroke(.gray(0.88), width: 0.5)
  public var majorTick = 4.0
  public var minorTick = 2.2
  /// From the end of a major tick to its label.
  public var labelGap = 2.0
  /// From the labels to the title.
  public var titleGap = 3.0
  public var textColor = Color.black

  public init() {}
}
