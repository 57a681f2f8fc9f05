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
  let names: FrontierMarkNames
  /// Whether an inset magnifies the η band where the envelope's line hides it.
  var hasInset = false
  /// How the rows spread over the draws; nil draws no whiskers.
  var spread: FrontierSpread.Panel?

  /// The domains that hold every point of `frontiers` and its whisker, with room around them.
  static func domains(of frontiers: [AnchorFrontier], _ spread: FrontierSpread? = nil) -> (
    ttft: ClosedRange<Double>, cpm: ClosedRange<Double>
  ) {
    let rows = frontiers.flatMap { frontier in
      frontier.anchors.filter { $0.cpm != nil }.map { ($0, frontier.overlaps) }
    }
    let costs = rows.flatMap { row, overlaps in
      [row.cpm, row.band(overlaps: overlaps)?.lowerBound, row.band(overlaps: overlaps)?.upperBound]
        .compactMap { $0 }
    }
    let ends = (spread?.panels ?? []).flatMap(\.costs.values)
      .flatMap { [$0.p05, $0.p95] }
    return (
      padded(
        rows.flatMap { [$0.0.ttft, $0.0.measuredEnd].compactMap { $0 } }, by: 1.5,
        otherwise: 100...10_000),
      padded(costs + ends, by: 1.22, otherwise: 0.1...10)
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

  /// What a panel's marks do not show.
  struct Shortfall {
    /// The ids of rows that have a mark and no label.
    var unlabelled: Set<String>
    /// How many rows have a mark.
    let marks: Int
    /// What else found no place; stands on the figure.
    var notes: [String]
    /// Rows that have no mark, and rows that contradict themselves; see `FigureLayout.warnings`.
    let warnings: [String]
  }

  /// Draws everything inside the plot.
  /// - Parameters:
  ///   - obstacles: what else is in the plot, for labels to keep clear of.
  ///   - others: lines that are, likewise.
  func draw(
    on canvas: any Canvas, plot: Rect, obstacles: [Rect] = [], others: [[Point]] = [],
    measurer: any TextMeasurer
  ) -> Shortfall {
    let place = FrontierPlace(panel: self, plot: plot)
    canvas.clip(to: .rect(plot)) {
      if !frontier.band.isEmpty {
        canvas.group(names.band(frontier)) { drawBand(on: canvas, place) }
      }
      if !frontier.envelope.vertices.isEmpty {
        canvas.group(names.envelope(frontier)) { drawEnvelope(on: canvas, place) }
      }
    }
    let rows = frontier.anchors.filter { $0.cpm != nil }
    let bars = FrontierBars(
      rows, marks: rows.map { marker($0).box(at: place.point($0)) }, of: frontier, spread: spread,
      lines: [envelopeLine(place)] + arrows(rows, place) + arrowEnds(rows, place),
      side: hasInset ? 1 : -1, names: names, at: place)
    let flips = frontier.envelope.flips
    let words = FlipMarks(
      flips, text: flipText, name: names.flip, font: labelFont, scale: place.x, plot: plot
    ).draw(
      on: canvas, clearOf: obstacles + rows.map { box($0, place) } + bars.boxes,
      lines: others + [envelopeLine(place)] + arrows(rows, place), measurer: measurer)
    bars.draw(on: canvas)
    for row in rows {
      guard let arrow = arrow(row, place) else { continue }
      canvas.group(names.measured(row)) {
        Arrow(from: arrow[0], to: arrow[1], stroke: Self.measured, endTick: Self.tick)
          .draw(on: canvas)
      }
    }
    // Rows on contract last, so that a hollow mark never covers one.
    bars.draw(
      marks: rows.filter { !$0.anchor.isOnContract } + rows.filter(\.anchor.isOnContract),
      on: canvas, marker, at: place)
    bars.drawTicks(on: canvas)
    let (unlabelled, hasInset) = drawTexts(
      rows, on: canvas, place, taken: obstacles + words + arrowBoxes(rows, place), bars: bars,
      lines: lines(rows, place) + bars.lines + others, measurer: measurer)
    return Shortfall(
      unlabelled: unlabelled, marks: rows.count,
      notes: notes(wordlessFlips: flips.count - words.count, hasInset: hasInset),
      warnings: dataWarnings)
  }

  private func notes(wordlessFlips: Int, hasInset: Bool) -> [String] {
    var notes: [String] = []
    let missing = frontier.anchors.count { $0.cpm == nil }
    if missing > 0 {
      notes.append("\(missing) of \(frontier.anchors.count) rows are infeasible and not drawn.")
    }
    if wordlessFlips > 0 {
      notes.append(
        "There is no room for the words of \(wordlessFlips) of \(frontier.envelope.flips.count) flips."
      )
    }
    if !hasInset { notes.append("There is no room for the inset of the η band.") }
    return notes
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

  func marker(_ row: NormalizedAnchor) -> MarkerStyle { FigureStyle.marker(row.anchor) }

  private func drawBand(on canvas: any Canvas, _ place: FrontierPlace) {
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
  private func drawEnvelope(on canvas: any Canvas, _ place: FrontierPlace) {
    let vertices = frontier.envelope.vertices
    for (index, vertex) in vertices.enumerated() {
      let next = index + 1 < vertices.count ? vertices[index + 1] : nil
      var points = place.staircase([(vertex.ttft, vertex.cpm)], to: next?.ttft)
      if let next { points.append(place.point(next.ttft, next.cpm)) }
      Polyline(points, stroke: FigureStyle.frontierLine(vertex.architecture)).draw(on: canvas)
    }
  }

  /// From the mark's edge at a limit to the measured TTFT, for each row that has both.
  private func arrows(_ rows: [NormalizedAnchor], _ place: FrontierPlace) -> [[Point]] {
    rows.compactMap { arrow($0, place) }
  }

  private func arrow(_ row: NormalizedAnchor, _ place: FrontierPlace) -> [Point]? {
    guard let end = row.measuredEnd else { return nil }
    let (from, to) = (place.point(row), place.point(end, row.cpm ?? .nan))
    let reach = marker(row).reach + 1
    guard from.distance(to: to) > reach + Self.tick else { return nil }
    return [from.offset(to.x < from.x ? -reach : reach, 0), to]
  }

  private func arrowBoxes(_ rows: [NormalizedAnchor], _ place: FrontierPlace) -> [Rect] {
    arrows(rows, place).map { Rect(around: $0).inset(left: -2, top: -3, right: 0, bottom: -3) }
  }

  /// The lines across the ends of the arrows.
  private func arrowEnds(_ rows: [NormalizedAnchor], _ place: FrontierPlace) -> [[Point]] {
    arrows(rows, place).compactMap(\.last).map { end in
      [end.offset(0, -Self.tick / 2), end.offset(0, Self.tick / 2)]
    }
  }

  static let measured = Stroke(.gray(0.5), width: 0.8)
  private static let tick = 7.0

  func box(_ row: NormalizedAnchor, _ place: FrontierPlace) -> Rect {
    let (center, reach) = (place.point(row), marker(row).reach)
    return Rect(around: [center.offset(-reach, -reach), center.offset(reach, reach)])
  }

  /// What labels must not cross: the staircase, the flips' rules and the arrows.
  private func lines(_ rows: [NormalizedAnchor], _ place: FrontierPlace) -> [[Point]] {
    let rules = frontier.envelope.flips.map { flip in
      let x = place.x.position(of: flip.ttft)
      return [Point(x, place.plot.minY), Point(x, place.plot.maxY)]
    }
    return [envelopeLine(place)] + rules + arrows(rows, place)
  }

  private func envelopeLine(_ place: FrontierPlace) -> [Point] {
    place.staircase(frontier.envelope.vertices.map { ($0.ttft, $0.cpm) }, to: nil)
  }
}

extension NormalizedAnchor {
  /// Where the arrow from a limit ends, ms: the TTFT that the source measured; nil where there is
  /// no limit, no measured value, or no difference.
  var measuredEnd: Double? {
    guard cpm != nil, ttftKind == .limit, let measured = anchor.ttftMeasured?.milliseconds,
      measured != ttft
    else { return nil }
    return measured
  }
}

/// Page positions of a panel's data.
struct FrontierPlace {
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
