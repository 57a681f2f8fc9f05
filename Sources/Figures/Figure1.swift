import Evidence
import Frontier
import Normalization
import Plotting

extension Figure {
  /// Figure 1: the anchors and their Pareto envelope over the TTFT limit and CPM_served.
  static let figure1 = Figure(
    id: "figure-1", title: "Cross-system Pareto frontier of LLM serving cost",
    compute: {
      try FrontierResult(
        $0, on: [ReferenceFrame.referenceAccelerator], plan: .drawn(rows: $0.anchors.count),
        sharing: $1)
    },
    draw: drawFigure1,
    table: { FrontierTable.table(of: $0, namesAccelerators: false, leftOut: $1) },
    caption: { FrontierCaption.sentences($0, hasInset: true) },
    description: FrontierCaption.alternative)

  private static func drawFigure1(_ result: FrontierResult, sheet: Sheet)
    -> FigureLayout
  {
    let frame = result.assumptions.frame
    let footer = Footer(
      result.assumptions, overlap: .published(result.drawnAnchors), prices: result.prices,
      notes: [
        "\(frame.modelName) on \(frame.accelerator), p99 TPOT "
          + "\(NumberFormat.plain(result.tpotMs)) ms",
        FrontierWords.envelope(result),
      ],
      details: (result.scalesMeasurements ? [FrontierWords.scaling] : [])
        + FrontierWords.details(result))
    let key = sheet.isNarrow ? AnchorKey(result, isNarrow: true) : nil
    let label: (NormalizedAnchor) -> String? = { row in
      guard let key else { return row.anchor.label }
      return key.numbers[row.id]
    }
    let flipText = key == nil ? FrontierWords.full : FrontierWords.terse
    let legends =
      (key.map { [$0.legend] } ?? [])
      + [FrontierLegend(result, hasInset: key == nil).legend]
    let (ttft, cpm) = FrontierPanel.domains(of: result.frontiers, result.spread)
    var shortfalls = FrontierShortfalls(source: "data/figure-1.csv")
    let drawing = PanelRow(
      bottom: Axis(
        .bottom, scale: LogScale(ttft),
        title: RichText(plain: FrontierWords.axisTitle(result.assumptions))),
      left: Axis(.left, scale: LogScale(cpm), title: "CPM_{served} ($/MTok)"), titles: [""],
      legends: legends, footer: footer, height: key == nil ? 330 : 250, sheet: sheet
    ).drawing(
      { index, canvas, plot in
        guard let frontier = result.panels[index].frontier else { return }
        let panel = FrontierPanel(
          frontier: frontier, ttftDomain: ttft, cpmDomain: cpm,
          label: label,
          flipText: flipText,
          labelFont: FigureStyle.labelFont, names: FrontierMarkNames(idPrefix: ""),
          hasInset: key == nil,
          spread: result.spread?[result.panels[index].accelerator])
        shortfalls.add(
          panel.draw(on: canvas, plot: plot, measurer: sheet),
          of: result.panels[index].accelerator)
      }, notes: { shortfalls.notes })
    return shortfalls.layout(drawing)
  }
}

extension FrontierResult {
  /// The rows that have a cost in some panel.
  var drawnAnchors: [Anchor] {
    let drawn = Set(frontiers.flatMap(\.anchors).filter { $0.cpm != nil }.map(\.id))
    return anchors.filter { drawn.contains($0.id) }
  }

  /// What the footer says of prices.
  var prices: [Footer.Price] {
    var prices: [Footer.Price] = []
    for panel in panels {
      guard let price = panel.usdPerHour else { continue }
      prices.append(Footer.Price(accelerator: panel.accelerator, usdPerHour: price))
    }
    return prices
  }
}

extension FrontierResult {
  /// Whether a point stands at a TTFT that was measured on another accelerator than its panel's.
  var scalesMeasurements: Bool {
    panels.contains { panel in
      panel.frontier?.anchors.contains {
        $0.ttftKind == .measured && $0.anchor.accelerator != panel.accelerator
      } ?? false
    }
  }
}

extension ReferenceFrame {
  /// The model's name as written in text.
  var modelName: String { ModelName.text(model) }
}
