import Evidence
import Frontier
import Plotting
import Tables

extension Figure {
  /// Figure S5: pass time and cost by decode batch, with the zones of the roofline.
  static let batch = Figure(
    id: "figure-s5", name: "batch", title: "Cost and pass time by decode batch",
    compute: BatchCurves.init, draw: { BatchLayout($0, sheet: $1).draw() },
    table: BatchTable.table, caption: ModelCaptions.batch, description: BatchTable.description)
}

extension BatchCurves: FigureResult {
  public var pricedAccelerators: [String] {
    panels.filter { $0.usdPerHour != nil }.map(\.accelerator)
  }
}

/// A column for each accelerator: the cost above the pass time.
private struct BatchLayout {
  let result: BatchCurves
  let sheet: Sheet
  private let costs: LogScale
  private let times: LogScale

  init(_ result: BatchCurves, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
    let ends = [BatchCurves.batchRange.lowerBound, BatchCurves.batchRange.upperBound]
    let costs = result.panels.flatMap { panel in
      ends.compactMap(panel.usdPerMillionOutputTokens)
    }
    self.costs = LogScale((costs.min() ?? 0.5) / 3...(costs.max() ?? 100) * 1.5)
    let longest = result.panels.compactMap { $0.passSeconds(batch: ends[1]) }.max() ?? 0.1
    let limit = result.panels.flatMap(\.limits).map(\.tpotMs).max() ?? 80
    times = LogScale(2...max(1.5 * limit, 1000 * longest))
  }

  func draw() -> FigureLayout {
    let notes = result.panels.filter { $0.usdPerHour == nil }.map {
      "The pin has no price of \($0.accelerator): no cost."
    }
    let table = PanelTable(
      rows: [result.panels.map(costPanel), result.panels.map(timePanel)], sharesAxes: true,
      legend: Self.legend, footer: footer, sheet: sheet)
    return FigureLayout(drawing: table.drawing(notes: { notes }))
  }

  // MARK: Panels

  private func costPanel(_ panel: BatchCurves.Panel) -> AxedPanel {
    AxedPanel(
      title: RichText(plain: panel.accelerator), bottom: Self.bottom,
      left: left(costs, "decode cost ($/Mtoken)"), height: height
    ) { canvas, plot in
      let place = Place(plot, costs)
      drawZones(panel, place, on: canvas)
      guard panel.usdPerHour != nil else { return }
      let curve = place.curve(to: panel.times.memoryBatch) {
        panel.usdPerMillionOutputTokens(batch: $0)
      }
      canvas.group(
        MarkName(
          id: "\(panel.accelerator)-cost", title: "cost of decoding on \(panel.accelerator)")
      ) { Polyline(curve, stroke: Self.curve, halo: 0.8).draw(on: canvas) }
      drawLimits(panel, place, along: curve, on: canvas) {
        panel.usdPerMillionOutputTokens(batch: $0)
      }
    }
  }

  /// Of a plot, points.
  private var height: Double { sheet.isNarrow ? 64 : 145 }

  /// An axis whose title is no longer than a plot is high.
  private func left(_ scale: LogScale, _ title: RichText) -> Axis {
    var axis = Axis(.left, scale: scale, title: title, ticks: .log(scale.domain))
    axis.titleWidth = height
    return axis
  }

  private func timePanel(_ panel: BatchCurves.Panel) -> AxedPanel {
    AxedPanel(
      title: nil, bottom: Self.bottom,
      left: left(times, "time of a pass (ms)"), height: height
    ) { canvas, plot in
      let place = Place(plot, times)
      drawZones(panel, place, on: canvas)
      let curve = place.curve(to: panel.times.memoryBatch) { 1000 * panel.passSeconds(batch: $0) }
      canvas.clip(to: .rect(plot)) {
        drawParts(panel, place, on: canvas)
        for limit in panel.limits {
          let height = place.y.position(of: limit.tpotMs)
          Rule(
            from: Point(plot.minX, height), to: Point(plot.maxX, height), stroke: Self.limitLine
          ).draw(on: canvas)
        }
        canvas.group(
          MarkName(
            id: "\(panel.accelerator)-time", title: "time of a pass on \(panel.accelerator)")
        ) { Polyline(curve, stroke: Self.curve, halo: 0.8).draw(on: canvas) }
      }
      drawLimitNames(panel, place, on: canvas)
      for limit in panel.limits {
        guard let batch = limit.batch else { continue }
        let point = place.point(batch, 1000 * panel.passSeconds(batch: batch))
        canvas.group(name(limit, batch: batch, of: panel)) {
          Marker(Self.mark(limit), at: point).draw(on: canvas)
        }
      }
    }
  }

  // MARK: Marks

  /// Where the FLOPs take longer than the weights' read, and where the KV no longer fits.
  private func drawZones(_ panel: BatchCurves.Panel, _ place: Place, on canvas: any Canvas) {
    let plot = place.plot
    let full = place.x.clampedPosition(of: panel.times.memoryBatch)
    if let batch = panel.computeBatch {
      let start = place.x.clampedPosition(of: batch)
      if start < full {
        canvas.fill(
          .rect(Rect(x: start, y: plot.minY, width: full - start, height: plot.height)),
          with: Self.computeZone)
      }
    }
    if full < plot.maxX {
      let zone = Path.rect(
        Rect(x: full, y: plot.minY, width: plot.maxX - full, height: plot.height))
      canvas.fill(zone, with: .gray(0.93))
      Hatch(zone, stroke: Self.hatch, spacing: 4).draw(on: canvas)
    }
    for batch in [panel.computeBatch, panel.times.memoryBatch].compactMap({ $0 })
    where place.x.domain.contains(batch) {
      Rule.vertical(x: place.x.position(of: batch), in: plot, stroke: Self.edge).draw(on: canvas)
    }
  }

  /// What a pass is made of: reading the weights, computing, reading the KV.
  private func drawParts(_ panel: BatchCurves.Panel, _ place: Place, on canvas: any Canvas) {
    let times = panel.times
    let parts: [(Stroke, (Double) -> Double)] = [
      (Self.weightsLine, { _ in times.weightReadSeconds }),
      (Self.computeLine, { $0 * times.decodeComputeSeconds }),
      (Self.kvLine, { $0 * times.kvReadSeconds }),
    ]
    for (stroke, seconds) in parts where seconds(1) > 0 {
      let line = place.curve(to: times.memoryBatch) { 1000 * seconds($0) }
      Polyline(line, stroke: stroke).draw(on: canvas)
    }
  }

  /// Above their lines at the left, where a pass is short.
  private func drawLimitNames(_ panel: BatchCurves.Panel, _ place: Place, on canvas: any Canvas) {
    for limit in panel.limits {
      let text = TextBlock(
        RichText(plain: "\(NumberFormat.plain(limit.tpotMs)) ms"), font: Self.font, measurer: sheet)
      text.draw(
        on: canvas, at: Point(place.plot.minX + 3, place.y.position(of: limit.tpotMs) - 1.5))
    }
  }

  /// The batch that each limit allows, or memory.
  private func drawLimits(
    _ panel: BatchCurves.Panel, _ place: Place, along curve: [Point], on canvas: any Canvas,
    value: (Double) -> Double?
  ) {
    // Limits that memory decides share a batch.
    let groups = Dictionary(grouping: panel.limits.filter { $0.batch != nil }) { $0.batch ?? 0 }
      .sorted { $0.key < $1.key }
    let requests = groups.compactMap { batch, limits -> LabelRequest? in
      guard let height = value(batch), let limit = limits.first else { return nil }
      let point = place.point(batch, height)
      Marker(Self.mark(limit), at: point).draw(on: canvas)
      let names = limits.map { NumberFormat.plain($0.tpotMs) }.joined(separator: ", ")
      return LabelRequest(
        at: point, radius: Self.mark(limit).reach,
        RichText(plain: "\(names) ms: \(NumberFormat.fixed(batch.rounded(.down), decimals: 0))"),
        preferred: [.belowLeft, .left, .below])
    }
    let layout = LabelPlacer(
      font: Self.font, measurer: sheet, bounds: place.plot.inset(by: 2), lines: [curve]
    ).place(requests)
    for label in layout.labels {
      canvas.fill(.rect(label.rect.inset(by: -0.8)), with: LabelledBands.ground)
    }
    layout.draw(on: canvas)
  }

  private func name(
    _ limit: BatchCurves.Limit, batch: Double, of panel: BatchCurves.Panel
  ) -> MarkName {
    let milliseconds = NumberFormat.plain(limit.tpotMs)
    return MarkName(
      id: "\(panel.accelerator)-limit-\(DataText.text(limit.tpotMs))",
      title: "\(panel.accelerator), TPOT limit \(milliseconds) ms: batch "
        + NumberFormat.fixed(batch.rounded(.down), decimals: 0)
        + (limit.isBoundByMemory ? ", held by memory" : ""))
  }

  // MARK: Sizes and words

  private static let bottom = Axis(
    .bottom, scale: LogScale(BatchCurves.batchRange), title: "decode batch b (sequences in a pass)",
    ticks: .log(BatchCurves.batchRange, atMost: 4))
  private static let font = Font(size: 7)
  private static let curve = Stroke(.black, width: 1.8)
  private static let weightsLine = Stroke(OkabeIto.blue, width: 1, dash: [5, 2])
  private static let computeLine = Stroke(OkabeIto.vermillion, width: 1, dash: [7, 2, 2, 2])
  private static let kvLine = Stroke(OkabeIto.bluishGreen, width: 1, dash: [1.5, 1.5])
  private static let limitLine = Stroke(.gray(0.45), width: 0.6)
  private static let edge = Stroke(.gray(0.35), width: 0.5)
  private static let computeZone = Color(0xFBE3CC, alpha: 0.75)
  private static let hatch = Stroke(.gray(0.7), width: 0.5)

  /// Filled where the limit decides, hollow where memory does.
  private static func mark(_ limit: BatchCurves.Limit) -> MarkerStyle {
    limit.isBoundByMemory
      ? .hollow(.square, .black, radius: 2.6, width: 1.1) : .filled(.circle, .black, radius: 2.4)
  }

  private static let legend = Legend(
    [
      LegendEntry("a pass: max(weights, FLOPs) + KV", line: curve),
      LegendEntry("weights read", line: weightsLine),
      LegendEntry("FLOPs of the batch", line: computeLine),
      LegendEntry("KV read", line: kvLine),
      LegendEntry("FLOPs outlast the weights’ read", swatch: computeZone, swatchOutline: edge),
      LegendEntry(
        "its KV does not fit", swatch: .gray(0.93), swatchOutline: edge,
        hatch: hatch),
      LegendEntry(
        "largest batch within a limit", marker: .filled(.circle, .black, radius: 2.4)),
      LegendEntry(
        "held below it by memory",
        marker: .hollow(.square, .black, radius: 2.6, width: 1.1)),
      LegendEntry("TPOT_{99} limits", line: limitLine),
    ], columns: 3, font: FigureStyle.labelFont, isFramed: false)

  private var footer: Footer {
    Footer(
      result.assumptions, overlap: .unused,
      prices: result.panels.compactMap { panel in
        panel.usdPerHour.map { Footer.Price(accelerator: panel.accelerator, usdPerHour: $0) }
      }, notes: BatchTable.notes(result))
  }
}

/// Where data lie in a plot.
private struct Place {
  let plot: Rect
  let x: any Scale
  let y: any Scale

  init(_ plot: Rect, _ scale: LogScale) {
    self.plot = plot
    x = Side.bottom.scale(LogScale(BatchCurves.batchRange), in: plot)
    y = Side.left.scale(scale, in: plot)
  }

  func point(_ batch: Double, _ value: Double) -> Point {
    Point(x.position(of: batch), y.position(of: value))
  }

  /// - Parameter most: no batch is larger.
  func curve(to most: Double, _ value: (Double) -> Double?) -> [Point] {
    let batches = BatchCurves.batches.filter { $0 < most }
    let last =
      batches.count < BatchCurves.batches.count && most >= BatchCurves.batchRange.lowerBound
      ? [most] : []
    return (batches + last).compactMap { batch in value(batch).map { point(batch, $0) } }
  }
}
