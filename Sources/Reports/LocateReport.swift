import CostModel
import Evidence
import Frontier
import Normalization
import Plotting
import Tables
import Workloads

/// One workload on one deployment: the answer, how sure it is, what it is made of and what would
/// change it.
public struct LocateReport {
  let answer: WorkloadAnswer
  /// nil where nothing was drawn.
  let support: WorkloadSupport?
  /// nil where there are no runs to hold the closed form against.
  let yardstick: Validation.Outcome?
  /// Why memory holds no request; nil where it does.
  let shortage: String?
  let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant is missing.
  public init(
    _ answer: WorkloadAnswer, _ support: WorkloadSupport?, in edition: Edition
  ) throws {
    (self.answer, self.support) = (answer, support)
    yardstick = edition.measurements.isEmpty ? nil : Validation.Outcome(edition)
    shortage = try MemoryFit(answer.deployment, in: edition).complaint(answer.workload.mix)
    assumptions = try Assumptions(edition)
  }

  public func text(as format: ReportFormat) throws -> String {
    switch format {
    case .text: document.text
    case .markdown: document.markdown
    case .csv: partTable(number: DataText.text, words: false).csv
    case .json: try JSON.text(LocateRecord(self))
    }
  }

  private var document: ReportDocument {
    var document = ReportDocument()
    document.append(.paragraph(headline))
    for sentence in caveats { document.append(.paragraph(sentence)) }
    document.append(.note(deploymentText))
    document.append(.table(partTable(number: AnswerNumber.cost, words: true)))
    document.append(.title(2, "What would change the answer"))
    document.append(.table(crossingTable))
    document.append(.title(2, "Capacity and transfer"))
    document.append(.table(capacityTable))
    document.append(.title(2, "Ready for disaggregation?"))
    document.append(.table(readinessTable))
    if let yardstick { document.append(.note(text(yardstick))) }
    return document
  }

  // MARK: The answer

  /// The first line: winner, better or level, margin, support, what decides.
  private var headline: String {
    answer.verdictText + (support.map { "; \($0.text)" } ?? "")
  }

  /// What the first line does not say.
  private var caveats: [String] { [supportDetail, lateText, shortage].compactMap { $0 } }

  private var supportDetail: String? {
    guard let support else { return nil }
    return "\(support.sideText) A draw takes one reading of each choice that the sources leave "
      + "open, and a place in each range: a share of readings, not a probability."
  }

  /// Where the cheapest does not meet the TTFT half of the contract: which does.
  private var lateText: String? {
    guard let cheapest = answer.costs.cheapest, let part = answer[cheapest], !part.meetsContract,
      let first = part.firstTokenMs
    else { return nil }
    let late =
      "It is late for the first token: \(AnswerNumber.ms(first)) without any queue, for a limit of "
      + "\(AnswerNumber.ms(answer.deployment.limits.ttftMs)) (the equations use the TPOT limit only; "
      + "--reading ttft-bound=kept makes both bind)."
    guard let other = answer.cheapestMeeting, let cost = other.cost else {
      return late + " No architecture meets both limits."
    }
    return late + " The cheapest that meets both limits is \(other.architecture.label) at "
      + "$\(AnswerNumber.cost(cost))/MTok."
  }

  private var deploymentText: String { "\(answer.subjectText)\(assumptionsText)." }

  private var assumptionsText: String {
    let (readings, settings) = (assumptions.askedReadings, assumptions.assignments)
    return (readings.isEmpty ? "" : "; readings \(readings.joined(separator: ", "))")
      + (settings.isEmpty ? "" : "; set for this run: \(settings.joined(separator: ", "))")
  }

  private func text(_ yardstick: Validation.Outcome) -> String {
    let (simulated, measured) = (yardstick.hitRate(.simulated), yardstick.hitRate(.measured))
    let rule = Validation.Rule.tightTPOT
    let ofRule = [Measurement.Kind.simulated, .measured].map {
      String(yardstick.hitRate($0, of: rule).hits)
    }.joined(separator: " and ")
    return "Yardstick: the closed form names the cheaper side in \(simulated.hits) of "
      + "\(simulated.pairs) simulated and \(measured.hits) of \(measured.pairs) measured pairs of "
      + "runs of Llama-2-70B (the rule “\(rule.statement)” in \(ofRule)); see `frontier validate`."
  }
}
