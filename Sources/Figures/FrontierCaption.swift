import CostModel
import Evidence
import Frontier
import Normalization
import Plotting

/// The words beside Figures 1 and 3.
enum FrontierCaption {
  /// What the marks mean, of those that there are.
  /// - Parameters:
  ///   - hasInset: whether an inset magnifies the η band.
  ///   - isNumbered: whether every mark has its number of a key.
  static func sentences(_ result: FrontierResult, hasInset: Bool, isNumbered: Bool = false)
    -> [String]
  {
    [subject(result)] + marks(result, isNumbered: isNumbered) + envelope(result, hasInset: hasInset)
  }

  private static func subject(_ result: FrontierResult) -> String {
    let accelerators = result.panels.map(\.accelerator).joined(separator: ", ")
    let x = FrontierWords.axisTitle(result.assumptions).replacing(" (ms)", with: ", in ms")
    return "Dollars per million served tokens (CPM_served) of each published operating point, "
      + "brought to \(result.assumptions.frame.modelName) on \(accelerators) at a p99 TPOT of "
      + "\(NumberFormat.plain(result.tpotMs)) ms, over the \(x); both axes are logarithmic."
      + (result.scalesMeasurements
        ? " A TTFT measured on another accelerator is scaled by the rates of prefill." : "")
  }

  private static func marks(_ result: FrontierResult, isNumbered: Bool) -> [String] {
    let rows = result.frontiers.flatMap(\.anchors).filter { $0.cpm != nil }
    let anchors = rows.map(\.anchor)
    let order: [Architecture] = [
      .disaggregated, .colocated(.chunked), .colocated(.continuous), .colocated(.serialised),
    ]
    let shapes = order.filter { architecture in
      anchors.contains { $0.architecture == architecture }
    }.map { "\(shape($0)) \(FigureStyle.name($0))" }
    var sentences =
      shapes.isEmpty ? [] : ["\(shapes.joined(separator: "; ").capitalizedFirst)."]
    sentences.append(
      isNumbered
        ? "Numbers at marks are those of the key."
        : "Where names have no room, numbers at marks are those of a key.")
    let gaps = Set(anchors.compactMap(\.contractGap)).sorted()
    if !gaps.isEmpty { sentences.append("Hollow marks: \(gaps.joined(separator: "; ")).") }
    if anchors.contains(where: { $0.section == RowsRule.namedSection }) {
      sentences.append("Names in bold: named in §5.1 of the paper.")
    }
    if rows.contains(where: { $0.measuredEnd != nil }) {
      sentences.append("An arrow leads to the TTFT measured on the row's own accelerator.")
    }
    if anchors.contains(where: { $0.relativeBand != nil }) {
      sentences.append("A pale bar is the error of the cost that is stated for the row.")
    }
    guard let draws = result.spread?.draws else { return sentences }
    return sentences + [
      "A whisker spans the 5th to the 95th percentile of "
        + "\(NumberFormat.fixed(Double(draws), decimals: 0)) draws of readings and ranges, its tick is "
        + "the median; rows move together in a draw. A mark stands where the default readings put it, "
        + "which may be outside its whisker."
    ]
  }

  private static func envelope(_ result: FrontierResult, hasInset: Bool) -> [String] {
    let notes = ([FrontierWords.envelope(result)] + FrontierWords.details(result))
      .map { $0.capitalizedFirst + "." }
    let overlap = Footer.words(.published(result.drawnAnchors), result.assumptions)
      .map { "\($0.capitalizedFirst)." }
    let reach = FrontierWords.reach(of: result.frontiers).map { reach in
      "The sweep of η moves the disaggregated envelope by \(reach)"
        + (hasInset ? "; where the line hides that and there is room, an inset magnifies it." : ".")
    }
    let flips = result.frontiers.contains { !$0.envelope.flips.isEmpty }
    return [
      "The staircase is the Pareto envelope"
        + (flips ? ", dotted rules stand where its architecture changes." : ".")
    ] + notes + [overlap, reach].compactMap { $0 }
      + ["Transfers are \(result.assumptions.transferRegime)."]
  }

  private static func shape(_ architecture: Architecture) -> String {
    switch architecture {
    case .disaggregated: "circles:"
    case .colocated(.chunked): "triangles:"
    case .colocated(.continuous): "squares:"
    case .colocated(.serialised): "diamonds:"
    }
  }

  // MARK: Alternative text

  /// Which architecture is the cheapest from which TTFT on, then the envelope and every row.
  static func alternative(_ result: FrontierResult) -> String {
    result.panels.map { panel in
      panel.frontier.map { alternative($0, on: panel.accelerator) }
        ?? "\(panel.accelerator) is empty: \(panel.absence ?? "")."
    }.joined(separator: " ")
  }

  private static func alternative(_ frontier: AnchorFrontier, on accelerator: String) -> String {
    let vertices = frontier.envelope.vertices
    guard let first = vertices.first else {
      return "On \(accelerator) no row takes part in the envelope. \(rows(frontier))"
    }
    let starts =
      [(first.ttft, first.architecture)] + frontier.envelope.flips.map { ($0.ttft, $0.to) }
    let stretches = starts.map { ttft, architecture in
      "from \(FrontierMarkNames.milliseconds(ttft)) \(FigureStyle.name(architecture))"
    }
    let corners = FrontierMarkNames(idPrefix: "").envelope(frontier).title
    return "On \(accelerator) the cheapest published architecture is, by TTFT: "
      + "\(stretches.joined(separator: "; ")). \(corners). \(rows(frontier))"
  }

  /// More than anybody would listen to stay in the data file.
  private static let mostRows = 40

  private static func rows(_ frontier: AnchorFrontier) -> String {
    let rows = frontier.anchors.sorted { ($0.ttft, $0.id) < ($1.ttft, $1.id) }
    let names = FrontierMarkNames(idPrefix: "")
    let more = rows.count - mostRows
    let words = rows.prefix(mostRows).map { row in
      row.cpm == nil ? "\(row.anchor.label), infeasible" : names.anchor(row).title
    }
    let list = "by TTFT: \(words.joined(separator: "; "))"
    return more > 0
      ? "The first \(mostRows) rows \(list); \(NumberFormat.fixed(Double(more), decimals: 0)) more "
        + "stand in the data file."
      : "Every row \(list)."
  }
}

extension String {
  /// This text as a sentence begins; a symbol such as η stays.
  var capitalizedFirst: String {
    guard let first, first.isASCII else { return self }
    return first.uppercased() + dropFirst()
  }
}
