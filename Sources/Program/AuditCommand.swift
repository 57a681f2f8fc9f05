import ArgumentParser
import Reports

/// `frontier audit`: how each point comes about, or with `--constants` what each constant does.
struct AuditCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show every step from the published rows to the points, and what each constant does.",
    discussion: """
      Without a name, every row. The csv form has one line for each derivation.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions

  @Argument(
    help: ArgumentHelp("Rows of anchors.csv, by id, by number as in Figure 3's key, or by printed label. All when "
        + "none is named.", valueName: "anchor"))
  var anchors: [String] = []

  @Flag(
    help: """
      List every row of calibration.csv: value, source, and how far ±10 % of it moves Figure 1's \
      envelope and Figure 2's break-even prefill share.
      """)
  var constants = false

  @Option(help: "text, csv, json or markdown.")
  var format = ReportFormat.text

  func run() throws {
    guard !constants || anchors.isEmpty else {
      throw Failure("--constants is about all rows; name no anchor with it")
    }
    let edition = try evidence.load()
    Console.print(
      constants
        ? try ConstantsReport(edition, claims: claims()).text(as: format)
        : try AuditReport(edition, names: anchors).text(as: format))
  }

  private func claims() throws -> DataFile.Contents? {
    DataFile.claims.isThere ? try DataFile.claims.read() : nil
  }
}
