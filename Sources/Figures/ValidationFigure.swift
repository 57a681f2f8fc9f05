import Evidence
import Frontier
import Plotting

extension Figure {
  /// Figure S3: computed against measured cost ratios, and how often the cheaper side is named.
  public static let validation = Figure(
    id: "figure-s3", name: "validation",
    title: "The closed form against runs that it has never seen",
    compute: { try Validation($0) }, draw: { ValidationLayout($0, sheet: $1).draw() },
    table: ValidationTable.table, caption: { _ in SurfaceCaptions.validation },
    description: ValidationTable.description)
}

/// Where the parts of Figure S3 lie: square panels of ratios, their legend, the hit rates.
private struct ValidationLayout {
  private let result: Validation
  private let sheet: Sheet
  private let outcomes: [Validation.Outcome]
  private let style: PairStyle
  private let rates: HitRateChart
  private let bottom: Axis
  private let left: Axis
  private let board: PanelBoard

  private static let gap = 6.0
  private static let columnGap = 14.0
  /// Two lines over a panel.
  private static let titleHeight = 25.0

  init(_ result: Validation, sheet: Sheet) {
    self.result = result
    self.sheet = sheet
    outcomes = Self.shown(result)
    style = PairStyle(result)
    rates = HitRateChart(result)
    let scale = LogScale(Self.domain(outcomes))
    let ticks = Ticks(
      plainlyLabelled: [0.1, 0.2, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 16]
        .filter(scale.domain.contains))
    bottom = Axis(
      .bottom, scale: scale, title: "cost ratio of the runs, colocated ÷ disaggregated",
      ticks: ticks)
    left = Axis(.left, scale: scale, title: "computed cost ratio", ticks: ticks)
    let titleHeight = sheet.isNarrow ? Self.titleHeight + Self.countsHeight : Self.titleHeight
    let margins = bottom.margins(measurer: sheet, length: 110)
      .union(left.margins(measurer: sheet, length: 110)).union(Margins(top: titleHeight))
    let (legend, remark) = (style.legend, Self.gap + rates.height(on: sheet))
    func needs(side: Double) -> PanelBoard.Needs {
      var needs = PanelBoard.Needs(
        count: Self.panels, margins: margins, plotHeight: side, stackedHeight: side,
        columnGap: Self.columnGap, leastWidth: Self.leastSide, mostWidth: Self.mostSide)
      needs.legends = [legend]
      needs.remark = remark
      return needs
    }
    let side = min(PanelBoard.plotWidth(needs(side: 0), on: sheet), Self.mostSide)
    board = PanelBoard(
      needs(side: side), footer: Self.footer(result, sheet),
      sheet: sheet)
  }

  private static let panels = 3
  private static let leastSide = 88.0
  private static let mostSide = 165.0
  /// Of the second line of counts over a panel.
  private static let countsHeight = 9.0

  /// Whole instances are to the disadvantage of disaggregation, a shared pass is to the advantage of
  /// colocation: what Equations 7 and 8 leave out on either side.
  private static let shownChoices = ["pools", "pass"]

  /// Both axes show the same ratios, 1 among them.
  private static func domain(_ outcomes: [Validation.Outcome]) -> ClosedRange<Double> {
    let pairs = outcomes.flatMap(\.pairs)
    let ratios = pairs.map(\.measuredRatio) + pairs.compactMap(\.computedRatio)
    return min(0.6, ratios.min() ?? 1) / 1.15...max(1.7, ratios.max() ?? 1) * 1.15
  }

  private static func footer(_ result: Validation, _ sheet: Sheet) -> Footer {
    let assumptions = result.assumptions
    let settings = assumptions.settings.map { "\($0.name) = \($0.text)" }
    let readings = assumptions.askedReadings
    let simulated = result.own.pairs(.simulated)
    return Footer(
      ["\(assumptions.frame.modelName), equal prices, above 1 disaggregation is cheaper"]
        + (simulated.isEmpty
          ? []
          : [
            "\(simulated.count) simulated pairs share \(result.distinctPlans) plans: "
              + (HitRateChart.hasPlot(on: sheet) ? "intervals are too narrow" : "not independent")
          ])
        + (namesMisses(result) && !sheet.isNarrow
          ? [
            "misses named in (a): simulated by prompt tokens, measured by accelerator and contract"
          ]
          : [])
        + (HitRateChart.hasMark(result)
          ? [
            "\(HitRateChart.mark) takes over aiconfigurator's own allowance: not independent of it"
          ]
          : [])
        + (hasEdges(result) ? ["at an edge: computed infeasible on one side"] : [])
        + result.submissions
        + (readings.isEmpty ? [] : ["readings: " + readings.joined(separator: ", ")])
        + settings.prefix(1).map { "set for this run: \($0)" } + settings.dropFirst())
  }

  /// More misses than these are counted, not named.
  private static func namesMisses(_ result: Validation) -> Bool {
    (1...8).contains(result.own.pairs.count { $0.isHit == false })
  }

  /// Whether a panel has pairs that lie at its upper or lower edge for want of a ratio.
  private static func hasEdges(_ result: Validation) -> Bool {
    shown(result).flatMap(\.pairs).contains {
      $0.computedRatio == nil && $0.computedWinner != nil
    }
  }

  private static func shown(_ result: Validation) -> [Validation.Outcome] {
    [result.own] + result.changing(shownChoices)
  }

  func draw() -> FigureLayout {
    var warnings: [String] = []
    let drawing = board.page.drawing { canvas in
      for (index, (outcome, plot)) in zip(outcomes, board.plots).enumerated() {
        let panel = RatioPanel(
          outcome: outcome, plot: plot, style: style, scale: left.scale,
          hasWords: index == 0 && !sheet.isNarrow,
          namesMisses: index == 0 && !sheet.isNarrow && Self.namesMisses(result))
        warnings += panel.draw(on: canvas, measurer: sheet)
        drawAxes(on: canvas, index: index, plot: plot)
        drawTitle(outcome, on: canvas, index: index, plot: plot)
      }
      board.drawTitle(of: bottom, on: canvas, measurer: sheet)
      board.drawLegends(on: canvas, measurer: sheet)
      let body = board.page.body
      let height = rates.height(on: sheet)
      rates.draw(
        on: canvas,
        in: Rect(x: body.minX, y: body.maxY - height, width: body.width, height: height),
        sheet: sheet)
    }
    return FigureLayout(
      drawing: drawing, warnings: warnings,
      remarks: HitRateChart.hasPlot(on: sheet)
        ? ["Lines through the shares of pairs are 95 % intervals."] : [])
  }

  private func drawAxes(on canvas: any Canvas, index: Int, plot: Rect) {
    var (left, bottom) = (left, bottom)
    bottom.title = nil
    bottom.showsLabels = board.isLowest(index)
    left.showsLabels = board.isFirst(index)
    if !left.showsLabels { left.title = nil }
    canvas.stroke(.rect(plot), with: left.style.line)
    left.draw(on: canvas, plot: plot, measurer: sheet)
    bottom.draw(on: canvas, plot: plot, measurer: sheet)
  }

  /// The readings, and under them how many pairs are hits.
  private func drawTitle(
    _ outcome: Validation.Outcome, on canvas: any Canvas, index: Int, plot: Rect
  ) {
    PanelTitle(
      index: index, RichText(plain: outcome.change?.description ?? result.ownName),
      gap: sheet.isNarrow ? 14 + Self.countsHeight : 14
    ).draw(on: canvas, plot: plot, measurer: sheet)
    let counts = Measurement.Kind.allCases.compactMap { kind -> String? in
      let rate = outcome.hitRate(kind)
      let level = kind == .simulated ? outcome.levelHits(kind) : 0
      return rate.pairs == 0
        ? nil
        : "\(kind.rawValue) \(rate.hits)/\(rate.pairs)" + (level > 0 ? " (\(level) level)" : "")
    }
    let separator = sheet.isNarrow ? "\n" : ", "
    TextBlock(
      counts.joined(separator: separator).split(separator: "\n").map {
        RichText(plain: String($0))
      },
      font: FigureStyle.footerFont, measurer: sheet, maxWidth: sheet.room
    ).draw(
      on: canvas, at: Point(plot.minX, plot.minY - 3), align: TextAlignment(.start, .bottom))
  }
}

/// How a pair is marked: a shape for each contract of the simulated ones, another for the measured.
struct PairStyle {
  private let contracts: [String]
  /// nil where there are none.
  private let measuredName: RichText?

  init(_ result: Validation) {
    contracts = result.own.pairs(.simulated).reduce(into: []) { contracts, pair in
      if !contracts.contains(pair.contract) { contracts.append(pair.contract) }
    }
    let measured = result.own.pairs(.measured)
    let isLikeForLike = measured.contains(where: \.runs.isComparable)
    measuredName =
      measured.isEmpty ? nil : isLikeForLike ? "measured" : "measured, not like for like"
  }

  private static let simulated: [MarkerStyle] = [
    MarkerStyle(.circle, radius: 2.5, fill: OkabeIto.blue, halo: 0.6),
    MarkerStyle(.square, radius: 2.5, fill: OkabeIto.black, halo: 0.6),
    MarkerStyle(.triangleUp, radius: 2.6, fill: OkabeIto.orange, halo: 0.6),
    MarkerStyle(.triangleDown, radius: 2.6, fill: OkabeIto.bluishGreen, halo: 0.6),
  ]
  /// See-through: some lie on simulated ones.
  private static let measured = MarkerStyle(
    .diamond, radius: 3.4, outline: Stroke(OkabeIto.vermillion, width: 1.4), halo: 0.5)

  func marker(_ pair: Validation.Pair) -> MarkerStyle {
    guard pair.kind == .simulated else { return Self.measured }
    let index = contracts.firstIndex(of: pair.contract) ?? 0
    return Self.simulated[index % Self.simulated.count]
  }

  static let wrong = Color.gray(0.92)
  static let level = OkabeIto.skyBlue.mixed(with: .white, share: 0.6)
  /// The edges of the level band, which in grey would look like a wrong quarter.
  static let levelEdge = Stroke(.gray(0.5), width: 0.5)
  static let diagonal = Stroke(.gray(0.35), width: 0.8, dash: [3, 2])

  var legend: Legend {
    let runs = contracts.enumerated().map { index, contract in
      LegendEntry(
        RichText(plain: "simulated, \(contract) ms"),
        marker: Self.simulated[index % Self.simulated.count])
    }
    let others = [
      LegendEntry("computed = measured", line: Self.diagonal),
      LegendEntry("computed level, within 5 %", swatch: Self.level, swatchOutline: Self.levelEdge),
      LegendEntry("names the dearer side", swatch: Self.wrong),
    ]
    return Legend(
      runs + [measuredName].compactMap { $0 }.map { LegendEntry($0, marker: Self.measured) }
        + others, columns: 4, font: FigureStyle.labelFont, isFramed: false)
  }
}

extension Validation.Pair {
  /// `200/30`
  var contract: String {
    "\(NumberFormat.plain(runs.ttftLimitMs))/\(NumberFormat.plain(runs.tpotLimitMs))"
  }
}

extension Validation {
  /// Rounds and submitters of the measured runs, as MLPerf's terms ask.
  fileprivate var submissions: [String] {
    var submitters: [String: Set<String>] = [:]
    var copies: Set<String> = []
    for pair in own.pairs(.measured) {
      for run in [pair.runs.colocated, pair.runs.disaggregated] {
        guard let round = run.round, let submitter = run.submitter else { continue }
        submitters[round, default: []].insert(submitter)
        if run.citation.contains("public copy") { copies.insert(round) }
      }
    }
    guard !submitters.isEmpty else { return [] }
    let rounds = submitters.sorted { $0.key < $1.key }.map { round, names in
      "MLPerf Inference \(round) (\(names.sorted().joined(separator: ", ")))"
        + (copies.contains(round) ? " from a public copy" : "")
    }
    return rounds + [
      "Interactive is 450/40 ms, Server 2000/200 ms",
      "ratios are ours, not MLPerf's, and not verified by MLCommons",
      "runs named by frontier validate",
    ]
  }
}
