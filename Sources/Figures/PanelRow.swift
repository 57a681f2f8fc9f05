import Plotting

/// Plots on one page that share their axes and the lower one's title, with legends.
struct PanelRow {
  let bottom: Axis
  let left: Axis
  /// One for each panel; an empty one takes no room.
  let titles: [RichText]
  /// From the top down.
  let legends: [Legend]
  let footer: Footer
  /// Height of the plots with their axes and titles where they stand side by side, points.
  let height: Double
  let sheet: Sheet

  /// - Parameters:
  ///   - draw: draws what is inside the plot of the panel with that index.
  ///   - notes: what is to be said of the marks once they are drawn.
  func drawing(
    _ draw: (Int, any Canvas, Rect) -> Void, notes: () -> [String] = { [] }
  ) -> Drawing {
    var needs = PanelBoard.Needs(
      count: titles.count, margins: margins,
      plotHeight: height - margins.top - margins.bottom,
      stackedHeight: Self.stackedHeight, columnGap: 18)
    needs.legends = legends
    let board = PanelBoard(needs, footer: footer, sheet: sheet)
    return board.page.drawing(
      { canvas in
        for (index, plot) in board.plots.enumerated() {
          bottom.drawGrid(on: canvas, plot: plot)
          left.drawGrid(on: canvas, plot: plot)
          draw(index, canvas, plot)
          drawAxes(index, board, on: canvas, plot: plot)
        }
        board.drawTitle(of: fitted(bottom), on: canvas, measurer: sheet)
        board.drawLegends(on: canvas, measurer: sheet)
      }, notes: notes)
  }

  private static let stackedHeight = 104.0

  private var margins: Margins {
    let axes = fitted(bottom).margins(measurer: sheet, length: 110)
      .union(left.margins(measurer: sheet, length: 180))
    return titles.allSatisfy(\.isEmpty)
      ? axes : axes.union(PanelTitle(index: 0, "()").margins(measurer: sheet))
  }

  /// The lower axis with a title as wide as the sheet at most.
  private func fitted(_ axis: Axis) -> Axis {
    var axis = axis
    axis.titleWidth = sheet.room - left.margins(measurer: sheet, length: 180).left
    return axis
  }

  /// The outer axes have the labels for all.
  private func drawAxes(_ index: Int, _ board: PanelBoard, on canvas: any Canvas, plot: Rect) {
    var (side, bottom) = (left, bottom)
    side.showsLabels = board.isFirst(index)
    if !side.showsLabels { side.title = nil }
    bottom.showsLabels = board.isLowest(index)
    bottom.title = nil
    canvas.stroke(.rect(plot), with: left.style.line)
    bottom.draw(on: canvas, plot: plot, measurer: sheet)
    side.draw(on: canvas, plot: plot, measurer: sheet)
    guard !titles[index].isEmpty else { return }
    PanelTitle(index: titles.count > 1 ? index : nil, titles[index]).draw(
      on: canvas, plot: plot, measurer: sheet)
  }
}
