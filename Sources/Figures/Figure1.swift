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
    let axes = FrontierAxes(panel)
    let legend = FrontierLegend([frontier]).legend
    let legendSize = legend.size(measurer: measurer)
    let page = Page(bodyHeight: 355, footer: footer, measurer: measurer)
    let plot = page.body.inset(bottom: legendSize.height + 5)
      .inset(by: axes.margins(measurer: measurer, length: 280))
    var warnings: [String] = []
    let drawing = page.drawing { canvas in
      axes.drawGrid(on: canvas, plot: plot)
      warnings = panel.draw(on: canvas, plot: plot, measurer: measurer)
      axes.draw(on: canvas, plot: plot, measurer: measurer)
      legend.draw(
        on: canvas,
        at: Point(page.body.midX - legendSize.width / 2, page.body.maxY - legendSize.height),
        measurer: measurer)
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

/// The two axes of a frontier plot.
struct FrontierAxes {
  let bottom: Axis
  let left: Axis

  init(_ panel: FrontierPanel, ttftTitle: RichText = "TTFT_{99} as published (ms)") {
    bottom = Axis(.bottom, scale: panel.ttftAxis, title: ttftTitle)
    left = Axis(.left, scale: panel.cpmAxis, title: "CPM_{served} ($/MTok)")
  }

  func margins(measurer: any TextMeasurer, length: Double) -> Margins {
    bottom.margins(measurer: measurer, length: length)
      .union(left.margins(measurer: measurer, length: length))
  }

  func drawGrid(on canvas: any Canvas, plot: Rect) {
    bottom.drawGrid(on: canvas, plot: plot)
    left.drawGrid(on: canvas, plot: plot)
  }

  func draw(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    canvas.stroke(.rect(plot), with: bottom.style.line)
    bottom.draw(on: canvas, plot: plot, measurer: measurer)
    left.draw(on: canvas, plot: plot, measurer: measurer)
  }
}
