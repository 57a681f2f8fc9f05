import CostModel
import Frontier
import Plotting

/// By what share of the dearer cost either side is the cheaper one, over prefill share and
/// bandwidth, with the break-even lines: the same bands for costs of any size.
struct LocateSurface {
  private let panel: BreakEvenResult.Panel
  private let plot: Rect
  private let measurer: any TextMeasurer
  private let field: SampledField
  private let surface: LabelledBands
  /// Of each break-even line.
  private let lines: [(stroke: Stroke, lines: [[Point]])]

  /// Edges at ±these shares of the dearer cost.
  static let bands = ColorBands.symmetric(
    edges: [0.01, Comparison.levelMargin, 0.1, 0.2, 0.5], palette: .purpleOrange)

  init(_ panel: BreakEvenResult.Panel, plot: Rect, measurer: any TextMeasurer) {
    let place = BreakEvenAxes.Place(in: plot, bandwidths: panel.bandwidthRange)
    (self.panel, self.plot, self.measurer) = (panel, plot, measurer)
    field = SampledField(
      x: BreakEvenSurface.shares.map { place.x.position(of: $0) },
      y: panel.bandwidths.map { place.y.position(of: $0) }
    ) { column, row in Self.margin(panel.grid[column][row]) ?? .nan }
    surface = LabelledBands(
      BandedHeatMap(field, bands: Self.bands, plot: plot), measurer: measurer,
      stroke: Self.isoline, text: { "\(Self.percent($0)) %" })
    // The default one last, on top.
    let contours = [false, true].flatMap { isDefault in
      panel.contours.filter { ($0.overlap == panel.overlap) == isDefault }
    }
    lines = contours.map { (BreakEvenMarks.stroke($0, in: panel), place.lines($0)) }
  }

  /// 1 − cheaper/dearer, below 0 where colocation is the cheaper side; nil where a side does not
  /// meet the contract.
  static func margin(_ cell: BreakEvenSurface.Cell) -> Double? {
    Comparison(of: cell.disaggregated, with: cell.colocated)?.margin
  }

  /// `+5`
  static func percent(_ margin: Double) -> String {
    (margin > 0 ? "+" : "") + NumberFormat.plain(100 * margin)
  }

  /// As Figure 2's; heavier where better begins.
  static func isoline(_ margin: Double) -> Stroke {
    var stroke = BreakEvenMarks.isoline(margin)
    if margin.magnitude == Comparison.levelMargin { stroke.width = 1.1 }
    return stroke
  }

  // MARK: Drawing

  /// Bands, isolines and break-even lines.
  func draw(on canvas: any Canvas) {
    surface.drawBands(on: canvas)
    canvas.clip(to: .rect(plot)) {
      surface.drawIsolines(on: canvas)
      for (stroke, pieces) in lines {
        for piece in pieces { Polyline(piece, stroke: stroke, halo: 0.8).draw(on: canvas) }
      }
    }
  }

  /// The regions' names and the isolines' labels, in what room is left.
  func drawWords(on canvas: any Canvas, taken: inout [Rect]) {
    taken += BreakEvenMarks.boxes(along: lines.flatMap(\.lines))
    if panel.isInfeasible { drawInfeasible(on: canvas, taken: &taken) }
    for (name, sign) in [("P/D cheaper", 1.0), ("colocation cheaper", -1.0)] {
      guard let (text, center) = regionName(name + everywhere, sign: sign, clearOf: taken)
      else { continue }
      draw(text, at: center, on: canvas, taken: &taken)
    }
    surface.drawLabels(on: canvas, taken: &taken)
  }

  /// Told where one side is the cheaper one at every place: by how much, since there may be no
  /// isoline that tells.
  private var everywhere: String {
    let margins = panel.grid.joined().map { Self.margin($0) ?? 0 }
    guard margins.allSatisfy({ $0 > 0 }) || margins.allSatisfy({ $0 < 0 }),
      let least = margins.map(\.magnitude).min(), let greatest = margins.map(\.magnitude).max()
    else { return "" }
    let ends = [least, greatest].map { NumberFormat.rounded(100 * $0, digits: 2) }
    return " everywhere on the axes, by "
      + (ends[0] == ends[1] ? "" : "\(ends[0])\u{A0}to\u{A0}") + "\(ends[1])\u{A0}%"
  }

  private func drawInfeasible(on canvas: any Canvas, taken: inout [Rect]) {
    let text = block("neither architecture meets the contract", share: 0.75)
    let rows = [0.5, 0.25, 0.75].map { Point(plot.midX, plot.minY + $0 * plot.height) }
    let free = rows.first { row in
      let box = text.bounds(at: row, align: .centred).inset(by: -Self.air)
      return !taken.contains { $0.overlap(box) > 0 }
    }
    draw(text, at: free ?? rows[0], on: canvas, taken: &taken)
  }

  /// A region's name with its place: on one line where there is room, else a word to a line.
  private func regionName(_ name: String, sign: Double, clearOf taken: [Rect]) -> (
    TextBlock, Point
  )? {
    let place = RoomiestPlace(in: field, sign: sign)
    for text in [block(name, share: 0.75), block(name, share: 0)] {
      if let center = place.center(for: text.size, air: Self.air, in: plot, clearOf: taken) {
        return (text, center)
      }
    }
    return nil
  }

  /// Ground around a text, points.
  private static let air = 1.5

  /// - Parameter share: of the plot's width that it may take.
  private func block(_ text: String, share: Double) -> TextBlock {
    TextBlock(
      RichText(plain: text).bold, font: LabelledBands.font, measurer: measurer,
      maxWidth: share * plot.width)
  }

  private func draw(
    _ text: TextBlock, at center: Point, on canvas: any Canvas, taken: inout [Rect]
  ) {
    let box = text.bounds(at: center, align: .centred).inset(by: -Self.air)
    canvas.fill(.rect(box), with: LabelledBands.ground)
    text.draw(on: canvas, at: center, align: .centred)
    taken.append(box)
  }
}

extension LocateSurface {
  /// Of the isolines that `panel` has.
  static func legend(_ panel: BreakEvenResult.Panel) -> [LegendEntry] {
    let margins = panel.grid.joined().compactMap(margin)
    guard let least = margins.min(), let greatest = margins.max() else { return [] }
    let drawn = bands.edges.filter { $0 > least && $0 <= greatest }
    let level = Comparison.levelMargin
    let sides: [(RichText, Double)] = [("(a) P/D cheaper", 1), ("(a) colocation cheaper", -1)]
    let others = sides.filter { _, sign in
      drawn.contains { $0 * sign > 0 && $0.magnitude != level }
    }
    let edge = [level, -level].first(where: drawn.contains)
    return others.map { LegendEntry($0, line: isoline($1)) }
      + (edge.map { [LegendEntry("(a) 5 %: edge of level", line: isoline($0))] } ?? [])
  }
}
