import CostModel
import Evidence
import Plotting
import Workloads

/// A trace over time: prefill share and request rate of each window above, what its tokens cost
/// under each architecture below, and under that which one is cheapest.
public struct TraceChart {
  private let result: TraceResult
  private let sheet: Sheet
  private let words: TraceWords
  private let axes: TraceAxes
  private let lanes: TraceLanes

  public init(_ result: TraceResult, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
    words = TraceWords(result)
    axes = TraceAxes(result)
    lanes = TraceLanes(result, measurer: sheet)
  }

  public func layout() -> FigureLayout {
    let width = sheet.room
    let legend = legend.fitted(to: width, measurer: sheet)
    let legendSize = legend.size(measurer: sheet)
    let title = PanelTitle(index: 0, "(a)").margins(measurer: sheet).top
    let depth = axes.bottom.margins(measurer: sheet, length: 300).bottom
    let headline = TextBlock(
      words.headline, font: Self.headlineFont, measurer: sheet, maxWidth: width)
    let top = headline.size.height + Self.gap
    let body =
      top + 2 * title + Self.mixHeight + Self.gap + Self.costHeight + lanes.height + depth
      + Self.gap
      + legendSize.height
    let page = Page(bodyHeight: body, footer: footer, sheet: sheet)
    let room = page.body.inset(by: margins)
    let mix = Rect(
      x: room.x, y: page.body.minY + top + title, width: room.width, height: Self.mixHeight)
    let costs = Rect(
      x: room.x, y: mix.maxY + Self.gap + title, width: room.width, height: Self.costHeight)
    let drawing = page.drawing { canvas in
      headline.draw(
        on: canvas, at: Point(page.body.minX, page.body.minY),
        align: TextAlignment(.start, .top))
      drawMix(on: canvas, plot: mix)
      drawCosts(on: canvas, plot: costs)
      legend.draw(
        on: canvas,
        at: Point(page.body.midX - legendSize.width / 2, page.body.maxY - legendSize.height),
        measurer: sheet)
    }
    return FigureLayout(drawing: drawing, warnings: warnings)
  }

  // MARK: Room

  private static let mixHeight = 88.0
  private static let costHeight = 150.0
  private static let gap = 8.0
  private static let headlineFont = Font(size: 11)

  /// Beside both plots.
  private var margins: Margins {
    let all = axes.share.margins(measurer: sheet, length: Self.mixHeight)
      .union(axes.cost.margins(measurer: sheet, length: Self.costHeight))
      .union(axes.rate.margins(measurer: sheet, length: Self.mixHeight))
      .union(axes.bottom.margins(measurer: sheet, length: 300))
      .union(Margins(left: lanes.nameWidth))
    return Margins(left: all.left, right: all.right)
  }

  private var warnings: [String] {
    result.windows.count > Self.mostWindows
      ? [
        "\(result.windows.count) windows lie closer than the eye can part them; give a longer "
          + "--window"
      ] : []
  }

  /// More have less than half a point each.
  private static let mostWindows = 800

  // MARK: Panels

  private func drawMix(on canvas: any Canvas, plot: Rect) {
    let rates = TraceSteps(result) { $0.requests.requestsPerSecond }
    let shares = TraceSteps(result) { $0.requests.prefillShare }
    axes.bottom.drawGrid(on: canvas, plot: plot)
    axes.share.drawGrid(on: canvas, plot: plot)
    for line in rates.lines(x: axes.x(in: plot), y: axes.rate.scale(in: plot)) {
      let base = [line[line.count - 1], line[0]].map { Point($0.x, plot.maxY) }
      Area(.polyline(line + base, closed: true), fill: Self.rateFill).draw(on: canvas)
      Polyline(line, stroke: Self.rateLine).draw(on: canvas)
    }
    for line in shares.lines(x: axes.x(in: plot), y: axes.share.scale(in: plot)) {
      Polyline(line, stroke: Self.shareLine, halo: 0.6).draw(on: canvas)
    }
    canvas.stroke(.rect(plot), with: axes.share.style.line)
    var bottom = axes.bottom
    (bottom.showsLabels, bottom.title) = (false, nil)
    for axis in [bottom, axes.share, axes.rate] {
      axis.draw(on: canvas, plot: plot, measurer: sheet)
    }
    PanelTitle(index: 0, "prefill share and requests, by window").draw(
      on: canvas, plot: plot, measurer: sheet)
  }

  private func drawCosts(on canvas: any Canvas, plot: Rect) {
    axes.bottom.drawGrid(on: canvas, plot: plot)
    axes.cost.drawGrid(on: canvas, plot: plot)
    // The solid line first: where costs are equal it shows between the dashes of the others.
    for architecture in ArchitectureCosts.architectures.reversed() {
      let steps = TraceSteps(result) { $0.costs[architecture] }
      for line in steps.lines(x: axes.x(in: plot), y: axes.cost.scale(in: plot)) {
        Polyline(line, stroke: Self.line(architecture)).draw(on: canvas)
      }
    }
    if result.servedWindows == 0 { drawAbsences(on: canvas, plot: plot) }
    canvas.stroke(.rect(plot), with: axes.cost.style.line)
    axes.cost.draw(on: canvas, plot: plot, measurer: sheet)
    let strip = Rect(x: plot.x, y: plot.maxY, width: plot.width, height: lanes.height)
    lanes.draw(on: canvas, in: strip, x: axes.x(in: plot))
    axes.bottom.draw(on: canvas, plot: strip, measurer: sheet)
    PanelTitle(index: 1, "cost of a million tokens, and the cheapest architecture").draw(
      on: canvas, plot: plot, measurer: sheet)
  }

  /// In place of costs.
  private func drawAbsences(on canvas: any Canvas, plot: Rect) {
    let text = TextBlock(
      RichText(plain: "no window has an answer: \(words.absences)"), font: Font(size: 9),
      measurer: sheet, maxWidth: 0.7 * plot.width)
    canvas.fill(
      .rect(text.bounds(at: plot.center, align: .centred).inset(by: -3)), with: .white)
    text.draw(on: canvas, at: plot.center, align: .centred)
  }

  // MARK: Marks and words

  private static let shareLine = Stroke(.black, width: 1.3)
  private static let rateLine = Stroke(.gray(0.6), width: 0.6)
  private static let rateFill = Color.gray(0.87)

  private static func line(_ architecture: Architecture) -> Stroke {
    var line = FigureStyle.frontierLine(architecture)
    line.width = 1.5
    return line
  }

  private var legend: Legend {
    let lines = ArchitectureCosts.architectures.filter { architecture in
      result.windows.contains { $0.costs[architecture] != nil }
    }.map {
      LegendEntry(RichText(plain: FigureStyle.name($0)), line: Self.line($0))
    }
    return Legend(
      [
        LegendEntry("prefill share α", line: Self.shareLine),
        LegendEntry("requests/s", swatch: Self.rateFill, swatchOutline: Self.rateLine),
      ] + lines + lanes.legend, columns: 3, font: FigureStyle.labelFont, isFramed: false)
  }

  private var footer: Footer {
    let (trace, deployment) = (result.trace, result.deployment)
    let (plan, limits) = (deployment.plan, deployment.limits)
    let name = trace.name.split(separator: "/").last.map(String.init) ?? trace.name
    return Footer(
      result.assumptions, overlap: .held,
      prices: [
        Footer.Price(
          accelerator: plan.accelerator, usdPerHour: deployment.model.usdPerAcceleratorHour,
          isGiven: plan.usdPerHour != nil)
      ],
      notes: [
        "\(name.shortened(to: 40)): \(NumberFormat.plain(Double(trace.requests))) requests",
        "\(NumberFormat.plain(Double(result.windows.count))) "
          + "window\(result.windows.count == 1 ? "" : "s") of \(trace.windowLength)",
        "\(ModelName.text(plan.model)) on \(plan.accelerator), KV over "
          + "\(NumberFormat.rounded(deployment.transfer.bandwidth / 1e9, digits: 4)) GB/s",
        "weights \(plan.precision.weights.rawValue), KV cache \(plan.precision.kv.rawValue)",
        "contract \(NumberFormat.plain(limits.ttftMs))/\(NumberFormat.plain(limits.tpotMs)) ms",
        "lengths at their window's mean, instances at saturation",
      ] + late)
  }

  /// Costs use the TPOT limit: in how many windows the first token is late.
  private var late: [String] {
    let late = result.choices.filter { $0.lateWindows > 0 }.map {
      "\($0.architecture.label) in \($0.lateWindows) of \(result.servedWindows)"
    }
    return late.isEmpty
      ? [] : ["first token later than the TTFT limit: \(late.joined(separator: ", ")) windows"]
  }
}

/// The axes of a trace's chart.
private struct TraceAxes {
  let bottom: Axis
  let share: Axis
  let rate: Axis
  let cost: Axis
  private let unit: TraceTimeUnit

  init(_ result: TraceResult) {
    let windows = result.windows
    let start = windows.first?.requests.startSeconds ?? 0
    unit = result.trace.timeUnit
    bottom = Axis(
      .bottom, scale: LinearScale(start / unit.seconds...result.chartEndSeconds / unit.seconds),
      title: RichText(plain: "\(unit.name) since the first row"))
    let shares = windows.compactMap(\.requests.prefillShare)
    // Air beyond 0 and 1, but no ticks.
    let range = Self.range(shares, least: 0.1, within: -0.03...1.03)
    share = Axis(
      .left, scale: LinearScale(range), title: "prefill share α",
      ticks: .linear(max(0, range.lowerBound)...min(1, range.upperBound)))
    let rates = windows.compactMap(\.requests.requestsPerSecond)
    rate = Axis(
      .right, scale: LinearScale(0...(rates.max().map { $0 * 1.1 } ?? 1)), title: "requests/s")
    cost = Self.cost(
      windows.flatMap { window in
        ArchitectureCosts.architectures.compactMap { window.costs[$0] }
      })
  }

  /// From 0 where that leaves half of the height to the costs or more, else it says that it is not.
  private static func cost(_ costs: [Double]) -> Axis {
    guard let least = costs.min(), let greatest = costs.max() else {
      return Axis(
        .left, scale: LinearScale(0...1), title: "$ per million tokens", ticks: Ticks(major: []))
    }
    let isFromZero = greatest - least >= least
    let range = range(costs, least: greatest * 0.1, within: 0...Double.infinity)
    return Axis(
      .left, scale: LinearScale((isFromZero ? 0 : range.lowerBound)...range.upperBound),
      title: isFromZero ? "$ per million tokens" : "$ per MTok (axis not from 0)")
  }

  /// Seconds along a plot.
  func x(in plot: Rect) -> (Double) -> Double {
    let scale = bottom.scale(in: plot)
    return { scale.position(of: $0 / unit.seconds) }
  }

  /// All of `values` with air around them.
  private static func range(
    _ values: [Double], least: Double, within limits: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return 0...1 }
    let span = max(least, (high - low) * 1.2)
    let middle = (low + high) / 2
    return max(limits.lowerBound, middle - span / 2)...min(limits.upperBound, middle + span / 2)
  }
}
