import CostModel
import Frontier
import Plotting
import Tables

extension Figure {
  /// Figure 2: which architecture is cheaper over prefill share and KV bandwidth, under three
  /// contracts.
  static let figure2 = Figure(
    id: "figure-2", title: "Break-even surface between colocated and disaggregated serving",
    compute: BreakEvenResult.init, draw: { BreakEvenLayout($0, sheet: $1).draw() },
    table: BreakEvenTable.table, caption: SurfaceCaptions.breakEven,
    description: BreakEvenTable.description)
}

/// Where the parts of Figure 2 lie.
private struct BreakEvenLayout {
  private let result: BreakEvenResult
  private let sheet: Sheet

  init(_ result: BreakEvenResult, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
  }

  func draw() -> FigureLayout {
    let axes = BreakEvenAxes()
    let row = MapRow(
      bottom: axes.bottom, left: axes.left, right: axes.right(result.links),
      titles: result.panels.map { RichText(plain: $0.contract.title) },
      keys: [MapRow.Key(bar: Self.colorBar, length: 380)],
      legend: BreakEvenLegend(result.panels).legend, footer: footer, sheet: sheet)
    var notes: [String] = []
    let drawing = row.drawing(
      { index, canvas, plot in
        let marks = BreakEvenMarks(
          result.panels[index], plot: plot, systems: systems(index, plot), measurer: sheet)
        notes += marks.draw(on: canvas)
      }, over: { index, canvas, plot in systems(index, plot).draw(on: canvas) },
      notes: { notes })
    return FigureLayout(drawing: drawing, warnings: notes)
  }

  private func systems(_ index: Int, _ plot: Rect) -> BreakEvenSystems {
    let panel = result.panels[index]
    return BreakEvenSystems(
      panel.systems, plot: plot, contract: panel.contract, areNamed: index == 0)
  }

  private static let colorBar = ColorBar(
    BreakEvenMarks.bands, direction: .horizontal,
    title: "CPM_{co} − CPM_{P/D} ($/MTok): below 0 colocation is cheaper, above 0 disaggregation",
    style: AxisStyle(tickFont: Font(size: 7.5)), lowSide: BreakEvenMarks.lowSide)

  private var footer: Footer {
    let frame = result.assumptions.frame
    return Footer(
      result.assumptions, overlap: .ofSurface,
      prices: [Footer.Price(accelerator: frame.accelerator, usdPerHour: result.usdPerHour)],
      notes: [
        "\(frame.modelName) on \(frame.accelerator), chunked prefill against disaggregation",
        "P + D = \(NumberFormat.plain(result.tokens)) tokens",
        "panels by contract, (p99 TTFT, p99 TPOT)", "systems under a contract named in (a)",
      ])
  }
}

/// Figure 2's axes: prefill share, and bandwidth in GB/s; and where data lie between them.
public struct BreakEvenAxes {
  public static let shareTitle = "prefill share α = P/(P + D)"
  public static let shareTicks = [0.2, 0.4, 0.6, 0.8, 0.97]
  public static let bandwidthTitle = "KV-transfer bandwidth B (GB/s)"
  /// GB/s.
  public static let bandwidthTicks = [25.0, 50, 100, 200, 400, 900]

  let bottom: Axis
  let left: Axis

  /// - Parameter bandwidths: what the axis of B shows, B/s.
  init(bandwidths: ClosedRange<Double> = BreakEvenSurface.bandwidthRange) {
    let shares = BreakEvenSurface.shares
    let gigabytes = bandwidths.lowerBound / 1e9...bandwidths.upperBound / 1e9
    let isOwn = bandwidths == BreakEvenSurface.bandwidthRange
    bottom = Axis(
      .bottom, scale: LinearScale(shares[0]...shares[shares.count - 1]),
      title: RichText(plain: Self.shareTitle),
      ticks: Ticks(plainlyLabelled: Self.shareTicks, minor: [0.3, 0.5, 0.7, 0.9]))
    left = Axis(
      .left, scale: LogScale(gigabytes), title: RichText(plain: Self.bandwidthTitle),
      ticks: isOwn ? Ticks(plainlyLabelled: Self.bandwidthTicks) : nil)
  }

  /// The interconnects beside the bandwidths that they have.
  func right(_ links: [BreakEvenResult.Link]) -> NamedAxis {
    var axis = NamedAxis(
      .right, scale: left.scale, names: Interconnects.names(links),
      style: AxisStyle(tickFont: Font(size: 7)))
    axis.markName = Interconnects.markName
    return axis
  }

  /// Where data lie on the page; bandwidths in B/s.
  struct Place {
    let x: any Scale
    let y: any Scale

    init(
      in plot: Rect, bandwidths: ClosedRange<Double> = BreakEvenSurface.bandwidthRange
    ) {
      let shares = BreakEvenSurface.shares
      x = Side.bottom.scale(LinearScale(shares[0]...shares[shares.count - 1]), in: plot)
      y = Side.left.scale(LogScale(bandwidths), in: plot)
    }

    func point(_ prefillShare: Double, _ bandwidth: Double) -> Point {
      Point(x.position(of: prefillShare), y.position(of: bandwidth))
    }

    func lines(_ contour: BreakEvenSurface.Contour) -> [[Point]] {
      contour.pieces.map { piece in piece.map { point($0.prefillShare, $0.bandwidth) } }
    }
  }
}

/// The named places on the bandwidth axis.
enum Interconnects {
  /// One tick for each bandwidth, in the words of a reader; an interconnect that is not known here
  /// goes by its id.
  static func names(_ links: [BreakEvenResult.Link]) -> [Tick] {
    var places = links
    while places.count > mostNames {
      // The name whose bandwidth is most like the one before it says least.
      let ratios = zip(places, places.dropFirst()).map { $1.bandwidth / $0.bandwidth }
      let closest = ratios.indices.min { ratios[$0] < ratios[$1] } ?? 0
      places.remove(at: closest + 1)
    }
    return places.map { link in
      Tick(link.bandwidth / 1e9, RichText(plain: name(link).shortened(to: 20)))
    }
  }

  /// `NDR, RoCE 400G`
  static func name(_ link: BreakEvenResult.Link) -> String {
    link.ids.map { words[$0] ?? $0 }.joined(separator: ", ")
  }

  static func markName(_ tick: Tick) -> MarkName {
    MarkName(
      id: "link-\(DataText.text(tick.value))",
      title: "\(tick.label.plain): \(NumberFormat.plain(tick.value)) GB/s")
  }

  /// As many as have room beside a plot.
  private static let mostNames = 16

  private static let words = [
    "nvlink5": "NVLink 5", "nvlink4": "NVLink 4, two-way", "nvlink4-one-way": "NVLink 4, one-way",
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
