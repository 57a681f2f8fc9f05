/// One line of a legend: a sample of a mark, made of any of its parts together, and what it means.
public struct LegendEntry: Equatable, Sendable {
  public var label: RichText
  public var marker: MarkerStyle?
  public var line: Stroke?
  public var swatch: Color?
  public var swatchOutline: Stroke?
  public var hatch: Stroke?

  public init(
    _ label: RichText, marker: MarkerStyle? = nil, line: Stroke? = nil, swatch: Color? = nil,
    swatchOutline: Stroke? = nil, hatch: Stroke? = nil
  ) {
    self.label = label
    self.marker = marker
    self.line = line
    self.swatch = swatch
    self.swatchOutline = swatchOutline
    self.hatch = hatch
  }

  /// Draws the sample inside `box`, back to front: swatch, hatch, outline, line, marker.
  public func drawSample(on canvas: any Canvas, in box: Rect) {
    let area = Path.rect(box)
    if let swatch { canvas.fill(area, with: swatch) }
    if let hatch { Hatch(area, stroke: hatch, spacing: 3).draw(on: canvas) }
    if let swatchOutline { canvas.stroke(area, with: swatchOutline) }
    if let line {
      canvas.stroke(
        .segment(Point(box.minX, box.midY), Point(box.maxX, box.midY)), with: line)
    }
    if let marker { Marker(marker, at: box.center).draw(on: canvas) }
  }
}

/// What the marks mean: a title and entries in columns, filled one column after the other.
public struct Legend: Equatable, Sendable {
  public enum Corner: Equatable, Sendable { case topLeft, topRight, bottomLeft, bottomRight }

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

  public func size(measurer: any TextMeasurer) -> Size {
    LegendLayout(self, measurer: measurer).size
  }

  /// Where the legend lies when put into a corner of `plot`.
  public func rect(
    in plot: Rect, at corner: Corner, inset: Double = 6, measurer: any TextMeasurer
  ) -> Rect {
    let size = size(measurer: measurer)
    let isLeft = corner == .topLeft || corner == .bottomLeft
    let isTop = corner == .topLeft || corner == .topRight
    return Rect(
      x: isLeft ? plot.minX + inset : plot.maxX - inset - size.width,
      y: isTop ? plot.minY + inset : plot.maxY - inset - size.height,
      width: size.width, height: size.height)
  }

  /// Draws the legend with its top left corner at `origin`.
  public func draw(on canvas: any Canvas, at origin: Point, measurer: any TextMeasurer) {
    LegendLayout(self, measurer: measurer).draw(on: canvas, at: origin)
  }
}
