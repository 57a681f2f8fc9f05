import CostModel
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
    panels = try BreakEvenPanel.contracts.map { contract in
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
      drawRegions(on: canvas)
      if let before { draw(before, isBoth ? Ghost.line : Self.afterLine, on: canvas) }
      if let after { draw(after, Self.afterLine, on: canvas) }
    }
    guard isBoth else { return }
    for (start, end) in moves { Arrow(from: start, to: end, stroke: Ghost.arrow).draw(on: canvas) }
    if moves.isEmpty {
      // In the lower left corner: where break-even lines are seen, they end to the right of it.
      let isSeen = [before, after].compactMap { $0 }.contains { panel in
        panel.contours.contains {
          $0.overlap == panel.surface.transfer.overlap && !$0.pieces.isEmpty
        }
      }
      TextBlock(
        isSeen ? "unmoved" : "off the axes", font: Self.font, measurer: measurer
      ).draw(
        on: canvas, at: Point(plot.minX + 5, plot.maxY - 5), align: TextAlignment(.start, .bottom))
    }
  }

  private static let font = Font(size: 7)

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

  /// Fills where disaggregation is the cheaper one on every side that is shown, and where the
  /// sides disagree, between the exact lines B*(α).
  private func drawRegions(on canvas: any Canvas) {
    let regions = [before, after].compactMap { $0 }.map(region)
    guard let first = regions.first, let last = regions.last else { return }
    canvas.clip(to: first) { canvas.fill(last, with: Self.region) }
    guard regions.count == 2 else { return }
    // By the even-odd rule two areas filled as one leave out what they share.
    var either = first
    either.append(last)
    canvas.fill(either, with: Self.turned)
  }

  /// Above the break-even line at the default η; nothing where no batch meets the contract.
  private func region(_ panel: BreakEvenPanel) -> Path {
    let overlap = panel.surface.transfer.overlap
    var path = panel.surface.transfer
    path.overlap = overlap
    var line = BreakEvenPanel.shares.map { share in
      let found = panel.surface.model.breakEvenBandwidth(
        .chunked, panel.surface.service(prefillShare: share), over: path)
      return Point(x.position(of: share), height(found))
    }
    line += panel.contours.filter { $0.overlap == overlap }.flatMap { $0.pieces.joined() }.map {
      Point(x.position(of: $0.prefillShare), y.position(of: $0.bandwidth))
    }
    line.sort { ($0.x, $0.y) < ($1.x, $1.y) }
    return .polyline(
      [Point(plot.minX, plot.minY)] + line + [Point(plot.maxX, plot.minY)], closed: true)
  }

  private func height(_ found: BreakEven) -> Double {
    switch found {
    case .at(let bandwidth): y.clampedPosition(of: bandwidth)
    case .disaggregationEverywhere: plot.maxY
    case .colocationEverywhere, .infeasible: plot.minY
    }
  }
}
