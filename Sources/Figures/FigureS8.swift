import CostModel
import Evidence
import Frontier
import Plotting
import Tables

extension Figure {
  /// Figure S8: which architecture is cheaper over prefill share and TPOT limit.
  static let contracts = Figure(
    id: "figure-s8", name: "contracts", title: "The break-even by TPOT limit",
    compute: ContractMap.init, draw: { ContractLayout($0, sheet: $1).draw() },
    table: ContractTable.table, caption: SurfaceCaptions.contracts,
    description: ContractTable.description)
}

/// Where the parts of Figure S8 lie: the margins under one set of readings after the other, then
/// the support.
private struct ContractLayout {
  let result: ContractMap
  let sheet: Sheet

  init(_ result: ContractMap, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
  }

  func draw() -> FigureLayout {
    let count = result.surfaces.count
    let row = MapRow(
      bottom: BreakEvenAxes().bottom, left: Self.left,
      right: NamedAxis(
        .right, scale: Self.left.scale,
        names: result.contracts.map { Tick($0.tpotMs, RichText(plain: $0.title)) },
        style: AxisStyle(tickFont: Font(size: 7))),
      titles: titles, titleGap: 13,
      keys: [
        MapRow.Key(bar: Self.marginBar, length: 110 * Double(count), columns: 0..<count),
        MapRow.Key(
          bar: SupportStyle.colorBar(
            RichText(plain: "% of \(result.combinations) combinations")), length: 130,
          columns: count..<count + 1),
      ], legend: legend, footer: footer, sheet: sheet)
    let drawing = row.drawing { index, canvas, plot in
      draw(index, on: canvas, plot: plot)
    }
    return FigureLayout(drawing: drawing)
  }

  private var titles: [RichText] {
    let isAsked = !result.assumptions.askedReadings.isEmpty
    return result.surfaces.map { surface in
      RichText(
        plain: surface.reading.map(\.description)
          ?? (isAsked ? "readings asked for" : "default readings"))
    } + [RichText(plain: "support, \(result.reading?.description ?? "all readings")")]
  }

  // MARK: Inside a plot

  private func draw(_ index: Int, on canvas: any Canvas, plot: Rect) {
    let x = Side.bottom.scale(BreakEvenAxes().bottom.scale, in: plot)
    let y = Side.left.scale(Self.left.scale, in: plot)
    let columns = BreakEvenSurface.shares.map { x.position(of: $0) }
    let rows = ContractMap.tpots.map { y.position(of: $0) }
    let surface = result.surfaces[index < result.surfaces.count ? index : 0]
    let margins = SampledField(x: columns, y: rows) { column, row in
      surface.grid[column][row].margin ?? .nan
    }
    let panelID =
      index < result.surfaces.count ? surface.reading?.markID ?? "own" : "support"
    let map =
      index < result.surfaces.count
      ? LabelledBands(
        BandedHeatMap(margins, bands: Self.bands, plot: plot, lowSide: Self.lowSide),
        measurer: sheet, stroke: { _ in SupportStyle.isoline }, text: { "\(Self.percent($0)) %" }
      )
      : SupportStyle.map(result.support, x: columns, y: rows, plot: plot, measurer: sheet)
    let lines = surface.contour.map { piece in
      piece.map { Point(x.position(of: $0.prefillShare), y.position(of: $0.tpotMs)) }
    }
    map.drawBands(on: canvas)
    canvas.clip(to: .rect(plot)) {
      map.drawIsolines(on: canvas)
      let name = MarkName(id: "\(panelID)-break-even", title: "break-even, \(titles[index].plain)")
      canvas.group(name) {
        for line in lines { Polyline(line, stroke: Self.contour, halo: 0.8).draw(on: canvas) }
      }
      for contract in result.contracts {
        let height = y.position(of: contract.tpotMs)
        let name = MarkName(
          id: "\(panelID)-limit-\(DataText.text(contract.tpotMs))",
          title: "TPOT limit of \(contract.title)")
        canvas.group(name) {
          drawGuide(
            Rule(
              from: Point(plot.minX, height), to: Point(plot.maxX, height), stroke: Self.limit),
            on: canvas)
        }
      }
      for (index, mix) in result.mixes.enumerated() where x.domain.contains(mix.middle) {
        canvas.group(MarkName(id: "\(panelID)-mix-\(index + 1)", title: Self.name(mix))) {
          drawGuide(
            .vertical(x: x.position(of: mix.middle), in: plot, stroke: Self.mixLine), on: canvas)
        }
      }
    }
    drawMixNumbers(x, on: canvas, plot: plot)
    var taken = BreakEvenMarks.boxes(along: lines)
    map.drawLabels(on: canvas, taken: &taken)
  }

  /// On a pale line, or it could not be seen on dark bands.
  private func drawGuide(_ rule: Rule, on canvas: any Canvas) {
    var ground = rule
    ground.stroke = Stroke(Color(0xFFFFFF, alpha: 0.55), width: rule.stroke.width + 0.8)
    ground.draw(on: canvas)
    rule.draw(on: canvas)
  }

  /// Above the plot, over the lines of the mixes; with an arrow where one lies off the axis.
  private func drawMixNumbers(_ x: any Scale, on canvas: any Canvas, plot: Rect) {
    let numbers = result.mixes.enumerated().map { index, mix in
      var text = String(index + 1)
      if mix.middle > x.domain.upperBound { text += "→" }
      if mix.middle < x.domain.lowerBound { text = "←" + text }
      return TextBlock(
        RichText(plain: text).bold, font: LabelledBands.font, measurer: sheet)
    }
    let places = Spread.apart(
      result.mixes.map { x.clampedPosition(of: $0.middle) },
      sizes: numbers.map { $0.size.width + 1 }, within: plot.minX...plot.maxX + 15)
    for (number, place) in zip(numbers, places) {
      number.draw(
        on: canvas, at: Point(place, plot.minY - 3), align: TextAlignment(.middle, .baseline))
    }
  }

  // MARK: Sizes and words

  private static let left = Axis(
    .left, scale: LogScale(ContractMap.tpotRange), title: "TPOT_{99} limit (ms)",
    ticks: Ticks(plainlyLabelled: [15, 30, 50, 80, 120, 200], minor: [20, 40, 60, 70, 90, 100]))
  private static let bands = ColorBands(
    edges: [-0.2, -0.05, 0, 0.05, 0.2], colors: DivergingPalette.brownTeal)
  private static let lowSide = BandedHeatMap.LowSide(below: 0, hatch: SupportStyle.hatch)
  private static let contour = Stroke(.black, width: 2)
  private static let limit = Stroke(.gray(0.1), width: 0.7, dash: [1, 2])
  private static let mixLine = Stroke(Color(0x9E1B64), width: 0.8, dash: [4, 2])

  private static let marginBar = ColorBar(
    bands, direction: .horizontal,
    title: "colocated cost over disaggregated, less 1 (%)",
    style: AxisStyle(tickFont: Font(size: 7.5)), label: percent, lowSide: lowSide)

  private static func percent(_ margin: Double) -> String {
    (margin > 0 ? "+" : "") + SupportStyle.percent(margin)
  }

  private var legend: Legend {
    let support = result.surfaces.count == 1 ? "(b)" : "(c)"
    var entries: [LegendEntry] = []
    if result.surfaces.contains(where: { !$0.contour.isEmpty }) {
      entries.append(
        LegendEntry(
          RichText(plain: "break-even; in \(support) that of (a)"), line: Self.contour))
    }
    entries += [
      SupportStyle.hatched("hatched: chunked prefill cheaper"),
      SupportStyle.hatched(
        RichText(plain: "hatched in \(support): disaggregation cheaper in fewer than half")),
    ]
    let isMissing = result.surfaces.contains { $0.grid.joined().contains { $0.margin == nil } }
    if isMissing || result.support.joined().contains(where: SupportStyle.isMostlyInfeasible) {
      let meaning = "neither feasible in half or more"
      entries.append(
        SupportStyle.missing(
          RichText(plain: (isMissing ? "one infeasible; " : "") + "in \(support): \(meaning)")))
    }
    entries += [
      LegendEntry("TPOT limit of a named contract", line: Self.limit),
      LegendEntry("mix of published systems, by number:", line: Self.mixLine),
    ]
    entries += result.mixes.enumerated().map { index, mix in
      LegendEntry(RichText("*{\(index + 1)}  ") + RichText(plain: Self.name(mix)))
    }
    return Legend(entries, columns: 2, font: FigureStyle.labelFont, isFramed: false)
  }

  private static func name(_ mix: ContractMap.SystemMix) -> String {
    let (low, high) = (
      NumberFormat.fixed(mix.prefillShares.lowerBound, decimals: 3),
      NumberFormat.fixed(mix.prefillShares.upperBound, decimals: 3)
    )
    return "α \(low == high ? low : "\(low)–\(high)"): "
      + mix.systems.joined(separator: ", ").shortened(to: 40)
  }

  private var footer: Footer {
    let frame = result.assumptions.frame
    return Footer(
      result.assumptions, overlap: .held,
      prices: [Footer.Price(accelerator: frame.accelerator, usdPerHour: result.usdPerHour)],
      notes: [
        "\(frame.modelName) on \(frame.accelerator) over NVLink "
          + "(\(NumberFormat.plain(result.bandwidth / 1e9)) GB/s), chunked prefill against "
          + "disaggregation",
        "P + D = \(NumberFormat.plain(result.tokens)) tokens",
        "a share of readings, not a probability",
      ],
      details: [
        "TTFT limit, where a reading keeps it: between the named contracts on the line through their "
          + "logarithms, beyond them that of the nearest",
        "support: combinations of the drawn choices that the costs depend on, all alike; those in which "
          + "neither meets the contract count against it",
      ])
  }
}

extension ContractMap.SystemMix {
  /// Where it is marked.
  fileprivate var middle: Double { (prefillShares.lowerBound + prefillShares.upperBound) / 2 }
}

/// The data file and the words of Figure S8.
enum ContractTable {
  private static let header = [
    "panel", "kind", "prefill_share", "tpot_ms", "ttft_ms", "cpm_colocated", "cpm_disaggregated",
    "margin",
    "disaggregation", "infeasible", "of", "share",
  ]

  /// figure-s8.csv: the break-even and every cell of every panel. A column that does not apply is empty.
  static func table(of result: ContractMap) -> DataTable {
    var data = DataTable(header)
    for surface in result.surfaces {
      let panel = surface.reading?.description ?? "own"
      for vertex in surface.contour.joined() {
        data.append(
          [
            panel, "contour", DataText.text(vertex.prefillShare), DataText.text(vertex.tpotMs), "",
            "", "", "",
          ] + SupportTable.cells(nil))
      }
      for cell in surface.grid.joined() {
        data.append(
          [panel, "grid"] + place(cell) + [
            DataText.text(cell.colocated), DataText.text(cell.disaggregated),
            DataText.text(cell.margin),
          ] + SupportTable.cells(nil))
      }
    }
    for (cells, tallies) in zip(result.surfaces[0].grid, result.support) {
      for (cell, tally) in zip(cells, tallies) {
        data.append(["support", "grid"] + place(cell) + ["", "", ""] + SupportTable.cells(tally))
      }
    }
    return data
  }

  private static func place(_ cell: ContractMap.Cell) -> [String] {
    [cell.prefillShare, cell.limits.tpotMs, cell.limits.ttftMs].map { DataText.text($0) }
  }

  /// Up to which limit disaggregation is cheaper; then what the figure is.
  static func description(_ result: ContractMap) -> String {
    let shares = [0.3, 0.5, 0.8]
    let panels = result.surfaces.map { surface in
      let limits = shares.map { share in
        "\(limit(at: share, of: surface)) at \(NumberFormat.plain(share))"
      }
      return
        "Under \(surface.reading?.description ?? "the readings that hold") disaggregation is the "
        + "cheaper one up to these TPOT limits by prefill share: \(limits.joined(separator: ", "))."
    }
    return panels.joined(separator: " ")
      + " Maps over prefill share 0.2 to 0.97 and TPOT limit 15 to 200 ms, logarithmic, over NVLink: colocated cost over disaggregated cost, and the share of "
      + "\(result.combinations) combinations of readings, \(SupportStyle.held(result.reading)), in "
      + "which disaggregation is cheaper."
  }

  /// The largest TPOT limit of the column nearest to a share at which disaggregation is cheaper.
  private static func limit(at share: Double, of surface: ContractMap.Surface) -> String {
    let column = surface.grid.min {
      abs(($0.first?.prefillShare ?? 0) - share) < abs(($1.first?.prefillShare ?? 0) - share)
    }
    let last = column?.last { $0.disaggregated != nil && $0.margin ?? 1 > 0 }
    return last.map { "\(NumberFormat.rounded($0.limits.tpotMs, digits: 2)) ms" } ?? "none"
  }
}
