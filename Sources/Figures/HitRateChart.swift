import Evidence
import Frontier
import Plotting

/// How often rules and readings name the cheaper side of the simulated pairs, with 95 % intervals,
/// and in numbers of the measured ones.
struct HitRateChart {
  private struct Line {
    let name: String
    /// Hits whose costs are computed as level; nil of a rule without costs.
    let level: Int?
    let simulated: HitRate
    let measured: HitRate
    let marker: MarkerStyle
    let stroke: Stroke
  }

  private let lines: [Line]

  /// Stands beside a reading that agrees with simulated runs by its making.
  static let mark = "†"

  /// Readings of pools take their slack from the simulator's own (docs/data.md).
  private static func isMarked(_ outcome: Validation.Outcome) -> Bool {
    outcome.change?.choice == "pools"
  }

  static func hasMark(_ result: Validation) -> Bool { result.outcomes.contains(where: isMarked) }

  private static let font = Font(size: 7.5)
  private static let rowHeight = 10.5
  private static let titleHeight = 16.0
  /// Beside the plot, for two columns of counts.
  private static let numbersWidth = 116.0

  init(_ result: Validation) {
    let rules = Validation.Rule.allCases.map { rule in
      Line(
        name: rule.statement, level: nil, simulated: result.own.hitRate(.simulated, of: rule),
        measured: result.own.hitRate(.measured, of: rule),
        marker: .hollow(.diamond, .gray(0.35), radius: 2.6, width: 1.1),
        stroke: Stroke(.gray(0.5), width: 1.2))
    }
    let readings = result.outcomes.map { outcome in
      Line(
        name: (outcome.change?.description ?? result.ownName)
          + (Self.isMarked(outcome) ? " \(Self.mark)" : ""),
        level: outcome.levelHits(.simulated), simulated: outcome.hitRate(.simulated),
        measured: outcome.hitRate(.measured),
        marker: .filled(.circle, OkabeIto.blue, radius: 2.6),
        stroke: Stroke(OkabeIto.blue, width: 1.2))
    }
    lines = rules + readings
  }

  private var axis: Axis {
    Axis(
      .bottom, scale: LinearScale(0...100),
      title: "share of the simulated pairs whose cheaper side is named, 95 % interval (%)",
      ticks: Ticks(evenlyLabelled: [0, 20, 40, 60, 80, 100], minor: [10, 30, 50, 70, 90]))
  }

  /// On a narrow sheet there is room for the counts alone, without shares and their intervals.
  static func hasPlot(on sheet: Sheet) -> Bool { !sheet.isNarrow }

  func height(on sheet: Sheet) -> Double {
    Self.titleHeight + Double(lines.count) * Self.rowHeight
      + (Self.hasPlot(on: sheet) ? axis.margins(measurer: sheet, length: 200).bottom : 0)
  }

  func draw(on canvas: any Canvas, in room: Rect, sheet: Sheet) {
    let names = lines.map { line in
      TextBlock(RichText(plain: line.name), font: Self.font, measurer: sheet)
    }
    let start = room.minX + (names.map(\.size.width).max() ?? 0) + 5
    let plot = Rect(
      x: start, y: room.minY + Self.titleHeight, width: room.maxX - Self.numbersWidth - start,
      height: Double(lines.count) * Self.rowHeight)
    if Self.hasPlot(on: sheet) { drawPlot(on: canvas, plot: plot, measurer: sheet) }
    for (index, line) in lines.enumerated() {
      let middle = plot.minY + (Double(index) + 0.5) * Self.rowHeight
      names[index].draw(
        on: canvas, at: Point(plot.minX - 5, middle), align: TextAlignment(.end, .middle))
      for (text, place) in [
        (line.simulated.text + (line.level.map { " (\($0))" } ?? ""), plot.maxX + 66),
        (line.measured.text, room.maxX - 4),
      ] {
        TextBlock(RichText(plain: text), font: Self.font, measurer: sheet).draw(
          on: canvas, at: Point(place, middle), align: TextAlignment(.end, .middle))
      }
    }
    for (text, place) in [("simulated (level)", plot.maxX + 70), ("measured", room.maxX - 4)] {
      TextBlock(RichText(plain: text), font: Self.font, measurer: sheet).draw(
        on: canvas, at: Point(place, plot.minY - 3), align: TextAlignment(.end, .bottom))
    }
  }

  private func drawPlot(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    let x = axis.scale(in: plot)
    axis.drawGrid(on: canvas, plot: plot)
    drawGuess(on: canvas, plot: plot, x: x, measurer: measurer)
    for (index, line) in lines.enumerated() {
      draw(line, on: canvas, y: plot.minY + (Double(index) + 0.5) * Self.rowHeight, x: x)
    }
    canvas.stroke(.rect(plot), with: axis.style.line)
    axis.draw(on: canvas, plot: plot, measurer: measurer)
  }

  /// What the best rule that needs no model scores, over all lines.
  private func drawGuess(
    on canvas: any Canvas, plot: Rect, x: any Scale, measurer: any TextMeasurer
  ) {
    let shares = lines.prefix(Validation.Rule.allCases.count).compactMap(\.simulated.share)
    guard let best = shares.max() else { return }
    let place = x.position(of: 100 * best)
    Rule.vertical(x: place, in: plot, stroke: Stroke(.gray(0.35), width: 0.8, dash: [1, 2]))
      .draw(on: canvas)
    let foot = plot.minY + Double(Validation.Rule.allCases.count) * Self.rowHeight
    canvas.stroke(
      .segment(Point(plot.minX, foot), Point(plot.maxX, foot)), with: Stroke(.gray(0.6), width: 0.5)
    )
    TextBlock("best rule without a model", font: Self.font, measurer: measurer).draw(
      on: canvas, at: Point(place, plot.minY - 3), align: TextAlignment(.end, .bottom))
  }

  private func draw(_ line: Line, on canvas: any Canvas, y: Double, x: any Scale) {
    guard let share = line.simulated.share, let interval = line.simulated.interval else { return }
    func point(_ share: Double) -> Point { Point(x.position(of: 100 * share), y) }
    canvas.stroke(
      .segment(point(interval.lowerBound), point(interval.upperBound)), with: line.stroke)
    Marker(line.marker, at: point(share)).draw(on: canvas)
  }
}

extension HitRate {
  /// `31 of 36`; `–` without pairs.
  fileprivate var text: String { pairs == 0 ? "–" : "\(hits) of \(pairs)" }
}
