import Plotting

/// A plot with axes of its own.
struct AxedPanel {
  /// nil takes no letter.
  var title: RichText?
  var bottom: Axis
  /// nil for a strip that has no values.
  var left: Axis?
  var right: NamedAxis?
  /// Of the plot, points.
  let height: Double
  /// Of the width that the plots of a row have together.
  var share = 1.0
  let draw: (any Canvas, Rect) -> Void
}

/// Plots with axes of their own in rows and columns on one page, a legend under them; one below the
/// other, column by column, where the sheet is narrow.
struct PanelTable {
  /// Each row with as many panels as the first.
  let rows: [[AxedPanel]]
  /// Whether the panels of a row have one left axis, and those of a column one lower axis.
  var sharesAxes = false
  var columnGap = 14.0
  var rowGap = 5.0
  /// Under the plots, from the top down.
  var keys: [TextBlock] = []
  let legend: Legend
  let footer: Footer
  let sheet: Sheet

  /// Sheets below this width have room for one column, points.
  private static let wide = 400.0
  private static let gap = 5.0

  /// - Parameter notes: what is to be said of the marks once they are drawn.
  func drawing(notes: () -> [String] = { [] }) -> Drawing {
    let rows = shownRows
    let legend = legend.fitted(to: sheet.room, measurer: sheet)
    let margins = rows.map { $0.map { self.margins(of: $0) } }
    let heights = zip(rows, margins).map { row, margins in
      (row.map(\.height).max() ?? 0) + (margins.map { $0.top + $0.bottom }.max() ?? 0)
    }
    let plotsHeight = heights.reduce(0, +) + rowGap * Double(rows.count - 1)
    let keysHeight = keys.reduce(0) { $0 + $1.size.height + Self.gap }
    let legendHeight = legend.entries.isEmpty ? 0 : legend.size(measurer: sheet).height + Self.gap
    let page = Page(
      bodyHeight: plotsHeight + keysHeight + legendHeight, footer: footer, sheet: sheet)
    let plots = plots(rows, margins, heights, in: page.body)
    return page.drawing(
      { canvas in
        var letter = 0
        for (row, places) in zip(rows, plots) {
          for (panel, plot) in zip(row, places) {
            draw(panel, letter: letter, on: canvas, plot: plot)
            if panel.title != nil { letter += 1 }
          }
        }
        var top = page.body.minY + plotsHeight + Self.gap
        for key in keys {
          key.draw(on: canvas, at: Point(page.body.minX, top), align: TextAlignment(.start, .top))
          top += key.size.height + Self.gap
        }
        let width = legend.size(measurer: sheet).width
        legend.draw(on: canvas, at: Point(page.body.midX - width / 2, top), measurer: sheet)
      }, notes: notes)
  }

  /// The rows as they lie on this sheet, without the parts of axes that another panel has.
  private var shownRows: [[AxedPanel]] {
    let columns = rows.first?.count ?? 0
    let isWide = columns == 1 || sheet.width >= Self.wide
    let middle = columns / 2
    let panels = rows.enumerated().map { row, panels in
      panels.enumerated().map { column, panel in
        var panel = panel
        guard sharesAxes else { return panel }
        if isWide, column > 0 {
          panel.left?.showsLabels = false
          panel.left?.title = nil
        }
        if row < rows.count - 1 { panel.bottom.showsLabels = false }
        if row < rows.count - 1 || isWide && column != middle { panel.bottom.title = nil }
        return panel
      }
    }
    return isWide
      ? panels : (0..<columns).flatMap { column in panels.map { [$0[column]] } }
  }

  private func margins(of panel: AxedPanel) -> Margins {
    var margins = panel.bottom.margins(measurer: sheet, length: 110)
    if let left = panel.left {
      margins = margins.union(left.margins(measurer: sheet, length: panel.height))
    }
    if let right = panel.right { margins = margins.union(right.margins(measurer: sheet)) }
    if let title = panel.title {
      margins = margins.union(PanelTitle(index: 0, title).margins(measurer: sheet))
    }
    return margins
  }

  private func plots(
    _ rows: [[AxedPanel]], _ margins: [[Margins]], _ heights: [Double], in body: Rect
  ) -> [[Rect]] {
    let columns = 0..<(rows.first?.count ?? 0)
    let lefts = columns.map { column in margins.map { $0[column].left }.max() ?? 0 }
    let rights = columns.map { column in margins.map { $0[column].right }.max() ?? 0 }
    let shares = columns.map { column in rows.first?[column].share ?? 1 }
    let gaps = columnGap * Double(columns.count - 1)
    var top = body.minY
    return zip(rows, zip(margins, heights)).map { row, sizes in
      let above = sizes.0.map(\.top).max() ?? 0
      // One below the other, plots need not end where the others' names begin.
      let rights = columns.count > 1 || sharesAxes ? rights : sizes.0.map(\.right)
      let room = body.width - (lefts + rights).reduce(0, +) - gaps
      var edge = body.minX
      let plots = columns.map { column in
        let width = room * shares[column] / shares.reduce(0, +)
        let plot = Rect(
          x: edge + lefts[column], y: top + above, width: width, height: row[column].height)
        edge = plot.maxX + rights[column] + columnGap
        return plot
      }
      top += sizes.1 + rowGap
      return plots
    }
  }

  private func draw(_ panel: AxedPanel, letter: Int, on canvas: any Canvas, plot: Rect) {
    panel.bottom.drawGrid(on: canvas, plot: plot)
    panel.left?.drawGrid(on: canvas, plot: plot)
    panel.draw(canvas, plot)
    canvas.stroke(.rect(plot), with: panel.bottom.style.line)
    panel.bottom.draw(on: canvas, plot: plot, measurer: sheet)
    panel.left?.draw(on: canvas, plot: plot, measurer: sheet)
    panel.right?.draw(on: canvas, plot: plot, measurer: sheet)
    guard let title = panel.title else { return }
    let isLettered = rows.joined().count { $0.title != nil } > 1
    PanelTitle(index: isLettered ? letter : nil, title).draw(
      on: canvas, plot: plot, measurer: sheet)
  }
}
