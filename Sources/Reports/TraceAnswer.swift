import CostModel
import Plotting
import Workloads

/// What a trace says of the choice of an architecture, in sentences.
struct TraceAnswer {
  let result: TraceResult

  init(_ result: TraceResult) { self.result = result }

  /// Which fixed choice is cheapest, by how much, and what switching would save.
  var sentence: String {
    guard let switching = result.switchingCPM else { return nothingServed }
    guard let best = result.bestChoice, let cpm = best.cpm else {
      return
        "no architecture throughout: none meets the TPOT limit in every window; switching to the "
        + "cheapest in each costs \(Self.usd(switching))/MTok"
    }
    return "\(best.architecture.label) throughout, \(Self.usd(cpm))/MTok, \(lead(of: best)); "
      + saving(best)
  }

  /// What the overall mix would have advised, what is left out.
  var details: [String] {
    let caveat = result.switchingUSD.map { _ in "What it costs to switch is not counted." }
    return [overall, unserved, caveat].compactMap { $0 }
  }

  /// By how much the best choice is cheaper than the other side's best.
  private func lead(of best: TraceResult.Choice) -> String {
    let costs = result.fixedCosts
    let isPooled = best.architecture == .disaggregated
    let other = isPooled ? Architecture.colocated(costs.scheduler) : .disaggregated
    guard let margin = costs.margin else {
      return "the only side that serves every window"
    }
    return costs.verdict == .level
      ? "level with \(other.label) (cheaper by \(Self.percent(margin)))"
      : "better than \(other.label) by \(Self.percent(margin))"
  }

  private func saving(_ best: TraceResult.Choice) -> String {
    guard best.cheapestWindows < result.servedWindows, let excess = best.excess else {
      return "switching would save nothing"
    }
    // A share of what the best choice costs.
    return "switching would save \(Self.percent(1 - 1 / (1 + excess))) in "
      + Self.times(result.changes)
  }

  private var overall: String? {
    guard let choice = result.choiceOfOverallMix else { return nil }
    let trace = result.trace
    let mix =
      "\(NumberFormat.rounded(trace.promptTokens.mean, digits: 4)) prompt and "
      + "\(NumberFormat.rounded(trace.outputTokens.mean, digits: 4)) output tokens"
    let start = "For the overall mean mix (\(mix)) "
    guard let excess = choice.excess else {
      return start
        + "\(choice.architecture.label) is cheapest, which does not meet the TPOT limit "
        + "in \(Self.window(choice.infeasibleWindows))."
    }
    return start + "\(choice.architecture.label) is cheapest; throughout it costs "
      + (choice.cheapestWindows == result.servedWindows
        ? "as much as switching." : "\(Self.percent(max(0, excess))) more than switching.")
  }

  /// Windows without an answer.
  private var unserved: String? {
    let words = absences
    guard !words.isEmpty, result.servedWindows > 0 else { return nil }
    return words.joined(separator: ", ").capitalizedFirst
      + "; totals are over the other \(Self.window(result.servedWindows))."
  }

  /// Why windows have no answer, and how many.
  private var absences: [String] {
    TraceResult.Absence.allCases.compactMap { absence in
      let count = result.windows(with: absence)
      guard count > 0 else { return nil }
      return switch absence {
      case .infeasible: "in \(Self.window(count)) nothing is feasible"
      case .noDecode: "in \(Self.window(count)) no request has an output (no decode)"
      case .noPrefill: "in \(Self.window(count)) no request has a prompt (no prefill)"
      }
    }
  }

  private var nothingServed: String {
    "no window has an answer: \(absences.joined(separator: ", "))"
  }

  private static func window(_ count: Int) -> String {
    "\(NumberFormat.plain(Double(count))) window\(count == 1 ? "" : "s")"
  }

  private static func times(_ count: Int) -> String {
    "\(NumberFormat.plain(Double(count))) change\(count == 1 ? "" : "s")"
  }

  private static func usd(_ value: Double) -> String {
    "$\(NumberFormat.significant(value, digits: 4))"
  }

  private static func percent(_ share: Double) -> String {
    // What is there is not told as nothing.
    share > 0 && share < 0.0005
      ? "less than 0.1 %" : NumberFormat.fixed(100 * share, decimals: 1) + " %"
  }
}

extension String {
  /// This text as a sentence begins.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
