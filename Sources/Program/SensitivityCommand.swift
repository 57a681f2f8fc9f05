import ArgumentParser
import Frontier
import Reports

/// `frontier sensitivity`: how sure each conclusion is, and what decides it.
struct SensitivityCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Say how sure each conclusion is, and what decides it.",
    discussion: """
      A draw takes one reading of every drawn choice, all alike likely, and a place in every range \
      of calibration.csv and anchors.csv. Support is the share of draws in which a conclusion \
      holds: a share of readings, not a probability. The same seed gives the same answer. --reading \
      changes the values that support is told of; draws take every reading of the drawn choices.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Option(help: "How many draws, up to 200000 (default: 20000).")
  var draws: String?

  @Option(help: "Where the draws start (default: 1).")
  var seed: String?

  @Flag(help: "Every combination of the drawn readings once, and no ranges.")
  var exhaustive = false

  @Flag(
    help: """
      List every choice with its readings: what they mean, their sources, and what each changes when \
      taken alone.
      """)
  var readings = false

  @Option(help: "How to print: text, csv, json, markdown.")
  var format = ReportFormat.text

  @OptionGroup var plausibility: PlausibilityOptions

  func run() throws {
    let plan = try plan()
    // The runs are said beside the shares; without them there is nothing to say.
    let edition = try evidence.load(
      measurements: runs.measurements.isThere ? runs.measurements : nil)
    let warnings = try plausibility.warnings(of: edition)
    if readings {
      let effects = try ReadingEffects(edition)
      try Console.print(
        ReadingsReport(effects, edition.calibration).text(as: format, within: Console.width))
    } else {
      let result = try Progress.show("combinations of readings") {
        try Conclusions(edition, plan: plan, progress: $0)
      }
      let validation = edition.measurements.isEmpty ? nil : try Validation(edition)
      try Console.print(
        SensitivityReport(result, validation).text(as: format, within: Console.width))
    }
    for warning in warnings { Console.complain(warning) }
  }

  private func plan() throws -> DrawPlan {
    let given = [draws.map { _ in "--draws" }, seed.map { _ in "--seed" }].compactMap { $0 }
    if readings, let option = (given + (exhaustive ? ["--exhaustive"] : [])).first {
      throw Failure("\(option): --readings takes each reading alone and draws nothing; drop one")
    }
    if exhaustive {
      guard let option = given.first else { return .exhaustive }
      throw Failure("\(option): --exhaustive takes every combination once; drop one of the two")
    }
    return .random(
      count: try DrawOptions.count(draws, least: 1, default: DrawPlan.standardCount),
      seed: try DrawOptions.seed(seed))
  }
}
