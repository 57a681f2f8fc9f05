import ArgumentParser
import Evidence
import Figures
import Rendering
import Tables

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

  @Argument(help: "Which figures: 1, 2, 3. All when none is named.")
  var figures: [String] = []

  @Option(
    help: ArgumentHelp(
      "Directory to write to (default: figures; with --pin figures-PIN, with --set or other files "
        + "figures-custom).", valueName: "dir"))
  var out: String?

  @Option(help: "Picture formats, separated by commas: png, svg, pdf.")
  var format = "png,svg"

  @Option(help: "Resolution of PNG files, dots per inch.")
  var dpi = 300.0

  func run() throws {
    let formats = try PictureFormat.list(format)
    try PictureFormat.check(dpi: dpi)
    let chosen = try FigureChoice.figures(figures)
    let inputs = try evidence.load()
    let directory = try OutputDirectory(out ?? evidence.defaultDirectory)
    let published = try Publication(figures: chosen, formats: formats, dpi: dpi).files(
      for: inputs.context)
    try directory.write(published.files)
    for warning in published.warnings { Console.complain("warning: \(warning)") }
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

/// A file format for pictures.
enum PictureFormat: String, CaseIterable {
  case png, svg, pdf

  /// - Throws: a `Failure` naming the nearest format for an unknown one.
  static func list(_ text: String, option: String = "--format") throws -> [PictureFormat] {
    let formats = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let format = PictureFormat(rawValue: String(word)) else {
        let known = allCases.map(\.rawValue)
        throw Failure(
          "\(option): '\(word)' is not one of \(known.joined(separator: ", "))"
            + Spelling.suggestion(for: String(word), among: known))
      }
      return format
    }
    return allCases.filter(formats.contains)
  }

  /// - Throws: a `Failure` for a resolution that no PNG should have.
  static func check(dpi: Double) throws {
    guard dpi.isFinite, (36...2400).contains(dpi) else {
      throw Failure("--dpi: \(dpi) is not between 36 and 2400")
    }
  }
}
