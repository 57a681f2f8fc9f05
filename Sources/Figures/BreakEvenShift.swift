import Evidence
import Frontier
import Plotting

/// Figure 2 of two sides in one frame: both break-even lines at the default η, and where the
/// cheaper architecture is another.
struct BreakEvenShiftLayout {
  private let difference: FigureDifference
  private let measurer: any TextMeasurer
  private let panels: [(before: BreakEvenPanel, after: BreakEvenPanel)]

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ difference: FigureDifference, measurer: any TextMeasurer) throws {
    self.difference = difference
    self.measurer = measurer
    panels = try ["tight", "standard", "relaxed"].map { contract in
      (
        try BreakEvenPanel(difference.from.context, contract: contract),
        try BreakEvenPanel(difference.to.context, contract: contract)
      )
    }
  }

  func drawing(_ shown: FigureDifference.Shown) -> Drawing {
    let bottom = Axis(
      .bottom, scale: LinearScale(0.2...0.97), title: "prefill share α = P/(P + D)",
      ticks: Ticks(evenlyLabelled: [0.2, 0.4, 0.6, 0.8], minor: [0.3, 0.5, 0.7, 0.9]))
    let left = Axis(
      .left, scale: LogScale(25...900), title: "KV-transfer bandwidth B (GB/s)",
      ticks: Ticks(plainlyLabelled: [25, 50, 100, 200, 400, 900]))
    return PanelRow(
      bottom: bottom, left: left, titles: panels.map { RichText(plain: $0.after.title) },
      legends: [Self.legend], footer: difference.footer, height: 225, measurer: measurer
    ).drawing { index, canvas, plot in
      BreakEvenShift(
        before: shown == .after ? nil : panels[index].before,
        after: shown == .before ? nil : panels[index].after, plot: plot, measurer: measurer
      ).draw(on: canvas)
    }
  }

  private static let legend = Legend(
    [
      LegendEntry("break-even B*(α) before", line: Ghost.line),
      LegendEntry("break-even B*(α) after", line: BreakEvenShift.afterLine),
      LegendEntry("another architecture is cheaper", swatch: BreakEvenShift.turned),
      LegendEntry("disaggregation cheaper throughout", swatch: BreakEvenShift.region),
    ], columns: 2, font: FigureStyle.labelFont, isFramed: false)
}

/// One plot of it.
private struct BreakEvenShift {
  let before: BreakEvenPanel?
  let after: BreakEvenPanel?
  let plot: Rect
  let measurer: any TextMeasurer

  static let afterLine = Stroke(.black, width: 1.8)
  /// Where disaggregation is the cheaper one on every side that is shown.
  static let region = Color.gray(0.92)
  /// Where the two sides disagree.
  static let turned = Color(0xFDB863)

  private var x: any Scale {
    let shares = BreakEvenPanel.shares
    return Side.bottom.scale(LinearScale(shares[0]...shares[shares.count - 1]), in: plot)
  }

  private var y: any Scale { Side.left.scale(LogScale(BreakEvenPanel.bandwidthRange), in: plot) }

  func draw(on canvas: any Canvas) {
    let isBoth = before != nil && after != nil
    canvas.clip(to: .rect(plot)) {
      // A little wider than they are, or the seams between them would show.
      for (box, color) in areas { canvas.fill(.rect(box.inset(right: -0.5)), with: color) }
      if let before { draw(before, isBoth ? Ghost.line : Self.afterLine, on: canvas) }
      if let after { draw(after, Self.afterLine, on: canvas) }
    }
    guard isBoth else { return }
    for (start, end) in moves { Arrow(from: start, to: end, stroke: Ghost.arrow).draw(on: canvas) }
    if moves.isEmpty {
      // In the lower left corner: break-even lines lean to the right of it.
      let text = TextBlock("no visible shift", font: FigureStyle.labelFont, measurer: measurer)
      let corner = Point(plot.minX + 6, plot.maxY - 6)
      let align = TextAlignment(.start, .bottom)
      canvas.fill(.rect(text.bounds(at: corner, align: align).inset(by: -1)), with: .white)
      text.draw(on: canvas, at: corner, align: align)
    }
  }

  private func draw(_ panel: BreakEvenPanel, _ stroke: Stroke, on canvas: any Canvas) {
    for contour in panel.contours where contour.overlap == panel.surface.transfer.overlap {
      for piece in contour.pieces {
        let points = piece.map {
          Point(x.position(of: $0.prefillShare), y.position(of: $0.bandwidth))
        }
        Polyline(points, stroke: stroke).draw(on: canvas)
      }
    }
  }

  /// The break-even's way at a few bandwidths, where it can be seen.
  private var moves: [(start: Point, end: Point)] {
    [40e9, 100e9, 250e9, 600e9].compactMap { bandwidth in
      let ends = [before, after].compactMap { panel in
        panel?.surface.breakEvenPrefillShare(
          bandwidth: bandwidth, overlap: panel?.surface.transfer.overlap ?? 0
        ).value
      }
      guard ends.count == 2, ends.allSatisfy(x.domain.contains) else { return nil }
      let points = ends.map { Point(x.position(of: $0), y.position(of: bandwidth)) }
      return points[0].distance(to: points[1]) < Ghost.visible ? nil : (points[0], points[1])
    }
  }

  /// Boxes of the grid's cells, those of one kind that stand on each other as one.
  private var areas: [(Rect, Color)] {
    let rows = edges(BreakEvenPanel.bandwidths.map { y.position(of: $0) })
    let columns = edges(BreakEvenPanel.shares.map { x.position(of: $0) })
    return BreakEvenPanel.shares.indices.flatMap { column -> [(Rect, Color)] in
      var boxes: [(Rect, Color)] = []
      for row in BreakEvenPanel.bandwidths.indices {
        guard let color = color(column, row) else { continue }
        let box = Rect(
          around: [Point(columns[column], rows[row]), Point(columns[column + 1], rows[row + 1])])
        if let last = boxes.last, last.1 == color, abs(last.0.minY - box.maxY) < 1e-9 {
          boxes[boxes.count - 1].0 = Rect(
            around: [Point(last.0.minX, last.0.maxY), Point(box.maxX, box.minY)])
        } else {
          boxes.append((box, color))
        }
      }
      return boxes
    }
  }

  private func color(_ column: Int, _ row: Int) -> Color? {
    // Where no batch meets the contract there is no cheaper one: an answer of its own.
    let winners = [before, after].compactMap { $0 }.map { panel -> Bool? in
      panel.grid[column][row].difference.map { $0 > 0 }
    }
    if Set(winners).count > 1 { return Self.turned }
    return winners.first == .some(true) ? Self.region : nil
  }

  /// Halfway between neighbours, and the ends.
  private func edges(_ positions: [Double]) -> [Double] {
    let between = zip(positions, positions.dropFirst()).map { ($0 + $1) / 2 }
    return [positions[0]] + between + [positions[positions.count - 1]]
  }
}
