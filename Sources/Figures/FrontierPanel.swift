import Evidence
import Frontier
import Normalization
import Plotting

/// A plot of CPM_served over TTFT: envelope, η band, flips, error bars, anchors and their labels.
/// Figure 1 is one of them, Figure 3 three.
struct FrontierPanel {
  let frontier: AnchorFrontier
  let ttftDomain: ClosedRange<Double>
  let cpmDomain: ClosedRange<Double>
  /// What is written beside a point; nil leaves it bare.
  let label: (NormalizedAnchor) -> RichText?
  /// What is written beside the rule at a flip.
  let flipText: (ParetoEnvelope.Flip) -> String
  let labelFont: Font

  /// The domains that hold every point of `frontiers`, with room around them.
  static func domains(of frontiers: [AnchorFrontier]) -> (
    ttft: ClosedRange<Double>, cpm: ClosedRange<Double>
  ) {
    let rows = frontiers.flatMap { frontier in
      frontier.anchors.filter { $0.cpm != nil }.map { ($0, frontier.overlaps) }
    }
    let costs = rows.flatMap { row, overlaps in
      [row.cpm, row.band(overlaps: overlaps)?.lowerBound, row.band(overlaps: overlaps)?.upperBound]
        .compactMap { $0 }
    }
    return (
      padded(rows.map(\.0.ttft), by: 1.5, otherwise: 100...10_000),
      padded(costs, by: 1.22, otherwise: 0.1...10)
    )
  }

  private static func padded(
    _ values: [Double], by factor: Double, otherwise fallback: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max(), low > 0 else { return fallback }
    return low / factor...high * factor
  }

  var ttftAxis: LogScale { LogScale(ttftDomain) }
  var cpmAxis: LogScale { LogScale(cpmDomain) }

  /// Draws everything inside the plot.
  /// - Parameter obstacles: what else is in the plot, for labels to keep clear of.
  /// - Returns: the ids of rows whose label could not be kept clear of something.
  func draw(
    on canvas: any Canvas, plot: Rect, obstacles: [Rect] = [], measurer: any TextMeasurer
  ) -> [String] {
    let place = Place(panel: self, plot: plot)
    canvas.clip(to: .rect(plot)) {
      drawBand(on: canvas, place)
      drawEnvelope(on: canvas, place)
    }
    let rows = frontier.anchors.filter { $0.cpm != nil }
    let flipLabels = drawFlips(
      rows, on: canvas, place, obstacles: obstacles, measurer: measurer)
    drawErrorBars(rows, on: canvas, place)
    // Envelope rows last, so that a reference row never covers one.
    for role in [Anchor.Role.reference, .envelope] {
      for row in rows where row.anchor.role == role {
        Marker(marker(row), at: place.point(row)).draw(on: canvas)
      }
    }
    return drawLabels(
      rows, on: canvas, place, obstacles: obstacles + flipLabels, measurer: measurer)
  }

  private func marker(_ row: NormalizedAnchor) -> MarkerStyle {
    FigureStyle.marker(row.anchor.architecture, role: row.anchor.role)
  }

  /// Page positions of this panel's data.
  private struct Place {
    let plot: Rect
    let x: any Scale
    let y: any Scale

    init(panel: FrontierPanel, plot: Rect) {
      self.plot = plot
      x = Side.bottom.scale(panel.ttftAxis, in: plot)
      y = Side.left.scale(panel.cpmAxis, in: plot)
    }

    func point(_ ttft: Double, _ cpm: Double) -> Point {
      Point(x.position(of: ttft), y.position(of: cpm))
    }

    func point(_ row: NormalizedAnchor) -> Point { point(row.ttft, row.cpm ?? .nan) }

    /// A staircase that holds its last height up to `end`, or to the plot's right edge.
    func staircase(_ corners: [(ttft: Double, cpm: Double)], to end: Double?) -> [Point] {
      var points = corners.map { point($0.ttft, $0.cpm) }
      if let last = points.last {
        points.append(Point(end.map { x.position(of: $0) } ?? plot.maxX, last.y))
      }
      return Staircase.points(points)
    }
  }

  private func drawBand(on canvas: any Canvas, _ place: Place) {
    for segment in frontier.band {
      let low = place.staircase(segment.vertices.map { ($0.ttft, $0.low) }, to: segment.end)
      let high = place.staircase(segment.vertices.map { ($0.ttft, $0.high) }, to: segment.end)
      Area.between(low, and: high, fill: Self.bandColor).draw(on: canvas)
    }
  }

  static let bandColor = FigureStyle.color(.disaggregated).mixed(with: .white, share: 0.6)

  /// Each stretch in the line of the architecture that holds it.
  private func drawEnvelope(on canvas: any Canvas, _ place: Place) {
    let vertices = frontier.envelope.vertices
    for (index, vertex) in vertices.enumerated() {
      let next = index + 1 < vertices.count ? vertices[index + 1] : nil
      var points = place.staircase([(vertex.ttft, vertex.cpm)], to: next?.ttft)
      if let next { points.append(place.point(next.ttft, next.cpm)) }
      Polyline(points, stroke: FigureStyle.frontierLine(vertex.architecture)).draw(on: canvas)
    }
  }

  /// A rule and a text for each flip, the text where it covers nothing.
  /// - Returns: the texts' boxes.
  private func drawFlips(
    _ rows: [NormalizedAnchor], on canvas: any Canvas, _ place: Place, obstacles: [Rect],
    measurer: any TextMeasurer
  ) -> [Rect] {
    var taken = obstacles + rows.map { box($0, place) } + barBoxes(rows, place)
    let start = taken.count
    for flip in frontier.envelope.flips {
      let x = place.x.position(of: flip.ttft)
      canvas.stroke(
        .segment(Point(x, place.plot.minY), Point(x, place.plot.maxY)),
        with: Stroke(.gray(0.35), width: 0.7, dash: [1, 2]))
      let text = TextBlock(
        RichText(plain: flipText(flip)), font: labelFont, measurer: measurer)
      let (anchor, align) = flipPlace(text, x: x, place, taken: taken)
      text.draw(on: canvas, at: anchor, align: align)
      taken.append(text.bounds(at: anchor, align: align))
    }
    return Array(taken[start...])
  }

  /// Beside the rule at `x`, as low as there is room, on the side that has it.
  private func flipPlace(_ text: TextBlock, x: Double, _ place: Place, taken: [Rect]) -> (
    Point, TextAlignment
  ) {
    let staircase = envelopeLine(place)
    let plot = place.plot.inset(by: 3)
    let heights = stride(from: plot.maxY, through: plot.minY + text.size.height, by: -4)
    let candidates = heights.flatMap { y in
      [
        (Point(x - 4, y), TextAlignment(.end, .bottom)),
        (Point(x + 4, y), TextAlignment(.start, .bottom)),
      ]
    }
    let free = candidates.first { anchor, align in
      let box = text.bounds(at: anchor, align: align).inset(by: -2)
      return plot.contains(box) && !taken.contains { $0.overlap(box) > 0 }
        && !zip(staircase, staircase.dropFirst()).contains {
          Rect(around: [$0, $1]).inset(by: -1).overlap(box) > 0
        }
    }
    return free ?? candidates[0]
  }

  /// The flip's TTFT with its unit.
  static func milliseconds(_ flip: ParetoEnvelope.Flip) -> String {
    "\(NumberFormat.significant(flip.ttft, digits: 4)) ms"
  }

  private func box(_ row: NormalizedAnchor, _ place: Place) -> Rect {
    let (center, reach) = (place.point(row), marker(row).reach)
    return Rect(around: [center.offset(-reach, -reach), center.offset(reach, reach)])
  }

  private func barBoxes(_ rows: [NormalizedAnchor], _ place: Place) -> [Rect] {
    bars(rows, place).map { Rect(around: $0).inset(by: -2) }
  }

  private func drawErrorBars(_ rows: [NormalizedAnchor], on canvas: any Canvas, _ place: Place) {
    for row in rows where row.anchor.relativeBand != nil {
      guard let band = row.band(overlaps: frontier.overlaps) else { continue }
      ErrorBar(
        x: place.x.position(of: row.ttft), from: place.y.position(of: band.upperBound),
        to: place.y.position(of: band.lowerBound),
        stroke: Stroke(FigureStyle.color(row.anchor.architecture), width: 0.9)
      ).draw(on: canvas)
    }
  }

  private func drawLabels(
    _ rows: [NormalizedAnchor], on canvas: any Canvas, _ place: Place, obstacles: [Rect],
    measurer: any TextMeasurer
  ) -> [String] {
    // Bare points take part with an empty text, so that no label is put where it could be theirs.
    let placer = LabelPlacer(
      font: labelFont, measurer: measurer, bounds: place.plot.inset(by: 2),
      obstacles: obstacles, lines: lines(rows, place))
    let layout = placer.place(
      rows.map { row in
        LabelRequest(at: place.point(row), radius: marker(row).reach, label(row) ?? "")
      })
    layout.draw(on: canvas)
    return layout.conflicts.compactMap { conflict in
      switch conflict {
      case .outsideBounds(let index), .overlapsLabel(let index, _), .overlapsMark(let index, _),
        .overlapsObstacle(let index, _), .crossesLine(let index, _),
        .leaderCrossesLabel(let index, _):
        label(rows[index]) == nil ? nil : rows[index].id
      }
    }
  }

  /// What labels must not cross: the staircase, the flips' rules and the error bars.
  private func lines(_ rows: [NormalizedAnchor], _ place: Place) -> [[Point]] {
    let rules = frontier.envelope.flips.map { flip in
      let x = place.x.position(of: flip.ttft)
      return [Point(x, place.plot.minY), Point(x, place.plot.maxY)]
    }
    return [envelopeLine(place)] + rules + bars(rows, place)
  }

  private func envelopeLine(_ place: Place) -> [Point] {
    place.staircase(frontier.envelope.vertices.map { ($0.ttft, $0.cpm) }, to: nil)
  }

  private func bars(_ rows: [NormalizedAnchor], _ place: Place) -> [[Point]] {
    rows.filter { $0.anchor.relativeBand != nil }.compactMap { row in
      row.band(overlaps: frontier.overlaps).map { band in
        [place.point(row.ttft, band.lowerBound), place.point(row.ttft, band.upperBound)]
      }
    }
  }
}
