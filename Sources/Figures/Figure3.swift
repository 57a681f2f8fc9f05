import Evidence
import Frontier
import Plotting

extension Figure {
  /// Figure 3: Figure 1 on several accelerators, each at its own price. A measured TTFT moves with
  /// the prefill rate, a limit does not.
  static let figure3 = figure3(on: FrontierResult.accelerators)

  /// - Parameter accelerators: calibration ids, in the order of the panels; that the pin prices.
  public static func figure3(on accelerators: [String]) -> Figure {
    Figure(
      id: "figure-3", title: "The cost frontier on \(accelerators.listed)",
      statements: accelerators == FrontierResult.accelerators
        ? [] : [(acceleratorsKey, accelerators.joined(separator: ","))],
      compute: {
        try FrontierResult(
          $0, on: accelerators, plan: .drawn(rows: $0.anchors.count), sharing: $1)
      }, draw: drawFigure3,
      table: { FrontierTable.table(of: $0, namesAccelerators: true, leftOut: $1) },
      caption: { FrontierCaption.sentences($0, hasInset: false, isNumbered: true) },
      description: FrontierCaption.alternative)
  }

  /// The statement of a picture's metadata that says which accelerators were asked for.
  public static let acceleratorsKey = "Accelerators"

  private static func drawFigure3(_ result: FrontierResult, sheet: Sheet)
    -> FigureLayout
  {
    let footer = Footer(
      result.assumptions, overlap: .published(result.drawnAnchors), prices: result.prices,
      notes: [
        "\(result.assumptions.frame.modelName), p99 TPOT \(NumberFormat.plain(result.tpotMs)) ms",
        FrontierWords.envelope(result),
      ],
      details: [
        "prefill scaled by dense BF16 rate, decode by HBM bandwidth",
        "limits are a contract and never scaled", FrontierWords.scaling,
      ] + FrontierWords.details(result))
    let key = AnchorKey(result, isNarrow: sheet.isNarrow)
    let (ttft, cpm) = FrontierPanel.domains(of: result.frontiers, result.spread)
    var bottom = Axis(
      .bottom, scale: LogScale(ttft),
      title: RichText(plain: FrontierWords.axisTitle(result.assumptions)))
    bottom.ticks = Ticks.powersOfTen(bottom.ticks)
    var shortfalls = FrontierShortfalls(source: "data/figure-3.csv")
    let drawing = PanelRow(
      bottom: bottom,
      left: Axis(.left, scale: LogScale(cpm), title: "CPM_{served} ($/MTok)"),
      titles: result.panels.map(\.title),
      legends: [key.legend, FrontierLegend(result, hasInset: false).legend],
      footer: footer, height: 290, sheet: sheet
    ).drawing(
      { index, canvas, plot in
        let panel = result.panels[index]
        if let absence = panel.absence {
          TextBlock(
            RichText(plain: absence), font: FigureStyle.labelFont, measurer: sheet,
            maxWidth: plot.width - 16
          ).draw(on: canvas, at: plot.center, align: .centred)
        }
        guard let frontier = panel.frontier else { return }
        let drawn = FrontierPanel(
          frontier: frontier, ttftDomain: ttft, cpmDomain: cpm,
          label: { key.numbers[$0.id] }, flipText: FrontierWords.terse,
          labelFont: Font(size: 7),
          names: FrontierMarkNames(idPrefix: "\(panel.accelerator)-"),
          spread: result.spread?[panel.accelerator]
        ).draw(on: canvas, plot: plot, measurer: sheet)
        shortfalls.add(drawn, of: panel.accelerator)
      }, notes: { shortfalls.notes })
    return shortfalls.layout(drawing)
  }
}

extension FrontierResult.Panel {
  /// The accelerator's name and its price.
  fileprivate var title: RichText {
    let names = ["A100": "A100 SXM4", "H100": "H100 SXM5", "H200": "H200 SXM5"]
    return RichText(plain: names[accelerator] ?? accelerator)
      + RichText(plain: usdPerHour.map { ", \(Footer.text(price: $0))" } ?? ", no price")
  }
}

extension Ticks {
  /// The powers of ten among `ticks` labelled as such, everything else bare.
  static func powersOfTen(_ ticks: Ticks) -> Ticks {
    let exponents = (-12...12).map { ($0, Double("1e\($0)") ?? 1) }
    let values = ticks.major.map(\.value)
    let powers = exponents.filter { values.contains($0.1) }
    guard powers.count >= 2 else { return ticks }
    return Ticks(
      major: powers.map { Tick($0.1, RichText("10^{\($0.0)}")) },
      minor: (values.filter { value in !powers.contains { $0.1 == value } } + ticks.minor).sorted())
  }
}

/// The numbers that stand for rows of anchors.csv in panels too small for their names.
struct AnchorKey {
  /// By id.
  let numbers: [String: String]
  let legend: Legend

  /// A longer key would take more room than the panels do.
  private static let most = 60

  /// The rows of a result; where there are more than a key can hold, the most important of those
  /// that have a mark.
  init(_ result: FrontierResult, isNarrow: Bool = false) {
    let rows = Self.rows(result)
    numbers = rows.enumerated().reduce(into: [:]) { $0[$1.element.id] = "\($1.offset + 1)" }
    var legend = Legend(
      rows.enumerated().map { index, row in
        LegendEntry(
          FigureStyle.name(row, "\(index + 1)  \(row.label)"), marker: FigureStyle.marker(row))
      }, columns: 4, font: Font(size: isNarrow ? 6.1 : 7), isFramed: false)
    legend.sampleSize.width = 9
    self.legend = legend
  }

  private static func rows(_ result: FrontierResult) -> [Anchor] {
    guard result.anchors.count > most else { return result.anchors }
    let importances = result.frontiers.reduce(into: [String: Int]()) { importances, frontier in
      let members = frontier.envelope.members
      for row in frontier.anchors where row.cpm != nil {
        let here = FrontierLabels.importance(row, members)
        importances[row.id] = max(here, importances[row.id] ?? here)
      }
    }
    let drawn = result.anchors.indices.filter { importances[result.anchors[$0].id] != nil }
    let first = drawn.sorted { one, other in
      let ids = [one, other].map { result.anchors[$0].id }
      return (-(importances[ids[0]] ?? 0), one) < (-(importances[ids[1]] ?? 0), other)
    }.prefix(most)
    return first.sorted().map { result.anchors[$0] }
  }
}
