import CostModel
import Evidence
import Frontier
import Normalization
// For its numbers as set in print.
import Plotting

/// Numbers of an answer as they stand in its words.
public enum AnswerNumber {
  /// USD per million tokens, or a part of it.
  public static func cost(_ value: Double) -> String { NumberFormat.significant(value, digits: 3) }

  public static func ms(_ value: Double) -> String {
    "\(NumberFormat.rounded(value, digits: 3)) ms"
  }

  public static func percent(_ share: Double) -> String {
    "\(NumberFormat.rounded(share * 100, digits: share < 0.1 ? 2 : 3)) %"
  }

  /// - Parameter bandwidth: B/s.
  public static func gigabytes(_ bandwidth: Double) -> String {
    "\(NumberFormat.rounded(bandwidth / 1e9, digits: 3)) GB/s"
  }

  /// α.
  public static func share(_ prefillShare: Double) -> String {
    NumberFormat.fixed(prefillShare, decimals: 3)
  }
}

extension WorkloadAnswer {
  /// `disaggregation, level (cheaper by 3 %)`
  public var verdictText: String {
    guard let cheapest = costs.cheapest else {
      return "infeasible, \(obstacleText)"
    }
    guard let margin = costs.margin else {
      return "\(cheapest.label), the only side that is feasible"
    }
    return "\(cheapest.label), \(costs.verdict == .level ? "level" : "better by") "
      + (costs.verdict == .level
        ? (margin < 0.0005 ? "(equal costs)" : "(cheaper by \(AnswerNumber.percent(margin)))")
        : AnswerNumber.percent(margin))
  }

  /// Why nothing is feasible; chunked prefill and disaggregation agree, but for a kept TTFT limit.
  private var obstacleText: String {
    switch self[.disaggregated]?.obstacle {
    case .memory: "memory holds no request"
    case .ttft: "no batch meets the TTFT limit of \(AnswerNumber.ms(deployment.limits.ttftMs))"
    case .tpot, nil: "no batch meets the TPOT limit of \(AnswerNumber.ms(deployment.limits.tpotMs))"
    }
  }

  /// Deployment and requests: what the answer is about.
  public var subjectText: String {
    let mix = workload.mix
    // D is (1 − α)·S: its last digits are a rounding where α is next to 1.
    func tokens(_ count: Double) -> String { NumberFormat.rounded(count, digits: 9) }
    return "\(deployment.text); \(tokens(mix.promptTokens)) prompt and "
      + "\(tokens(mix.outputTokens)) output tokens (α = "
      + "\(AnswerNumber.share(mix.prefillShare)))"
      + (workload.arrivalRate.map {
        ", \(NumberFormat.rounded($0, digits: 6)) requests/s for each accelerator that decodes"
      } ?? ", at saturation")
  }
}

extension WorkloadSupport {
  /// `in 7 % of 20,000 draws (14 % with Eq. 7); decided by efficiencies, then pass`
  public var text: String {
    let sum = support.underSum.map { " (\($0.percent) % with Eq. 7)" } ?? ""
    let deciders = support.decidedBy.map(\.name)
    let cases = "\(NumberFormat.fixed(Double(count), decimals: 0)) draws"
    return "in \(support.share.percent) % of \(cases)\(sum); decided by "
      + (deciders.isEmpty ? "nothing alone" : deciders.joined(separator: ", then "))
  }
}

extension WorkloadSupport {
  /// Disaggregation as the cheaper side, whatever the answer.
  public var sideText: String {
    let sum = disaggregationUnderSum.map { " (\($0.percent) % with Equation 7 as printed)" } ?? ""
    return "Disaggregation is the cheaper side in \(disaggregation.percent) % of the draws\(sum)."
  }
}

extension DrawPlan {
  /// `20,000 draws (seed 1)`, `256 combinations of readings`
  /// - Parameter count: of them.
  public func text(of count: Int) -> String {
    switch self {
    case .exhaustive: "\(count) combinations of readings"
    case .random(_, let seed):
      "\(NumberFormat.fixed(Double(count), decimals: 0)) draw\(count == 1 ? "" : "s") (seed \(seed))"
    }
  }
}

extension Architecture {
  /// For reading.
  public var label: String {
    switch self {
    case .colocated(.continuous): "continuous batching"
    case .colocated(.chunked): "chunked prefill"
    case .colocated(.serialised): "one request at a time"
    case .disaggregated: "disaggregation"
    }
  }
}

extension Deployment {
  /// `Llama-2-70B (bf16 weights and KV) on 4 × H100 at $6.155/h each (CoreWeave@2026-05-01), KV over
  /// nvlink4 (900 GB/s) with η = 0.5, TTFT99 ≤ 500 ms and TPOT99 ≤ 50 ms`
  public var text: String {
    "\(ModelName.text(plan.model)) (\(precisionText)) on \(NumberFormat.plain(model.instance.count)) × "
      + "\(plan.accelerator) at $\(NumberFormat.plain(model.usdPerAcceleratorHour, atLeast: 2))/h "
      + "each\(plan.usdPerHour == nil ? " (\(pin))" : ""), KV over \(linkText) with η = \(NumberFormat.plain(transfer.overlap)), "
      + "TTFT99 ≤ \(NumberFormat.plain(limits.ttftMs)) ms and "
      + "TPOT99 ≤ \(NumberFormat.plain(limits.tpotMs)) ms"
  }

  private var precisionText: String {
    let (weights, kv) = (plan.precision.weights.rawValue, plan.precision.kv.rawValue)
    return weights == kv ? "\(weights) weights and KV" : "\(weights) weights, \(kv) KV"
  }

  private var linkText: String {
    let bandwidth = AnswerNumber.gigabytes(transfer.bandwidth)
    if case .interconnect(let id) = plan.link { return "\(id) (\(bandwidth))" }
    return bandwidth
  }
}
