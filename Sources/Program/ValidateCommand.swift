import ArgumentParser
import Frontier
import Reports

/// `frontier validate`: the closed form against runs that it has never seen.
struct ValidateCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Hold the closed form against measured and simulated runs of both architectures.",
    discussion: """
      Each pair of measurements.csv ran the same load colocated and disaggregated. Its ratio is \
      cost of colocated over cost of disaggregated at equal prices of an accelerator: above 1 \
      disaggregation is cheaper. Hits are counted by source, under the readings asked for, with \
      each reading changed alone, and for three rules that need no model. csv and json have the \
      pairs under the readings asked for.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Option(help: "How to print: text, csv, json or markdown.")
  var format = ReportFormat.text

  func run() throws {
    let edition = try evidence.load(measurements: runs.measurements, priced: [])
    try Console.print(ValidationReport(Validation(edition)).text(as: format, within: Console.width))
  }
}
