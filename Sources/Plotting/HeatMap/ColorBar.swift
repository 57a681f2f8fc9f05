/// The key to a banded heat map: its colours as boxes of equal length, their edges labelled.
public struct ColorBar {
  public enum Direction: Equatable, Sendable {
    /// Rising upwards, labels on the right.
    case vertical
    /// Rising rightwards, labels below.
    case horizontal
  }

  public var bands: ColorBands
  public var direction: Direction
  public var title: RichText?
  public var style: AxisStyle

  public init(
    _ bands: ColorBands, direction: Direction, title: RichText? = nil,
    style: AxisStyle = AxisStyle()
  ) {
    self.bands = bands
    self.direction = direction
    self.title = title
    self.style = style
  }

  /// The room that labels and title need around the bar.
  public func margins(measurer: any TextMeasurer, length: Double = 100) -> Margins {
    axis.margins(measurer: measurer, length: length)
  }

  /// Draws the coloured boxes into `bar`, and labels and title beside it.
  public func draw(on canvas: any Canvas, bar: Rect, measurer: any TextMeasurer) {
    for (index, color) in bands.colors.enumerated() {
      canvas.fill(.rect(box(index, of: bar)), with: color)
    }
    canvas.stroke(.rect(bar), with: style.line)
    axis.draw(on: canvas, plot: bar, measurer: measurer)
  }

  /// The bar as an axis on which the k-th edge lies at k.
  private var axis: Axis {
    let edges = bands.edges
    let ticks = edges.enumerated().map {
      Tick(Double($0.offset + 1), RichText(plain: NumberFormat.plain($0.element)))
    }
    return Axis(
      direction == .vertical ? .right : .bottom,
      scale: LinearScale(0...Double(edges.count + 1)), title: title, ticks: Ticks(major: ticks),
      style: style)
  }

  private func box(_ index: Int, of bar: Rect) -> Rect {
    let count = Double(bands.colors.count)
    switch direction {
    case .vertical:
      let height = bar.height / count
      return Rect(
        x: bar.x, y: bar.maxY - Double(index + 1) * height, width: bar.width, height: height)
    case .horizontal:
      let width = bar.width / count
      return Rect(
        x: bar.x + Double(index) * width, y: bar.y, width: width, height: bar.height)
    }
  }
}
