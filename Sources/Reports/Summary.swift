import CostModel
import Evidence
import Frontier
import Plotting

/// The three sentences to leave with: what the figures say, which conclusions survive the readings
/// and which do not, and how often the closed form names the cheaper side.
public struct Summary {
  private let result: Conclusions
  private let validation: Validation?

  /// - Parameter validation: nil where there are no runs to hold the closed form against.
  public init(_ result: Conclusions, _ validation: Validation?) {
    (self.result, self.validation) = (result, validation)
  }

  public var sentences: [String] {
    [figures, survival] + (validation.map { [Self.yardstick($0)] } ?? [])
  }

  /// Conclusions with at least this support are told as surviving, percent.
  private static let firm = 95

  private func finding(_ id: String) -> String { result[id]?.text ?? "unknown" }

  /// Figure 2's three break-evens over the reference's own link.
  private var breakEvens: [Conclusion] {
    result.conclusions.filter {
      $0.id.hasPrefix("alpha-star/\(result.assumptions.frame.accelerator)/")
        && $0.id.hasSuffix("/nvlink")
    }
  }

  private var ownReadings: String {
    (result.assumptions.askedReadings.isEmpty
      ? "the default readings" : "the readings asked for")
      + (result.assumptions.settings.isEmpty ? "" : " and the constants set for this run")
  }

  // MARK: The sentences

  private var figures: String {
    "Under \(ownReadings) the cheapest architecture on Figure 1, by rising TTFT limit, is "
      + "\(finding("envelope-order"))\(turns), and on "
      + "\(result.assumptions.frame.accelerator) over NVLink disaggregation is cheaper than "
      + "chunked prefill \(shares)."
  }

  /// Where the architecture changes, if it does.
  private var turns: String {
    let flips = finding("envelope-flips")
    return flips == "none" ? "" : " (\(flips))"
  }

  /// Where disaggregation is cheaper, contract by contract.
  private var shares: String {
    let contracts = breakEvens.map {
      "at \($0.id.split(separator: "/")[2].replacing("-", with: "/")) ms"
    }
    let numbers = breakEvens.compactMap { $0.value.breakEven?.value }
      .map { NumberFormat.fixed($0, decimals: 3) }
    guard numbers.count < contracts.count else {
      return "above a prefill share of "
        + Self.list(zip(numbers, contracts).map { "\($0) \($1)" })
    }
    return Self.list(zip(breakEvens, contracts).map { "\(Self.words($0.value)) \($1)" })
  }

  private static func words(_ value: Conclusion.Value) -> String {
    switch value.breakEven {
    case .at(let share)?:
      "above a prefill share of \(NumberFormat.fixed(share, decimals: 3))"
    case .disaggregationEverywhere?: "everywhere"
    case .colocationEverywhere?: "nowhere"
    case .infeasible?, nil: "nowhere, for no batch meets it,"
    }
  }

  /// What at least `firm` % of the draws keep, and what they do not.
  private var survival: String {
    let rows = result.conclusions.filter { $0.id.hasPrefix("on-envelope/") }
    let firm = rows.count { isFirm($0) }
    var kept: [String] = []
    if firm > 0 {
      kept.append("\(firm) of \(rows.count) rows on Figure 1's envelope or off it")
    }
    var lost: [String] = []
    if let order = result["envelope-order"] {
      let detail = Self.detail([order], "the same in", others: "")
      if isFirm(order) {
        kept.append("the envelope's order")
      } else {
        lost.append("the envelope's order (\(detail))")
      }
    }
    if !breakEvens.isEmpty {
      let within = "within ±\(NumberFormat.plain(Conclusion.tolerance)) of these in"
      let detail = Self.detail(breakEvens, within, others: "; \(elsewhere)")
      if breakEvens.allSatisfy(isFirm) {
        kept.append("these break-evens")
      } else {
        lost.append("these break-evens (\(detail))")
      }
    }
    let keeps = "keep \(Self.list(kept))"
    return
      "At least \(Self.firm) % of \(result.cases) \(kept.isEmpty ? "keep none of this" : keeps)"
      + (lost.isEmpty ? "." : "; they do not keep \(Self.list(lost)).")
  }

  private func isFirm(_ conclusion: Conclusion) -> Bool {
    conclusion.support.percent >= Self.firm
  }

  /// In how many draws there is no break-even.
  private var elsewhere: String {
    func shares(_ word: BreakEven.Word) -> String {
      Self.list(
        breakEvens.map { String($0.share(of: word).percent) })
    }
    return "chunked prefill is cheaper everywhere in \(shares(.colocation)) %, disaggregation in "
      + "\(shares(.disaggregation)) %"
  }

  /// Support over all and with Equation 7 as printed, and what decides.
  private static func detail(_ conclusions: [Conclusion], _ what: String, others: String) -> String
  {
    let sums = conclusions.compactMap(\.supportUnderSum).map { String($0.percent) }
    let deciders = conclusions.flatMap(\.decidedBy).map(\.name).withoutRepeats()
    return "\(what) \(list(conclusions.map { String($0.support.percent) })) %"
      + (sums.isEmpty ? "" : ", with Equation 7 as printed in \(list(sums)) %") + others
      + (deciders.isEmpty ? "" : "; decided by \(list(deciders))")
  }

  private static func yardstick(_ validation: Validation) -> String {
    let own = validation.own
    let (simulated, measured) = (own.hitRate(.simulated), own.hitRate(.measured))
    let rule = Validation.Rule.tightTPOT
    let (ruleSimulated, ruleMeasured) = (
      own.hitRate(.simulated, of: rule), own.hitRate(.measured, of: rule)
    )
    return "Where both sides were run, the closed form names the cheaper one in "
      + "\(simulated.hits) of \(simulated.pairs) simulated pairs "
      + "(\(own.levelHits(.simulated)) of them with costs within 5 %; told as better, level or worse "
      + "it agrees in \(own.verdictHits(.simulated).hits)) and \(measured.hits) of "
      + "\(measured.pairs) measured ones (MLPerf Inference runs that are not like for like; the ratios "
      + "are ours and not verified by MLCommons); the simplest rule, \(rule.statement), names it in "
      + "\(ruleSimulated.hits) and \(ruleMeasured.hits)."
  }

  /// `a, b and c`
  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "nothing" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
