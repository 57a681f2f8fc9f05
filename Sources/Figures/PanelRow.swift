import Plotting

/// Plots side by side on one page that share their axes and the lower one's title, legends under
/// them.
struct PanelRow {
  let bottom: Axis
  let left: Axis
  /// One for each panel; an empty one takes no room.
  let titles: [RichText]
  /// From the top down.
  let legends: [Legend]
  let footer: Footer
  /// Height of the plots with their axes and titles, points.
  let height: Double
  let sheet: Sheet

  /// - Parameters:
  ///   - draw: draws what is inside the plot of the panel with that index.
  ///   - notes: what is to be said of the marks once they are drawn.
  func drawing(
    _ draw: (Int, any Canvas, Rect) -> Void, notes: () -> [String] = { [] }
  ) -> Drawing {
    let room = sheet.room
    let legends = legends.map { $0.fitted(to: room, measurer: sheet) }
    let heights = legends.map { $0.size(measurer: sheet).height + Self.gap }
    let page = Page(
      bodyHeight: height + heights.reduce(0, +), footer: footer, sheet: sheet)
    let plots = PanelGrid(columns: titles.count, columnGap: 18).plots(
      in: page.body.inset(bottom: heights.reduce(0, +)), margins: margins)
    return page.drawing(
      { canvas in
        for (index, plot) in plots.enumerated() {
          bottom.drawGrid(on: canvas, plot: plot)
          left.drawGrid(on: canvas, plot: plot)
          draw(index, canvas, plot)
          drawAxes(index, on: canvas, plot: plot)
        }
        drawSharedTitle(on: canvas, plots: plots)
        var top = page.body.minY + height + Self.gap
        for (legend, height) in zip(legends, heights) {
          let width = legend.size(measurer: sheet).width
          legend.draw(
            on: canvas, at: Point(page.body.midX - width / 2, top), measurer: sheet)
          top += height
        }
      }, notes: notes)
  }

  private static let gap = 5.0

  private var margins: Margins {
    let axes = bottom.margins(measurer: sheet, length: 110)
      .union(left.margins(measurer: sheet, length: 180))
    return titles.allSatisfy(\.isEmpty)
      ? axes : axes.union(PanelTitle(index: 0, "()").margins(measurer: sheet))
  }

  /// The outer left axis has the labels for all.
  private func drawAxes(_ index: Int, on canvas: any Canvas, plot: Rect) {
    var side = left
    side.showsLabels = index == 0
    if index > 0 { side.title = nil }
    var bottom = bottom
    bottom.title = nil
    canvas.stroke(.rect(plot), with: left.style.line)
    bottom.draw(on: canvas, plot: plot, measurer: sheet)
    side.draw(on: canvas, plot: plot, measurer: sheet)
    guard !titles[index].isEmpty else { return }
    PanelTitle(index: titles.count > 1 ? index : nil, titles[index]).draw(
      on: canvas, plot: plot, measurer: sheet)
  }

  /// The lower axis' title once, in the middle below all plots.
  private func drawSharedTitle(on canvas: any Canvas, plots: [Rect]) {
    guard let title = bottom.title else { return }
    let all = Rect(around: plots.flatMap(\.corners))
    let depth = bottom.margins(measurer: sheet, length: all.width).bottom
    TextBlock(title, font: bottom.style.titleFont, measurer: sheet).draw(
      on: canvas, at: Point(all.midX, all.maxY + depth), align: TextAlignment(.middle, .bottom))
  }
}
