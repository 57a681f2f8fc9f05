import CostModel
import Frontier
import Plotting

/// Figure 2 of two sides in one frame: both break-even lines at the default η, and where the
/// cheaper architecture is another.
struct BreakEvenShiftLayout {
  private let difference: FigureDifference
  private let sheet: Sheet
  private let panels: [(before: BreakEvenResult.Panel, after: BreakEvenResult.Panel)]

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ difference: FigureDifference, sheet: Sheet) throws {
    self.difference = difference
    self.sheet = sheet
    panels = Array(
      zip(
        try BreakEvenResult(difference.from.edition).panels,
        try BreakEvenResult(difference.to.edition).panels))
  }

  func drawing(_ shown: FigureDifference.Shown) -> Drawing {
    let axes = BreakEvenAxes()
    return PanelRow(
      bottom: axes.bottom, left: axes.left,
      titles: panels.map { RichText(plain: $0.after.contract.title) },
      legends: [legend], footer: difference.footer, height: 225, sheet: sheet
    ).drawing { index, canvas, plot in
      BreakEvenShift(
        before: shown == .after ? nil : panels[index].before,
        after: shown == .before ? nil : panels[index].after, plot: plot, measurer: sheet
      ).draw(on: canvas)
    }
  }

  private var legend: Legend {
    Legend(
      [
        LegendEntry(
          RichText(plain: "break-even B*(α) before: \(difference.from.title)"), line: Ghost.line),
        LegendEntry(
          RichText(plain: "break-even B*(α) after: \(difference.to.title)"),
          line: BreakEvenShift.afterLine),
        LegendEntry("where the break-even at one B went", pointer: Ghost.arrow),
        LegendEntry("another architecture is cheaper", swatch: BreakEvenShift.turned),
        LegendEntry("disaggregation cheaper before and after", swatch: BreakEvenShift.region),
      ], columns: 2, font: FigureStyle.labelFont, isFramed: false)
  }
}

/// One plot of it.
private struct BreakEvenShift {
  let before: BreakEvenResult.Panel?
  let after: BreakEvenResult.Panel?
  let plot: Rect
  let measurer: any TextMeasurer

  static let afterLine = Stroke(.black, width: 1.8)
  /// Where disaggregation is the cheaper one on every side that is shown.
  static let region = Color.gray(0.92)
  /// Where the two sides disagree.
  static let turned = Color(0xFDB863)

  private var place: BreakEvenAxes.Place { BreakEvenAxes.Place(in: plot) }

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
    guard moves.isEmpty, let words else { return }
    // In the lower left corner: where break-even lines are seen, they end to the right of it.
    let block = TextBlock(
      RichText(plain: words), font: Self.font, measurer: measurer, maxWidth: plot.width - 10)
    let place = (
      anchor: Point(plot.minX + 5, plot.maxY - 5), align: TextAlignment(.start, .bottom)
    )
    canvas.fill(
      .rect(block.bounds(at: place.anchor, align: place.align).inset(by: -1.5)),
      with: LabelledBands.ground)
    block.draw(on: canvas, at: place.anchor, align: place.align)
  }

  /// What a panel without arrows says: that nothing moved, or how much of it turned.
  private var words: String? {
    guard let before, let after else { return nil }
    let turned = after.turnedShare(from: before)
    if turned > 0 {
      let percent = NumberFormat.significant(100 * turned, digits: 2)
      return "another architecture is cheaper in \(percent) % of the panel"
    }
    guard after.hasBoundary(of: before) else { return nil }
    let isSeen = before.defaultContour?.pieces.isEmpty == false
    return isSeen ? "unmoved" : "unmoved: one side cheaper throughout"
  }

  private static let font = Font(size: 7)

  private func draw(
    _ panel: BreakEvenResult.Panel, _ stroke: Stroke, on canvas: any Canvas
  ) {
    for line in panel.defaultContour.map(place.lines) ?? [] {
      Polyline(line, stroke: stroke).draw(on: canvas)
    }
  }

  /// The break-even's way at a few bandwidths between the ends of the axis, where it can be seen.
  private var moves: [(start: Point, end: Point)] {
    guard let before, let after else { return [] }
    let (place, ends) = (place, BreakEvenSurface.bandwidthRange)
    return zip(before.crossings, after.crossings).compactMap { old, new in
      guard old.bandwidth > ends.lowerBound, old.bandwidth < ends.upperBound,
        let from = old.breakEven.value, let to = new.breakEven.value,
        place.x.domain.contains(from), place.x.domain.contains(to)
      else { return nil }
      let (start, end) = (place.point(from, old.bandwidth), place.point(to, new.bandwidth))
      return start.distance(to: end) < Ghost.visible ? nil : (start, end)
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
  private func region(_ panel: BreakEvenResult.Panel) -> Path {
    let place = place
    var line = panel.boundary.map {
      Point(place.x.position(of: $0.prefillShare), height($0.breakEven))
    }
    line += (panel.defaultContour.map(place.lines) ?? []).joined()
    line.sort { ($0.x, $0.y) < ($1.x, $1.y) }
    return .polyline(
      [Point(plot.minX, plot.minY)] + line + [Point(plot.maxX, plot.minY)], closed: true)
  }

  private func height(_ found: BreakEven) -> Double {
    switch found {
    case .at(let bandwidth): place.y.clampedPosition(of: bandwidth)
    case .disaggregationEverywhere: plot.maxY
    case .colocationEverywhere, .infeasible: plot.minY
    }
  }
}
