import CostModel
import Evidence
import Frontier
import Normalization
import Plotting

/// What the marks of a `FrontierPanel` are called.
struct FrontierMarkNames {
  /// What tells the panel's ids from those of others: `H100-`.
  let idPrefix: String

  func anchor(_ row: NormalizedAnchor) -> MarkName {
    let place = "\(Self.milliseconds(row.ttft)), \(Self.price(row.cpm ?? .nan))"
    let gap = row.anchor.contractGap.map { ", \($0)" } ?? ""
    return MarkName(
      id: "\(idPrefix)anchor-\(row.id)", title: "\(row.anchor.label), \(place)\(gap)")
  }

  func statedError(_ row: NormalizedAnchor) -> MarkName {
    let percent = NumberFormat.rounded(100 * (row.anchor.relativeBand ?? 0), digits: 3)
    return MarkName(
      id: "\(idPrefix)stated-error-\(row.id)",
      title: "\(row.anchor.label): ±\(percent) %, stated error")
  }

  func whisker(_ row: NormalizedAnchor, _ spread: Quantiles) -> MarkName {
    MarkName(
      id: "\(idPrefix)whisker-\(row.id)",
      title: "\(row.anchor.label): \(Self.price(spread.p05)) to \(Self.price(spread.p95)) "
        + "in 90 % of the draws")
  }

  func median(_ row: NormalizedAnchor, _ spread: Quantiles) -> MarkName {
    MarkName(
      id: "\(idPrefix)median-\(row.id)",
      title: "\(row.anchor.label): \(Self.price(spread.p50)), the median of the draws")
  }

  func measured(_ row: NormalizedAnchor) -> MarkName {
    MarkName(
      id: "\(idPrefix)measured-\(row.id)",
      title: "\(row.anchor.label): TTFT measured at \(Self.milliseconds(row.measuredEnd ?? .nan))")
  }

  func envelope(_ frontier: AnchorFrontier) -> MarkName {
    let labels = Dictionary(
      frontier.anchors.map { ($0.id, $0.anchor.label) }, uniquingKeysWith: { first, _ in first })
    let corners = frontier.envelope.vertices.map { vertex in
      let names = vertex.ids.map { labels[$0] ?? $0 }.joined(separator: " and ")
      return "\(names) from \(Self.milliseconds(vertex.ttft)), \(Self.price(vertex.cpm))"
    }
    return MarkName(
      id: "\(idPrefix)envelope", title: "Pareto envelope: \(corners.joined(separator: "; "))")
  }

  func band(_ frontier: AnchorFrontier) -> MarkName {
    let ends = [frontier.overlaps.lowerBound, frontier.overlaps.upperBound]
      .map { NumberFormat.plain($0) }
    let reach = FrontierWords.reach(of: [frontier]) ?? ""
    return MarkName(
      id: "\(idPrefix)band",
      title: "P/D envelope for η from \(ends.joined(separator: " to ")): \(reach)")
  }

  func flip(_ flip: ParetoEnvelope.Flip) -> MarkName {
    MarkName(
      id: "\(idPrefix)flip-\(flip.id)",
      title: "From \(Self.milliseconds(flip.ttft)) on: \(FigureStyle.name(flip.to)) in place of "
        + FigureStyle.name(flip.from))
  }

  /// `2500 ms`
  static func milliseconds(_ time: Double) -> String {
    NumberFormat.rounded(time, digits: 4) + " ms"
  }

  /// `$0.61/MTok`
  static func price(_ cpm: Double) -> String {
    let number =
      cpm < 0.1
      ? NumberFormat.significant(cpm, digits: 2) : NumberFormat.fixed(cpm, decimals: 2)
    return "$\(number)/MTok"
  }
}

extension BreakEvenSurface.Contract {
  /// What tells the ids of a contract's panel from those of others: `200-30-`.
  var idPrefix: String { name.replacing("/", with: "-") + "-" }
}

extension Reading {
  /// `request-length-means`
  var markID: String { "\(choice)-\(name)" }
}
