import ArgumentParser
import Figures
import Frontier
import Normalization
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
    help: ArgumentHelp(
      "Rows of anchors.csv, by id, by number as in Figure 3's key, or by printed label. "
        + "All when none is named.", valueName: "anchor"))
  var anchors: [String] = []

  @Flag(
    help: """
      List every row of calibration.csv: value, source, and how far ±10 % of it moves Figure 1's \
      envelope and Figure 2's break-even prefill share.
      """)
  var constants = false

  @Flag(
    help: """
      List what the data files may hold: columns, constants, units, allowed words, choices with \
      their readings, and rows to copy.
      """)
  var columns = false

  @OptionGroup var plausibility: PlausibilityOptions

  @Option(help: "text, csv, json or markdown.")
  var format = ReportFormat.text

  func run() throws {
    let modes = [constants ? "--constants" : nil, columns ? "--columns" : nil].compactMap { $0 }
    guard modes.isEmpty || anchors.isEmpty else {
      throw Failure("\(modes[0]) is about all rows; name no anchor with it")
    }
    guard modes.count < 2 else { throw Failure("--constants and --columns are two; give one") }
    let edition = try evidence.load(priced: priced)
    if columns {
      try Console.print(DataPage(edition.calibration).text(as: format, within: Console.width))
      return
    }
    let warnings = try plausibility.warnings(of: edition)
    if constants {
      let report = try ConstantsReport(edition, claims: claims(), figures: Figure.computeAll)
      try Console.print(report.text(as: format, within: Console.width))
    } else {
      try AuditReport(edition, names: anchors).write(as: format, within: Console.width) {
        try Console.write(Array($0.utf8))
      }
      try Console.print("")
    }
    for warning in warnings { Console.complain(warning) }
  }

  /// The accelerators whose prices are used: rows are brought to the reference.
  private var priced: [String] {
    if columns { return [] }
    return constants ? FrontierResult.accelerators : [ReferenceFrame.referenceAccelerator]
  }

  private func claims() throws -> DataFile.Contents? {
    DataFile.claims.isThere ? try DataFile.claims.read() : nil
  }
}
