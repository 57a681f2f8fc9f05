import ArgumentParser
import Evidence
import Frontier
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
      Everything else has a default: the paper's model, accelerator, prices and contract.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup(title: "Workload") var workload: WorkloadOptions
  @OptionGroup(title: "Deployment") var deployment: DeploymentOptions
  @OptionGroup(title: "Evidence") var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Option(help: "How many draws, up to 200000, 0 for none (default: 20000).")
  var draws: Int?

  @Option(help: "Where the draws start (default: 1).")
  var seed: UInt64?

  @Option(help: "How to print: text, csv, json or markdown.")
  var format = ReportFormat.text

  func run() throws {
    guard let mix = try workload.mix() else {
      throw Failure("say what is to be served: --prompt P and --output D")
    }
    let workload = try workload.workload(mix)
    var evidence = evidence
    evidence.settings += try deployment.settings()
    let edition = try evidence.load(
      measurements: runs.measurements.isThere ? runs.measurements : nil)
    let plan = try deployment.plan()
    let answer = WorkloadAnswer(workload, on: try Deployment(plan, in: edition))
    let support = try drawPlan().map { draws in
      try WorkloadSupport(workload, on: plan, in: edition, draws: Draws(edition, plan: draws))
    }
    let report = try LocateReport(answer, support, in: edition)
    Console.print(try report.text(as: format))
  }

  /// nil for none.
  private func drawPlan() throws -> DrawPlan? {
    let count = draws ?? DrawPlan.standardCount
    guard (0...200_000).contains(count) else {
      throw Failure("--draws: \(count) is not between 0 and 200000")
    }
    return count == 0 ? nil : .random(count: count, seed: seed ?? DrawPlan.standardSeed)
  }
}
