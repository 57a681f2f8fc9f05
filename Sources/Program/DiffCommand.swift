import ArgumentParser
import Disk
import Evidence
import Figures
import Publishing
import Reports
import Tables

/// `frontier diff`: what two price sheets, readings or editions of the evidence make
/// different.
struct DiffCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: """
      Compare two pins, readings or editions of the evidence: what moved, how much, and why.
      """,
    discussion: """
      FROM and TO are each one of
        DATE, PROVIDER@DATE   a pin, read with the files of --anchors and --calibration; \
      PROVIDER@latest is the day of the provider's last reading
        DIR                   a directory with anchors.csv and calibration.csv, read at --pin
        REV:                  the two files of the working directory as git revision REV has them
        DIR,PIN  REV:,PIN     either of these, read at PIN
        SIDE+NAME=READING     any of these under another reading of a choice, repeatable; \
      +NAME=READING alone is read at --pin
      What reads as a pin is a pin: write a directory of such a name as ./DIR.
      Text and markdown put rows that say the same into one; csv and json have every row. The files
      that --out writes are listed on standard error.

      Exit status: 0 no difference, 1 differences, 2 trouble.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions

  @Argument(help: "The pin, directory, revision or reading to compare from.")
  var from: String

  @Argument(help: "The pin, directory, revision or reading to compare to.")
  var to: String

  @Option(help: "How to print: text, csv, json or markdown.")
  var format = ReportFormat.text

  @Option(help: "The largest change of a number, relative to FROM, that counts as none.")
  var tolerance = "1e-9"

  @Option(
    help: ArgumentHelp(
      "The statements whose verdicts to compare (default: claims.csv, if it is there).",
      valueName: "file"), completion: .file(extensions: ["csv"]))
  var claims: DataFile?

  @Option(
    help: ArgumentHelp("Also draw the difference into this directory.", valueName: "dir"),
    completion: .directory)
  var out: String?

  @Option(help: "Picture formats for --out, separated by commas: png, svg, pdf.")
  var pictures = "png,svg"

  @Option(help: "Resolution of PNG files, dots per inch.")
  var dpi = "150"

  @OptionGroup var plausibility: PlausibilityOptions

  func run() throws {
    let tolerance = try CellFormat.number(Limits(lower: .including(0)))
      .value(of: "--tolerance", tolerance)
    let formats = try PictureFormat.list(pictures, option: "--pictures")
    let dpi = try CellFormat.number().value(of: "--dpi", dpi)
    try PictureFormat.check(dpi: dpi)
    let directory = try out.map { try OutputDirectory($0).path }
    let sides = (from: try load(from), to: try load(to))
    try EvidenceOptions.warn(ofPricesIn: [sides.from.edition, sides.to.edition])
    let comparison = try Comparison(
      from: sides.from, to: sides.to, tolerance: tolerance, claims: statements())
    let warnings = try plausibility.warnings(
      of: comparison.from.edition, comparison.to.edition)
    let text = try DiffReport(comparison).text(as: format, within: Console.width)
    // Files and warnings are said beside the report, which may be data.
    let answer: ([String]) throws -> Void = { written in
      try Console.print(text)
      for line in warnings + written { Console.complain(line) }
    }
    if let directory, !comparison.difference.isEmpty {
      let files = try DiffPictures(
        difference: FigureDifference(from: comparison.from, to: comparison.to), formats: formats,
        dpi: dpi
      ).files().sorted { $0.path < $1.path }
      try FileSet(directory).write(files, announcing: answer)
    } else {
      try answer([])
    }
    if !comparison.difference.isEmpty { throw Failure([], status: Failure.difference) }
  }

  /// The same statements are held against both sides. Other projects' editions may have none.
  private func statements() throws -> DataFile.Contents? {
    let file = claims ?? .claims
    return file.isThere ? try file.read() : nil
  }

  private func load(_ text: String) throws -> NamedEdition {
    try DiffSide(parsing: text).load(evidence, named: text)
  }
}
