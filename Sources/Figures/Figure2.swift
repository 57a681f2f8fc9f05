import Evidence
import Frontier
import Normalization
import Plotting

extension Figure {
  /// Figure 2: which architecture is cheaper over prefill share and KV bandwidth, under three
  /// contracts.
  static let figure2 = Figure(
    id: "figure-2", title: "Break-even surface between colocated and disaggregated serving"
  ) { context, measurer in
    let panels = try BreakEvenPanel.contracts.map {
      try BreakEvenPanel(context, contract: $0)
    }
    let frame = ReferenceFrame(pin: context.pin)
    let footer = try Footer(
      context, rates: [try context.calibration.rate(of: frame.accelerator, at: context.pin)],
      notes: [
        "\(frame.modelName) on \(frame.accelerator), chunked prefill against disaggregation",
        "P + D = \(NumberFormat.plain(panels[0].surface.tokens)) tokens",
        "panels by contract, (p99 TTFT, p99 TPOT)", "systems named in (a)",
      ])
    let layout = try BreakEvenLayout(context, panels: panels, footer: footer, measurer: measurer)
    let (drawing, warnings) = layout.draw()
    var data = DataTable(BreakEvenTable.header)
    for panel in panels {
      for row in BreakEvenTable.rows(of: panel) { data.append(row) }
    }
    return FigureContent(
      drawing: drawing, data: data,
      description: panels.map(\.description).joined(separator: " "), warnings: warnings)
  }
}

/// Where the parts of Figure 2 lie.
private struct BreakEvenLayout {
  let panels: [BreakEvenPanel]
  let measurer: any TextMeasurer
  let page: Page
  let plots: [Rect]
  let bottom: Axis
  let left: Axis
  let right: NamedAxis
  let colorBar: ColorBar
  let legend: Legend
  /// Below a plot: its axis; below that the colour bar with its labels.
  private let axisDepth: Double
  private let barDepth: Double

  init(
    _ context: FigureContext, panels: [BreakEvenPanel], footer: Footer,
    measurer: any TextMeasurer
  ) throws {
    self.panels = panels
    self.measurer = measurer
    let bandwidth = LogScale(25...900)
    bottom = Axis(
      .bottom, scale: LinearScale(0.2...0.97), title: "prefill share α = P/(P + D)",
      ticks: Ticks(evenlyLabelled: [0.2, 0.4, 0.6, 0.8], minor: [0.3, 0.5, 0.7, 0.9]))
    left = Axis(
      .left, scale: bandwidth, title: "KV-transfer bandwidth B (GB/s)",
      ticks: Ticks(plainlyLabelled: [25, 50, 100, 200, 400, 900]))
    right = NamedAxis(
      .right, scale: bandwidth, names: try Interconnects.names(context.calibration),
      style: AxisStyle(tickFont: Font(size: 7)))
    colorBar = ColorBar(
      BreakEvenMarks.bands, direction: .horizontal,
      title: "CPM_{co} − CPM_{P/D} ($/MTok): below 0 colocation is cheaper, above 0 disaggregation",
      style: AxisStyle(tickFont: Font(size: 7.5)))
    legend = BreakEvenMarks.legend(panels)

    let title = PanelTitle(index: 0, "()")
    let margins = bottom.margins(measurer: measurer, length: 110)
      .union(left.margins(measurer: measurer, length: Self.plotHeight))
      .union(right.margins(measurer: measurer)).union(title.margins(measurer: measurer))
    axisDepth = margins.bottom
    barDepth = Self.barHeight + colorBar.margins(measurer: measurer, length: 300).bottom
    let legendHeight = legend.size(measurer: measurer).height
    let height =
      margins.top + Self.plotHeight + axisDepth + barDepth + legendHeight + 2 * Self.gap
    page = Page(bodyHeight: height, footer: footer, measurer: measurer)
    plots = PanelGrid(columns: panels.count, columnGap: 11).plots(
      in: page.body.inset(bottom: height - margins.top - Self.plotHeight - axisDepth),
      margins: margins)
  }

  func draw() -> (drawing: Drawing, warnings: [String]) {
    var warnings: [String] = []
    let drawing = page.drawing { canvas in
      for (index, (panel, plot)) in zip(panels, plots).enumerated() {
        let marks = BreakEvenMarks(
          panel: panel, plot: plot, namesSystems: index == 0, measurer: measurer)
        warnings += marks.draw(on: canvas).map { "\(panel.name): \($0)" }
        drawAxes(on: canvas, index: index, plot: plot)
        PanelTitle(index: index, RichText(plain: panel.title)).draw(
          on: canvas, plot: plot, measurer: measurer)
      }
      drawKeys(on: canvas)
    }
    return (drawing, warnings)
  }

  private func drawAxes(on canvas: any Canvas, index: Int, plot: Rect) {
    var side = left
    if index > 0 {
      side.showsLabels = false
      side.title = nil
    }
    canvas.stroke(.rect(plot), with: left.style.line)
    side.draw(on: canvas, plot: plot, measurer: measurer)
    bottom.draw(on: canvas, plot: plot, measurer: measurer)
    if index == panels.count - 1 { right.draw(on: canvas, plot: plot, measurer: measurer) }
  }

  /// The colour bar and the legend, under the plots.
  private func drawKeys(on canvas: any Canvas) {
    let top = (plots.first?.maxY ?? 0) + axisDepth + Self.gap
    colorBar.draw(
      on: canvas, bar: Rect(x: page.body.midX - 190, y: top, width: 380, height: Self.barHeight),
      measurer: measurer)
    let width = legend.size(measurer: measurer).width
    legend.draw(
      on: canvas, at: Point(page.body.midX - width / 2, top + barDepth + Self.gap),
      measurer: measurer)
  }

  private static let plotHeight = 190.0
  private static let barHeight = 9.0
  private static let gap = 6.0
}

/// The named places on the bandwidth axis.
private enum Interconnects {
  /// One tick for each bandwidth, in the words of a reader; an interconnect that is not known here
  /// goes by its id.
  /// - Throws: the lookup's error.
  static func names(_ calibration: Calibration) throws -> [Tick] {
    var names: [Double: [String]] = [:]
    for id in calibration.ids(of: .interconnect) {
      let bandwidth = try calibration.number("interconnect/\(id)", "bytes_per_s") / 1e9
      names[bandwidth, default: []].append(words[id] ?? id)
    }
    var places = names.sorted { $0.key < $1.key }
    while places.count > mostNames {
      // The name whose bandwidth is most like the one before it says least.
      let ratios = zip(places, places.dropFirst()).map { $1.key / $0.key }
      let closest = ratios.indices.min { ratios[$0] < ratios[$1] } ?? 0
      places.remove(at: closest + 1)
    }
    return places.map { bandwidth, names in
      Tick(bandwidth, RichText(plain: names.joined(separator: ", ").shortened(to: 20)))
    }
  }

  /// As many as have room beside a plot.
  private static let mostNames = 16

  private static let words = [
    "nvlink4": "NVLink 4, two-way", "nvlink4-one-way": "NVLink 4, one-way",
    "nvlink3": "NVLink 3, two-way", "nvlink3-one-way": "NVLink 3, one-way", "xdr": "XDR",
    "pcie5": "PCIe 5", "ndr": "NDR", "roce400": "RoCE 400G", "pcie4": "PCIe 4", "hdr": "HDR",
  ]
}

extension AxisStyle {
  init(tickFont: Font) {
    self.init()
    self.tickFont = tickFont
  }
}
