import Evidence
import Frontier
import Plotting

/// What the marks of Figures 1 and 3 mean.
struct FrontierLegend {
  let legend: Legend

  init(_ frontiers: [AnchorFrontier]) {
    let rows = frontiers.flatMap(\.anchors)
    let present = Anchor.Architecture.allCases.filter { architecture in
      rows.contains { $0.anchor.architecture == architecture }
    }
    var entries = present.sorted { Self.order($0) < Self.order($1) }.map { architecture in
      LegendEntry(
        RichText(plain: FigureStyle.name(architecture)),
        marker: FigureStyle.marker(architecture, role: .envelope),
        line: FigureStyle.frontierLine(architecture))
    }
    if rows.contains(where: { $0.anchor.role == .reference }) {
      var hollow = FigureStyle.marker(.disaggregated, role: .reference)
      hollow.outline = Stroke(.gray(0.3), width: 1.1)
      entries.append(
        LegendEntry("hollow: reference, not in the envelope", marker: hollow))
    }
    if let overlaps = frontiers.first?.overlaps, frontiers.contains(where: { !$0.band.isEmpty }) {
      entries.append(
        LegendEntry(
          RichText(
            plain: "P/D envelope for η from \(NumberFormat.plain(overlaps.lowerBound)) to "
              + NumberFormat.plain(overlaps.upperBound) + Self.reach(of: frontiers)),
          swatch: FrontierPanel.bandColor))
    }
    let bands = Set(rows.compactMap(\.anchor.relativeBand)).sorted()
    if !bands.isEmpty {
      let percent = bands.map { NumberFormat.plain(($0 * 1000).rounded() / 10) }
      entries.append(
        LegendEntry(
          RichText(
            plain: "±\(percent.joined(separator: ", ±")) %: stated error of the rows measured on "
              + Set(rows.filter { $0.anchor.relativeBand != nil }.map(\.anchor.model)).sorted()
              .joined(separator: ", ").shortened(to: 40)),
          marker: MarkerStyle(.plus, outline: Stroke(.gray(0.3), width: 0.9))))
    }
    legend = Legend(entries, columns: 2, font: FigureStyle.labelFont, isFramed: false)
  }

  /// How far the η band reaches around the envelope, and whether the line that it surrounds hides
  /// it: in these plots two percent is about as much as the line is wide.
  private static func reach(of frontiers: [AnchorFrontier]) -> String {
    let corners = frontiers.flatMap(\.band).flatMap(\.vertices)
    guard let up = corners.map({ $0.high / $0.cpm - 1 }).max(),
      let down = corners.map({ $0.low / $0.cpm - 1 }).min()
    else { return "" }
    func percent(_ share: Double) -> String {
      (share > 0 ? "+" : "") + NumberFormat.significant(share * 100, digits: 2)
    }
    return ": \(percent(up)) to \(percent(down)) %"
      + (up - down < 0.02 && down > -0.02 ? ", within the line" : "")
  }

  private static func order(_ architecture: Anchor.Architecture) -> Int {
    switch architecture {
    case .disaggregated: 0
    case .chunked: 1
    case .continuous: 2
    case .serialised: 3
    }
  }
}

/// What is written beside a flip.
extension FrontierPanel {
  /// The flip's TTFT with its unit.
  static func milliseconds(_ flip: ParetoEnvelope.Flip) -> String {
    "\(NumberFormat.rounded(flip.ttft, digits: 4))\u{A0}ms"
  }

  /// A flip with its architectures named in full.
  static func fullText(_ flip: ParetoEnvelope.Flip) -> String {
    "\(milliseconds(flip)): \(FigureStyle.shortName(flip.from)) → "
      + FigureStyle.shortName(flip.to)
  }

  /// A flip in a small panel: it may break into two lines, its names and its TTFT.
  static func terseText(_ flip: ParetoEnvelope.Flip) -> String {
    "\(FigureStyle.terseName(flip.from))\u{A0}→\u{A0}\(FigureStyle.terseName(flip.to)), "
      + milliseconds(flip)
  }
}
