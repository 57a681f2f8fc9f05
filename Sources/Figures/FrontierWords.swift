import CostModel
import Evidence
import Frontier
import Plotting

/// What Figures 1 and 3 say in words of the readings that they are drawn under.
enum FrontierWords {
  /// How measured values get to other accelerators.
  static let scaling =
    "points at a measured TTFT × prefill rate of the row's own accelerator over the panel's"

  /// The title of the axis of TTFT.
  static func axisTitle(_ assumptions: Assumptions) -> String {
    isMeasured(assumptions)
      ? "TTFT as measured, or the contract's limit where none is published (ms)"
      : "TTFT limit of the published contract (ms)"
  }

  /// Which rows the envelope runs through.
  static func envelope(_ result: FrontierResult) -> String {
    let isNamed = result.assumptions.reading("rows") == RowsRule.section51.rawValue
    return isNamed ? "envelope: rows that §5.1 names" : "envelope: rows published under a contract"
  }

  /// What stands for a limit of TTFT where a source has another one.
  static func details(_ result: FrontierResult) -> [String] {
    let delays = result.anchors.contains { $0.ttftLimit?.statistic == .schedulingDelay }
    return delays && !isMeasured(result.assumptions)
      ? ["where only the scheduling delay is limited: that limit, or a longer measured TTFT"] : []
  }

  private static func isMeasured(_ assumptions: Assumptions) -> Bool {
    assumptions.reading("ttft") == TTFTRule.measured.rawValue
  }

  /// How far sweeping η moves the disaggregated stretches of the envelope, if there are any:
  /// `+0.9 to −1.3 %`.
  static func reach(of frontiers: [AnchorFrontier]) -> String? {
    let corners = frontiers.flatMap(\.band).flatMap(\.vertices)
    guard let up = corners.map({ $0.high / $0.cpm - 1 }).max(),
      let down = corners.map({ $0.low / $0.cpm - 1 }).min()
    else { return nil }
    return percent(up) + " to " + percent(down) + "\u{A0}%"
  }

  /// A change in percent without its unit: `+0.9`.
  static func percent(_ share: Double) -> String {
    let text = NumberFormat.fixed(share * 100, decimals: abs(share) < 0.0995 ? 1 : 0)
    return (share > 0 ? "+" : "") + text
  }

  // MARK: Flips

  private static func milliseconds(_ flip: ParetoEnvelope.Flip) -> String {
    "\(NumberFormat.rounded(flip.ttft, digits: 4))\u{A0}ms"
  }

  /// A flip with its architectures named in full.
  static func full(_ flip: ParetoEnvelope.Flip) -> String {
    "\(milliseconds(flip)): \(FigureStyle.shortName(flip.from)) → "
      + FigureStyle.shortName(flip.to)
  }

  /// A flip in a small panel: it may break into two lines, its names and its TTFT.
  static func terse(_ flip: ParetoEnvelope.Flip) -> String {
    "\(FigureStyle.terseName(flip.from))\u{A0}→\u{A0}\(FigureStyle.terseName(flip.to)), "
      + milliseconds(flip)
  }
}

/// What the marks of Figures 1 and 3 mean.
struct FrontierLegend {
  private(set) var legend: Legend

  /// - Parameter hasInset: whether an inset shows the η band.
  init(_ result: FrontierResult, hasInset: Bool) {
    self.init(result.frontiers, hasInset: hasInset, spread: result.spread)
    if result.spread == nil {
      legend.entries.append(
        LegendEntry(
          RichText(
            plain: "no whiskers: of more than \(DrawPlan.mostRows) rows they hide each other")))
    }
  }

  init(_ frontiers: [AnchorFrontier], hasInset: Bool, spread: FrontierSpread? = nil) {
    let rows = frontiers.flatMap(\.anchors).filter { $0.cpm != nil }
    let anchors = rows.map(\.anchor)
    let held = frontiers.flatMap(\.envelope.vertices).map(\.architecture)
    let order: [Architecture] = [
      .disaggregated, .colocated(.chunked), .colocated(.continuous), .colocated(.serialised),
    ]
    var entries = order.filter { architecture in
      anchors.contains { $0.architecture == architecture }
    }.map { architecture in
      // Without the halo that sets a mark off from what it lies on: it would cut the sample's dashes.
      var marker = FigureStyle.marker(architecture, isOnContract: true)
      marker.halo = 0
      return LegendEntry(
        RichText(plain: FigureStyle.name(architecture)), marker: marker,
        line: held.contains(architecture) ? FigureStyle.frontierLine(architecture) : nil)
    }
    entries += Self.hollow(anchors)
    if anchors.contains(where: { $0.section == RowsRule.namedSection }) {
      entries.append(LegendEntry(RichText("*{bold}: named in §5.1")))
    }
    if rows.contains(where: { $0.measuredEnd != nil }) {
      entries.append(
        LegendEntry(
          "to the TTFT measured on the row's own accelerator", arrow: FrontierPanel.measured))
    }
    entries += Self.bars(anchors) + Self.whiskers(spread)
    if let overlaps = frontiers.first?.overlaps, let reach = FrontierWords.reach(of: frontiers) {
      let sweep =
        "η from \(NumberFormat.plain(overlaps.lowerBound)) to "
        + NumberFormat.plain(overlaps.upperBound)
      entries.append(
        LegendEntry(
          RichText(plain: "\(sweep): P/D envelope \(reach)" + (hasInset ? " (inset)" : ""))))
    }
    legend = Legend(entries, columns: 2, font: FigureStyle.labelFont, isFramed: false)
    legend.sampleSize = Size(width: 30, height: 7)
  }

  /// Adds entries as the last ones.
  func adding(_ entries: [LegendEntry]) -> Legend {
    var legend = legend
    legend.entries += entries
    return legend
  }

  /// Each reason for which rows have no contract, with the mark of such a row.
  private static func hollow(_ anchors: [Anchor]) -> [LegendEntry] {
    var reasons: [String] = []
    return anchors.compactMap { anchor in
      guard let reason = anchor.contractGap, !reasons.contains(reason) else { return nil }
      reasons.append(reason)
      return LegendEntry(
        RichText(
          plain: "hollow: \(reason)"
            + (anchor.ttftLimit == nil ? ", at measured TTFT" : "")),
        marker: FigureStyle.marker(anchor))
    }
  }

  private static func bars(_ anchors: [Anchor]) -> [LegendEntry] {
    let rows = anchors.filter { $0.relativeBand != nil }
    guard !rows.isEmpty else { return [] }
    let percent = Set(rows.compactMap(\.relativeBand)).sorted().map {
      "±" + NumberFormat.plain(($0 * 1000).rounded() / 10)
    }
    let models = Set(rows.map(\.model)).sorted().map(ModelName.text)
    return [
      LegendEntry(
        RichText(
          plain: "\(percent.joined(separator: ", ")) %: stated error, rows on "
            + models.joined(separator: ", ").shortened(to: 40)),
        swatch: FrontierBars.pale(.gray(0.3)))
    ]
  }

  private static func whiskers(_ spread: FrontierSpread?) -> [LegendEntry] {
    guard let spread else { return [] }
    let count = NumberFormat.fixed(Double(spread.draws), decimals: 0)
    let bar = Stroke(.gray(0.3), width: 0.8)
    return [
      LegendEntry(
        RichText(plain: "5, 50, 95 % of \(count) draws of readings and ranges"), errorBar: bar,
        errorBarTick: true),
      LegendEntry("whiskers in another's way: moved aside, joined to their marks"),
      LegendEntry("rows move together in a draw: overlap is no open order"),
    ] + order(spread)
  }

  /// In how many draws the envelope's architectures keep their order, panel by panel.
  private static func order(_ spread: FrontierSpread) -> [LegendEntry] {
    func list(_ shares: [SupportShare]) -> String {
      shares.map { String($0.percent) }.joined(separator: ", ") + " %"
    }
    let sums = spread.panels.compactMap(\.orderUnderSum)
    return [
      "envelope's order the same in \(list(spread.panels.map(\.order))) of draws"
    ].map { LegendEntry(RichText(plain: $0)) }
      + (sums.isEmpty
        ? []
        : [LegendEntry(RichText(plain: "in \(list(sums)) of those with Eq. 7 as printed"))])
  }
}
