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

  private func percent(_ id: String) -> String {
    guard let conclusion = result[id] else { return "unknown" }
    let sum = conclusion.supportUnderSum.map { ", \($0.percent) % with Equation 7 as printed" }
    return "\(conclusion.support.percent) % (decided by \(conclusion.decidersText)\(sum ?? ""))"
  }

  /// Figure 2's three break-evens over the reference's own link.
  private var breakEvens: [Conclusion] {
    result.conclusions.filter {
      $0.id.hasPrefix("alpha-star/\(result.assumptions.frame.accelerator)/")
        && $0.id.hasSuffix("/nvlink")
    }
  }

  private var ownReadings: String {
    result.assumptions.readings.contains(where: \.isAsked)
      ? "the readings asked for" : "the default readings"
  }

  // MARK: The sentences

  private var figures: String {
    "Under \(ownReadings) the cheapest architecture on Figure 1, by rising TTFT limit, is "
      + "\(finding("envelope-order")) (\(finding("envelope-flips"))), and on "
      + "\(result.assumptions.frame.accelerator) over NVLink disaggregation is cheaper than "
      + "chunked prefill \(shares)."
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

  private var survival: String {
    let rows = result.conclusions.filter { $0.id.hasPrefix("on-envelope/") }
    let firm = rows.count { $0.support.percent >= Self.firm }
    let higher = result.conclusions.filter { $0.id.hasPrefix("alpha-star-higher/") }
    let supports = breakEvens.map { String($0.support.percent) }
    let deciders = breakEvens.flatMap(\.decidedBy).map(\.name).withoutRepeats()
    let survivors = higher.filter { $0.support.percent >= Self.firm }
    let survives =
      "\(firm) of \(rows.count) rows keep their place on Figure 1's envelope or off it in at least "
      + "\(Self.firm) % of \(result.cases)"
      + (survivors.isEmpty
        ? ""
        : ", and so does that the break-even on A100 is "
          + (survivors.allSatisfy { $0.value == .truth(true) } ? "" : "not ")
          + "higher than on H100 under \(survivors.count) of \(higher.count) contracts")
    return "Of what the readings leave open, \(survives); what does not survive is the order on "
      + "that envelope, which is the same in \(percent("envelope-order")), and the break-evens, "
      + "which lie within ±\(NumberFormat.plain(Conclusion.tolerance)) of these in "
      + "\(Self.list(supports)) % (decided by \(Self.list(deciders)))."
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
      + "(\(own.levelHits(.simulated)) of them with costs within 5 %) and \(measured.hits) of "
      + "\(measured.pairs) measured ones, which are not like for like; the simplest rule, "
      + "\(rule.statement), names it in \(ruleSimulated.hits) and \(ruleMeasured.hits)."
  }

  /// `a, b and c`
  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "nothing" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Conclusion {
  /// The names of what decides.
  fileprivate var decidersText: String {
    decidedBy.isEmpty ? "nothing alone" : decidedBy.map(\.name).joined(separator: " and ")
  }
}
