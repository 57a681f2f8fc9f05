import Evidence
import Frontier
import Normalization
import Plotting

extension Figure {
  /// Figure 1: the anchors and their Pareto envelope over TTFT99 and CPM_served.
  static let figure1 = Figure(
    id: "figure-1", title: "Cross-system Pareto frontier of LLM serving cost"
  ) { context, measurer in
    let frame = ReferenceFrame(pin: context.pin)
    let frontier = try context.frontier(on: frame.accelerator)
    let rate = try context.calibration.rate(of: frame.accelerator, at: context.pin)
    let tpot = try context.calibration.number("contract/\(frame.contract)", "tpot_ms")
    let footer = try Footer(
      context, rates: [rate],
      notes: [
        "\(frame.modelName) on \(frame.accelerator), p99 TPOT \(NumberFormat.plain(tpot)) ms",
        "TTFT as published: p99, p90, mean or median by source",
      ])

    let (ttft, cpm) = FrontierPanel.domains(of: [frontier])
    let panel = FrontierPanel(
      frontier: frontier, ttftDomain: ttft, cpmDomain: cpm,
      label: { $0.anchor.label },
      flipText: {
        "\(FrontierPanel.milliseconds($0)): \(FigureStyle.shortName($0.from)) → "
          + FigureStyle.shortName($0.to)
      }, labelFont: FigureStyle.labelFont)
    var warnings: [String] = []
    let drawing = PanelRow(
      bottom: Axis(.bottom, scale: LogScale(ttft), title: "TTFT_{99} as published (ms)"),
      left: Axis(.left, scale: LogScale(cpm), title: "CPM_{served} ($/MTok)"), titles: [""],
      legends: [FrontierLegend([frontier]).legend], footer: footer, height: 320,
      measurer: measurer
    ).drawing { _, canvas, plot in
      warnings = panel.draw(on: canvas, plot: plot, measurer: measurer)
    }
    var data = DataTable(FrontierTable.header)
    for row in FrontierTable.rows(of: frontier) { data.append(row) }
    return FigureContent(
      drawing: drawing, data: data,
      description: FrontierWords.description(of: frontier, on: frame.accelerator),
      warnings: warnings)
  }
}

extension ReferenceFrame {
  /// The model's name as written in text.
  var modelName: String { model == ReferenceFrame().model ? "Llama-2-70B" : model }
}
