import Evidence
import Frontier
import Plotting

/// What Figures 2, S1, S2, S3 and S8 say in their captions of what they show and of their marks.
enum SurfaceCaptions {
  private static func subject(_ assumptions: Assumptions, tokens: Double) -> String {
    let frame = assumptions.frame
    return "\(frame.modelName) on \(frame.accelerator), P + D = "
      + "\(NumberFormat.plain(tokens)) tokens, chunked prefill against disaggregation."
  }

  private static let panels = "A panel for each contract, (p99 TTFT, p99 TPOT)."
  private static let shares = "A share of readings is not a probability."

  static func breakEven(_ result: BreakEvenResult) -> [String] {
    [
      "CPM_co − CPM_P/D in $/MTok over the prefill share α = P/(P + D) and the KV-transfer bandwidth B, "
        + "logarithmic; above 0, in orange, disaggregation is cheaper, below 0, in purple, colocation.",
      subject(result.assumptions, tokens: result.tokens), panels, lines(result),
      "Points are the published disaggregated systems at their (α, B), ticks on the α axis the "
        + "colocated ones; hollow points and thin ticks have no contract. An arrow leads to a prefill share "
        + "beyond the axis.",
      "Thin lines are equal differences, dashed below 0; what is hatched lies below "
        + "\(NumberFormat.plain(BreakEvenMarks.lowSide.edge)).",
      "Interconnects are named at their bandwidths on the right.",
      "Transfers are \(result.assumptions.transferRegime).",
    ]
  }

  private static func lines(_ result: BreakEvenResult) -> String {
    let overlaps = Set(result.panels.flatMap { $0.contours.map(\.overlap) }).sorted()
    let lines = overlaps.map { overlap in
      let isOwn = overlap == result.assumptions.overlap
      let isLow = overlap == result.assumptions.overlaps.lowerBound
      let look = isOwn ? "heavy" : isLow ? "dashed" : "dotted"
      return "\(look) at η = \(NumberFormat.plain(overlap))"
    }
    return "Lines are the break-even B*(α): \(lines.joined(separator: ", "))."
  }

  static func readings(_ result: ReadingsResult) -> [String] {
    [
      "A bar for each reading of each choice: the \(result.combinations) combinations of the drawn "
        + "choices, those with that reading, by what they say of α*, the first prefill share from 0.2 "
        + "to 0.97 at which the cheaper side changes; ◆ marks the readings that hold in the other figures.",
      subject(result.assumptions, tokens: result.tokens), panels, shares,
    ]
  }

  static func support(_ result: SupportMap) -> [String] {
    [
      "The share of \(result.combinations) combinations of readings, "
        + "\(SupportStyle.held(result.reading)), in which disaggregation is cheaper, over the prefill "
        + "share α and the KV-transfer bandwidth B, logarithmic; hatched below half.",
      subject(result.assumptions, tokens: result.own.tokens), panels,
      "The heavy line is the break-even under the readings that hold; points and ticks are the "
        + "published systems.", shares,
    ]
  }

  static func contracts(_ result: ContractMap) -> [String] {
    [
      "Colocated over disaggregated cost, less 1, over the prefill share α and the p99 TPOT limit, "
        + "logarithmic, and in the last panel the share of \(result.combinations) combinations of "
        + "readings, \(SupportStyle.held(result.reading)), in which disaggregation is cheaper; hatched "
        + "where chunked prefill is.",
      subject(result.assumptions, tokens: result.tokens),
      "The heavy line is the break-even, dotted lines the TPOT limits of the named contracts, dashed "
        + "ones the mixes of published systems, by number.", shares,
    ]
  }

  static let validation = [
    "Computed over measured ratios of colocated to disaggregated cost, both logarithmic; above 1 "
      + "disaggregation is cheaper. A pair in a grey quarter has its dearer side named as the cheaper "
      + "one; in the blue band the computed costs are within 5 %.",
    "Filled marks are simulated pairs, a shape to the contract, diamonds measured ones. Below, how "
      + "often each set of readings names the cheaper side.",
  ]
}
