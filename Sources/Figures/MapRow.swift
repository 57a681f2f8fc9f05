import Plotting

/// Maps side by side on one page that share their axes, with named places on the right, and colour
/// bars and a legend under them.
struct MapRow {
  /// A colour bar of that length under some of the plots; under the whole row when nil.
  struct Key {
    let bar: ColorBar
    let length: Double
    var columns: Range<Int>?
  }

  let bottom: Axis
  let left: Axis
  let right: NamedAxis
  /// One for each panel.
  let titles: [RichText]
  /// Between a title and its plot, points.
  var titleGap = 4.0
  let keys: [Key]
  let legend: Legend
  /// Above the plots, from the top down.
  var header: [TextBlock] = []
  /// Between legend and footer.
  var remark: TextBlock?
  let footer: Footer
  let sheet: Sheet

  /// - Parameters:
  ///   - draw: draws what is inside the plot of the panel with that index.
  ///   - drawOver: draws what lies over its frame.
  ///   - notes: what is to be said of the marks once they are drawn.
  func drawing(
    _ draw: (Int, any Canvas, Rect) -> Void,
    over drawOver: (Int, any Canvas, Rect) -> Void = { _, _, _ in },
    notes: () -> [String] = { [] }
  ) -> Drawing {
    let legend = legend.fitted(
      to: sheet.room, measurer: sheet)
    let margins = margins
    let barDepth =
      Self.barHeight
      + (keys.map { $0.bar.margins(measurer: sheet, length: 300).bottom }.max() ?? 0)
    let legendSize = legend.size(measurer: sheet)
    let headerHeight = header.reduce(0) { $0 + $1.size.height + Self.gap }
    let remarkHeight = remark.map { $0.size.height + Self.gap } ?? 0
    let height =
      headerHeight + margins.top + Self.plotHeight + margins.bottom + barDepth + legendSize.height
      + remarkHeight + 2 * Self.gap
    let page = Page(bodyHeight: height, footer: footer, sheet: sheet)
    let plots = PanelGrid(columns: titles.count, columnGap: 11).plots(
      in: page.body.inset(
        top: headerHeight,
        bottom: height - headerHeight - margins.top - Self.plotHeight - margins.bottom),
      margins: margins)
    let top = (plots.first?.maxY ?? 0) + margins.bottom + Self.gap
    return page.drawing(
      { canvas in
        drawHeader(on: canvas, in: page.body)
        for (index, plot) in plots.enumerated() {
          draw(index, canvas, plot)
          drawAxes(on: canvas, index: index, plot: plot)
          title(index).draw(on: canvas, plot: plot, measurer: sheet)
          drawOver(index, canvas, plot)
        }
        for key in keys {
          let middle = key.columns.map { Rect(around: plots[$0].flatMap(\.corners)).midX }
          key.bar.draw(
            on: canvas,
            bar: Rect(
              x: (middle ?? page.body.midX) - key.length / 2, y: top, width: key.length,
              height: Self.barHeight), measurer: sheet)
        }
        legend.draw(
          on: canvas, at: Point(page.body.midX - legendSize.width / 2, top + barDepth + Self.gap),
          measurer: sheet)
        remark?.draw(
          on: canvas, at: Point(page.body.minX, page.body.maxY),
          align: TextAlignment(.start, .bottom))
      }, notes: notes)
  }

  private func drawHeader(on canvas: any Canvas, in body: Rect) {
    var top = body.minY
    for block in header {
      block.draw(on: canvas, at: Point(body.minX, top), align: TextAlignment(.start, .top))
      top += block.size.height + Self.gap
    }
  }

  private var margins: Margins {
    bottom.margins(measurer: sheet, length: 110)
      .union(left.margins(measurer: sheet, length: Self.plotHeight))
      .union(right.margins(measurer: sheet)).union(title(0).margins(measurer: sheet))
  }

  private func title(_ index: Int) -> PanelTitle {
    PanelTitle(index: index, titles[index], gap: titleGap)
  }

  private func drawAxes(on canvas: any Canvas, index: Int, plot: Rect) {
    var side = left
    if index > 0 {
      side.showsLabels = false
      side.title = nil
    }
    canvas.stroke(.rect(plot), with: left.style.line)
    side.draw(on: canvas, plot: plot, measurer: sheet)
    bottom.draw(on: canvas, plot: plot, measurer: sheet)
    if index == titles.count - 1 { right.draw(on: canvas, plot: plot, measurer: sheet) }
  }

  private static let plotHeight = 190.0
  private static let barHeight = 9.0
  private static let gap = 6.0
}
