import CostModel
import Evidence
import Frontier
import Plotting
import Tables

extension Figure {
  /// Figure S2: in how many readings disaggregation is cheaper, over Figure 2's axes.
  static let support = Figure(
    id: "figure-s2", name: "support", title: "In how many readings disaggregation is cheaper",
    compute: SupportMap.init, draw: { SupportLayout($0, sheet: $1).draw() },
    table: SupportTable.table, caption: SurfaceCaptions.support,
    description: SupportTable.description)
}

/// Where the parts of Figure S2 lie.
private struct SupportLayout {
  let result: SupportMap
  let sheet: Sheet

  init(_ result: SupportMap, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
  }

  func draw() -> FigureLayout {
    let axes = BreakEvenAxes()
    let bar = SupportStyle.colorBar(
      RichText(
        plain: "support: % of \(result.combinations) combinations with "
          + "\(SupportStyle.held(result.reading)) in which disaggregation is cheaper"))
    let row = MapRow(
      bottom: axes.bottom, left: axes.left, right: axes.right(result.own.links),
      titles: result.panels.map { RichText(plain: $0.contract.title) },
      keys: [MapRow.Key(bar: bar, length: 380)], legend: legend, footer: footer,
      sheet: sheet)
    var notes: [String] = []
    let drawing = row.drawing(
      { index, canvas, plot in
        notes += draw(index, on: canvas, plot: plot)
      }, over: { index, canvas, plot in systems(index, plot).draw(on: canvas) },
      notes: { notes })
    return FigureLayout(drawing: drawing, warnings: notes)
  }

  /// - Returns: what stands on the figure of names that are left out.
  private func draw(_ index: Int, on canvas: any Canvas, plot: Rect) -> [String] {
    let (own, place) = (result.own.panels[index], BreakEvenAxes.Place(in: plot))
    let map = SupportStyle.map(
      result.panels[index].grid, x: BreakEvenSurface.shares.map { place.x.position(of: $0) },
      y: BreakEvenSurface.bandwidths.map { place.y.position(of: $0) }, plot: plot,
      measurer: sheet)
    let lines = own.defaultContour.map(place.lines) ?? []
    let systems = systems(index, plot)
    map.drawBands(on: canvas)
    canvas.clip(to: .rect(plot)) {
      map.drawIsolines(on: canvas)
      let name = MarkName(
        id: "\(own.contract.idPrefix)break-even",
        title: "break-even under \(own.contract.title)")
      canvas.group(name) {
        for line in lines { Polyline(line, stroke: Self.contour, halo: 0.8).draw(on: canvas) }
      }
    }
    let layout = systems.labels(font: LabelledBands.font, clearOf: lines, measurer: sheet)
    for label in layout.labels {
      canvas.fill(.rect(label.rect.inset(by: -0.8)), with: LabelledBands.ground)
      label.draw(on: canvas)
    }
    var taken =
      systems.boxes + layout.labels.map(\.rect)
      + BreakEvenMarks.boxes(along: lines + layout.leaders)
    map.drawLabels(on: canvas, taken: &taken)
    return [systems.note(of: layout, source: "data/figure-2.csv")].compactMap { $0 }
  }

  private func systems(_ index: Int, _ plot: Rect) -> BreakEvenSystems {
    BreakEvenSystems(
      result.own.panels[index].systems, plot: plot, contract: result.own.panels[index].contract,
      areNamed: index == 0)
  }

  private static let contour = Stroke(.black, width: 2.2)

  private var legend: Legend {
    let isAsked = !result.assumptions.askedReadings.isEmpty
    var entries: [LegendEntry] = []
    if result.own.panels.contains(where: { $0.defaultContour?.pieces.isEmpty == false }) {
      let readings = isAsked ? "readings asked for" : "default readings"
      entries.append(
        LegendEntry(RichText(plain: "break-even B*(α), \(readings)"), line: Self.contour))
    }
    entries.append(SupportStyle.hatched("hatched: disaggregation cheaper in fewer than half"))
    let tallies = result.panels.flatMap { $0.grid.joined() }
    if tallies.contains(where: SupportStyle.isMostlyInfeasible) {
      entries.append(SupportStyle.missing("neither meets the contract in half or more"))
    }
    entries += BreakEvenSystems.legend(result.own.panels.first?.systems ?? [])
    return Legend(entries, columns: 3, font: FigureStyle.labelFont, isFramed: false)
  }

  private var footer: Footer {
    let frame = result.assumptions.frame
    return Footer(
      result.assumptions, overlap: .held,
      prices: [Footer.Price(accelerator: frame.accelerator, usdPerHour: result.own.usdPerHour)],
      notes: result.peaks.map(SupportTable.sentence) + [
        "\(frame.modelName) on \(frame.accelerator), chunked prefill against disaggregation",
        "P + D = \(NumberFormat.plain(result.own.tokens)) tokens",
        "panels by contract, (p99 TTFT, p99 TPOT)", "systems under a contract named in (a)",
        "a share of readings, not a probability",
      ],
      details: [
        "combinations of the drawn choices that the costs depend on, all alike"
      ])
  }
}

/// The data file and the words of Figure S2.
enum SupportTable {
  private static let header = [
    "contract", "kind", "id", "prefill_share", "bandwidth_gb_s", "disaggregation", "infeasible",
    "of", "share",
  ]

  /// figure-s2.csv: for each contract the contour under the edition's own readings, the grid, and
  /// the published systems, with the combinations in which disaggregation is cheaper and those in
  /// which neither meets the contract.
  static func table(of result: SupportMap) -> DataTable {
    var data = DataTable(header)
    for (own, panel) in zip(result.own.panels, result.panels) {
      let contract = panel.contract.name
      for vertex in (own.defaultContour?.pieces ?? []).joined() {
        data.append(
          [contract, "contour", ""] + place(vertex.prefillShare, vertex.bandwidth) + cells(nil))
      }
      for (share, column) in zip(BreakEvenSurface.shares, panel.grid) {
        for (bandwidth, tally) in zip(BreakEvenSurface.bandwidths, column) {
          data.append([contract, "grid", ""] + place(share, bandwidth) + cells(tally))
        }
      }
      let systems = zip(own.systems, panel.systems).sorted { $0.0.id < $1.0.id }
      for (system, tally) in systems {
        data.append(
          [contract, "system", system.id] + place(system.prefillShare, system.bandwidth)
            + cells(tally))
      }
    }
    return data
  }

  private static func place(_ prefillShare: Double, _ bandwidth: Double?) -> [String] {
    [DataText.text(prefillShare), bandwidth.map { DataText.text($0 / 1e9) } ?? ""]
  }

  /// A tally in four cells; empty ones where there is none.
  static func cells(_ tally: WinnerTally?) -> [String] {
    guard let tally else { return ["", "", "", ""] }
    return [
      String(tally.disaggregation), String(tally.infeasible), String(tally.cases),
      DataText.text(tally.support.fraction),
    ]
  }

  // MARK: Words

  /// What another reading of `pass` does.
  static func sentence(_ peak: SupportMap.Peak) -> String {
    guard let place = peak.place else {
      return "with \(peak.reading) disaggregation is cheaper nowhere, in none of "
        + "\(peak.support.cases) combinations"
    }
    return "with \(peak.reading) disaggregation is cheaper in at most \(peak.support.percent) % of "
      + "\(peak.support.cases) combinations: at α = \(NumberFormat.plain(place.prefillShare)), "
      + "B = \(NumberFormat.rounded(place.bandwidth / 1e9, digits: 3)) GB/s under "
      + place.contract.title
  }

  /// Where it is cheaper in most readings, contract by contract; then what the figure is.
  static func description(_ result: SupportMap) -> String {
    let panels = result.panels.map { panel in
      let shares = panel.grid.joined().map(\.support.fraction)
      let most = shares.count { $0 > 0.5 }
      return "Under \(panel.contract.title) disaggregation is cheaper in most combinations on "
        + "\(SupportStyle.percent(Double(most) / Double(max(1, shares.count)))) % of the map, in "
        + "\(SupportStyle.percent(shares.min() ?? 0)) to \(SupportStyle.percent(shares.max() ?? 0)) % of "
        + "them by place."
    }
    let peaks = result.peaks.map { sentence($0).capitalizedFirst + "." }
    let maps =
      "Three maps over prefill share 0.2 to 0.97 and bandwidth 25 to 900 GB/s, logarithmic: the "
      + "share of \(result.combinations) combinations of readings, \(SupportStyle.held(result.reading)), "
      + "in which disaggregation is cheaper."
    return (panels + peaks + [maps]).joined(separator: " ")
  }
}
