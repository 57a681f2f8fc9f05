import Evidence
import Frontier
import Plotting

extension Figure {
  /// Figure S1: what each reading of each choice does to the break-even prefill share.
  static let readings = Figure(
    id: "figure-s1", name: "readings", title: "What each reading does to the break-even",
    compute: ReadingsResult.init, draw: { ReadingsLayout($0, sheet: $1).draw() },
    table: ReadingsTable.table, caption: SurfaceCaptions.readings,
    description: ReadingsTable.description)
}

/// Where the parts of Figure S1 lie: a row of bars for each reading, in groups by choice, the names
/// on the left.
private struct ReadingsLayout {
  private let result: ReadingsResult
  private let sheet: Sheet
  /// From the top down; the first is that of all combinations.
  private let rows: [Row]
  /// Width of the names of choices, and of those of readings.
  private let choiceWidth: Double
  private let readingWidth: Double
  private let page: Page
  private let plots: [Rect]
  private let legend: Legend

  /// One reading in all panels, and how far its bars begin below the top of the plots.
  private struct Row {
    let bar: ReadingsResult.Bar
    let choice: String?
    let isFirst: Bool
    let top: Double
  }

  init(_ result: ReadingsResult, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
    var top = Self.groupGap
    var rows: [Row] = []
    for group in [[result.all]] + result.choices {
      // On a narrow sheet the choice's name has a line of its own.
      if sheet.isNarrow, group.first?.reading != nil { top += Self.pitch }
      for (index, bar) in group.enumerated() {
        rows.append(
          Row(bar: bar, choice: bar.reading?.choice, isFirst: index == 0, top: top))
        top += Self.pitch
      }
      top += Self.groupGap
    }
    self.rows = rows
    func width(_ texts: [RichText]) -> Double {
      texts.map { TextBlock($0, font: Self.font, measurer: sheet).size.width }.max() ?? 0
    }
    choiceWidth =
      sheet.isNarrow ? 0 : width(rows.compactMap(\.choice).map { RichText(plain: $0).bold })
    readingWidth = width(rows.map { Self.name($0.bar) })
    legend = Self.legend(result).fitted(
      to: sheet.room, measurer: sheet)
    let margins = Margins(left: choiceWidth + readingWidth + 3 * Self.textGap, right: 5)
      .union(Self.title(0, result, sheet).margins(measurer: sheet))
      .union(Self.axis.margins(measurer: sheet, length: 90))
    let height = margins.top + top + margins.bottom
    let legendHeight = legend.size(measurer: sheet).height
    page = Page(
      bodyHeight: height + Self.legendGap + legendHeight, footer: Self.footer(result),
      sheet: sheet)
    plots = PanelGrid(columns: result.contracts.count, columnGap: sheet.isNarrow ? 12 : 17).plots(
      in: page.body.inset(bottom: Self.legendGap + legendHeight), margins: margins)
  }

  func draw() -> FigureLayout {
    let drawing = page.drawing { canvas in
      for (index, plot) in plots.enumerated() {
        Self.title(index, result, sheet).draw(on: canvas, plot: plot, measurer: sheet)
        for row in rows {
          canvas.group(
            ReadingsTable.markName(row.bar, index, under: result.contracts[index])
          ) { draw(row, index, on: canvas, plot: plot) }
        }
        drawHalf(on: canvas, plot: plot)
        var axis = Self.axis
        // On a narrow sheet once for all panels.
        if sheet.isNarrow, index != plots.count / 2 { axis.title = nil }
        axis.draw(on: canvas, plot: plot, measurer: sheet)
      }
      drawNames(on: canvas)
      let size = legend.size(measurer: sheet)
      legend.draw(
        on: canvas, at: Point(page.body.midX - size.width / 2, page.body.maxY - size.height),
        measurer: sheet)
    }
    return FigureLayout(drawing: drawing)
  }

  // MARK: Bars

  /// The bar of a row in the panel with that index, its segments from the left.
  private func draw(_ row: Row, _ index: Int, on canvas: any Canvas, plot: Rect) {
    let scale = Side.bottom.scale(Self.axis.scale, in: plot)
    var left = 0.0
    for outcome in ReadingsResult.Outcome.allCases {
      let share = row.bar.tallies[index].share(of: outcome)
      let right = left + 100 * share.fraction
      defer { left = right }
      guard share.holds > 0 else { continue }
      let (from, to) = (scale.position(of: left), scale.position(of: right))
      let box = Rect(x: from, y: plot.minY + row.top, width: to - from, height: Self.thickness)
      outcome.style.draw(box, on: canvas)
      canvas.stroke(.rect(box), with: Self.seam)
      drawNumber(share.percent, outcome.style, on: canvas, in: box)
    }
  }

  /// The percentage, where the segment has room for it.
  private func drawNumber(
    _ percent: Int, _ style: SegmentStyle, on canvas: any Canvas, in box: Rect
  ) {
    let text = TextBlock(
      RichText(plain: String(percent)), font: Self.numberFont, measurer: sheet)
    let ground = text.bounds(at: box.center, align: .centred).inset(by: -1)
    guard ground.width <= box.width - 1 else { return }
    if style.hatch != nil {
      canvas.fill(
        .rect(Rect(x: ground.x, y: box.y, width: ground.width, height: box.height)),
        with: style.fill)
    }
    text.draw(on: canvas, at: box.center, align: .centred, color: style.text)
  }

  /// The line at half of the combinations, between the bars.
  private func drawHalf(on canvas: any Canvas, plot: Rect) {
    let x = Side.bottom.scale(Self.axis.scale, in: plot).position(of: 50)
    let tops = rows.map { plot.minY + $0.top } + [plot.maxY]
    let bottoms = [plot.minY] + rows.map { plot.minY + $0.top + Self.thickness }
    for (from, to) in zip(bottoms, tops) {
      canvas.stroke(.segment(Point(x, from), Point(x, to)), with: Stroke(.gray(0.3), width: 0.7))
    }
  }

  // MARK: Names

  private func drawNames(on canvas: any Canvas) {
    guard let plot = plots.first else { return }
    for row in rows {
      let middle = plot.minY + row.top + Self.thickness / 2
      TextBlock(Self.name(row.bar), font: Self.font, measurer: sheet).draw(
        on: canvas, at: Point(plot.minX - Self.textGap, middle),
        align: TextAlignment(.end, .middle))
      guard row.isFirst, let choice = row.choice else { continue }
      TextBlock(RichText(plain: choice).bold, font: Self.font, measurer: sheet).draw(
        on: canvas, at: Point(page.body.minX, middle - (sheet.isNarrow ? Self.pitch : 0)),
        align: TextAlignment(.start, .middle))
    }
  }

  private static func title(_ index: Int, _ result: ReadingsResult, _ sheet: Sheet) -> PanelTitle {
    var title = PanelTitle(index: index, RichText(plain: result.contracts[index].title))
    if sheet.isNarrow {
      title.font.size = 7
      title.maxWidth = 45
    }
    return title
  }

  private static func name(_ bar: ReadingsResult.Bar) -> RichText {
    guard let reading = bar.reading else { return RichText(plain: "all combinations").bold }
    return RichText(plain: reading.name + (bar.isOwn ? " \(own)" : ""))
  }

  /// Marks the readings that the edition itself is under.
  private static let own = "◆"

  // MARK: Words and sizes

  private static func legend(_ result: ReadingsResult) -> Legend {
    let entries = ReadingsResult.Outcome.allCases.map { outcome in
      let style = outcome.style
      return LegendEntry(
        RichText(plain: ReadingsTable.name(outcome)), swatch: style.fill,
        swatchOutline: style.isOutlined ? SegmentStyle.outline : nil, hatch: style.hatch)
    }
    let isDefault = result.assumptions.askedReadings.isEmpty
    let own =
      "\(own) \(isDefault ? "the default reading" : "the reading asked for, or the default")"
    return Legend(
      entries + [LegendEntry(RichText(plain: own))], columns: 4, font: FigureStyle.labelFont,
      isFramed: false)
  }

  private static func footer(_ result: ReadingsResult) -> Footer {
    let frame = result.assumptions.frame
    return Footer(
      result.assumptions, overlap: .held,
      prices: [Footer.Price(accelerator: frame.accelerator, usdPerHour: result.usdPerHour)],
      notes: [
        "α*: the first prefill share from 0.2 to 0.97 at which the cheaper side changes",
        "\(frame.modelName) on \(frame.accelerator) over NVLink 4, chunked prefill against "
          + "disaggregation",
        "panels by contract, (p99 TTFT, p99 TPOT)",
        "a share of readings, not a probability",
      ],
      details: [
        "each bar: the \(result.combinations) combinations of the drawn choices, those with its "
          + "reading",
        "P + D = \(NumberFormat.plain(result.tokens)) tokens but for the other readings of "
          + "request-length",
      ])
  }

  private static let axis = Axis(
    .bottom, scale: LinearScale(0...100), title: "combinations (%)",
    ticks: Ticks(plainlyLabelled: [0, 50, 100], minor: [25, 75]))
  private static let font = FigureStyle.labelFont
  private static let numberFont = Font(size: 7)
  private static let thickness = 10.0
  /// From bar to bar of a choice, and what is added between choices.
  private static let pitch = 11.5
  private static let groupGap = 5.0
  private static let legendGap = 4.0
  private static let textGap = 5.0
  /// Between segments.
  private static let seam = Stroke(.white, width: 0.6)
}

/// How a segment is filled: told apart in grey too, by lightness and hatching.
private struct SegmentStyle {
  let fill: Color
  var hatch: Stroke?
  var text = Color.black
  var isOutlined = false

  static let outline = Stroke(.gray(0.4), width: 0.5)

  func draw(_ box: Rect, on canvas: any Canvas) {
    let path = Path.rect(box)
    canvas.fill(path, with: fill)
    if let hatch { Hatch(path, stroke: hatch, spacing: 3).draw(on: canvas) }
    if isOutlined { canvas.stroke(.rect(box.inset(by: 0.5)), with: Self.outline) }
  }
}

extension ReadingsResult.Outcome {
  fileprivate var style: SegmentStyle {
    switch self {
    case .disaggregation: SegmentStyle(fill: OkabeIto.blue, text: .white)
    case .below: SegmentStyle(fill: OkabeIto.skyBlue)
    case .within: SegmentStyle(fill: .black, text: .white)
    case .above: SegmentStyle(fill: OkabeIto.orange.mixed(with: .white, share: 0.55))
    case .colocation:
      SegmentStyle(fill: OkabeIto.orange, hatch: Stroke(.white, width: 0.8))
    case .infeasible:
      SegmentStyle(fill: .white, hatch: Stroke(.gray(0.55), width: 0.5), isOutlined: true)
    }
  }
}
