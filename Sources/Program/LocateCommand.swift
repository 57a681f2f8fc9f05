import ArgumentParser
import Disk
import Evidence
import Figures
import Frontier
import Plotting
import Publishing
import Rendering
import Reports
import Tables
import Workloads

/// `frontier locate`: one's own workload.
struct LocateCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "locate",
    abstract: "Say which architecture serves a workload for the least, and how sure that is.",
    discussion: """
      One workload: --prompt P --output D. The first line is the answer; the table below has what \
      each architecture costs per million served tokens, and what would change the answer. \
      Thousands of workloads: --cases FILE. A trace: --trace FILE. Everything else has a default: \
      the paper's model, accelerator, prices and contract.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup(title: "Workload") var workload: WorkloadOptions
  @OptionGroup(title: "Deployment") var deployment: DeploymentOptions
  @OptionGroup(title: "Evidence") var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Option(
    help: ArgumentHelp(
      "Answer every row of this CSV file: columns prompt, output, accelerator, usd, bandwidth and "
        + "contract, each left out taken from the option of its name; others are passed through. - is "
        + "standard input.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var cases: String?

  @Option(
    help: ArgumentHelp(
      "Answer for a trace, window by window: Azure's CSV or Mooncake's JSON lines, plain or gzipped. "
        + "- is standard input.", valueName: "file"),
    completion: .file())
  var trace: String?

  @Option(help: ArgumentHelp("Length of a trace's windows: 30s, 15min, 1h, 1d.", valueName: "time"))
  var window: String?

  @Option(
    help: ArgumentHelp(
      "Draw the answer too, of a workload or a trace, as SVG, PNG or PDF by the file's extension.",
      valueName: "file"), completion: .file(extensions: PictureFormat.allCases.map(\.rawValue)))
  var figure: String?

  @Flag(help: "Skip faulty rows and say how many (exit status 1) instead of stopping.")
  var keepGoing = false

  @Option(
    help: "How many draws, up to 200000, 0 for none (default: 20000; none with --cases).")
  var draws: String?

  @Option(help: "Where the draws start (default: 1).")
  var seed: String?

  @Option(help: "How to print: text, csv, json or markdown (--cases: csv, or json for JSON lines).")
  var format: ReportFormat?

  func run() throws {
    var evidence = evidence
    evidence.settings += try deployment.settings()
    guard cases == nil || trace == nil else {
      throw Failure("--cases and --trace are two questions; ask one at a time")
    }
    guard figure == nil || cases == nil else {
      throw Failure("--figure: --cases has no picture; draw one workload or a trace")
    }
    if runs.given != nil, cases != nil || trace != nil {
      throw Failure(
        "--measurements: only of one workload is told how often the closed form was right; drop it "
          + "with \(cases == nil ? "--trace" : "--cases")")
    }
    if window != nil, trace == nil {
      throw Failure("--window: there is no --trace to cut; drop it")
    }
    if let cases {
      try answerCases(cases, evidence)
    } else if let trace {
      try answerTrace(trace, evidence)
    } else {
      try answerWorkload(evidence)
    }
  }

  private func answerWorkload(_ evidence: EvidenceOptions) throws {
    guard let mix = try workload.mix() else {
      throw Failure(
        "say what is to be served: --prompt P and --output D, --cases FILE or --trace FILE")
    }
    if keepGoing { throw Failure("--keep-going: there are no rows to skip; drop it") }
    let workload = try workload.workload(mix)
    let planned = try deployment.plan(
      in: evidence.load(
        measurements: runs.measurements.isThere ? runs.measurements : nil,
        priced: deployment.priced))
    let picture = try pictureFile()
    let answer = WorkloadAnswer(
      workload, on: try Deployment(planned.plan, in: planned.edition))
    let support = try support(of: workload, planned)
    let report = try LocateReport(answer, support, config: planned.config, in: planned.edition)
    let text = try report.text(as: format ?? .text, within: Console.width)
    if let picture {
      let map = try WorkloadMap(answer, support, in: planned.edition)
      let words = LocateFigure(map, sheet: Sheet(measurer: try FontSet()))
      try picture.write(
        id: "locate", title: words.title, description: words.description, answer: text
      ) {
        told(LocateFigure(map, sheet: $0).layout())
      }
    } else {
      try Console.print(text)
    }
    warn(of: planned.config)
  }

  private func support(of workload: Workload, _ planned: PlannedDeployment) throws
    -> WorkloadSupport?
  {
    try drawPlan(default: DrawPlan.standardCount).map { draws in
      try WorkloadSupport(
        workload, on: planned.plan, in: planned.edition,
        draws: Draws(planned.edition, plan: draws))
    }
  }

  private func pictureFile() throws -> PictureFile? {
    try figure.map { try PictureFile($0, option: "--figure") }
  }

  /// The drawing, its warnings said.
  private func told(_ layout: FigureLayout) -> Drawing {
    for warning in layout.warnings { Console.warn(warning) }
    return layout.drawing
  }

  private func warn(of config: ModelConfig?) {
    for note in config?.notes ?? [] {
      Console.warn("\(config?.file ?? ""): \(note)")
    }
  }

  private func answerCases(_ path: String, _ evidence: EvidenceOptions) throws {
    let form: CaseFile.Format
    switch format {
    case nil, .csv: form = .csv
    case .json: form = .jsonLines
    case .text, .markdown: throw Failure("--format: --cases answers as csv or json (JSON lines)")
    }
    guard workload.hybrid == nil else {
      throw Failure("--hybrid: --cases prices no hybrids; drop it")
    }
    let plan = try drawPlan(default: 0)
    let planned = try deployment.plan(in: evidence.load(priced: []))
    let input = try InputFile(path)
    let name = input.name
    let cases = try CaseFile(
      input.bytes(), file: name,
      plan: planned.plan, mix: workload.mix(), arrivalRate: workload.rate(),
      in: planned.edition, draws: plan.map { try Draws(planned.edition, plan: $0) })
    let answers = try Progress.show("blocks of rows") {
      try cases.answers(as: form, keepGoing: keepGoing, progress: $0)
    }
    for part in answers.parts { try Console.write(part) }
    try EvidenceOptions.warn(ofPricesIn: [planned.edition], priced: answers.priced.sorted())
    warn(of: planned.config)
    for warning in cases.warnings { Console.warn(warning) }
    try told(skipped: answers.skipped, of: "row", answers.complaints)
  }

  private func answerTrace(_ path: String, _ evidence: EvidenceOptions) throws {
    let described = try workload.mix()
    guard described == nil, workload.hybrid == nil, workload.arrivalRate == nil else {
      throw Failure("--trace: the trace says what is to be served; drop the options of a workload")
    }
    let picture = try pictureFile()
    let length = try window.map { try PlanFormat.window.value(of: "--window", $0) } ?? .hour
    let planned = try self.deployment.plan(
      in: evidence.load(priced: self.deployment.priced))
    let deployment = try Deployment(planned.plan, in: planned.edition)
    let trace = try Progress.count("lines") {
      try Trace.read(path: path, window: length, keepGoing: keepGoing, progress: $0)
    }
    let result = try TraceResult(trace, deployment, in: planned.edition)
    let report = TraceReport(result, overall: try overall(result, planned))
    let text = try report.text(as: format ?? .text, within: Console.width)
    if let picture {
      try picture.write(
        id: "trace", title: "What a trace costs", description: report.answer, answer: text
      ) {
        told(TraceChart(result, sheet: $0).layout())
      }
    } else {
      try Console.print(text)
    }
    warn(of: planned.config)
    try told(skipped: trace.skippedLines, of: "line", trace.complaints)
  }

  /// Of a workload of the trace's mean mix; nil where it has no answer.
  private func overall(_ result: TraceResult, _ planned: PlannedDeployment) throws -> LocateReport?
  {
    guard result.overall != nil else { return nil }
    let workload = Workload(mix: result.trace.mix)
    return try LocateReport(
      WorkloadAnswer(workload, on: result.deployment), support(of: workload, planned),
      config: planned.config, in: planned.edition)
  }

  /// - Throws: with something skipped the `Failure` that says so last.
  private func told(skipped: Int, of thing: String, _ complaints: [Complaint]) throws {
    guard skipped > 0 else { return }
    throw Failure(
      ReadingLimits.listed(complaints.map(\.description)) + [
        "\(skipped) \(thing)\(skipped == 1 ? "" : "s") skipped"
      ],
      status: Failure.difference)
  }

  /// nil for none.
  private func drawPlan(default standard: Int) throws -> DrawPlan? {
    let count = try DrawOptions.count(draws, least: 0, default: standard)
    let seed = try DrawOptions.seed(seed)
    guard count == 0 else { return .random(count: count, seed: seed) }
    guard self.seed == nil else {
      throw Failure(
        "--seed: nothing is drawn \(draws.map { "with --draws \($0)" } ?? "without --draws"); drop it"
      )
    }
    return nil
  }
}
