import Evidence
import Frontier
import Plotting
import Tables

extension Figure {
  /// Figure S4: how long the KV cache of a prompt takes to move, beside its prefill.
  static let transfer = Figure(
    id: "figure-s4", name: "transfer", title: "KV transfer beside prefill",
    compute: TransferTimes.init, draw: { TransferLayout($0, sheet: $1).draw() },
    table: TransferTable.table, caption: ModelCaptions.transfer,
    description: TransferTable.description)
}

extension TransferTimes: FigureResult {
  public func publications(in edition: Edition) -> [String] {
    let cases = prefills + [ungrouped].compactMap { $0 }
    let shown = Set(cases.flatMap { $0.accelerators + [$0.model] })
    return edition.calibration.publications { $0.kind == .interconnect || shown.contains($0.id) }
  }

  /// Times have no price.
  public var pricedAccelerators: [String] { [] }
}

/// Two panels: both times by prompt length, and their ratio by bandwidth.
private struct TransferLayout {
  let result: TransferTimes
  let sheet: Sheet

  init(_ result: TransferTimes, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
  }

  func draw() -> FigureLayout {
    let table = PanelTable(
      rows: [[times, shares]], legend: legend, footer: footer, sheet: sheet)
    return FigureLayout(drawing: table.drawing())
  }

  // MARK: Times

  private var times: AxedPanel {
    let first = result.prefills.first
    let ends = [TransferTimes.promptRange.lowerBound, TransferTimes.promptRange.upperBound]
    let milliseconds = ends.flatMap { prompt in
      result.prefills.map { 1000 * $0.seconds(promptTokens: prompt) }
        + result.links.compactMap { link in
          first.map { 1000 * $0.transferSeconds(promptTokens: prompt, over: link.bandwidth) }
        }
    }
    let scale = LogScale((milliseconds.min() ?? 1) / 1.5...(milliseconds.max() ?? 10) * 1.5)
    let names = result.links.compactMap { link in
      first.map {
        Tick(
          1000 * $0.transferSeconds(promptTokens: ends[1], over: link.bandwidth),
          RichText(plain: "\(Interconnects.name(link).shortened(to: 20)), \(Self.gigabytes(link))"))
      }
    }
    return AxedPanel(
      title: RichText(plain: "times of \(modelName)"),
      bottom: Axis(
        .bottom, scale: LogScale(TransferTimes.promptRange), title: "prompt P (tokens)",
        ticks: Ticks(
          plainlyLabelled: [128, 1024, 8192, 65_536], minor: TransferTimes.promptTokens)),
      left: Axis(.left, scale: scale, title: "time (ms)", ticks: .log(scale.domain)),
      right: NamedAxis(
        .right, scale: scale, names: names, style: AxisStyle(tickFont: Font(size: 7))),
      height: Self.height
    ) { canvas, plot in drawTimes(on: canvas, plot: plot, scale: scale) }
  }

  private func drawTimes(on canvas: any Canvas, plot: Rect, scale: LogScale) {
    let x = Side.bottom.scale(LogScale(TransferTimes.promptRange), in: plot)
    let y = Side.left.scale(scale, in: plot)
    let ends = [TransferTimes.promptRange.lowerBound, TransferTimes.promptRange.upperBound]
    func line(_ seconds: (Double) -> Double) -> [Point] {
      ends.map { Point(x.position(of: $0), y.position(of: 1000 * seconds($0))) }
    }
    if let prefill = result.prefills.first {
      for link in result.links {
        let points = line { prefill.transferSeconds(promptTokens: $0, over: link.bandwidth) }
        canvas.group(
          MarkName(
            id: "transfer-\(DataText.text(link.bandwidth / 1e9))",
            title: "KV transfer over \(Interconnects.name(link)), \(Self.gigabytes(link))")
        ) { Polyline(points, stroke: Self.transferLine).draw(on: canvas) }
      }
    }
    let lines = result.prefills.map { prefill in line { prefill.seconds(promptTokens: $0) } }
    for (index, (prefill, line)) in zip(result.prefills, lines).enumerated() {
      let machines = prefill.accelerators.joined(separator: ", ")
      canvas.group(
        MarkName(
          id: "prefill-\(prefill.accelerators.joined(separator: "-"))",
          title: "prefill on \(machines)")
      ) { Polyline(line, stroke: Self.stroke(index), halo: 0.8).draw(on: canvas) }
    }
    var taken: [Rect] = []
    for (prefill, line) in zip(result.prefills, lines) {
      label(
        "prefill, \(prefill.accelerators.joined(separator: ", "))", along: line, on: canvas, plot,
        &taken)
    }
    let fastest = result.links.last.flatMap { link in
      result.prefills.first.map { prefill in
        line { prefill.transferSeconds(promptTokens: $0, over: link.bandwidth) }
      }
    }
    label("transfer, by interconnect", along: fastest ?? [], on: canvas, plot, &taken)
  }

  // MARK: Ratios

  private var shares: AxedPanel {
    let gigabytes =
      TransferTimes.bandwidthRange.lowerBound / 1e9...TransferTimes.bandwidthRange.upperBound / 1e9
    let ratios = cases.flatMap { prefill in
      [TransferTimes.bandwidthRange.lowerBound, TransferTimes.bandwidthRange.upperBound]
        .map(prefill.transferShare)
    }
    let scale = LogScale((ratios.min() ?? 0.1) / 1.3...max(3, ratios.max() ?? 10) * 1.3)
    return AxedPanel(
      title: "their ratio, at any P",
      bottom: Axis(
        .bottom, scale: LogScale(gigabytes), title: "KV-transfer bandwidth B (GB/s)",
        ticks: .log(gigabytes, atMost: 5)),
      left: Axis(
        .left, scale: scale, title: "transfer ÷ prefill", ticks: .log(scale.domain)),
      height: Self.height
    ) { canvas, plot in drawShares(on: canvas, plot: plot, scale: scale) }
  }

  /// The reference model's, then the other's.
  private var cases: [TransferTimes.Prefill] {
    result.prefills + [result.ungrouped].compactMap { $0 }
  }

  private func drawShares(on canvas: any Canvas, plot: Rect, scale: LogScale) {
    let x = Side.bottom.scale(LogScale(TransferTimes.bandwidthRange), in: plot)
    let y = Side.left.scale(scale, in: plot)
    let level = y.position(of: 1)
    let longer = Path.rect(
      Rect(x: plot.minX, y: plot.minY, width: plot.width, height: level - plot.minY))
    Hatch(longer, stroke: Self.hatch, spacing: 4).draw(on: canvas)
    canvas.stroke(
      .segment(Point(plot.minX, level), Point(plot.maxX, level)),
      with: Stroke(.gray(0.2), width: 0.9))
    let ends = [TransferTimes.bandwidthRange.lowerBound, TransferTimes.bandwidthRange.upperBound]
    let lines = cases.map { prefill in
      ends.map { Point(x.position(of: $0), y.position(of: prefill.transferShare(over: $0))) }
    }
    for (index, (prefill, line)) in zip(cases, lines).enumerated() {
      let machines = prefill.accelerators.joined(separator: ", ")
      canvas.group(
        MarkName(
          id: "ratio-\(prefill.model)-\(prefill.accelerators.joined(separator: "-"))",
          title: "\(ModelName.text(prefill.model)) on \(machines): transfer over prefill")
      ) { Polyline(line, stroke: Self.stroke(index), halo: 0.8).draw(on: canvas) }
      for link in result.links where x.domain.contains(link.bandwidth) {
        Marker(
          Self.linkMark(index),
          at: Point(
            x.position(of: link.bandwidth),
            y.position(of: prefill.transferShare(over: link.bandwidth)))
        ).draw(on: canvas)
      }
    }
    let words = TextBlock(
      "transfer outlasts its prefill", font: Self.font, measurer: sheet)
    let corner = Point(plot.maxX - 4, plot.minY + 4)
    let box = words.bounds(at: corner, align: TextAlignment(.end, .top))
    canvas.fill(.rect(box.inset(by: -1.5)), with: .white)
    words.draw(on: canvas, at: corner, align: TextAlignment(.end, .top))
    drawBalances(x, level: level, lines: lines, clearOf: box, on: canvas, plot: plot)
  }

  /// Where transfer and prefill take the same time, with its bandwidth.
  private func drawBalances(
    _ x: any Scale, level: Double, lines: [[Point]], clearOf box: Rect, on canvas: any Canvas,
    plot: Rect
  ) {
    let places = cases.filter { x.domain.contains($0.balancingBandwidth) }.map { prefill in
      (prefill: prefill, point: Point(x.position(of: prefill.balancingBandwidth), level))
    }
    for place in places { Marker(Self.balanceMark, at: place.point).draw(on: canvas) }
    let rule = [Point(plot.minX, level), Point(plot.maxX, level)]
    let layout = LabelPlacer(
      font: Self.font, measurer: sheet, bounds: plot.inset(by: 2), obstacles: [box],
      lines: lines + [rule]
    ).place(
      places.map { place in
        LabelRequest(
          at: place.point, radius: Self.balanceMark.reach,
          RichText(
            plain: NumberFormat.significant(place.prefill.balancingBandwidth / 1e9, digits: 3)
              + " GB/s"), preferred: [.aboveRight, .right])
      })
    for label in layout.labels {
      canvas.fill(.rect(label.rect.inset(by: -0.8)), with: LabelledBands.ground)
    }
    layout.draw(on: canvas)
  }

  // MARK: Words and sizes

  private func label(
    _ text: String, along line: [Point], on canvas: any Canvas, _ plot: Rect, _ taken: inout [Rect]
  ) {
    guard
      let label = InlineLabel.along(
        line, text: RichText(plain: text), font: Self.font, measurer: sheet,
        bounds: plot.inset(by: 1), avoiding: taken)
    else { return }
    label.draw(on: canvas)
    taken.append(label.ground.bounds)
  }

  private static func gigabytes(_ link: BreakEvenResult.Link) -> String {
    "\(NumberFormat.plain(link.bandwidth / 1e9)) GB/s"
  }

  private static let height = 215.0
  private static let font = Font(size: 7)
  private static let transferLine = Stroke(.gray(0.45), width: 0.7)
  private static let hatch = Stroke(.gray(0.8), width: 0.5)
  private static let balanceMark = MarkerStyle.hollow(.circle, .black, radius: 2.8, width: 1.1)

  private static func stroke(_ index: Int) -> Stroke {
    let styles: [(Color, [Double])] = [
      (OkabeIto.vermillion, [5, 2]), (OkabeIto.blue, []), (OkabeIto.black, [1.5, 1.5]),
      (OkabeIto.bluishGreen, [7, 2, 2, 2]),
    ]
    let (color, dash) = styles[index % styles.count]
    return Stroke(color, width: 1.6, dash: dash)
  }

  private static func linkMark(_ index: Int) -> MarkerStyle {
    MarkerStyle(.tick, radius: 2.6, outline: Stroke(stroke(index).color, width: 1), halo: 0)
  }

  private var legend: Legend {
    let machines = cases.enumerated().map { index, prefill in
      let model = prefill.model == TransferTimes.ungroupedModel ? "OPT-66B" : modelName
      let kibibytes = NumberFormat.plain(prefill.kvBytesPerToken / 1024)
      return LegendEntry(
        RichText(
          plain: "\(model) (\(kibibytes) KiB a token) on "
            + prefill.accelerators.joined(separator: ", ")), line: Self.stroke(index))
    }
    return Legend(
      machines + [
        LegendEntry("transfer time, one line an interconnect", line: Self.transferLine),
        LegendEntry("an interconnect of (a), on its line", marker: Self.linkMark(2)),
        LegendEntry("B at which both take the same time", marker: Self.balanceMark),
      ], columns: 2, font: FigureStyle.labelFont, isFramed: false)
  }

  private var modelName: String { result.assumptions.frame.modelName }

  private var footer: Footer {
    Footer(
      result.assumptions, overlap: .unused, prices: nil,
      notes: TransferTable.notes(result))
  }
}
