import Plotting

/// A page of plots side by side that share their axes, a legend and a footer below them.
struct PanelRow {
  let bottom: Axis
  let left: Axis
  /// One for each panel.
  let titles: [RichText]
  let legend: Legend
  let footer: Footer
  /// Height of everything above the footer, points.
  let height: Double
  let measurer: any TextMeasurer

  /// - Parameter draw: draws what is inside the plot of the panel with that index.
  func drawing(_ draw: (Int, any Canvas, Rect) -> Void) -> Drawing {
    let legendSize = legend.size(measurer: measurer)
    let margins = bottom.margins(measurer: measurer, length: 110)
      .union(left.margins(measurer: measurer, length: 180))
      .union(PanelTitle(index: 0, "()").margins(measurer: measurer))
    let page = Page(bodyHeight: height, footer: footer, measurer: measurer)
    let plots = PanelGrid(columns: titles.count, columnGap: 18).plots(
      in: page.body.inset(bottom: legendSize.height + 6), margins: margins)
    return page.drawing { canvas in
      for (index, plot) in plots.enumerated() {
        bottom.drawGrid(on: canvas, plot: plot)
        left.drawGrid(on: canvas, plot: plot)
        draw(index, canvas, plot)
        drawAxes(index, on: canvas, plot: plot)
      }
      legend.draw(
        on: canvas,
        at: Point(page.body.midX - legendSize.width / 2, page.body.maxY - legendSize.height),
        measurer: measurer)
    }
  }

  /// The outer left axis has the labels for all.
  private func drawAxes(_ index: Int, on canvas: any Canvas, plot: Rect) {
    var side = left
    side.showsLabels = index == 0
    if index > 0 { side.title = nil }
    canvas.stroke(.rect(plot), with: left.style.line)
    bottom.draw(on: canvas, plot: plot, measurer: measurer)
    side.draw(on: canvas, plot: plot, measurer: measurer)
    PanelTitle(index: titles.count > 1 ? index : nil, titles[index]).draw(
      on: canvas, plot: plot, measurer: measurer)
  }
}
