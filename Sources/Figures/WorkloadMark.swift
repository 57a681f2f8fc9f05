import CostModel
import Frontier
import Plotting
import Workloads

/// A workload's place in a plot over prefill share and bandwidth, and arrows to its break-evens.
struct WorkloadMark {
  /// From the mark along one axis to where the cheaper side changes.
  private struct Way {
    let label: String
    let end: Point
    /// Whether the break-even lies on the axis, and not beyond its end.
    let isOnAxis: Bool
  }

  private let plot: Rect
  /// The mark; on the edge where the workload lies outside the axes.
  private let center: Point
  let isOutside: Bool
  private let label: RichText
  private let ways: [Way]

  /// - Parameters:
  ///   - words: what the mark is labelled with; outside the axes an arrow follows.
  ///   - isMain: whether its place outside the axes is told, and arrows lead to α* and B*.
  init(
    _ answer: WorkloadAnswer, words: String, isMain: Bool, place: BreakEvenAxes.Place, plot: Rect
  ) {
    let share = answer.workload.mix.prefillShare
    let bandwidth = answer.deployment.transfer.bandwidth
    center = Point(place.x.clampedPosition(of: share), place.y.clampedPosition(of: bandwidth))
    var outside: [String] = []
    if let arrow = Self.beyond(share, place.x.domain, "←", "→") {
      outside.append((isMain ? ", α = \(AnswerNumber.share(share))" : "") + " \(arrow)")
    }
    if let arrow = Self.beyond(bandwidth, place.y.domain, "↓", "↑") {
      outside.append((isMain ? ", B = \(AnswerNumber.gigabytes(bandwidth))" : "") + " \(arrow)")
    }
    (self.plot, isOutside) = (plot, !outside.isEmpty)
    label = RichText(plain: words + outside.joined()).bold
    ways = isMain ? Self.ways(answer, from: center, place: place) : []
  }

  /// The arrow towards a number that an axis does not reach; nil for one that it does.
  private static func beyond(
    _ number: Double, _ axis: ClosedRange<Double>, _ below: String, _ above: String
  ) -> String? {
    axis.contains(number) ? nil : number < axis.lowerBound ? below : above
  }

  private static func ways(
    _ answer: WorkloadAnswer, from center: Point, place: BreakEvenAxes.Place
  ) -> [Way] {
    let own = answer.workload.mix.prefillShare
    let crossings = answer.crossings
    var ways: [Way] = []
    if let share = crossings.prefillShares.crossings.min(by: { abs($0 - own) < abs($1 - own) }) {
      ways.append(
        Way(
          label: "α* = \(AnswerNumber.share(share))",
          end: Point(place.x.clampedPosition(of: share), center.y), isOnAxis: true))
    }
    if let bandwidth = crossings.bandwidth.value {
      let beyond = beyond(bandwidth, place.y.domain, "↓", "↑").map { " \($0)" } ?? ""
      ways.append(
        Way(
          label: "B* = \(AnswerNumber.gigabytes(bandwidth))\(beyond)",
          end: Point(center.x, place.y.clampedPosition(of: bandwidth)), isOnAxis: beyond.isEmpty))
    }
    return ways
  }

  /// Hollow where the workload lies outside the axes.
  static func style(isOutside: Bool) -> MarkerStyle {
    MarkerStyle(
      .diamond, radius: 4.4, fill: isOutside ? .white : OkabeIto.yellow,
      outline: Stroke(.black, width: 1.3), halo: 1.2)
  }

  static let arrow = Stroke(.black, width: 1.2)
  private static let reach = 7.0
  private static let tick = 7.0

  /// The arrows to the break-evens.
  func drawWays(on canvas: any Canvas) {
    for way in ways {
      draw(
        Arrow(
          from: center, to: way.end, stroke: Self.arrow, endTick: way.isOnAxis ? Self.tick : 0),
        on: canvas)
    }
  }

  func draw(on canvas: any Canvas) {
    Marker(Self.style(isOutside: isOutside), at: center).draw(on: canvas)
  }

  /// On a white margin.
  private func draw(_ arrow: Arrow, on canvas: any Canvas) {
    canvas.stroke(.segment(arrow.from, arrow.to), with: Stroke(.white, width: 2.8))
    arrow.draw(on: canvas)
  }

  /// Draws the labels, clear of `lines`.
  /// - Parameter taken: what else is in the plot; the mark, its arrows and labels are added.
  /// - Returns: the labels without a free place.
  func drawLabels(
    on canvas: any Canvas, clearOf lines: [[Point]], measurer: any TextMeasurer,
    taken: inout [Rect]
  ) -> [String] {
    let arrows = ways.map(\.end).map { [center, $0] }
    let requests =
      [LabelRequest(at: center, radius: Self.reach, label)]
      + ways.map { LabelRequest(at: $0.end, radius: Self.tick / 2, RichText(plain: $0.label)) }
    func placed(clearOf lines: [[Point]]) -> LabelLayout {
      LabelPlacer(
        font: LabelledBands.font, measurer: measurer, bounds: plot.inset(by: 2), obstacles: taken,
        lines: lines
      ).place(requests)
    }
    var layout = placed(clearOf: lines + arrows)
    // Each has a ground of its own: better over a line than left out.
    if !layout.leftOut.isEmpty { layout = placed(clearOf: arrows) }
    for label in layout.labels {
      canvas.fill(.rect(label.rect.inset(by: -0.8)), with: LabelledBands.ground)
      label.draw(on: canvas)
    }
    taken += layout.boxes.map { $0.inset(by: -1) } + BreakEvenMarks.boxes(along: arrows)
    taken.append(Rect(around: [center]).inset(by: -Self.reach))
    let texts = [label.plain] + ways.map(\.label)
    return layout.leftOut.map { "there is no free place for the label “\(texts[$0])”" }
  }
}
