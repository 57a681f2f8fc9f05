import Evidence
import Frontier
import Plotting
import Tables

/// The data file and the words of Figure S3.
enum ValidationTable {
  private static let header = [
    "kind", "source", "readings", "id", "accelerator", "ttft_limit_ms", "tpot_limit_ms",
    "prompt_tokens", "output_tokens", "measured_ratio", "computed_ratio", "level", "hit", "hits",
    "pairs", "low", "high", "bias", "spread",
  ]

  /// figure-s3.csv: the hit rates of readings and of rules, then every pair under every reading. A
  /// column that does not apply, or cannot be told, is empty.
  static func table(of result: Validation) -> DataTable {
    var data = DataTable(header)
    for outcome in result.outcomes {
      for kind in Measurement.Kind.allCases {
        data.append(hitRate(outcome.hitRate(kind), of: kind, name(outcome), of: outcome))
      }
    }
    for outcome in result.outcomes {
      for pair in outcome.pairs { data.append(row(pair, name(outcome))) }
    }
    for rule in Validation.Rule.allCases {
      for kind in Measurement.Kind.allCases {
        data.append(hitRate(result.own.hitRate(kind, of: rule), of: kind, name(rule)))
      }
    }
    return data
  }

  /// `own` for the readings that were asked for, or the default.
  private static func name(_ outcome: Validation.Outcome) -> String {
    outcome.change?.description ?? "own"
  }

  private static func name(_ rule: Validation.Rule) -> String {
    rule.statement.replacing("≤", with: "<=")
  }

  /// - Parameter outcome: nil for a rule.
  private static func hitRate(
    _ rate: HitRate, of kind: Measurement.Kind, _ name: String,
    of outcome: Validation.Outcome? = nil
  ) -> [String] {
    let logRatio = kind == .simulated ? outcome?.logRatio : nil
    return [outcome == nil ? "rule" : "hit-rate", kind.rawValue, name]
      + Array(repeating: "", count: 10)
      + [
        String(rate.hits), String(rate.pairs), text(rate.interval?.lowerBound),
        text(rate.interval?.upperBound), text(logRatio?.bias), text(logRatio?.spread),
      ]
  }

  private static func row(_ pair: Validation.Pair, _ name: String) -> [String] {
    let run = pair.runs.disaggregated
    return [
      "pair", pair.kind.rawValue, name, pair.id, run.accelerator, DataText.text(run.ttftLimitMs),
      DataText.text(run.tpotLimitMs), DataText.text(run.promptTokens),
      DataText.text(run.outputTokens), DataText.text(pair.measuredRatio),
      text(pair.computedRatio), truth(pair.isLevel), truth(pair.isHit),
    ] + Array(repeating: "", count: 6)
  }

  private static func text(_ value: Double?) -> String { value.map { DataText.text($0) } ?? "" }

  private static func truth(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "" }

  // MARK: Words

  /// How often the cheaper side is named; then what the figure is.
  static func description(_ result: Validation) -> String {
    func counts(_ outcome: Validation.Outcome) -> String {
      "\(words(outcome.hitRate(.simulated))) simulated and \(words(outcome.hitRate(.measured))) "
        + "measured"
    }
    let readings = result.outcomes.filter { $0.change != nil }.map { outcome in
      "\(name(outcome)) \(counts(outcome))"
    }
    let rules = Validation.Rule.allCases.map { rule in
      "\(words(rule)) \(words(result.own.hitRate(.simulated, of: rule))) and "
        + words(result.own.hitRate(.measured, of: rule))
    }
    return "Under its own readings the closed form names the cheaper side in \(counts(result.own)) "
      + "pairs; with one reading changed: \(readings.joined(separator: "; ")). Rules that need no "
      + "model: \(rules.joined(separator: "; ")). Computed against measured ratios of colocated to "
      + "disaggregated cost, logarithmic; above 1 disaggregation is cheaper."
  }

  private static func words(_ rate: HitRate) -> String { "\(rate.hits) of \(rate.pairs)" }

  private static func words(_ rule: Validation.Rule) -> String { rule.statement }
}
