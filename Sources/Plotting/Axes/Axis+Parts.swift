extension Axis {
  func labels(_ measurer: any TextMeasurer) -> [TextBlock] {
    ticks.major.map { TextBlock($0.label, font: style.tickFont, measurer: measurer) }
  }

  func titleBlock(_ measurer: any TextMeasurer) -> TextBlock? {
    title.map { TextBlock($0, font: style.titleFont, measurer: measurer) }
  }

  /// A label's length along the axis.
  func extent(of label: TextBlock) -> Double {
    side.isHorizontal ? label.size.width : label.size.height
  }

  /// How far a label reaches from its tick towards either end of the axis. Letters stand centred
  /// on the tick by their capitals, so that tails reach lower than tops do higher.
  func reaches(of label: TextBlock) -> (toLow: Double, toHigh: Double) {
    let box = label.bounds(at: Point(0, 0), align: side.labelAlignment)
    return side.isHorizontal ? (-box.minX, box.maxX) : (box.maxY, -box.minY)
  }

  /// A label's length away from the axis.
  func depth(of label: TextBlock) -> Double {
    side.isHorizontal ? label.size.height : label.size.width
  }

  /// The labels that do not touch the one shown before them, with their positions along the axis.
  func visibleLabels(scale: any Scale, _ measurer: any TextMeasurer)
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
  func drawLine(on canvas: any Canvas, plot: Rect, scale: any Scale) {
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
  func drawTitle(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
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
