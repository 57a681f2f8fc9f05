import Evidence
import Frontier
import Normalization
import Plotting

/// Figure 1 or 3 of two sides in one frame.
struct FrontierShiftLayout {
  private let difference: FigureDifference
  private let sheet: Sheet
  private let before: FrontierResult
  private let after: FrontierResult
  private let ttft: ClosedRange<Double>
  private let cpm: ClosedRange<Double>
  private let key: AnchorKey

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  init(_ difference: FigureDifference, accelerators: [String], sheet: Sheet) throws {
    self.difference = difference
    self.sheet = sheet
    before = try FrontierResult(difference.from.edition, on: accelerators)
    after = try FrontierResult(difference.to.edition, on: accelerators)
    (ttft, cpm) = FrontierPanel.domains(of: before.frontiers + after.frontiers)
    key = AnchorKey(after, isNarrow: sheet.isNarrow)
  }

  private var isSingle: Bool { after.panels.count == 1 }

  func drawing(_ shown: FigureDifference.Shown) -> Drawing {
    var bottom = Axis(.bottom, scale: LogScale(ttft), title: title)
    if !isSingle { bottom.ticks = Ticks.powersOfTen(bottom.ticks) }
    let left = Axis(.left, scale: LogScale(cpm), title: "CPM_{served} ($/MTok)")
    return PanelRow(
      bottom: bottom, left: left, titles: zip(before.panels, after.panels).map(title),
      legends: legends(shown),
      footer: difference.footer, height: 260, sheet: sheet
    ).drawing { index, canvas, plot in
      draw(before.panels[index], after.panels[index], shown, on: canvas, plot: plot)
    }
  }

  /// The axis of both sides, which may read TTFT differently.
  private var title: RichText {
    let titles = [before, after].map { FrontierWords.axisTitle($0.assumptions) }
    return RichText(
      plain: titles[0] == titles[1] ? titles[1] : "TTFT (ms), by each side's own reading")
  }

  /// The accelerator and its price before and after.
  private func title(_ before: FrontierResult.Panel, _ after: FrontierResult.Panel) -> RichText {
    let prices = [before, after].map { panel in
      panel.usdPerHour.map { Footer.text(price: $0) } ?? "no price"
    }
    return RichText(
      plain: "\(after.accelerator), "
        + (prices[0] == prices[1] ? prices[0] : prices.joined(separator: " → ")))
  }

  private func legends(_ shown: FigureDifference.Shown) -> [Legend] {
    // Of both sides on every drawing, so that the pages are alike.
    let both = FrontierLegend(before.frontiers + after.frontiers, hasInset: false)
    let legend = shown == .both ? both.adding(sides) : both.legend
    return isSingle ? [legend] : [key.legend, legend]
  }

  /// Which side is drawn how.
  private var sides: [LegendEntry] {
    [
      LegendEntry(
        RichText(plain: "before: \(difference.from.title)"),
        marker: Ghost.marker(.disaggregated, isOnContract: true), line: Ghost.line),
      LegendEntry(RichText(plain: "in colours: after, \(difference.to.title)")),
      LegendEntry("from where a point was to where it is", pointer: Ghost.arrow),
    ]
  }

  private func draw(
    _ before: FrontierResult.Panel, _ after: FrontierResult.Panel,
    _ shown: FigureDifference.Shown, on canvas: any Canvas, plot: Rect
  ) {
    let front = shown == .before ? before.frontier : after.frontier
    let ghost = shown == .both ? before.frontier : nil
    let shift = FrontierShift(
      before: ghost, after: front, x: Side.bottom.scale(LogScale(ttft), in: plot),
      y: Side.left.scale(LogScale(cpm), in: plot), plot: plot)
    shift.draw(on: canvas)
    guard let front else {
      TextBlock(
        RichText(
          plain: "no price at \((shown == .before ? difference.from : difference.to).title)"),
        font: FigureStyle.labelFont, measurer: sheet
      ).draw(on: canvas, at: Point(plot.midX, plot.minY + 12), align: .centred)
      return
    }
    // Without texts inside the plots a side alone shows nothing whose place the layout chose.
    let hasTexts = shown == .both
    _ = FrontierPanel(
      frontier: front, ttftDomain: ttft, cpmDomain: cpm,
      label: { hasTexts ? label($0) : nil },
      flipText: { hasTexts ? FrontierWords.terse($0) : "" },
      labelFont: isSingle ? FigureStyle.labelFont : Font(size: 7),
      names: FrontierMarkNames(idPrefix: isSingle ? "" : "\(after.accelerator)-")
    ).draw(
      on: canvas, plot: plot, obstacles: shift.boxes, others: shift.lines, measurer: sheet)
  }

  /// In small panels rows go by their numbers.
  private func label(_ row: NormalizedAnchor) -> String? {
    isSingle ? row.anchor.label : key.numbers[row.id]
  }
}

/// The first side's staircase and points, and arrows from them to where they went.
private struct FrontierShift {
  let before: AnchorFrontier?
  let after: AnchorFrontier?
  let x: any Scale
  let y: any Scale
  let plot: Rect

  func draw(on canvas: any Canvas) {
    guard let before else { return }
    canvas.clip(to: .rect(plot)) {
      for flip in before.envelope.flips {
        Rule.vertical(x: x.position(of: flip.ttft), in: plot, stroke: Ghost.rule).draw(on: canvas)
      }
      Polyline(staircase, stroke: Ghost.line).draw(on: canvas)
    }
    for row in before.anchors {
      guard let place = point(row) else { continue }
      Marker(
        Ghost.marker(row.anchor.architecture, isOnContract: row.anchor.isOnContract), at: place
      )
      .draw(on: canvas)
    }
    for (start, end) in moves {
      // From edge to edge of the two marks.
      let length = start.distance(to: end)
      let (dx, dy) = ((end.x - start.x) / length, (end.y - start.y) / length)
      let arrow = Arrow(
        from: start.offset(4 * dx, 4 * dy), to: end.offset(-5.5 * dx, -5.5 * dy),
        stroke: Ghost.arrow)
      arrow.draw(on: canvas)
    }
  }

  /// The first side's marks, for labels to keep clear of.
  var boxes: [Rect] {
    (before?.anchors ?? []).compactMap(point).map {
      Rect(around: [$0.offset(-4, -4), $0.offset(4, 4)])
    }
  }

  /// The first side's staircase and the arrows, likewise.
  var lines: [[Point]] { [staircase] + moves.map { [$0.start, $0.end] } }

  private var staircase: [Point] {
    var line = (before?.envelope.vertices ?? []).map { point($0.ttft, $0.cpm) }
    if let last = line.last { line.append(Point(plot.maxX, last.y)) }
    return Staircase.points(line)
  }

  /// Where points went that moved visibly.
  private var moves: [(start: Point, end: Point)] {
    (before?.anchors ?? []).compactMap { row in
      guard let start = point(row), let new = after?.anchors.first(where: { $0.id == row.id }),
        let end = point(new), start.distance(to: end) >= Ghost.room
      else { return nil }
      return (start, end)
    }
  }

  private func point(_ ttft: Double, _ cpm: Double) -> Point {
    Point(x.position(of: ttft), y.position(of: cpm))
  }

  private func point(_ row: NormalizedAnchor) -> Point? { row.cpm.map { point(row.ttft, $0) } }
}
