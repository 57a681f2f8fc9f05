import Plotting

/// How plots share a sheet: side by side where each keeps a readable width, else in several rows;
/// legends under them, or beside them where the sheet is wide.
struct PanelBoard {
  let plots: [Rect]
  let page: Page
  /// Below the plots with their axes, points from the top of the page.
  let foot: Double
  /// Of what stands under the plots, points from the left.
  let middle: Double
  private let columns: Int
  private let legends: [(legend: Legend, origin: Point)]

  /// What has to find room on the sheet.
  struct Needs {
    let count: Int
    /// Around the plots of a row.
    let margins: Margins
    /// Of the plots where they all stand in one row, points.
    let plotHeight: Double
    /// Of the plots where there are several rows, points.
    let stackedHeight: Double
    var columnGap = 12.0
    /// The least width that a plot can be read at, points.
    var leastWidth = 105.0
    /// The largest width that a plot should have, points.
    var mostWidth = Double.infinity
    /// Of what stands above the plots, points.
    var header = 0.0
    /// Of what stands between the plots and the legends, points.
    var keys = 0.0
    /// Of what stands under the legends, points.
    var remark = 0.0
    /// From the top down.
    var legends: [Legend] = []
  }

  private static let rowGap = 7.0
  private static let legendGap = 5.0
  /// The largest share of the sheet that legends beside the plots may take.
  private static let sideShare = 0.45

  init(_ needs: Needs, footer: Footer, sheet: Sheet) {
    let side = Self.sideLegends(needs, sheet)
    let room = sheet.room - (side.map { Self.width($0, sheet) + Self.legendGap } ?? 0)
    columns = Self.columns(needs, room: room)
    let rows = (needs.count + columns - 1) / max(columns, 1)
    let plotHeight = rows > 1 ? needs.stackedHeight : needs.plotHeight
    let isEven = needs.count % columns == 0
    let rowGap = Self.rowGap + needs.margins.top + (isEven ? 0 : needs.margins.bottom)
    let plotsHeight =
      needs.margins.top + Double(rows) * plotHeight + Double(rows - 1) * rowGap
      + needs.margins.bottom
    let legends = side ?? needs.legends.map { Self.fitted($0, to: sheet) }
    let heights = legends.map { $0.size(measurer: sheet).height + Self.legendGap }
    let allLegends = heights.reduce(0, +)
    let content =
      side == nil
      ? plotsHeight + needs.keys + allLegends : max(plotsHeight + needs.keys, allLegends)
    page = Page(
      bodyHeight: needs.header + content + needs.remark, footer: footer, sheet: sheet)
    let top = page.body.minY + needs.header
    let width = min(
      room, Self.width(of: needs, columns: columns, plots: needs.mostWidth))
    let area = Rect(
      x: page.body.minX + (room - width) / 2, y: top, width: width, height: plotsHeight)
    plots = Array(
      PanelGrid(rows: rows, columns: columns, columnGap: needs.columnGap, rowGap: rowGap)
        .plots(in: area, margins: needs.margins).prefix(needs.count))
    foot = area.maxY
    middle = area.midX
    var y = side == nil ? foot + needs.keys + Self.legendGap : top + needs.margins.top
    var placed: [(Legend, Point)] = []
    for (legend, height) in zip(legends, heights) {
      let width = legend.size(measurer: sheet).width
      let x = side == nil ? page.body.midX - width / 2 : page.body.minX + room + Self.legendGap
      placed.append((legend, Point(x, y)))
      y += height
    }
    self.legends = placed
  }

  func drawLegends(on canvas: any Canvas, measurer: any TextMeasurer) {
    for (legend, origin) in legends { legend.draw(on: canvas, at: origin, measurer: measurer) }
  }

  /// Draws the title of the lower axis once, in the middle below all plots and inside the page.
  func drawTitle(of axis: Axis, on canvas: any Canvas, measurer: any TextMeasurer) {
    guard let title = axis.title else { return }
    let all = Rect(around: plots.flatMap(\.corners))
    let depth = axis.margins(measurer: measurer, length: all.width).bottom
    let block = TextBlock(
      title, font: axis.style.titleFont, measurer: measurer, maxWidth: axis.titleWidth)
    let reach = block.size.width / 2
    let middle = min(max(all.midX, page.body.minX + reach), page.body.maxX - reach)
    block.draw(
      on: canvas, at: Point(middle, all.maxY + depth), align: TextAlignment(.middle, .bottom))
  }

  /// Whether all plots stand side by side.
  var isOneRow: Bool { columns == plots.count }

  /// Whether the plot stands at the left end of its row, and has the labels of the vertical axis.
  func isFirst(_ index: Int) -> Bool { index % columns == 0 }

  /// Whether no plot stands right of it.
  func isLast(_ index: Int) -> Bool { index % columns == columns - 1 || index == plots.count - 1 }

  /// Whether no plot stands below it, so that it has the labels of the lower axis.
  func isLowest(_ index: Int) -> Bool { index + columns >= plots.count }

  /// As wide as the sheet at most; on a narrow one in smaller letters.
  private static func fitted(_ legend: Legend, to sheet: Sheet) -> Legend {
    var legend = legend
    if sheet.isNarrow {
      legend.font.size = min(legend.font.size, narrowFont)
      legend.sampleSize.width = min(legend.sampleSize.width, 22)
      legend.columnGap = 6
      legend.rowGap = 0.8
    }
    return legend.fitted(to: sheet.room, measurer: sheet)
  }

  private static let narrowFont = 6.5

  /// Whether all plots will stand side by side.
  static func isOneRow(_ needs: Needs, on sheet: Sheet) -> Bool {
    sideLegends(needs, sheet) != nil || columns(needs, room: sheet.room) == needs.count
  }

  /// The width of the plots, points.
  static func plotWidth(_ needs: Needs, on sheet: Sheet) -> Double {
    let side = sideLegends(needs, sheet)
    let room = sheet.room - (side.map { width($0, sheet) + legendGap } ?? 0)
    return plotWidth(needs, columns: columns(needs, room: room), room: room)
  }

  private static func plotWidth(_ needs: Needs, columns: Int, room: Double) -> Double {
    let inner = room - needs.margins.left - needs.margins.right
    return (inner - Double(columns - 1) * needs.columnGap) / Double(columns)
  }

  /// The width that plots of a width need with all that stands around them, points.
  private static func width(of needs: Needs, columns: Int, plots width: Double) -> Double {
    needs.margins.left + needs.margins.right + Double(columns) * width
      + Double(columns - 1) * needs.columnGap
  }

  private static func columns(_ needs: Needs, room: Double) -> Int {
    (1...max(needs.count, 1)).reversed().first {
      plotWidth(needs, columns: $0, room: room) >= needs.leastWidth
    } ?? 1
  }

  /// The legends in one column each, where the sheet has room for them beside all plots in one row.
  private static func sideLegends(_ needs: Needs, _ sheet: Sheet) -> [Legend]? {
    guard sheet.isWide, !needs.legends.isEmpty else { return nil }
    let legends = needs.legends.map { legend in
      var narrow = legend
      narrow.columns = 1
      return narrow.fitted(to: sideShare * sheet.room, measurer: sheet)
    }
    let room = sheet.room - width(legends, sheet) - legendGap
    return columns(needs, room: room) == needs.count ? legends : nil
  }

  private static func width(_ legends: [Legend], _ sheet: Sheet) -> Double {
    legends.map { $0.size(measurer: sheet).width }.max() ?? 0
  }
}
