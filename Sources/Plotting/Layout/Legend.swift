/// One line of a legend: a sample of a mark, made of any of its parts together, and what it means.
public struct LegendEntry: Equatable, Sendable {
  public var label: RichText
  public var marker: MarkerStyle?
  public var line: Stroke?
  public var swatch: Color?
  public var swatchOutline: Stroke?
  public var hatch: Stroke?
  /// An arrow to the left that ends at a tick.
  public var arrow: Stroke?
  /// A short arrow to the right.
  public var pointer: Stroke?
  public var errorBar: Stroke?
  /// Whether the error bar has a tick across its middle.
  public var errorBarTick = false

  public init(
    _ label: RichText, marker: MarkerStyle? = nil, line: Stroke? = nil, swatch: Color? = nil,
    swatchOutline: Stroke? = nil, hatch: Stroke? = nil, arrow: Stroke? = nil,
    pointer: Stroke? = nil,
    errorBar: Stroke? = nil, errorBarTick: Bool = false
  ) {
    self.label = label
    self.marker = marker
    self.line = line
    self.swatch = swatch
    self.swatchOutline = swatchOutline
    self.hatch = hatch
    self.arrow = arrow
    self.pointer = pointer
    self.errorBar = errorBar
    self.errorBarTick = errorBarTick
  }

  /// Whether there is a sample; words alone begin where samples do.
  var hasSample: Bool {
    marker != nil || line != nil || swatch != nil || swatchOutline != nil || hatch != nil
      || arrow != nil || pointer != nil || errorBar != nil
  }

  /// Draws the sample inside `box`, back to front: swatch, hatch, outline, line, arrow,
  /// error bar, marker.
  public func drawSample(on canvas: any Canvas, in box: Rect) {
    let area = Path.rect(box)
    if let swatch { canvas.fill(area, with: swatch) }
    if let hatch { Hatch(area, stroke: hatch, spacing: 3).draw(on: canvas) }
    if let swatchOutline { canvas.stroke(area, with: swatchOutline) }
    if let line {
      canvas.stroke(
        .segment(Point(box.minX, box.midY), Point(box.maxX, box.midY)), with: line)
    }
    if let arrow {
      Arrow(
        from: Point(box.maxX, box.midY), to: Point(box.minX, box.midY), stroke: arrow,
        endTick: box.height
      ).draw(on: canvas)
    }
    if let pointer {
      Arrow(from: box.center.offset(-6, 0), to: box.center.offset(6, 0), stroke: pointer)
        .draw(on: canvas)
    }
    if let errorBar {
      ErrorBar(
        x: box.midX, from: box.minY - 1, to: box.maxY + 1, tick: errorBarTick ? box.midY : nil,
        stroke: errorBar
      ).draw(on: canvas)
    }
    if let marker { Marker(marker, at: box.center).draw(on: canvas) }
  }
}

/// What the marks mean: a title and entries in columns, filled one column after the other.
public struct Legend: Equatable, Sendable {
  public var entries: [LegendEntry]
  public var title: RichText?
  public var columns: Int
  public var font: Font
  /// Lays a white ground with a thin frame under the legend.
  public var isFramed: Bool
  /// Size of the samples, points.
  public var sampleSize = Size(width: 18, height: 7)
  /// From a sample to its label, points.
  public var sampleGap = 4.0
  public var columnGap = 12.0
  /// Between rows, points.
  public var rowGap = 2.0
  /// Past which labels break into lines, with their samples, points; nil keeps each on one.
  public var entryWidth: Double?
  /// From the frame to what is in it, points.
  public var padding = 4.0

  public init(
    _ entries: [LegendEntry], title: RichText? = nil, columns: Int = 1,
    font: Font = Font(size: 8), isFramed: Bool = true
  ) {
    self.entries = entries
    self.title = title
    self.columns = max(1, columns)
    self.font = font
    self.isFramed = isFramed
  }

  /// This legend in as many of its columns as `width` points have room for; where that is less than
  /// one, with its labels broken into lines.
  public func fitted(to width: Double, measurer: any TextMeasurer) -> Legend {
    var legend = self
    while legend.columns > 1, legend.size(measurer: measurer).width > width { legend.columns -= 1 }
    if legend.size(measurer: measurer).width > width { legend.entryWidth = width - 2 * padding }
    return legend
  }

  /// From where an entry begins to its label, points.
  func indent(of entry: LegendEntry) -> Double {
    entry.hasSample ? sampleSize.width + sampleGap : 0
  }

  public func size(measurer: any TextMeasurer) -> Size {
    LegendLayout(self, measurer: measurer).size
  }

  /// Draws the legend with its top left corner at `origin`.
  public func draw(on canvas: any Canvas, at origin: Point, measurer: any TextMeasurer) {
    LegendLayout(self, measurer: measurer).draw(on: canvas, at: origin)
  }
}

/// Where the parts of a legend lie, relative to its top left corner.
struct LegendLayout {
  private let legend: Legend
  private let title: TextBlock?
  private let labels: [TextBlock]
  private let rows: Int
  private let rowHeights: [Double]
  /// Width of each column: sample, gap and widest label.
  private let columnWidths: [Double]

  init(_ legend: Legend, measurer: any TextMeasurer) {
    self.legend = legend
    title = legend.title.map { TextBlock($0.bold, font: legend.font, measurer: measurer) }
    let labels = legend.entries.map { entry in
      TextBlock(
        entry.label, font: legend.font, measurer: measurer,
        maxWidth: legend.entryWidth.map { $0 - legend.indent(of: entry) })
    }
    self.labels = labels
    let line = labels.map(\.lineHeight).max() ?? 0
    let tallest = labels.map { $0.size.height - $0.breaks * line }.max() ?? 0
    let tallestMarker = legend.entries.map { 2 * ($0.marker?.reach ?? 0) }.max() ?? 0
    let rowHeight = max(tallest, legend.sampleSize.height, tallestMarker) + legend.rowGap
    let rows = max(1, (labels.count + legend.columns - 1) / legend.columns)
    self.rows = rows
    rowHeights = (0..<rows).map { row in
      let more = stride(from: row, to: labels.count, by: rows).map { labels[$0].breaks }
      return rowHeight + (more.max() ?? 0) * line
    }
    columnWidths = stride(from: 0, to: labels.count, by: rows).map { first in
      let column = labels[first..<min(first + rows, labels.count)]
      let indents = legend.entries[first..<min(first + rows, labels.count)].map(legend.indent)
      return zip(column, indents).map { $0.size.width + $1 }.max() ?? 0
    }
  }

  var size: Size {
    let gaps = Double(max(0, columnWidths.count - 1)) * legend.columnGap
    let width = max(columnWidths.reduce(0, +) + gaps, title?.size.width ?? 0)
    let height = (labels.isEmpty ? 0 : rowHeights.reduce(0, +)) + titleHeight
    return Size(width: width + 2 * legend.padding, height: height + 2 * legend.padding)
  }

  func draw(on canvas: any Canvas, at origin: Point) {
    if legend.isFramed {
      let frame = Path.rect(
        Rect(x: origin.x, y: origin.y, width: size.width, height: size.height))
      canvas.fill(frame, with: .white)
      canvas.stroke(frame, with: Stroke(.gray(0.7), width: 0.5))
    }
    let corner = origin.offset(legend.padding, legend.padding)
    title?.draw(on: canvas, at: corner, align: TextAlignment(.start, .top))
    for index in labels.indices {
      draw(index, on: canvas, from: corner.offset(0, titleHeight))
    }
  }

  private var titleHeight: Double { title.map { $0.size.height + 3 } ?? 0 }

  private func draw(_ index: Int, on canvas: any Canvas, from corner: Point) {
    let (column, row) = (index / rows, index % rows)
    let x = corner.x + columnWidths[..<column].reduce(0) { $0 + $1 + legend.columnGap }
    let middle = corner.y + rowHeights[..<row].reduce(0, +) + rowHeights[row] / 2
    let sample = legend.sampleSize
    legend.entries[index].drawSample(
      on: canvas,
      in: Rect(x: x, y: middle - sample.height / 2, width: sample.width, height: sample.height))
    labels[index].draw(
      on: canvas, at: Point(x + legend.indent(of: legend.entries[index]), middle),
      align: TextAlignment(.start, .middle))
  }
}
