import CostModel
import Evidence
import Frontier
import Plotting
import Tables

/// Computed against measured cost ratios under one set of readings, on log axes of one domain.
struct RatioPanel {
  let outcome: Validation.Outcome
  let plot: Rect
  let style: PairStyle
  let scale: any Scale
  /// Whether the shaded quarters are told in words.
  let hasWords: Bool
  let namesMisses: Bool

  private static let font = Font(size: 7)

  private var x: any Scale { Side.bottom.scale(scale, in: plot) }
  private var y: any Scale { Side.left.scale(scale, in: plot) }

  /// - Returns: what found no free place.
  func draw(on canvas: any Canvas, measurer: any TextMeasurer) -> [String] {
    canvas.clip(to: .rect(plot)) { drawGround(on: canvas) }
    let words = hasWords ? drawWords(on: canvas, measurer: measurer) : []
    let places = outcome.pairs.compactMap { pair in point(pair).map { (pair: pair, point: $0) } }
    for place in places.sorted(by: { height($0.pair) < height($1.pair) }) {
      canvas.group(name(place.pair)) {
        Marker(style.marker(place.pair), at: place.point).draw(on: canvas)
      }
    }
    return namesMisses ? drawNames(places, clearOf: words, on: canvas, measurer: measurer) : []
  }

  /// Misses on top, as they are what a reader looks for; then measured pairs, as they are few; then
  /// small marks, which large ones would hide.
  private func height(_ pair: Validation.Pair) -> Double {
    (pair.isHit == false ? 200 : 0) + (pair.kind == .measured ? 100 : 0)
      - style.marker(pair).reach
  }

  private func name(_ pair: Validation.Pair) -> MarkName {
    let run = pair.runs.disaggregated
    let tokens = [run.promptTokens, run.outputTokens].map { NumberFormat.plain($0) }
    let computed =
      pair.computedRatio.map { NumberFormat.significant($0, digits: 3) } ?? DataText.infeasible
    return MarkName(
      id: "\(outcome.change?.markID ?? "own")-pair-\(pair.id)",
      title: "\(run.accelerator), \(tokens.joined(separator: " + ")) tokens, \(pair.contract) ms: "
        + "\(pair.kind.rawValue) ratio \(NumberFormat.significant(pair.measuredRatio, digits: 3)), "
        + "computed \(computed)")
  }

  /// Where a pair lies; at the upper edge where only the colocated side is infeasible, at the lower
  /// one where only the other is.
  private func point(_ pair: Validation.Pair) -> Point? {
    let across = x.clampedPosition(of: pair.measuredRatio)
    if let ratio = pair.computedRatio { return Point(across, y.clampedPosition(of: ratio)) }
    switch pair.computedWinner {
    case .disaggregation: return Point(across, plot.minY + 4)
    case .colocation: return Point(across, plot.maxY - 4)
    case nil: return nil
    }
  }

  /// Where computed costs lie 5 % apart.
  private var levelEdges: (top: Double, foot: Double) {
    let margin = 1 - Comparison.levelMargin
    return (y.position(of: 1 / margin), y.position(of: margin))
  }

  /// What names must not cross.
  private var guides: [[Point]] {
    let one = x.position(of: 1)
    return [levelEdges.top, levelEdges.foot].map { height in
      [Point(plot.minX, height), Point(plot.maxX, height)]
    } + [[Point(one, plot.minY), Point(one, plot.maxY)]]
  }

  private func drawGround(on canvas: any Canvas) {
    let one = Point(x.position(of: 1), y.position(of: 1))
    for corner in [Point(plot.minX, plot.minY), Point(plot.maxX, plot.maxY)] {
      Area(.rect(Rect(around: [one, corner])), fill: PairStyle.wrong).draw(on: canvas)
    }
    let (top, foot) = levelEdges
    Area(
      .rect(Rect(x: plot.minX, y: top, width: plot.width, height: foot - top)),
      fill: PairStyle.level
    ).draw(on: canvas)
    for edge in [top, foot] {
      canvas.stroke(
        .segment(Point(plot.minX, edge), Point(plot.maxX, edge)), with: PairStyle.levelEdge)
    }
    let line = Stroke(.gray(0.45), width: 0.5)
    canvas.stroke(.segment(Point(one.x, plot.minY), Point(one.x, plot.maxY)), with: line)
    canvas.stroke(
      .segment(Point(plot.minX, plot.maxY), Point(plot.maxX, plot.minY)), with: PairStyle.diagonal)
  }

  /// - Returns: the boxes of the words.
  private func drawWords(on canvas: any Canvas, measurer: any TextMeasurer) -> [Rect] {
    let words = [
      (
        "says disaggregate, wrongly", Point(plot.minX + 3, plot.minY + 3),
        TextAlignment(.start, .top)
      ),
      (
        "says colocate, wrongly", Point(plot.maxX - 3, plot.maxY - 3),
        TextAlignment(.end, .bottom)
      ),
    ]
    return words.map { text, place, alignment in
      let block = TextBlock(
        RichText(plain: text), font: Self.font, measurer: measurer,
        maxWidth: abs(place.x - x.position(of: 1)) - 4)
      block.draw(on: canvas, at: place, align: alignment, color: .gray(0.3))
      return block.bounds(at: place, align: alignment)
    }
  }

  /// Names the misses by their prompts, and the measured ones by their accelerator; with a line to
  /// each mark that has others so near that a name beside it could be theirs.
  private func drawNames(
    _ places: [(pair: Validation.Pair, point: Point)], clearOf words: [Rect],
    on canvas: any Canvas, measurer: any TextMeasurer
  ) -> [String] {
    // Marks without a name take part with an empty text, so that no name or line lies on them.
    let layout = LabelPlacer(
      font: Self.font, measurer: measurer, bounds: plot.inset(by: 2), obstacles: words,
      lines: guides
    ).place(
      places.indices.map { index in
        LabelRequest(
          at: places[index].point, radius: style.marker(places[index].pair).reach,
          RichText(plain: places[index].pair.isHit == false ? places[index].pair.name : ""),
          preferred: [.aboveLeft, .aboveRight, .above, .below], importance: 1,
          isLed: hasNeighbour(places, index, measurer))
      })
    layout.draw(on: canvas)
    return layout.leftOut.map { "there is no free place for the name of \(places[$0].pair.id)" }
  }

  /// Whether there is another mark nearer than one and a half times the height of a name.
  private func hasNeighbour(
    _ places: [(pair: Validation.Pair, point: Point)], _ index: Int, _ measurer: any TextMeasurer
  ) -> Bool {
    let height = TextBlock("0", font: Self.font, measurer: measurer).size.height
    let reach = style.marker(places[index].pair).reach
    return places.indices.contains { other in
      other != index
        && places[other].point.distance(to: places[index].point)
          < reach + style.marker(places[other].pair).reach + 1.5 * height
    }
  }
}

extension Validation.Pair {
  /// `1161` prompt tokens, or `GB200, 450/40`.
  fileprivate var name: String {
    let run = runs.disaggregated
    guard kind == .measured else { return NumberFormat.plain(run.promptTokens) }
    let limits = [run.ttftLimitMs, run.tpotLimitMs].map { NumberFormat.plain($0) }
    return "\(run.accelerator), \(limits.joined(separator: "/"))"
  }
}
