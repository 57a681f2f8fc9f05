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
        + "\(NumberFormat.plain(WorkloadAnswer.longPromptTokens))); \(colocatedText)"
    case .interference:
      // Less is what rounding leaves of a slack of 0.
      return number.map {
        $0 > 1e-9
          ? "chunked prefill's slack is \(AnswerNumber.percent($0)) of its cost"
          : "chunked prefill has no slack"
      } ?? "does TPOT rise when prompts arrive?"
    case .traffic: return trafficText(condition)
    case .transfer:
      return "\(AnswerNumber.percent(number ?? 0)) of the TTFT limit, at most half"
        + (answer.prefillMs > answer.deployment.limits.ttftMs
          ? "; the prefill alone is over it" : "")
    case .autoscaling: return "can prefill and decode pools be scaled on their own?"
    case .debugging: return "can a failed request be traced through both pools?"
    }
  }

  private var colocatedText: String {
    let colocated = answer.parts.filter { $0.architecture != .disaggregated }
    let late = colocated.filter { $0.cost != nil && !$0.meetsContract }
    let infeasible = colocated.filter { $0.cost == nil }
    let words = [("late", late), ("infeasible", infeasible)].filter { !$0.1.isEmpty }
      .map { word, parts in
        "\(word): \(parts.map(\.architecture.label).joined(separator: ", "))"
      }
    return words.isEmpty ? "no colocated one is late" : words.joined(separator: "; ")
  }

  private func trafficText(_ condition: ReadinessCondition) -> String {
    guard let least = condition.number else {
      return "cheaper in no cluster of up to \(WorkloadAnswer.mostInstances) instances"
    }
    let accelerators = least * answer.deployment.model.instance.count
    let rate = answer.requestsPerSecond(instances: least).map {
      ", \(NumberFormat.rounded($0, digits: 3)) requests/s"
    }
    return "cheaper from \(NumberFormat.plain(least)) instances on "
      + "(\(NumberFormat.plain(accelerators)) accelerators\(rate ?? ""))"
  }
}

extension ReadinessCondition.Kind {
  var question: String {
    switch self {
    case .longPrompts: "1 long prompts"
    case .interference: "2 interference"
    case .traffic: "3 traffic"
    case .transfer: "4 transfer"
    case .autoscaling: "5 autoscaling"
    case .debugging: "6 debugging"
    }
  }
}
