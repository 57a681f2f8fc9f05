import Evidence
import Plotting
import Tables

/// Prices by date, a panel for each accelerator: a solid step where two readings agree, a dashed
/// one through a gap in which the price changed unseen, dots at the readings.
public struct PriceChart {
  private let panels: [(accelerator: String, histories: [PriceHistory])]
  private let steps: PriceSteps
  /// The axis of dates, in years.
  private let dates: Axis
  private let sheet: Sheet

  /// - Parameter histories: what to draw; readings without a date are left out.
  public init(_ histories: [PriceHistory], sheet: Sheet) {
    panels = Dictionary(grouping: histories, by: \.accelerator).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
    steps = PriceSteps(histories)
    dates = PriceSteps.dates(of: histories)
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
      let y = axes[index].left.scale(in: plot)
      for history in panel.histories {
        steps.draw(
          history, on: canvas, plot: plot, x: dates.scale(in: plot), height: y.position(of:))
      }
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
