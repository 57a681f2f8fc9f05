import Evidence
import Plotting
import Tables

/// Prices by date, a panel for each accelerator: a solid step where two readings agree, a dashed
/// one through a gap in which the price changed unseen, dots at the readings.
public struct PriceChart {
  private let panels: [(accelerator: String, histories: [PriceHistory])]
  /// Their places by name.
  private let providers: [String: Int]
  /// The axis of dates, in years.
  private let dates: Axis
  private let sheet: Sheet

  /// - Parameter histories: what to draw; readings without a date are left out.
  public init(_ histories: [PriceHistory], sheet: Sheet) {
    panels = Dictionary(grouping: histories, by: \.accelerator).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
    providers = Set(histories.map(\.provider)).sorted().enumerated().reduce(into: [:]) {
      $0[$1.element] = $1.offset
    }
    dates = Self.dates(of: histories)
    self.sheet = sheet
  }

  public func drawing() -> Drawing {
    let page = Rect(
      x: 0, y: 0, width: sheet.width,
      height: 46 + Double(panels.count) * (Self.panelHeight + Self.rowGap))
    let foot = footer(width: page.width - 2 * FigureStyle.pageMargin)
    let axes = panels.map(PanelAxes.init)
    let margins = axes.map { $0.margins(sheet, dates: dates) }
      .reduce(Margins()) { $0.union($1) }
    let plots = PanelGrid(rows: panels.count, columns: 1, rowGap: Self.rowGap).plots(
      in: page.inset(by: FigureStyle.pageMargin).inset(bottom: foot.size.height + 6),
      margins: margins)
    let canvas = RecordingCanvas()
    for (index, (panel, plot)) in zip(panels, plots).enumerated() {
      axes[index].drawGrid(on: canvas, plot: plot, dates: dates)
      for history in panel.histories { draw(history, axes[index], on: canvas, plot: plot) }
      axes[index].draw(
        on: canvas, plot: plot, dates: dates, isLast: index == panels.count - 1,
        measurer: sheet)
      PanelTitle(index: panels.count > 1 ? index : nil, RichText(plain: panel.accelerator)).draw(
        on: canvas, plot: plot, measurer: sheet)
    }
    foot.draw(
      on: canvas, at: Point(FigureStyle.pageMargin, page.maxY - FigureStyle.pageMargin),
      align: TextAlignment(.start, .bottom), color: FigureStyle.footerColor)
    return Drawing(
      size: Size(width: page.width, height: page.height), operations: canvas.operations)
  }

  private static let panelHeight = 140.0
  private static let rowGap = 24.0

  private static func dates(of histories: [PriceHistory]) -> Axis {
    let days = histories.flatMap(\.periods).flatMap(\.readings)
      .compactMap(\.asOf).map(year)
    let (low, high) = (days.min() ?? 2020, days.max() ?? 2021)
    let room = max(0.05, (high - low) * 0.02)
    let domain = low - room...high + room
    return Axis(
      .bottom, scale: LinearScale(domain), title: "date of reading", ticks: .years(domain))
  }

  /// A date as a decimal year: 2026.5 is the middle of 2026.
  private static func year(_ date: CalendarDate) -> Double {
    let start = CalendarDate(year: date.year, month: 1, day: 1)?.dayNumber ?? 0
    let days = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0) ? 366 : 365
    return Double(date.year) + Double(date.dayNumber - start) / Double(days)
  }

  private func draw(
    _ history: PriceHistory, _ axes: PanelAxes, on canvas: any Canvas, plot: Rect
  ) {
    let x = dates.scale(in: plot)
    let y = axes.left.scale(in: plot)
    let color = color(history)
    let width = history.basis == .bundled ? 1.5 : 0.9
    func point(_ date: CalendarDate, _ price: Double) -> Point {
      Point(x.position(of: Self.year(date)), y.position(of: price))
    }
    for gap in history.gaps {
      let (old, new) = (
        point(gap.from, gap.priceBefore), point(gap.to, gap.priceAfter)
      )
      Polyline(
        Staircase.points([old, new]), stroke: Stroke(color, width: width, dash: [2.5, 2])
      ).draw(on: canvas)
    }
    for period in history.periods {
      let points = period.readings.compactMap(\.asOf).map { point($0, period.price) }
      Polyline(points, stroke: Stroke(color, width: width)).draw(on: canvas)
      for point in points {
        Marker(marker(history, color), at: point).draw(on: canvas)
      }
    }
    guard let last = history.periods.last, let date = last.last else { return }
    // To the provider's name; nothing is known after the last reading.
    let end = point(date, last.price)
    canvas.stroke(
      .segment(end, Point(plot.maxX, end.y)), with: Stroke(.gray(0.6), width: 0.5, dash: [0.8, 2]))
  }

  /// Without a halo, which would make a solid line with close readings look dashed.
  private func marker(_ history: PriceHistory, _ color: Color) -> MarkerStyle {
    guard history.basis == .bundled else {
      return MarkerStyle(
        .circle, radius: 1.7, fill: .white, outline: Stroke(color, width: 0.8), halo: 0)
    }
    let shapes: [MarkerStyle.Shape] = [.circle, .square, .triangleUp, .diamond, .triangleDown]
    let index = providers[history.provider] ?? 0
    return MarkerStyle(shapes[index % shapes.count], radius: 1.9, fill: color, halo: 0)
  }

  /// Names at the lines tell providers apart; colours and shapes only help.
  private func color(_ history: PriceHistory) -> Color {
    guard history.basis == .bundled else { return .gray(0.4) }
    let colors = [
      OkabeIto.blue, OkabeIto.vermillion, OkabeIto.bluishGreen, OkabeIto.reddishPurple,
      OkabeIto.black, OkabeIto.orange, OkabeIto.skyBlue,
    ]
    return colors[(providers[history.provider] ?? 0) % colors.count]
  }

  private func footer(width: Double) -> TextBlock {
    let hasComponents = panels.flatMap(\.histories).contains { $0.basis == .component }
    return TextBlock(
      RichText(
        plain: "On-demand list prices. Marks are readings; dashed: the price changed between two "
          + "readings, unseen; dotted: nothing is known after the last reading."
          + (hasComponents
            ? " Grey, hollow, “-component”: the accelerator alone, processors and memory billed "
              + "apart; not comparable with the others." : "")),
      font: FigureStyle.footerFont, measurer: sheet, maxWidth: width)
  }
}

/// The price axis of a panel, and the providers' names where their lines end.
private struct PanelAxes {
  let left: Axis
  let right: NamedAxis

  init(_ panel: (accelerator: String, histories: [PriceHistory])) {
    let prices = panel.histories.flatMap(\.periods).map(\.price)
    let low = prices.min() ?? 1
    let high = prices.max() ?? 10
    let scale = LogScale(low / 1.15...high * 1.15)
    left = Axis(.left, scale: scale, title: "$/h", ticks: .log(scale.domain))
    var names: [Double: [String]] = [:]
    for history in panel.histories {
      guard let price = history.periods.last?.price else { continue }
      names[price, default: []].append(history.provider)
    }
    right = NamedAxis(
      .right, scale: scale,
      names: names.sorted { $0.key < $1.key }.map {
        Tick($0.key, RichText(plain: $0.value.sorted().joined(separator: ", ")))
      }, style: AxisStyle(tickFont: Font(size: 7)))
  }

  func margins(_ sheet: Sheet, dates: Axis) -> Margins {
    left.margins(measurer: sheet).union(right.margins(measurer: sheet))
      .union(dates.margins(measurer: sheet, length: 300))
      .union(PanelTitle(index: 0, "A").margins(measurer: sheet))
  }

  func drawGrid(on canvas: any Canvas, plot: Rect, dates: Axis) {
    dates.drawGrid(on: canvas, plot: plot)
    left.drawGrid(on: canvas, plot: plot)
  }

  func draw(
    on canvas: any Canvas, plot: Rect, dates: Axis, isLast: Bool, measurer: any TextMeasurer
  ) {
    var dates = dates
    dates.showsLabels = isLast
    if !isLast { dates.title = nil }
    canvas.stroke(.rect(plot), with: left.style.line)
    dates.draw(on: canvas, plot: plot, measurer: measurer)
    left.draw(on: canvas, plot: plot, measurer: measurer)
    right.draw(on: canvas, plot: plot, measurer: measurer)
  }
}
