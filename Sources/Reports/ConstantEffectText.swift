import CostModel
import Evidence
import Frontier
import Plotting
import Tables

/// What a constant moves, in the words of the tables.
extension ConstantEffect {
  var isWeak: Bool { constant.citation.evidence.isWeak }

  /// Beyond the rounding of the arithmetic.
  var movesSomething: Bool {
    envelopeReach > 1e-12 || breakEvenReach > 1e-12
      || trials.contains { !($0.change?.hasSameFlips ?? true) }
  }

  func breakEvenText(_ trial: Trial) -> String {
    guard let change = breakEvenChange(trial) else { return trial.breakEven.text }
    if change.magnitude < 1e-12 { return "0" }
    return (change > 0 ? "+" : "−") + DataText.fixed(change.magnitude, decimals: 4)
  }

  var flipText: String {
    let signs = trials.count == 1 ? [""] : ["−10 %: ", "+10 %: "]
    return zip(signs, trials).compactMap { sign, trial in
      trial.change.flatMap { $0.hasSameFlips ? nil : sign + $0.flipText }
    }.joined(separator: "; ")
  }
}

extension ConstantEffect.Trial {
  /// What stood in the constant's place, in the file's unit.
  var variationText: String {
    switch variation.value {
    case .number(let printed, _): DataText.text(printed)
    case .word(let word): word
    }
  }

  var envelopeText: String {
    guard let change else { return "0" }
    guard let largest = change.largest else { return "none left" }
    if largest.magnitude < 1e-12 { return "0" }
    return (isClamped ? "≤ " : "") + NumberFormat.percent(largest, decimals: 2)
  }
}

extension EnvelopeChange {
  /// `2500 ms gone; 760 ms new; 2500 → 2600 ms`; empty when the flips are the same.
  var flipText: String {
    let gone = vanished.map { "\(AuditNumber.text($0.ttft)) ms gone" }
    let new = appeared.map { "\(AuditNumber.text($0.ttft)) ms new (to \($0.to.rawValue))" }
    let other = moved.map {
      "\(AuditNumber.text($0.from.ttft)) → \(AuditNumber.text($0.to.ttft)) ms"
    }
    return (gone + new + other).joined(separator: "; ")
  }
}

extension BreakEven {
  var text: String {
    switch self {
    case .at(let share): DataText.fixed(share, decimals: 4)
    case .colocationEverywhere: "colocation always"
    case .disaggregationEverywhere: "disaggregation always"
    case .infeasible: "infeasible"
    }
  }
}
