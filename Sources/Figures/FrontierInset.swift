import Frontier
import Plotting

/// A magnifier for the η band where the envelope's line hides it: for each corner of the
/// disaggregated envelope, from the TTFT that stands under it on, how far the sweep of η moves the
/// cost, in percent.
struct FrontierInset {
  private let columns: [(name: TextBlock, low: Double, high: Double)]
  private let title: TextBlock
  /// Wide enough for the names, points.
  private let columnWidth: Double
  private let font: Font
  private let measurer: any TextMeasurer

  /// - Parameter scale: of the cost, as it lies on the page.
  /// - Returns: nil where the band can be seen at its place, or there is none.
  init?(_ frontier: AnchorFrontier, scale: any Scale, font: Font, measurer: any TextMeasurer) {
    let hidden = frontier.band.flatMap(\.vertices).filter { corner in
      let height =
        corner.low > 0
        ? scale.position(of: corner.low) - scale.position(of: corner.high) : .infinity
      return height < 2 * FigureStyle.frontierWidth
    }
    guard !hidden.isEmpty else { return nil }
    // More than a few would take the room of the figure itself: those that move most.
    let widest = hidden.sorted { ($1.high - $1.low) / $1.cpm < ($0.high - $0.low) / $0.cpm }
      .prefix(Self.mostColumns)
    self.font = font
    self.measurer = measurer
    columns = widest.sorted { $0.ttft < $1.ttft }.map { corner in
      let name = "\(NumberFormat.rounded(corner.ttft, digits: 4))\u{A0}ms"
      return (
        TextBlock(RichText(plain: name), font: font, measurer: measurer),
        corner.low / corner.cpm - 1, corner.high / corner.cpm - 1
      )
    }
    columnWidth = max(Self.leastColumn, (columns.map(\.name.size.width).max() ?? 0) + 4)
    let (low, high) = (frontier.overlaps.lowerBound, frontier.overlaps.upperBound)
    title = TextBlock(
      RichText(
        plain: "P/D envelope magnified: change in % for η from \(NumberFormat.plain(low)) (up) to "
          + "\(NumberFormat.plain(high)) (down)"), font: font, measurer: measurer,
      maxWidth: max(columnWidth * Double(columns.count) + 16, 118))
  }

  private static let mostColumns = 5
  private static let leastColumn = 38.0
  private static let barsHeight = 34.0
  private static let padding = 4.0
  private static let textGap = 2.0

  var size: Size {
    Size(
      width: max(columnWidth * Double(columns.count), title.size.width) + 2 * Self.padding,
      height: title.size.height + Self.barsHeight + 3 * lineHeight + 2 * Self.padding + 6)
  }

  private var lineHeight: Double { font.size + Self.textGap }

  /// The free place in `plot` nearest to one of its corners.
  /// - Parameters:
  ///   - taken: boxes to keep clear of.
  ///   - lines: lines likewise.
  func place(in plot: Rect, clearOf taken: [Rect], lines: [[Point]]) -> Rect? {
    let room = plot.inset(by: 5)
    let (width, height) = (size.width, size.height)
    guard room.width >= width, room.height >= height else { return nil }
    let pieces = lines.flatMap { zip($0, $0.dropFirst()) }.map {
      Rect(around: [$0, $1]).inset(by: -4)
    }
    let blocked = BoxIndex(taken.map { $0.inset(by: -6) } + pieces, over: plot)
    var best: (cost: Double, box: Rect)?
    for x in stride(from: room.minX, through: room.maxX - width, by: 4) {
      for y in stride(from: room.minY, through: room.maxY - height, by: 4) {
        let box = Rect(x: x, y: y, width: width, height: height)
        let cost =
          min(x - room.minX, room.maxX - box.maxX) + min(y - room.minY, room.maxY - box.maxY)
        guard cost < best?.cost ?? .infinity, blocked.isFree(box) else { continue }
        best = (cost, box)
      }
    }
    return best?.box
  }

  func draw(on canvas: any Canvas, in box: Rect) {
    canvas.fill(.rect(box), with: .white)
    canvas.stroke(.rect(box), with: Stroke(.gray(0.5), width: 0.5))
    let inner = box.inset(by: Self.padding)
    title.draw(on: canvas, at: Point(inner.minX, inner.minY), align: TextAlignment(.start, .top))
    let highest = max(columns.map(\.high).max() ?? 0, 0)
    let lowest = min(columns.map(\.low).min() ?? 0, 0)
    let perShare = Self.barsHeight / max(highest - lowest, 1e-12)
    let zero =
      inner.minY + title.size.height + 4 + lineHeight + highest * perShare
    let pitch = inner.width / Double(max(columns.count, 1))
    let width = min(0.7 * pitch, 28)
    for (index, column) in columns.enumerated() {
      let middle = inner.minX + (Double(index) + 0.5) * pitch
      let (top, bottom) = (zero - column.high * perShare, zero - column.low * perShare)
      canvas.fill(
        .rect(Rect(x: middle - width / 2, y: top, width: width, height: bottom - top)),
        with: FrontierPanel.bandColor)
      label(FrontierWords.percent(column.high)).draw(
        on: canvas, at: Point(middle, top - Self.textGap), align: TextAlignment(.middle, .bottom))
      label(FrontierWords.percent(column.low)).draw(
        on: canvas, at: Point(middle, bottom + Self.textGap), align: TextAlignment(.middle, .top))
      column.name.draw(
        on: canvas, at: Point(middle, inner.maxY), align: TextAlignment(.middle, .bottom))
    }
    // Thinner than in the figure: a magnifier's line would hide the band here too.
    canvas.stroke(
      .segment(Point(inner.minX, zero), Point(inner.maxX, zero)),
      with: Stroke(FigureStyle.color(.disaggregated), width: 1))
  }

  private func label(_ text: String) -> TextBlock {
    TextBlock(RichText(plain: text), font: font, measurer: measurer)
  }
}
