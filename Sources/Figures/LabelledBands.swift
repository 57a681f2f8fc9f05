import Plotting

/// A banded surface with its isolines, labelled along them.
struct LabelledBands {
  let plot: Rect
  let measurer: any TextMeasurer
  private let map: BandedHeatMap
  /// How the isoline of a level is drawn, and what it is labelled with.
  private let stroke: (Double) -> Stroke
  private let text: (Double) -> String
  /// Where the field equals each edge of the bands.
  private let isolines: [(level: Double, lines: [[Point]])]

  init(
    _ map: BandedHeatMap, measurer: any TextMeasurer, stroke: @escaping (Double) -> Stroke,
    text: @escaping (Double) -> String
  ) {
    (self.map, self.measurer, self.stroke, self.text) = (map, measurer, stroke, text)
    plot = map.plot
    isolines = map.bands.edges.map { ($0, map.field.isolines(at: $0)) }
  }

  static let font = Font(size: 7)
  /// Under a text on the map.
  static let ground = Color(0xFFFFFF, alpha: 0.82)

  func drawBands(on canvas: any Canvas) { map.draw(on: canvas) }

  func drawIsolines(on canvas: any Canvas) {
    for (level, lines) in isolines {
      for line in lines { canvas.stroke(.polyline(line), with: stroke(level)) }
    }
  }

  /// Labels the longest line of each level that has a free place, the levels farthest from 0 first.
  func drawLabels(on canvas: any Canvas, taken: inout [Rect]) {
    for (level, lines) in isolines.sorted(by: { abs($0.level) > abs($1.level) }) {
      guard let longest = lines.max(by: { $0.count < $1.count }),
        let label = InlineLabel.along(
          longest, text: RichText(plain: text(level)), font: Self.font, measurer: measurer,
          bounds: plot.inset(by: 1), avoiding: taken)
      else { continue }
      label.draw(on: canvas, ground: Self.ground)
      taken.append(label.ground.bounds)
    }
  }
}
