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
  /// Whether the shares of its peak rates that the accelerator achieves are assumed.
  private let isAssumed: Bool
  /// What the model was read from; nil for one of the calibration.
  let config: ModelConfig?
  let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant is missing.
  public init(
    _ answer: WorkloadAnswer, _ support: WorkloadSupport?, config: ModelConfig? = nil,
    in edition: Edition
  ) throws {
    (self.answer, self.support, self.config) = (answer, support, config)
    yardstick = Self.yardstick(in: edition)
    isAssumed = try ["prefill_mfu", "decode_mbu"].contains {
      try edition.calibration.constant(.accelerator(answer.deployment.plan.accelerator), $0)
        .citation.evidence == .assumed
    }
    shortage = try MemoryFit(answer.deployment, in: edition).complaint(answer.workload.mix)
    assumptions = try Assumptions(edition)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document.text(within: width)
    case .markdown: document.markdown
    case .csv: partTable(number: DataText.text, words: false).csv
    case .json: try JSON.text(LocateRecord(self))
    }
  }

  private var document: ReportDocument {
    var document = ReportDocument()
    document.append(.headline(headline))
    for sentence in caveats { document.append(.paragraph(sentence)) }
    document.append(.note(deploymentText))
    document.append(.table(partTable(number: AnswerNumber.cost, words: true)))
    document.append(.title(2, "What would change the answer"))
    document.append(.table(crossingTable))
    document.append(.title(2, "Capacity and transfer"))
    document.append(.table(capacityTable))
    document.append(.title(2, "Ready for disaggregation?"))
    document.append(.table(readinessTable))
    if let config { document.append(.note(text(config))) }
    if let borrowed { document.append(.note(borrowed)) }
    if let yardstick {
      document.append(.note("Yardstick: \(Self.text(yardstick)); see `frontier validate`."))
    }
    return document
  }

  // MARK: The answer

  /// The first line: winner, better or level, margin, support, what decides.
  var headline: String {
    answer.verdictText + (support.map { "; \($0.text)" } ?? "")
  }

  /// What the first line does not say.
  private var caveats: [String] {
    [supportDetail, lateText, shortage, arrivalText].compactMap { $0 }
  }

  /// What the two sides have in common below saturation.
  private var arrivalText: String? {
    guard answer.workload.arrivalRate != nil, answer.costs.disaggregated != nil else { return nil }
    return
      "The rate is for each accelerator that decodes, and disaggregation's prefill pool comes on "
      + "top: for the same requests its fleet is the larger one. Cut from a fleet of colocation's "
      + "size its decode pool is smaller and better filled, at a cost per token no higher than told "
      + "here."
  }

  private var supportDetail: String? {
    guard let support else { return nil }
    return "\(support.sideText) A draw takes one reading of each choice that the sources leave "
      + "open, and a place in each range: a share of readings, not a probability."
  }

  /// Where the cheapest does not meet the TTFT half of the contract: which does.
  var lateText: String? {
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

  /// That the achieved rates were measured on something else.
  private var borrowed: String? {
    let deployment = answer.deployment
    let count = deployment.model.instance.count
    var others: [String] = []
    if deployment.plan.model != ReferenceFrame().model { others.append(deployment.plan.model) }
    if count != Self.measuredCount {
      others.append("\(NumberFormat.plain(count)) accelerator\(count == 1 ? "" : "s")")
    }
    if deployment.plan.precision != .bf16 { others.append("other precisions") }
    if isAssumed { others.append(deployment.plan.accelerator) }
    guard !others.isEmpty else { return nil }
    return "The achieved shares of peak rates were measured with Llama models of 70B in BF16 on "
      + "\(NumberFormat.plain(Self.measuredCount)) A100 or H100; for "
      + "\(others.joined(separator: ", ")) they are assumed."
  }

  /// Tensor parallelism of the runs that the readings of `efficiencies` come from.
  private static let measuredCount = 4.0

  private func text(_ config: ModelConfig) -> String {
    func count(_ number: Int) -> String { NumberFormat.fixed(Double(number), decimals: 0) }
    let parts = config.parts.map { "\($0.name) \(count($0.parameters))" }
    return "\(config.name) is \(config.file): \(count(config.parameters)) parameters "
      + "(\(parts.joined(separator: ", "))); \(config.summary)."
  }

  /// How the closed form does on the runs; nil where there are none. What is set for one's own
  /// deployment says nothing of them.
  public static func yardstick(in edition: Edition) -> Validation.Outcome? {
    edition.measurements.isEmpty
      ? nil : Validation.Outcome(edition.with(edition.calibration.withoutSettings))
  }

  /// The yardstick in words.
  public static func text(_ yardstick: Validation.Outcome) -> String {
    let (simulated, measured) = (yardstick.hitRate(.simulated), yardstick.hitRate(.measured))
    let rule = Validation.Rule.tightTPOT
    let ofRule = [Measurement.Kind.simulated, .measured].map {
      String(yardstick.hitRate($0, of: rule).hits)
    }.joined(separator: " and ")
    return "the closed form names the cheaper side in \(simulated.hits) of \(simulated.pairs) "
      + "simulated (told as better, level or worse it agrees in "
      + "\(yardstick.verdictHits(.simulated).hits)) and \(measured.hits) of \(measured.pairs) measured "
      + "pairs of runs of Llama-2-70B (the rule “\(rule.statement)” in \(ofRule))"
  }
}
