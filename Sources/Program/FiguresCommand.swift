import ArgumentParser
import Evidence
import Figures
import Frontier
import Publishing
import Reports
import Tables

/// `frontier figures`: computes the figures and writes them.
struct FiguresCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Rebuild the figures and their data files.",
    discussion: """
      Writes figure-N.svg, figure-N.png, their caption, alternative text and sources as \
      figure-N.txt, data/figure-N.csv and SHA256SUMS. Nothing is written unless everything could be computed. Beside the paper's figures there are supplementary ones:
      \(supplementary)
      """)

  private static let supplementary = Figure.supplementary.map {
    "  \($0.name ?? $0.id)  \($0.title), figure-\($0.number)"
  }.joined(separator: "\n")

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Argument(
    help: """
      Which figures: \(FigureName.list). The paper's, \
      \(Figure.paper.map(\.number).joined(separator: ", ")), when none is named.
      """,
    completion: .list(Figure.all.map { $0.name ?? $0.number }))
  var figures: [String] = []

  @Flag(help: "Every figure, the supplementary ones too.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Which accelerators Figure 3 compares, any that the pin prices, separated by commas (default: "
        + "\(FrontierResult.accelerators.joined(separator: ","))).", valueName: "names"),
    completion: .list(FrontierResult.accelerators))
  var accelerators: String?

  @Option(
    help: ArgumentHelp(
      "Directory to write to (default: figures; with --pin figures-PIN, with --reading, --set, "
        + "--accelerators or other files figures-custom).", valueName: "dir"),
    completion: .directory)
  var out: String?

  @Flag(
    help: """
      Draw nothing; list the figures with their captions, files and commands, every one when none \
      is named.
      """)
  var list = false

  @Option(
    name: [.long, .customLong("pictures")],
    help: """
      Picture formats, separated by commas: png, svg, pdf (default: png,svg). With --list how to \
      print: text, csv, json or markdown (default: text).
      """)
  var format: String?

  @Option(help: "Resolution of PNG files, dots per inch.")
  var dpi = "300"

  @Option(
    help: ArgumentHelp(
      "How wide the figures are: column (3.5in), page (7in), slide (13.3in by 7.5in at most), or a "
        + "length in in, mm, cm or pt.", valueName: "width"))
  var width = "page"

  @Option(
    help: """
      What the page is: white, or none for pictures that lie on another ground; texts and marks \
      keep the white around them.
      """)
  var background = PictureBackground.white

  @OptionGroup var plausibility: PlausibilityOptions

  func run() throws {
    let dpi = try CellFormat.number().value(of: "--dpi", dpi)
    try PictureFormat.check(dpi: dpi)
    let size = try SheetSize(parsing: width)
    if list {
      if out != nil { throw Failure("--out: --list writes nothing; drop one of the two") }
      if accelerators != nil {
        throw Failure("--accelerators: --list draws nothing; drop one of the two")
      }
      return try printList()
    }
    let formats = try PictureFormat.list(format ?? "png,svg")
    let compared = try comparedAccelerators()
    let chosen = try chosenFigures(comparing: compared)
    let edition = try evidence.load(measurements: runs.needed(by: chosen), priced: [])
    // Without a price there would be an empty panel.
    for name in compared ?? [] { _ = try edition.rate(of: name) }
    let warnings = try plausibility.warnings(of: edition)
    let directory = try OutputDirectory(
      out ?? evidence.defaultDirectory(runs, at: edition.pin, isCustom: compared != nil))
    let published = try Publication(
      figures: chosen, formats: formats, dpi: dpi, size: size, background: background
    ).files(for: edition)
    try directory.write(published.files) {
      try Console.print($0.map(escaped).joined(separator: "\n"))
    }
    try EvidenceOptions.warn(ofPricesIn: [edition], priced: published.pricedAccelerators)
    for warning in published.warnings { Console.warn(warning) }
    for warning in warnings { Console.complain(warning) }
  }

  /// - Throws: a `Failure` for an unknown figure, or accelerators that no figure compares.
  private func chosenFigures(comparing compared: [String]?) throws -> [Figure] {
    let chosen = try FigureChoice.figures(figures, all: all)
    guard compared == nil || chosen.contains(where: \.comparesAccelerators) else {
      throw Failure("--accelerators: only Figure 3 compares some; ask for 3 too, or drop it")
    }
    return FigureChoice.comparing(compared, chosen)
  }

  /// - Throws: a `Failure` for none, too many, or one that stands twice.
  private func comparedAccelerators() throws -> [String]? {
    guard let accelerators else { return nil }
    let names = accelerators.split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    guard !names.contains(""), names.withoutRepeats() == names, names.count <= 4 else {
      throw Failure(
        "--accelerators: \(quoted(accelerators)) is not one to four different accelerators; write "
          + "them like A100,H200")
    }
    return names
  }

  private func printList() throws {
    let format = try listFormat()
    let chosen = try FigureChoice.figures(figures, all: all || figures.isEmpty)
    _ = try PinName(parsing: evidence.pin)
    // Captions are of computed figures; a plain list needs none.
    let edition =
      format == .text ? nil : try evidence.load(measurements: runs.needed(by: chosen), priced: [])
    let entries = try chosen.map { figure in
      GalleryReport.Entry(
        id: figure.id, number: figure.number, name: figure.name, title: figure.title,
        caption: try edition.map { try figure.compute($0).text.caption })
    }
    try Console.print(GalleryReport(entries).text(as: format, within: Console.width))
  }

  private func listFormat() throws -> ReportFormat {
    guard let format else { return .text }
    guard let known = ReportFormat(rawValue: format) else {
      throw Failure("--list prints text, csv, json or markdown, not \(quoted(format))")
    }
    return known
  }
}

extension PictureBackground: ExpressibleByArgument {}
