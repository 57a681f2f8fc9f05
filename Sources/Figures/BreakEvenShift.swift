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
      legends: [shown == .both ? legend : Self.sideLegend], footer: difference.footer, height: 225,
      sheet: sheet
    ).drawing { index, canvas, plot in
      BreakEvenShift(
        before: shown == .after ? nil : panels[index].before,
        after: shown == .before ? nil : panels[index].after, plot: plot, measurer: sheet
      ).draw(on: canvas)
    }
  }

  /// On the pages of one side, which differ in nothing else.
  private static let sideLegend = Legend(
    [
      LegendEntry("break-even B*(α)", line: BreakEvenShift.afterLine),
      LegendEntry("grey: disaggregation cheaper", swatch: BreakEvenShift.region),
      LegendEntry(
        "white: chunked prefill cheaper, or infeasible",
        swatchOutline: Stroke(.gray(0.5), width: 0.5)),
    ], columns: 3, font: FigureStyle.labelFont, isFramed: false)

  /// What is on some panel of the drawing of both sides.
  private var legend: Legend {
    let all = panels.map {
      BreakEvenShift(
        before: $0.before, after: $0.after, plot: Rect(x: 0, y: 0, width: 120, height: 190),
        measurer: sheet)
    }
    func hasLine(_ panel: BreakEvenResult.Panel) -> Bool {
      panel.defaultContour?.pieces.isEmpty == false
    }
    var entries: [LegendEntry] = []
    if panels.contains(where: { hasLine($0.before) }) {
      entries.append(
        LegendEntry(
          RichText(plain: "break-even B*(α) before: \(difference.from.title)"), line: Ghost.line))
    }
    if panels.contains(where: { hasLine($0.after) }) {
      entries.append(
        LegendEntry(
          RichText(plain: "break-even B*(α) after: \(difference.to.title)"),
          line: BreakEvenShift.afterLine))
    }
    if all.contains(where: { !$0.moves.isEmpty }) {
      entries.append(LegendEntry("where the break-even at one B went", pointer: Ghost.arrow))
    }
    if panels.contains(where: { !$0.after.turned(from: $0.before).isEmpty }) {
      entries.append(
        LegendEntry("the cheaper architecture changed", swatch: BreakEvenShift.turned))
    }
    return Legend(
      entries + [
        LegendEntry("grey: disaggregation cheaper, unchanged", swatch: BreakEvenShift.region),
        LegendEntry(
          "white: chunked prefill cheaper, unchanged, or infeasible",
          swatchOutline: Stroke(.gray(0.5), width: 0.5)),
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
    guard isBoth else {
      if let only = before ?? after { drawWinner(of: only, on: canvas) }
      return
    }
    for (start, end) in moves { Arrow(from: start, to: end, stroke: Ghost.arrow).draw(on: canvas) }
    guard moves.isEmpty, let words else { return }
    write(words, on: canvas)
  }

  /// Who is cheaper on a side that has no line between the two.
  private func drawWinner(of panel: BreakEvenResult.Panel, on canvas: any Canvas) {
    guard panel.defaultContour?.pieces.isEmpty ?? true else { return }
    write(Self.winner(panel), on: canvas)
  }

  private static func winner(_ panel: BreakEvenResult.Panel) -> String {
    let differences = panel.grid.joined().compactMap(\.difference)
    if differences.isEmpty { return "infeasible" }
    return (differences.contains { $0 > 0 } ? "P/D" : "chunked prefill") + " cheaper throughout"
  }

  /// In the lower left corner: where break-even lines are seen, they end to the right of it.
  private func write(_ words: String, on canvas: any Canvas) {
    let block = TextBlock(
      RichText(plain: words), font: Self.font, measurer: measurer, maxWidth: plot.width - 10)
    let place = (
      anchor: Point(plot.minX + 5, plot.maxY - 5), align: TextAlignment(.start, .bottom)
    )
    if words != Self.unmoved {
      canvas.fill(
        .rect(block.bounds(at: place.anchor, align: place.align).inset(by: -1.5)),
        with: LabelledBands.ground)
    }
    block.draw(on: canvas, at: place.anchor, align: place.align)
  }

  /// What a panel without arrows says: that nothing moved, or how much of it turned.
  private var words: String? {
    guard let before, let after else { return nil }
    let turned = after.turned(from: before)
    if !turned.isEmpty {
      let shares = [
        ("P/D → chunked", turned.toColocation), ("chunked → P/D", turned.toDisaggregation),
        ("feasible on one side only", turned.withoutWinner),
      ].filter { $0.1 > 0 }.map {
        "\($0.0) in \(NumberFormat.significant(100 * $0.1, digits: 2)) % of the panel"
      }
      let isGone = after.defaultContour?.pieces.isEmpty ?? true
      return shares.joined(separator: "; ") + (isGone ? "; after, \(Self.winner(after))" : "")
    }
    guard after.hasBoundary(of: before) else { return nil }
    let isSeen = before.defaultContour?.pieces.isEmpty == false
    return isSeen ? Self.unmoved : "\(Self.unmoved): \(Self.winner(after))"
  }

  private static let font = Font(size: 7)
  private static let unmoved = "unmoved"

  private func draw(
    _ panel: BreakEvenResult.Panel, _ stroke: Stroke, on canvas: any Canvas
  ) {
    for line in panel.defaultContour.map(place.lines) ?? [] {
      Polyline(line, stroke: stroke).draw(on: canvas)
    }
  }

  /// The break-even's way at a few bandwidths between the ends of the axis, where it can be seen.
  var moves: [(start: Point, end: Point)] {
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
