import CostModel
import Plotting
import Workloads

extension LocateReport {
  /// The conditions of a book's part on the physics of serving, chapter 8.
  var readinessTable: ReportTable {
    ReportTable(
      [.left("condition"), .left("verdict"), .left("by what")],
      rows: answer.readiness.map { condition in
        let verdict =
          switch condition.status {
          case .pass: "pass"
          case .fail: "fail"
          case .measure: "measure this"
          }
        return [condition.kind.question, verdict, reason(condition)]
      })
  }

  private func reason(_ condition: ReadinessCondition) -> String {
    let number = condition.number
    switch condition.kind {
    case .longPrompts:
      return "\(NumberFormat.rounded(number ?? 0, digits: 4)) prompt tokens (long from "
        + "\(NumberFormat.plain(WorkloadAnswer.longPromptTokens))); \(coldText)"
    case .interference:
      return number.map { "chunked prefill's slack is \(AnswerNumber.percent($0)) of its cost" }
        ?? "whether TPOT rises when prompts arrive"
    case .traffic: return trafficText(condition)
    case .transfer:
      return "it takes \(AnswerNumber.percent(number ?? 0)) of the TTFT limit (at most half)"
        + (answer[.disaggregated]?.meetsContract == true ? "" : "; the first token is late")
    case .autoscaling: return "whether prefill and decode load are told apart and scaled alone"
    case .debugging: return "whether a failed request is traced through both pools and the transfer"
    }
  }

  private var coldText: String {
    let late = answer.parts.filter { $0.architecture != .disaggregated && !$0.meetsContract }
    return late.isEmpty
      ? "colocated first tokens in time"
      : "\(late.map(\.architecture.label).joined(separator: " and ")) out of the limits"
  }

  private func trafficText(_ condition: ReadinessCondition) -> String {
    guard let least = condition.number else {
      return "no cluster of up to \(WorkloadAnswer.mostInstances) instances makes it the cheaper side"
    }
    let accelerators = least * answer.deployment.model.instance.count
    let text =
      "from \(NumberFormat.plain(least)) whole instances on, \(NumberFormat.plain(accelerators)) "
      + "accelerators"
    guard let rate = answer.requestsPerSecond(instances: least) else { return text }
    return text + ", which serve \(NumberFormat.rounded(rate, digits: 3)) requests/s"
      + (condition.status == .measure ? ": is there that much?" : "")
  }
}

extension ReadinessCondition.Kind {
  var question: String {
    switch self {
    case .longPrompts: "1 long prompts dominate TTFT"
    case .interference: "2 prefill interrupts decode"
    case .traffic: "3 traffic keeps both pools busy"
    case .transfer: "4 KV transfer fits the TTFT limit"
    case .autoscaling: "5 pools scale independently"
    case .debugging: "6 failures can be told apart"
    }
  }
}
