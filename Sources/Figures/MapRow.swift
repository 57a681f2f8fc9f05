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
    let board = PanelBoard(needs, footer: footer, sheet: sheet)
    return board.page.drawing(
      { canvas in
        drawHeader(on: canvas, in: board.page.body)
        for (index, plot) in board.plots.enumerated() {
          draw(index, canvas, plot)
          drawAxes(on: canvas, index: index, board, plot: plot)
          title(index).draw(on: canvas, plot: plot, measurer: sheet)
          drawOver(index, canvas, plot)
        }
        drawKeys(on: canvas, board)
        board.drawLegends(on: canvas, measurer: sheet)
        remark?.draw(
          on: canvas, at: Point(board.page.body.minX, board.page.body.maxY),
          align: TextAlignment(.start, .bottom))
      }, notes: notes)
  }

  private var needs: PanelBoard.Needs {
    var needs = PanelBoard.Needs(
      count: titles.count, margins: margins, plotHeight: Self.plotHeight,
      stackedHeight: Self.stackedHeight, columnGap: 11)
    needs.header = header.reduce(0) { $0 + $1.size.height + Self.gap }
    needs.remark = remark.map { $0.size.height + Self.gap } ?? 0
    needs.legends = [legend]
    let heights = keys.map { keyHeight($0) }
    needs.keys =
      1 + (PanelBoard.isOneRow(needs, on: sheet) ? heights.max() ?? 0 : heights.reduce(0, +))
    return needs
  }

  private func keyHeight(_ key: Key) -> Double {
    Self.gap + Self.barHeight + fitted(key).bar.margins(measurer: sheet, length: 300).bottom
  }

  /// A colour bar no longer than the sheet is wide, its title in as many lines as it needs.
  private func fitted(_ key: Key) -> Key {
    let most = sheet.room - 2 * Self.barReach
    var bar = key.bar
    bar.titleWidth = sheet.isNarrow ? sheet.room : nil
    return Key(bar: bar, length: min(key.length, most), columns: key.columns)
  }

  /// Each under its own plots, or below each other where the plots are.
  private func drawKeys(on canvas: any Canvas, _ board: PanelBoard) {
    var top = board.foot + Self.gap
    for key in keys.map(fitted) {
      let columns = board.isOneRow ? key.columns : nil
      let middle = columns.map { Rect(around: board.plots[$0].flatMap(\.corners)).midX }
      key.bar.draw(
        on: canvas,
        bar: Rect(
          x: (middle ?? board.middle) - key.length / 2, y: top, width: key.length,
          height: Self.barHeight), measurer: sheet)
      if !board.isOneRow { top += keyHeight(key) }
    }
  }

  private func drawHeader(on canvas: any Canvas, in body: Rect) {
    var top = body.minY
    for block in header {
      block.draw(on: canvas, at: Point(body.minX, top), align: TextAlignment(.start, .top))
      top += block.size.height + Self.gap
    }
  }

  /// The left axis with a title no longer than plots below each other are high.
  private var fittedLeft: Axis {
    var axis = left
    if sheet.isNarrow { axis.titleWidth = Self.stackedHeight }
    return axis
  }

  private var margins: Margins {
    bottom.margins(measurer: sheet, length: 110)
      .union(fittedLeft.margins(measurer: sheet, length: Self.plotHeight))
      .union(right.margins(measurer: sheet)).union(title(0).margins(measurer: sheet))
  }

  private func title(_ index: Int) -> PanelTitle {
    PanelTitle(index: index, titles[index], gap: titleGap)
  }

  private func drawAxes(
    on canvas: any Canvas, index: Int, _ board: PanelBoard, plot: Rect
  ) {
    var (side, bottom) = (fittedLeft, bottom)
    side.showsLabels = board.isFirst(index)
    if !side.showsLabels { side.title = nil }
    bottom.showsLabels = board.isLowest(index)
    if !bottom.showsLabels { bottom.title = nil }
    if !board.isLast(index) { bottom.ticks.bareEnd(of: bottom.scale) }
    canvas.stroke(.rect(plot), with: left.style.line)
    side.draw(on: canvas, plot: plot, measurer: sheet)
    bottom.draw(on: canvas, plot: plot, measurer: sheet)
    if board.isLast(index) { right.draw(on: canvas, plot: plot, measurer: sheet) }
  }

  private static let plotHeight = 190.0
  private static let stackedHeight = 119.0
  private static let barHeight = 9.0
  private static let gap = 6.0
  /// How far the labels at the ends of a colour bar reach past it, points.
  private static let barReach = 12.0
}

extension Ticks {
  /// Leaves the upper end of an axis without its label, which would run into the next panel's.
  fileprivate mutating func bareEnd(of scale: any Scale) {
    let end = scale.domain.upperBound
    guard let last = major.last, last.value == end else { return }
    major.removeLast()
    minor.append(end)
  }
}
