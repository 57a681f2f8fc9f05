import CostModel
import Frontier
import Plotting
import Workloads

/// One workload's picture: the answer, the surface of its deployment's costs over Figure 2's axes and
/// the support over the same, with the workload on both.
public struct LocateFigure {
  private let map: WorkloadMap
  private let words: LocateWords
  private let sheet: Sheet

  /// The bands of its map, by what share of the dearer cost either side is the cheaper one.
  public static let bands = LocateSurface.bands

  public init(_ map: WorkloadMap, sheet: Sheet) {
    (self.map, self.sheet) = (map, sheet)
    words = LocateWords(map)
  }

  /// What it shows, in a few words.
  public var title: String { words.title }

  /// In plain ASCII words, for someone who cannot see it.
  public var description: String { words.description }

  public func layout() -> FigureLayout {
    let axes = BreakEvenAxes(bandwidths: map.panel.bandwidthRange)
    var row = MapRow(
      bottom: axes.bottom, left: axes.left, right: axes.right(map.links),
      titles: [
        "by how much either side is cheaper", "in how many readings P/D is cheaper",
      ], titleGap: 9,
      keys: [
        MapRow.Key(bar: Self.costBar, length: Self.costBarLength, columns: 0..<1),
        MapRow.Key(bar: supportBar, length: Self.barLength, columns: 1..<2),
      ], legend: LocateLegend(map).legend, footer: words.footer, sheet: sheet)
    row.header = header
    row.remark = block(words.changes, font: FigureStyle.labelFont)
    var warnings: [String] = []
    let drawing = row.drawing { index, canvas, plot in
      warnings +=
        index == 0 ? drawCosts(on: canvas, plot: plot) : drawSupport(on: canvas, plot: plot)
    } over: { index, canvas, plot in
      mark(on: plot, isOfCosts: index == 0).draw(on: canvas)
    }
    return FigureLayout(drawing: drawing, warnings: warnings)
  }

  private var header: [TextBlock] {
    [block(words.headline, font: Font(size: 11))]
      + words.caveats.map { block(RichText(plain: $0), font: Font(size: 8)) }
      + [block(RichText(plain: words.subject), font: Font(size: 8))]
  }

  private func block(_ text: RichText, font: Font) -> TextBlock {
    TextBlock(
      text, font: font, measurer: sheet,
      maxWidth: sheet.room)
  }

  // MARK: Colour bars

  private static let barLength = 178.0
  /// There is room for every label.
  private static let costBarLength = 198.0
  private static let barStyle = AxisStyle(tickFont: Font(size: 7))

  private static let costBar = ColorBar(
    LocateSurface.bands, direction: .horizontal,
    title: RichText(plain: "% cheaper: above 0 P/D, below 0 colocation"),
    style: smallTitle, label: { NumberFormat.plain(100 * $0) })

  private static var smallTitle: AxisStyle {
    var style = barStyle
    style.titleFont = FigureStyle.labelFont
    return style
  }

  private var supportBar: ColorBar {
    var bar = SupportStyle.colorBar(
      RichText(plain: "% of \(map.combinations.own.cases) combinations in which P/D is cheaper"))
    bar.style = Self.smallTitle
    return bar
  }

  // MARK: Panels

  /// - Returns: what could not be labelled.
  private func drawCosts(on canvas: any Canvas, plot: Rect) -> [String] {
    let place = place(in: plot)
    let surface = LocateSurface(map.panel, plot: plot, measurer: sheet)
    let mark = mark(on: plot, isOfCosts: true)
    surface.draw(on: canvas)
    mark.drawWays(on: canvas)
    var taken: [Rect] = []
    let warnings = mark.drawLabels(
      on: canvas, clearOf: map.panel.contours.flatMap(place.lines), measurer: sheet,
      taken: &taken)
    surface.drawWords(on: canvas, taken: &taken)
    return warnings
  }

  /// - Returns: what could not be labelled.
  private func drawSupport(on canvas: any Canvas, plot: Rect) -> [String] {
    let place = place(in: plot)
    let (x, y) = (
      BreakEvenSurface.shares.map { place.x.position(of: $0) },
      map.panel.bandwidths.map { place.y.position(of: $0) }
    )
    let bands = SupportStyle.map(
      map.combinations.grid, x: x, y: y, plot: plot, measurer: sheet)
    let lines = map.panel.defaultContour.map(place.lines) ?? []
    let halves = map.underSum.map {
      SupportStyle.field(of: $0.grid, x: x, y: y).isolines(at: 0.5)
    }
    let mark = mark(on: plot, isOfCosts: false)
    bands.drawBands(on: canvas)
    canvas.clip(to: .rect(plot)) {
      bands.drawIsolines(on: canvas)
      for line in lines { Polyline(line, stroke: LocateLegend.contour, halo: 0.8).draw(on: canvas) }
      for line in halves ?? [] {
        Polyline(line, stroke: LocateLegend.half, halo: 0.8).draw(on: canvas)
      }
    }
    var taken: [Rect] = []
    let all = lines + (halves ?? [])
    let warnings = mark.drawLabels(
      on: canvas, clearOf: all, measurer: sheet, taken: &taken)
    taken += BreakEvenMarks.boxes(along: all)
    bands.drawLabels(on: canvas, taken: &taken)
    return warnings
  }

  private func mark(on plot: Rect, isOfCosts: Bool) -> WorkloadMark {
    WorkloadMark(
      map.answer, words: isOfCosts ? words.name : words.supportHere, isMain: isOfCosts,
      place: place(in: plot), plot: plot)
  }

  private func place(in plot: Rect) -> BreakEvenAxes.Place {
    BreakEvenAxes.Place(in: plot, bandwidths: map.panel.bandwidthRange)
  }
}

/// What the marks of a workload's picture mean.
struct LocateLegend {
  let legend: Legend

  static let contour = Stroke(.black, width: 2.2)
  /// Half of the combinations with Equation 7 as printed.
  static let half = Stroke(.black, width: 1.1, dash: [6, 2, 1.2, 2])

  init(_ map: WorkloadMap) {
    let entries = Self.mark(map) + Self.costs(map.panel) + Self.support(map)
    legend = Legend(entries, columns: 3, font: FigureStyle.labelFont, isFramed: false)
  }

  private static func mark(_ map: WorkloadMap) -> [LegendEntry] {
    let (isOutside, crossings) = (map.isOutside, map.answer.crossings)
    let name: RichText = isOutside ? "this workload, beyond the axis" : "this workload"
    let hasWays = crossings.bandwidth.value != nil || !crossings.prefillShares.crossings.isEmpty
    return [LegendEntry(name, marker: WorkloadMark.style(isOutside: isOutside))]
      + (hasWays ? [LegendEntry("(a) the way to its break-even", arrow: WorkloadMark.arrow)] : [])
  }

  private static func costs(_ panel: BreakEvenResult.Panel) -> [LegendEntry] {
    let missing = missing(panel).map { SupportStyle.missing(RichText(plain: "(a) \($0)")) }
    return BreakEvenLegend.contours([panel]) + LocateSurface.legend(panel)
      + [missing].compactMap { $0 }
  }

  private static func support(_ map: WorkloadMap) -> [LegendEntry] {
    /// Of the places that have a winner in more than half of the combinations.
    func shares(_ combinations: WorkloadMap.Combinations) -> [Double] {
      combinations.grid.joined().filter { !SupportStyle.isMostlyInfeasible($0) }
        .map(\.support.fraction)
    }
    let (all, sums) = (shares(map.combinations), map.underSum.map(shares) ?? [])
    var entries: [LegendEntry] = []
    if all.contains(where: { $0 < 0.5 }) {
      entries.append(SupportStyle.hatched("(b) P/D cheaper in fewer than half"))
    }
    if sums.contains(where: { $0 < 0.5 }), sums.contains(where: { $0 >= 0.5 }) {
      entries.append(LegendEntry("(b) half of those with pass=sum (Eq. 7)", line: half))
    }
    if map.combinations.grid.joined().contains(where: SupportStyle.isMostlyInfeasible) {
      entries.append(SupportStyle.missing("(b) neither meets the contract in half or more"))
    }
    return entries
  }

  /// Who meets the contract where there is no difference; nil where there is one everywhere.
  private static func missing(_ panel: BreakEvenResult.Panel) -> String? {
    let cells = panel.grid.joined().filter { $0.difference == nil }
    guard !cells.isEmpty else { return nil }
    let kinds = [
      ("only P/D", cells.contains { $0.disaggregated != nil }),
      ("only colocation", cells.contains { $0.colocated != nil }),
      ("neither", cells.contains { $0.disaggregated == nil && $0.colocated == nil }),
    ]
    return kinds.filter(\.1).map(\.0).joined(separator: " or ") + " meets the contract"
  }
}
