import Evidence
import Frontier
import Normalization
import Plotting

extension Figure {
  /// Figure 3: Figure 1 on three accelerators, each at its own price; TTFT moves with the prefill
  /// rate.
  static let figure3 = Figure(
    id: "figure-3", title: "The cost frontier on A100, H100 and H200"
  ) { context, measurer in
    let panels = try HardwarePanel.accelerators.map {
      try HardwarePanel(context, accelerator: $0)
    }
    let footer = try Footer(
      context, rates: panels.compactMap(\.rate),
      notes: [
        "Prefill scaled by dense BF16 rate, decode by HBM bandwidth",
        "TTFT as published × prefill rate of H100 over the panel's",
      ])
    let frontiers = panels.compactMap(\.frontier)
    let key = AnchorKey(context.dataset.anchors, measurer: measurer)
    let (ttft, cpm) = FrontierPanel.domains(of: frontiers)
    func plotted(_ frontier: AnchorFrontier) -> FrontierPanel {
      FrontierPanel(
        frontier: frontier, ttftDomain: ttft, cpmDomain: cpm,
        label: { key.numbers[$0.id] },
        flipText: FrontierPanel.terseText,
        labelFont: Font(size: 7))
    }

    var bottom = Axis(.bottom, scale: LogScale(ttft), title: "TTFT_{99}, rescaled (ms)")
    bottom.ticks = Ticks.powersOfTen(bottom.ticks)
    var warnings: [String] = []
    let drawing = PanelRow(
      bottom: bottom,
      left: Axis(.left, scale: LogScale(cpm), title: "CPM_{served} ($/MTok)"),
      titles: panels.map(\.title), legends: [key.legend, FrontierLegend(frontiers).legend],
      footer: footer, height: 240, measurer: measurer
    ).drawing { index, canvas, plot in
      let panel = panels[index]
      guard let frontier = panel.frontier else {
        return panel.drawAbsence(on: canvas, plot: plot, measurer: measurer)
      }
      warnings += plotted(frontier).draw(on: canvas, plot: plot, measurer: measurer)
        .map { "\(panel.accelerator): \($0)" }
    }
    var data = DataTable(["accelerator"] + FrontierTable.header)
    for panel in panels {
      guard let frontier = panel.frontier else { continue }
      for row in FrontierTable.rows(of: frontier) { data.append([panel.accelerator] + row) }
    }
    return FigureContent(
      drawing: drawing, data: data,
      description: panels.map(\.description).joined(separator: " "), warnings: warnings)
  }
}

extension Ticks {
  /// The powers of ten among `ticks` labelled as such, everything else bare.
  static func powersOfTen(_ ticks: Ticks) -> Ticks {
    let exponents = (-12...12).map { ($0, Double("1e\($0)") ?? 1) }
    let values = ticks.major.map(\.value)
    let powers = exponents.filter { values.contains($0.1) }
    return Ticks(
      major: powers.map { Tick($0.1, RichText("10^{\($0.0)}")) },
      minor: (values.filter { value in !powers.contains { $0.1 == value } } + ticks.minor).sorted())
  }
}

/// One accelerator's panel; without a price at the pin it stays empty and says why.
struct HardwarePanel {
  /// In the order of the panels.
  static let accelerators = ["A100", "H100", "H200"]

  let accelerator: String
  let rate: Constant?
  let frontier: AnchorFrontier?
  let absence: String

  /// - Throws: the lookup's error when a constant, or the price of Figure 1's own accelerator, is
  ///   missing.
  init(_ context: FigureContext, accelerator: String) throws {
    self.accelerator = accelerator
    var absence = ""
    do {
      rate = try context.calibration.rate(of: accelerator, at: context.pin)
    } catch {
      guard accelerator != ReferenceFrame().accelerator else { throw error }
      rate = nil
      absence = error.description
    }
    self.absence = absence
    frontier = rate == nil ? nil : try context.frontier(on: accelerator)
  }

  var title: RichText {
    let name = Self.names[accelerator] ?? accelerator
    return RichText(plain: name) + RichText(plain: price.map { ", \($0) $/h" } ?? ", no price")
  }

  var description: String {
    frontier.map { FrontierWords.description(of: $0, on: accelerator) }
      ?? "\(accelerator): empty, for \(absence)."
  }

  func drawAbsence(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    let text = TextBlock(
      RichText(plain: absence), font: FigureStyle.labelFont, measurer: measurer,
      maxWidth: plot.width - 16)
    text.draw(on: canvas, at: Point(plot.midX, plot.midY), align: .centred)
  }

  private var price: String? {
    rate.flatMap { try? $0.priceText }
  }

  private static let names = ["A100": "A100 SXM4", "H100": "H100 SXM5", "H200": "H200 SXM5"]
}
