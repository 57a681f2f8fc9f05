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
  let label: (NormalizedAnchor) -> String?
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
    let shown = values.filter { $0 > 0 }
    guard let low = shown.min(), let high = shown.max() else { return fallback }
    return low / factor...high * factor
  }

  var ttftAxis: LogScale { LogScale(ttftDomain) }
  var cpmAxis: LogScale { LogScale(cpmDomain) }

  /// Draws everything inside the plot.
  /// - Parameters:
  ///   - obstacles: what else is in the plot, for labels to keep clear of.
  ///   - others: lines that are, likewise.
  /// - Returns: what the marks do not show; see `FigureLayout.warnings`.
  func draw(
    on canvas: any Canvas, plot: Rect, obstacles: [Rect] = [], others: [[Point]] = [],
    measurer: any TextMeasurer
  ) -> [String] {
    let place = Place(panel: self, plot: plot)
    canvas.clip(to: .rect(plot)) {
      drawBand(on: canvas, place)
      drawEnvelope(on: canvas, place)
    }
    let rows = frontier.anchors.filter { $0.cpm != nil }
    let absence = drawAbsence(on: canvas, place, measurer: measurer)
    let flipLabels = drawFlips(
      rows, on: canvas, place, obstacles: obstacles + absence, others: others,
      measurer: measurer)
    drawErrorBars(rows, on: canvas, place)
    // Envelope rows last, so that a reference row never covers one.
    for role in [Anchor.Role.reference, .envelope] {
      for row in rows where row.anchor.role == role {
        Marker(marker(row), at: place.point(row)).draw(on: canvas)
      }
    }
    let crowded = drawLabels(
      rows, on: canvas, place, obstacles: obstacles + absence + flipLabels, others: others,
      measurer: measurer)
    return crowded.map { "there is no free place for the label of \($0)" } + dataWarnings
  }

  /// Rows that have no point, and rows whose η band ends where they would cost nothing.
  private var dataWarnings: [String] {
    frontier.anchors.compactMap { row in
      if row.cpm == nil { return "\(row.id) is infeasible: no batch meets its contract" }
      guard row.isContradicted(atOverlap: frontier.overlaps.upperBound) else { return nil }
      return
        "\(row.id) would cost nothing at η = \(NumberFormat.plain(frontier.overlaps.upperBound)): "
        + "its bandwidth, overlap and throughput contradict each other"
    }
  }

  /// Says in the upper left corner how many rows are infeasible, if any.
  /// - Returns: the text's box.
  private func drawAbsence(on canvas: any Canvas, _ place: Place, measurer: any TextMeasurer)
    -> [Rect]
  {
    let missing = frontier.anchors.count { $0.cpm == nil }
    guard missing > 0 else { return [] }
    let text = TextBlock(
      RichText(plain: "\(missing) of \(frontier.anchors.count) rows infeasible, not drawn"),
      font: labelFont, measurer: measurer, maxWidth: place.plot.width - 12)
    let corner = Point(place.plot.minX + 6, place.plot.minY + 6)
    text.draw(on: canvas, at: corner, align: TextAlignment(.start, .top))
    return [text.bounds(at: corner, align: TextAlignment(.start, .top))]
  }

  /// A mark with an error bar has no halo: it would cut the bar.
  private func marker(_ row: NormalizedAnchor) -> MarkerStyle {
    var style = FigureStyle.marker(row.anchor.architecture, role: row.anchor.role)
    if row.anchor.relativeBand != nil { style.halo = 0 }
    return style
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
      // A band that reaches below the plot, perhaps to nothing, ends under the plot's edge.
      let floor = cpmDomain.lowerBound / 2
      let low = place.staircase(
        segment.vertices.map { ($0.ttft, max($0.low, floor)) }, to: segment.end)
      let high = place.staircase(
        segment.vertices.map { ($0.ttft, max($0.high, floor)) }, to: segment.end)
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
    others: [[Point]], measurer: any TextMeasurer
  ) -> [Rect] {
    let lines = others + [envelopeLine(place)]
    var taken = obstacles + rows.map { box($0, place) } + barBoxes(rows, place)
    let start = taken.count
    for flip in frontier.envelope.flips {
      let x = place.x.position(of: flip.ttft)
      canvas.stroke(
        .segment(Point(x, place.plot.minY), Point(x, place.plot.maxY)),
        with: Stroke(.gray(0.35), width: 0.7, dash: [1, 2]))
      let text = TextBlock(
        RichText(plain: flipText(flip)), font: labelFont, measurer: measurer,
        maxWidth: 0.42 * place.plot.width)
      let (anchor, align) = flipPlace(text, x: x, place, taken: taken, lines: lines)
      text.draw(on: canvas, at: anchor, align: align)
      taken.append(text.bounds(at: anchor, align: align))
    }
    return Array(taken[start...])
  }

  /// Beside the rule at `x`, as low as there is room, on the side that has it.
  private func flipPlace(
    _ text: TextBlock, x: Double, _ place: Place, taken: [Rect], lines: [[Point]]
  ) -> (Point, TextAlignment) {
    let pieces = lines.flatMap { zip($0, $0.dropFirst()) }
    let plot = place.plot.inset(by: 3)
    let heights = stride(from: plot.maxY, through: plot.minY + text.size.height, by: -4)
    let candidates = heights.flatMap { y in
      [
        (Point(x - 4, y), TextAlignment(.end, .bottom)),
        (Point(x + 4, y), TextAlignment(.start, .bottom)),
      ]
    }
    let inside = candidates.filter { anchor, align in
      plot.contains(text.bounds(at: anchor, align: align))
    }
    let free = inside.first { anchor, align in
      let box = text.bounds(at: anchor, align: align).inset(by: -2)
      return !taken.contains { $0.overlap(box) > 0 }
        && !pieces.contains { Rect(around: [$0, $1]).inset(by: -1).overlap(box) > 0 }
    }
    return free ?? inside.first ?? candidates[0]
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
    others: [[Point]], measurer: any TextMeasurer
  ) -> [String] {
    // Bare points take part with an empty text, so that no label is put where it could be theirs.
    let placer = LabelPlacer(
      font: labelFont, measurer: measurer, bounds: place.plot.inset(by: 2),
      obstacles: obstacles, lines: lines(rows, place) + others)
    let texts = labels(rows, place)
    let layout = placer.place(
      zip(rows, texts).map { row, text in
        LabelRequest(at: place.point(row), radius: marker(row).reach, RichText(plain: text))
      })
    layout.draw(on: canvas)
    let crowded = layout.conflicts.map(\.label).filter { !texts[$0].isEmpty }
    return Set(crowded).sorted().map { rows[$0].id }
  }

  /// Each row's text, short enough to be placed; of rows that lie on one point the first names all.
  private func labels(_ rows: [NormalizedAnchor], _ place: Place) -> [String] {
    var named: [(point: Point, index: Int)] = []
    var texts = [[String]](repeating: [], count: rows.count)
    for (index, row) in rows.enumerated() {
      guard let text = label(row) else { continue }
      let point = place.point(row)
      let first = named.first { $0.point.distance(to: point) < 1 }?.index ?? index
      if first == index { named.append((point, index)) }
      texts[first].append(text)
    }
    return texts.map { names in
      names.count < 3
        ? names.map { $0.shortened(to: 34) }.joined(separator: ", ")
        : "\(names[0].shortened(to: 34)) and \(names.count - 1) more"
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
