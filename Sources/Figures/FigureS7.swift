import Evidence
import Frontier
import Plotting
import Tables

extension Figure {
  /// Figure S7: the price history as users feel it, in dollars per million tokens.
  static let prices = Figure(
    id: "figure-s7", name: "prices", title: "The reference workload's cost by date and provider",
    compute: PricesResult.init, draw: { PricesLayout($0, sheet: $1).draw() },
    table: PricesTable.table, caption: ModelCaptions.prices, description: PricesTable.description)
}

extension PricesResult: FigureResult {
  public func publications(in edition: Edition) -> [String] {
    edition.calibration.publications { $0.isRate }
  }

  /// Every price that was read is shown, and none of the pin.
  public var pricedAccelerators: [String] { [] }
}

/// A panel of costs for each accelerator over the same dates and costs, and a strip that names the
/// cheapest.
private struct PricesLayout {
  let result: PricesResult
  let sheet: Sheet
  /// Those with the host in the price.
  private let series: [CostHistory.Series]
  private let steps: PriceSteps
  private let dates: Axis
  private let costs: LogScale

  init(_ result: PricesResult, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
    series = result.costs.series.filter { $0.history.basis == .bundled && $0.serving != nil }
    steps = PriceSteps(series.map(\.history))
    dates = PriceSteps.dates(of: series.map(\.history))
    let costs = series.flatMap { series in
      series.history.periods.compactMap { series.usdPerMillionTokens(at: $0.price) }
    }
    self.costs = LogScale((costs.min() ?? 0.1) / 1.2...(costs.max() ?? 1) * 1.2)
  }

  func draw() -> FigureLayout {
    let accelerators = series.map(\.history.accelerator).withoutRepeats().sorted()
    let strip = stripPanel
    let table = PanelTable(
      rows: accelerators.map { [panel($0)] } + [[strip.panel]], sharesAxes: true, rowGap: 2,
      keys: strip.key.map { [$0] } ?? [], legend: Self.legend, footer: footer, sheet: sheet)
    return FigureLayout(drawing: table.drawing())
  }

  private func panel(_ accelerator: String) -> AxedPanel {
    let series = series.filter { $0.history.accelerator == accelerator }
    var names: [Double: [String]] = [:]
    for series in series {
      guard let price = series.history.periods.last?.price,
        let cost = series.usdPerMillionTokens(at: price)
      else { continue }
      names[cost, default: []].append(series.history.provider)
    }
    let serving = series.first?.serving
    let words = serving.map { ", served by \(FigureStyle.shortName($0.architecture))" } ?? ""
    return AxedPanel(
      title: RichText(plain: accelerator + words), bottom: dates,
      left: Axis(.left, scale: costs, title: "$/Mtoken", ticks: .log(costs.domain, atMost: 5)),
      right: NamedAxis(
        .right, scale: costs,
        names: names.sorted { $0.key < $1.key }.map {
          Tick($0.key, RichText(plain: $0.value.sorted().joined(separator: ", ")))
        }, style: AxisStyle(tickFont: Font(size: 7))),
      height: 92
    ) { canvas, plot in
      let y = Side.left.scale(costs, in: plot)
      for series in series {
        canvas.group(Self.name(series)) {
          steps.draw(series.history, on: canvas, plot: plot, x: dates.scale(in: plot)) {
            y.position(of: series.usdPerMillionTokens(at: $0) ?? .nan)
          }
        }
      }
    }
  }

  private static func name(_ series: CostHistory.Series) -> MarkName {
    let price = series.history.periods.last?.price ?? .nan
    let cost = series.usdPerMillionTokens(at: price) ?? .nan
    return MarkName(
      id: "\(series.history.accelerator)-\(series.history.provider)",
      title: "\(series.history.provider), \(series.history.accelerator): at last "
        + "\(Footer.text(price: price)), $\(NumberFormat.significant(cost, digits: 3))/MTok")
  }

  // MARK: The strip

  /// The stretches as boxes with their names, by number where a box has no room, and the key of the
  /// numbers.
  private var stripPanel: (panel: AxedPanel, key: TextBlock?) {
    var numbers: [Int: Int] = [:]
    // Told by width alone, so that the key's height is known before anything is drawn.
    let span = dates.scale.domain.upperBound - dates.scale.domain.lowerBound
    let length = sheet.room - 120
    for (index, stretch) in result.stretches.enumerated() {
      let width = length * (stretch.to.decimalYear - stretch.from.decimalYear) / span
      if lines(of: stretch).contains(where: { block($0).size.width + 3 > width }) {
        numbers[index] = numbers.count + 1
      }
    }
    let keys = numbers.sorted { $0.key < $1.key }.map { index, number in
      "\(number) \(PricesTable.words(result.stretches[index]))"
    }
    let panel = AxedPanel(
      title: "cheapest known price", bottom: dates, height: 25
    ) { canvas, plot in drawStrip(numbers, on: canvas, plot: plot) }
    return (
      panel,
      keys.isEmpty
        ? nil
        : TextBlock(
          RichText(plain: "In the strip: " + keys.joined(separator: "; ") + "."),
          font: FigureStyle.labelFont, measurer: sheet, maxWidth: sheet.room)
    )
  }

  private func drawStrip(_ numbers: [Int: Int], on canvas: any Canvas, plot: Rect) {
    let x = dates.scale(in: plot)
    func position(_ date: CalendarDate) -> Double { x.clampedPosition(of: date.decimalYear) }
    var edge = plot.minX
    for (index, stretch) in result.stretches.enumerated() {
      let (from, to) = (position(stretch.from), position(stretch.to))
      let box = Rect(x: from, y: plot.minY, width: to - from, height: plot.height)
      canvas.fill(.rect(box), with: fill(stretch))
      let read = max(from, position(stretch.lastRead))
      if read < to {
        Hatch(
          .rect(Rect(x: read, y: plot.minY, width: to - read, height: plot.height)),
          stroke: Self.hatch, spacing: 4
        ).draw(on: canvas)
      }
      canvas.stroke(.rect(box), with: Stroke(.gray(0.2), width: 0.6))
      let blocks = numbers[index].map { [block(String($0))] } ?? lines(of: stretch).map(block)
      let widest = blocks.map(\.size.width).max() ?? 0
      // A number that would lie on the one before it stands in the data file alone.
      guard box.midX - widest / 2 >= edge else { continue }
      edge = box.midX + widest / 2 + 1
      for (line, block) in blocks.enumerated() {
        let shift = (Double(line) - Double(blocks.count - 1) / 2) * 10
        let ground = block.bounds(at: Point(box.midX, box.midY + shift), align: .centred)
        if read < to { canvas.fill(.rect(ground.inset(by: -0.5)), with: LabelledBands.ground) }
        block.draw(on: canvas, at: Point(box.midX, box.midY + shift), align: .centred)
      }
    }
  }

  private func lines(of stretch: CostHistory.Stretch) -> [String] {
    [PricesTable.names(stretch), PricesTable.cost(stretch)].compactMap { $0 }
  }

  private func block(_ text: String) -> TextBlock {
    TextBlock(RichText(plain: text), font: Font(size: 7), measurer: sheet)
  }

  /// By accelerator; the name stands on it.
  private func fill(_ stretch: CostHistory.Stretch) -> Color {
    let accelerators = series.map(\.history.accelerator).withoutRepeats().sorted()
    let index =
      stretch.cheapest.first.flatMap { accelerators.firstIndex(of: $0.price.accelerator) } ?? 0
    let fills = [Color(0xE6E6E6), Color(0xCFE4F2), Color(0xFBE3CC)]
    return fills[index % fills.count]
  }

  // MARK: Words

  private static let hatch = Stroke(.gray(0.55), width: 0.5)

  private static let legend = Legend(
    [
      LegendEntry("readings of one price", line: Stroke(.black, width: 1.5)),
      LegendEntry("changed unseen between two", line: Stroke(.black, width: 1.5, dash: [2.5, 2])),
      LegendEntry("not read since", line: Stroke(.gray(0.6), width: 0.5, dash: [0.8, 2])),
      LegendEntry(
        "in the strip: not read again until its end", swatchOutline: Stroke(.gray(0.4), width: 0.5),
        hatch: hatch),
    ], columns: 4, font: FigureStyle.labelFont, isFramed: false)

  private var footer: Footer {
    Footer(
      result.assumptions, overlap: .held, prices: nil, notes: PricesTable.notes(result))
  }
}

/// The data file and the words of Figure S7.
enum PricesTable {
  private static let header = [
    "kind", "date", "until", "last_read", "provider", "accelerator", "architecture",
    "usd_per_hour", "cpm",
  ]

  /// figure-s7.csv: `reading` (a price as it was read, with what the workload costs at it) and
  /// `cheapest` (the lowest known price from a date until another, and its last reading up to that).
  static func table(of result: PricesResult) -> DataTable {
    var data = DataTable(header)
    for series in result.costs.series where series.history.basis == .bundled {
      for period in series.history.periods {
        for reading in period.readings {
          data.append(
            ["reading", reading.asOf?.description ?? "", "", ""]
              + cells(
                series.history.provider, series.history.accelerator, series.serving, period.price))
        }
      }
    }
    for stretch in result.stretches {
      for quote in stretch.cheapest {
        data.append(
          ["cheapest", "\(stretch.from)", "\(stretch.to)", "\(stretch.lastRead)"]
            + cells(
              quote.price.provider, quote.price.accelerator, quote.serving, quote.price.usdPerHour))
      }
    }
    return data
  }

  private static func cells(
    _ provider: String, _ accelerator: String, _ serving: ReferenceWorkload.Serving?,
    _ usdPerHour: Double
  ) -> [String] {
    [
      provider, accelerator, serving?.architecture.rawValue ?? "", DataText.text(usdPerHour),
      DataText.text(serving.map { $0.acceleratorHours * usdPerHour }),
    ]
  }

  // MARK: Words

  /// `Lambda, Together H100`
  static func names(_ stretch: CostHistory.Stretch) -> String {
    let accelerators = stretch.cheapest.map(\.price.accelerator).withoutRepeats()
    return accelerators.map { accelerator in
      stretch.cheapest.map(\.price).filter { $0.accelerator == accelerator }.map(\.provider)
        .joined(separator: ", ") + " \(accelerator)"
    }.joined(separator: ", ")
  }

  /// `$0.18`
  static func cost(_ stretch: CostHistory.Stretch) -> String? {
    stretch.cheapest.first?.usdPerMillionTokens.map {
      "$\(NumberFormat.significant($0, digits: 3))"
    }
  }

  /// `RunPod H100 from 2026-09-19, $0.21`
  static func words(_ stretch: CostHistory.Stretch) -> String {
    "\(names(stretch)) from \(stretch.from)" + (cost(stretch).map { ", \($0)" } ?? "")
  }

  static func notes(_ result: PricesResult) -> [String] {
    let workload = result.costs.workload
    let mix = workload.mix
    return [
      "on-demand list prices with the host in them",
      "\(workload.frame.modelName), \(NumberFormat.rounded(mix.promptTokens, digits: 5)) prompt and "
        + "\(NumberFormat.rounded(mix.outputTokens, digits: 5)) output tokens, contract "
        + workload.contract.title,
      "per accelerator the cheapest of continuous batching, chunked prefill and P/D over its NVLink, "
        + "named in the title",
    ]
  }

  /// The figure in plain ASCII words.
  static func description(_ result: PricesResult) -> String {
    "The cost of the reference workload in dollars per million tokens by date, logarithmic, a panel "
      + "for each accelerator and a stepped line for each provider; below, who had the lowest known "
      + "price: \(result.stretches.map(words).joined(separator: "; "))."
  }
}
