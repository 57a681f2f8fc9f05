import CostModel
import Frontier
import Plotting
import Tables

/// What is drawn inside one plot of Figure 2: the banded surface, its isolines, the break-even
/// lines, and the published systems.
struct BreakEvenMarks {
  private let panel: BreakEvenResult.Panel
  private let plot: Rect
  private let measurer: any TextMeasurer
  private let systems: BreakEvenSystems
  private let place: BreakEvenAxes.Place
  private let field: SampledField
  private let surface: LabelledBands

  /// Edges at ±these, USD per million tokens: the two signs differ by an order of magnitude.
  static let bands = ColorBands.symmetric(
    edges: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5], palette: .purpleOrange)

  /// Light hatching tells in grey too on which side colocation is the cheaper one.
  static let lowSide = BandedHeatMap.LowSide(
    below: -0.01, hatch: Stroke(Color(0x2D004B, alpha: 0.45), width: 0.35))

  /// - Parameters:
  ///   - systems: whose labels stand on it; they themselves are drawn over the plot's frame.
  init(
    _ panel: BreakEvenResult.Panel, plot: Rect, systems: BreakEvenSystems,
    measurer: any TextMeasurer
  ) {
    let place = BreakEvenAxes.Place(in: plot, bandwidths: panel.bandwidthRange)
    let field = SampledField(
      x: BreakEvenSurface.shares.map { place.x.position(of: $0) },
      y: panel.bandwidths.map { place.y.position(of: $0) }
    ) { column, row in panel.grid[column][row].difference ?? .nan }
    (self.panel, self.plot, self.measurer) = (panel, plot, measurer)
    (self.place, self.field) = (place, field)
    self.systems = systems
    surface = LabelledBands(
      BandedHeatMap(field, bands: Self.bands, plot: plot, lowSide: Self.lowSide),
      measurer: measurer,
      stroke: Self.isoline, text: { ($0 > 0 ? "+" : "") + NumberFormat.plain($0) })
  }

  /// - Returns: what stands on the figure of names that are left out.
  func draw(on canvas: any Canvas) -> [String] {
    drawSurface(on: canvas)
    var taken = systems.boxes
    let layout = systems.labels(font: Self.font, clearOf: breakEven, measurer: measurer)
    taken += layout.labels.map(\.rect) + Self.boxes(along: layout.leaders)
    for label in layout.labels {
      canvas.fill(.rect(label.rect.inset(by: -0.8)), with: Self.ground)
      label.draw(on: canvas)
    }
    drawWords(on: canvas, taken: &taken)
    return [systems.note(of: layout, source: "data/figure-2.csv")].compactMap { $0 }
  }

  /// Bands, isolines and break-even lines.
  func drawSurface(on canvas: any Canvas) {
    surface.drawBands(on: canvas)
    canvas.clip(to: .rect(plot)) {
      surface.drawIsolines(on: canvas)
      drawBreakEven(on: canvas)
    }
  }

  /// The regions' names and the isolines' labels, in what room is left.
  func drawWords(on canvas: any Canvas, taken: inout [Rect]) {
    taken += Self.boxes(along: panel.contours.flatMap(place.lines))
    drawRegionNames(on: canvas, taken: &taken)
    surface.drawLabels(on: canvas, taken: &taken)
  }

  /// The break-even line at the default η.
  private var breakEven: [[Point]] { panel.defaultContour.map(place.lines) ?? [] }

  private static let ground = LabelledBands.ground
  private static let font = LabelledBands.font
  /// Ground around a text, points.
  private static let air = 1.5

  /// Solid where disaggregation is cheaper, dashed where colocation is.
  static func isoline(_ level: Double) -> Stroke {
    Stroke(.gray(0.2), width: 0.5, dash: level < 0 ? [2, 1.5] : [])
  }

  /// Boxes along lines, for labels to keep clear of.
  static func boxes(along lines: [[Point]]) -> [Rect] {
    lines.flatMap { line in
      zip(line, line.dropFirst()).map { Rect(around: [$0, $1]).inset(by: -1) }
    }
  }

  // MARK: Break-even lines

  private func drawBreakEven(on canvas: any Canvas) {
    // The default one last, on top.
    let isDefault = { (contour: BreakEvenSurface.Contour) in contour.overlap == panel.overlap }
    for contour in panel.contours.filter({ !isDefault($0) }) + panel.contours.filter(isDefault) {
      let (stroke, lines) = (Self.stroke(contour, in: panel), place.lines(contour))
      guard !lines.isEmpty else { continue }
      let overlap = NumberFormat.plain(contour.overlap)
      let name = MarkName(
        id: "\(panel.contract.idPrefix)break-even-\(DataText.text(contour.overlap))",
        title: "break-even at η = \(overlap) under \(panel.contract.title)")
      canvas.group(name) {
        for line in lines { Polyline(line, stroke: stroke, halo: 0.8).draw(on: canvas) }
      }
    }
  }

  /// Heavy at the default η, dashed at the low end of the sweep, dotted at its high end.
  static func stroke(_ contour: BreakEvenSurface.Contour, in panel: BreakEvenResult.Panel)
    -> Stroke
  {
    if contour.overlap == panel.overlap { return Stroke(.black, width: 2.2) }
    let isLow = contour.overlap == panel.overlaps.lowerBound
    return Stroke(.black, width: 1, dash: isLow ? [5, 2.5] : [1.2, 1.8])
  }

  /// Writes into the widest free part of each side which architecture is cheaper there.
  private func drawRegionNames(on canvas: any Canvas, taken: inout [Rect]) {
    if panel.isInfeasible {
      let text = TextBlock(
        RichText("neither architecture meets the contract").bold, font: Self.font,
        measurer: measurer, maxWidth: 0.75 * plot.width)
      let rows = [0.5, 0.25, 0.75].map { Point(plot.midX, plot.minY + $0 * plot.height) }
      let boxes = rows.map { text.bounds(at: $0, align: .centred).inset(by: -Self.air) }
      let free = boxes.firstIndex { box in !taken.contains { $0.overlap(box) > 0 } } ?? 0
      canvas.fill(.rect(boxes[free]), with: Self.ground)
      text.draw(on: canvas, at: rows[free], align: .centred)
      taken.append(boxes[free])
    }
    let everywhere = panel.isOneSided ? " everywhere on the axes" : ""
    for (name, sign) in [("P/D cheaper", 1.0), ("chunked cheaper", -1.0)] {
      let name = name + everywhere
      guard let (text, center) = regionName(name, sign: sign, clearOf: taken) else { continue }
      let box = text.bounds(at: center, align: .centred).inset(by: -Self.air)
      canvas.fill(.rect(box), with: Self.ground)
      text.draw(on: canvas, at: center, align: .centred)
      taken.append(box)
    }
  }

  /// A region's name with its place: on one line where there is room, else a word to a line.
  private func regionName(_ name: String, sign: Double, clearOf taken: [Rect]) -> (
    TextBlock, Point
  )? {
    let place = RoomiestPlace(in: field, sign: sign)
    for share in [0.75, 0] {
      let text = TextBlock(
        RichText(plain: name).bold, font: Self.font, measurer: measurer,
        maxWidth: share * plot.width)
      if let center = place.center(for: text.size, air: Self.air, in: plot, clearOf: taken) {
        return (text, center)
      }
    }
    return nil
  }

}

extension BreakEvenResult.Panel {
  /// The axis of B, B/s.
  var bandwidthRange: ClosedRange<Double> {
    guard let low = bandwidths.first, let high = bandwidths.last else {
      return BreakEvenSurface.bandwidthRange
    }
    return low...high
  }

  /// Whether one architecture is the cheaper one all over the axes.
  fileprivate var isOneSided: Bool {
    Set(boundary.map(\.breakEven.word)).count == 1 && defaultContour?.pieces.isEmpty ?? true
      && boundary.first?.breakEven.value == nil
  }
}

/// What the marks of Figure 2 mean.
struct BreakEvenLegend {
  let legend: Legend

  /// A line for each break-even line that is on a panel.
  static func contours(_ panels: [BreakEvenResult.Panel]) -> [LegendEntry] {
    // What is on no panel has no sample either.
    let contours = panels.first?.contours.filter { contour in
      panels.contains { panel in
        panel.contours.contains { $0.overlap == contour.overlap && !$0.pieces.isEmpty }
      }
    }
    return (contours ?? []).map { contour in
      LegendEntry(
        RichText(plain: "break-even B*(α), η = \(NumberFormat.plain(contour.overlap))"),
        line: panels.first.map { BreakEvenMarks.stroke(contour, in: $0) })
    }
  }

  static let isolines = [
    LegendEntry("difference > 0: P/D cheaper", line: BreakEvenMarks.isoline(1)),
    LegendEntry("difference < 0: colocation cheaper", line: BreakEvenMarks.isoline(-1)),
  ]

  /// Where colocation's lead is hatched, if it is on some panel.
  private static func hatched(_ panels: [BreakEvenResult.Panel]) -> [LegendEntry] {
    let (edge, hatch) = (BreakEvenMarks.lowSide.edge, BreakEvenMarks.lowSide.hatch)
    let isReached = panels.contains { panel in
      panel.grid.joined().contains { ($0.difference ?? 0) < edge }
    }
    let swatch = BreakEvenMarks.bands.color(of: edge.nextDown)
    let label = RichText(plain: "hatched: difference < \(NumberFormat.plain(edge))")
    return isReached ? [LegendEntry(label, swatch: swatch, hatch: hatch)] : []
  }

  init(_ panels: [BreakEvenResult.Panel]) {
    var entries = Self.contours(panels) + Self.isolines + Self.hatched(panels)
    entries += BreakEvenSystems.legend(panels.first?.systems ?? [])
    if panels.contains(where: { $0.grid.joined().contains { $0.colocated == nil } }) {
      entries.append(
        LegendEntry(
          "chunked prefill infeasible",
          swatchOutline: Stroke(.gray(0.4), width: 0.5), hatch: Stroke(.gray(0.55), width: 0.5)))
    }
    legend = Legend(entries, columns: 3, font: FigureStyle.labelFont, isFramed: false)
  }
}
