import ArgumentParser
import Figures
import Publishing

/// `frontier figures`: computes the figures and writes them.
struct FiguresCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Rebuild the figures and their data files.",
    discussion: """
      Writes figure-N.svg, figure-N.png, data/figure-N.csv and SHA256SUMS. Nothing is written \
      unless everything could be computed.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Argument(help: "Which figures: 1, 2, 3. All when none is named.")
  var figures: [String] = []

  @Option(
    help: ArgumentHelp(
      "Directory to write to (default: figures; with --pin figures-PIN, with --reading, --set or "
        + "other files figures-custom).", valueName: "dir"))
  var out: String?

  @Option(
    name: [.long, .customLong("pictures")],
    help: "Picture formats, separated by commas: png, svg, pdf.")
  var format = "png,svg"

  @Option(help: "Resolution of PNG files, dots per inch.")
  var dpi = 300.0

  @OptionGroup var plausibility: PlausibilityOptions

  func run() throws {
    let formats = try PictureFormat.list(format)
    try PictureFormat.check(dpi: dpi)
    let chosen = try FigureChoice.figures(figures)
    let edition = try evidence.load(
      measurements: chosen.contains(where: \.usesMeasurements) ? runs.measurements : nil)
    let warnings = try plausibility.warnings(of: edition)
    let directory = try OutputDirectory(out ?? evidence.defaultDirectory)
    let published = try Publication(figures: chosen, formats: formats, dpi: dpi).files(for: edition)
    for path in try directory.write(published.files) { Console.print(path) }
    for warning in published.warnings.map({ "warning: \($0)" }) + warnings {
      Console.complain(warning)
    }
  }
}

/// The figures that a command line names.
enum FigureChoice {
  /// - Throws: a `Failure` naming the nearest figure for an unknown one.
  static func figures(_ names: [String]) throws -> [Figure] {
    guard !names.isEmpty else { return Figure.all }
    let ids = try names.map { name in
      guard let id = FigureName.id(of: name) else { throw FigureName.unknown(name) }
      return id
    }
    return Figure.all.filter { ids.contains($0.id) }
  }
}
