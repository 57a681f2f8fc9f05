import CostModel
import Frontier
import Plotting
import Workloads

/// The words above a trace's chart.
struct TraceWords {
  private let result: TraceResult

  init(_ result: TraceResult) { self.result = result }

  /// Which architecture is the cheapest throughout, and what the cheapest in each window would save.
  var headline: RichText {
    guard let switching = result.switchingCPM else {
      return RichText(plain: "No window has an answer").bold + RichText(plain: ": \(absences).")
    }
    guard let best = result.bestChoice, let cpm = best.cpm, let excess = best.excess else {
      return RichText(plain: "No architecture meets the contract in every window").bold
        + RichText(plain: "; the cheapest in each costs \(Self.usd(switching)).")
    }
    return RichText(
      plain: "Throughout, \(best.architecture.label) is the cheapest at \(Self.usd(cpm))"
    ).bold + RichText(plain: "\(rival)\(saving(best, excess: excess)).")
  }

  /// Why windows have no answer; empty where all have one.
  var absences: String {
    TraceResult.Absence.allCases.compactMap { absence in
      let count = result.windows(with: absence)
      guard count > 0 else { return nil }
      let reason =
        switch absence {
        case .infeasible: "no architecture meets the contract"
        case .noDecode: "there are no output tokens"
        case .noPrefill: "there are no prompt tokens"
        }
      return "in \(NumberFormat.plain(Double(count))) \(reason)"
    }.joined(separator: ", ")
  }

  /// Where the best choice is level with the other side, or that side does not serve the trace.
  private var rival: String {
    let costs = result.fixedCosts
    guard costs.margin != nil else {
      return ", the only side that meets the contract in every window"
    }
    guard costs.verdict == .level else { return "" }
    let other =
      costs.cheapest == .disaggregated ? Architecture.colocated(costs.scheduler) : .disaggregated
    return ", level with \(other.label)"
  }

  private func saving(_ best: TraceResult.Choice, excess: Double) -> String {
    guard best.cheapestWindows < result.servedWindows else {
      return result.servedWindows > 1 ? ", as in every window" : ""
    }
    // A share of what the best choice costs.
    let share = 1 - 1 / (1 + excess)
    let percent = share < 0.0005 ? "less than 0.1" : NumberFormat.fixed(100 * share, decimals: 1)
    return
      "; the cheapest in each window would save \(percent)\u{A0}%, switching itself not counted"
  }

  private static func usd(_ value: Double) -> String {
    "$\(NumberFormat.significant(value, digits: 4)) per million tokens"
  }
}
