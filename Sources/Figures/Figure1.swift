import Evidence
import Frontier
import Normalization
import Plotting

extension Figure {
  /// Figure 1: the anchors and their Pareto envelope over TTFT99 and CPM_served.
  static let figure1 = Figure(
    id: "figure-1", title: "Cross-system Pareto frontier of LLM serving cost",
    compute: { try FrontierResult($0, on: [ReferenceFrame.referenceAccelerator]) },
    draw: drawFigure1, table: { FrontierTable.table(of: $0, namesAccelerators: false) },
    description: FrontierTable.description)

  private static func drawFigure1(_ result: FrontierResult, measurer: any TextMeasurer)
    -> FigureLayout
  {
    let frame = result.assumptions.frame
    let footer = Footer(
      result.assumptions, prices: result.prices,
      notes: [
        "\(frame.modelName) on \(frame.accelerator), p99 TPOT "
          + "\(NumberFormat.plain(result.tpotMs)) ms",
        "TTFT as published: p99, p90, mean or median by source",
      ])
    let (ttft, cpm) = FrontierPanel.domains(of: result.frontiers)
    var warnings: [String] = []
    let drawing = PanelRow(
      bottom: Axis(.bottom, scale: LogScale(ttft), title: "TTFT_{99} as published (ms)"),
      left: Axis(.left, scale: LogScale(cpm), title: "CPM_{served} ($/MTok)"), titles: [""],
      legends: [FrontierLegend(result.frontiers).legend], footer: footer, height: 320,
      measurer: measurer
    ).drawing { index, canvas, plot in
      guard let frontier = result.panels[index].frontier else { return }
      let panel = FrontierPanel(
        frontier: frontier, ttftDomain: ttft, cpmDomain: cpm,
        label: { $0.anchor.label }, flipText: FrontierPanel.fullText,
        labelFont: FigureStyle.labelFont)
      warnings = panel.draw(on: canvas, plot: plot, measurer: measurer)
    }
    return FigureLayout(drawing: drawing, warnings: warnings)
  }
}

extension ReferenceFrame {
  /// The model's name as written in text.
  var modelName: String { model == ReferenceFrame().model ? "Llama-2-70B" : model }
}

extension FrontierResult {
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
