/// The key to a banded heat map: its colours as boxes of equal length, their edges labelled.
public struct ColorBar: Sendable {
  public enum Direction: Equatable, Sendable {
    /// Rising upwards, labels on the right.
    case vertical
    /// Rising rightwards, labels below.
    case horizontal
  }

  public var bands: ColorBands
  public var direction: Direction
  public var title: RichText?
  /// Past which the title breaks into lines, points; nil keeps it on one.
  public var titleWidth: Double?
  public var style: AxisStyle
  /// What an edge is labelled with; nothing leaves it bare.
  public var label: @Sendable (Double) -> String
  /// Where the lowest and the highest band end, if they do; labelled as the edges are.
  public var ends: ClosedRange<Double>?
  /// The boxes of that side are hatched like the map.
  public var lowSide: BandedHeatMap.LowSide?

  public init(
    _ bands: ColorBands, direction: Direction, title: RichText? = nil,
    style: AxisStyle = AxisStyle(),
    label: @escaping @Sendable (Double) -> String = { NumberFormat.plain($0) },
    ends: ClosedRange<Double>? = nil, lowSide: BandedHeatMap.LowSide? = nil
  ) {
    self.bands = bands
    self.direction = direction
    self.title = title
    self.style = style
    self.label = label
    self.ends = ends
    self.lowSide = lowSide
  }

  /// The room that labels and title need around the bar.
  public func margins(measurer: any TextMeasurer, length: Double = 100) -> Margins {
    axis.margins(measurer: measurer, length: length)
  }

  /// Draws the coloured boxes into `bar`, and labels and title beside it.
  public func draw(on canvas: any Canvas, bar: Rect, measurer: any TextMeasurer) {
    for (index, color) in bands.colors.enumerated() {
      let box = Path.rect(box(index, of: bar))
      canvas.fill(box, with: color)
      if let lowSide, index < bands.edges.count, bands.edges[index] <= lowSide.edge {
        Hatch(box, stroke: lowSide.hatch).draw(on: canvas)
      }
    }
    canvas.stroke(.rect(bar), with: style.line)
    axis.draw(on: canvas, plot: bar, measurer: measurer)
  }

  /// The bar as an axis on which the k-th edge lies at k.
  private var axis: Axis {
    let edges = bands.edges
    var ticks = edges.enumerated().map { tick(Double($0.offset + 1), $0.element) }
    if let ends {
      ticks = [tick(0, ends.lowerBound)] + ticks
      ticks.append(tick(Double(edges.count + 1), ends.upperBound))
    }
    var axis = Axis(
      direction == .vertical ? .right : .bottom,
      scale: LinearScale(0...Double(edges.count + 1)), title: title,
      ticks: Ticks(
        major: ticks.filter { !$0.label.isEmpty },
        minor: ticks.filter(\.label.isEmpty).map(\.value)), style: style)
    axis.titleWidth = titleWidth
    return axis
  }

  private func tick(_ place: Double, _ value: Double) -> Tick {
    Tick(place, RichText(plain: label(value)))
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
