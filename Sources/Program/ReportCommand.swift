import ArgumentParser
import Disk
import Evidence
import Publishing
import Reports
import Tables
import WebPage

/// `frontier report`: everything on one page.
struct ReportCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one self-contained web page: figures, audits, support, and an explorer.",
    discussion: """
      The page has the figures with their tables and data files, the audit of every point, the \
      statements with verdict and support, how sure each conclusion is, the runs that the closed \
      form is held against, and the prices behind the pin; and it answers for one's own workload, by \
      the program's own model. It needs no network and no other file, and can be read without \
      scripts but for those answers.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions
  @OptionGroup var runs: MeasurementOptions

  @Option(
    help: ArgumentHelp("The file to write.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var out: String

  @Option(
    help: ArgumentHelp(
      "Also tell what changed since this pin, directory or revision (as FROM of `frontier diff`).",
      valueName: "pin"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "The statements (default: claims.csv, if it is there).", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var claims: DataFile?

  @OptionGroup var plausibility: PlausibilityOptions

  func run() throws {
    // So that no mistyped name replaces what the page is made from.
    guard [".html", ".htm"].contains(where: { out.lowercased().hasSuffix($0) }) else {
      throw Failure("--out: \(quoted(out)) is no name of a page; end it in .html")
    }
    let measurements = runs.measurements
    let hasRuns = measurements.isThere
    let edition = try evidence.load(measurements: hasRuns ? measurements : nil, priced: [])
    let warnings = try plausibility.warnings(of: edition)
    let file = claims ?? .claims
    let statements = claims != nil || file.isThere ? try file.read() : nil
    let side = try against.map { (text: $0, side: try DiffSide(parsing: $0)) }
    let other = try side.map { try $0.side.load(evidence, named: $0.text) }
    try EvidenceOptions.warn(ofPricesIn: [edition] + (other.map { [$0.edition] } ?? []))
    let command = command(edition, against: try lasting(side, other))
    let digests = edition.digests
    let files =
      [(evidence.anchors.name, digests.anchors), (evidence.calibration.name, digests.calibration)]
      + (hasRuns ? [(measurements.name, digests.measurements)] : [])
      + (try statements.map { [(file.name, try Files.sha256($0.bytes))] } ?? [])
      + otherFiles(of: other, beside: edition)
    let page = ReportPage(
      edition, claims: statements, against: other, files: files, command: command,
      version: FrontierCommand.version)
    try FileSet.write(page.bytes(), to: out) { try Console.print(escaped(out)) }
    for warning in warnings { Console.complain(warning) }
  }

  /// What --against names, in a text that will name it tomorrow too.
  private func lasting(_ side: (text: String, side: DiffSide)?, _ other: NamedEdition?) throws
    -> String?
  {
    guard let side, let other else { return nil }
    return try side.side.lasting(side.text, at: other.edition.pin)
  }

  /// Those of --against that are not the page's own.
  private func otherFiles(of other: NamedEdition?, beside edition: Edition) -> [(String, String)] {
    guard let other else { return [] }
    let (own, digests) = (edition.digests, other.edition.digests)
    return [
      ("anchors.csv", own.anchors, digests.anchors),
      ("calibration.csv", own.calibration, digests.calibration),
    ].compactMap { name, own, others in own == others ? nil : ("\(other.name): \(name)", others) }
  }

  /// What makes the page again, wherever it is written to.
  private func command(_ edition: Edition, against: String?) -> String {
    func option(_ name: String, _ value: String, unless standard: String = "") -> [String] {
      // In one word, as a value may begin with a dash.
      value == standard ? [] : value.hasPrefix("-") ? ["\(name)=\(value)"] : [name, value]
    }
    let parts =
      ["frontier", "report"]
      + option("--pin", edition.pin.description, unless: Pin.paper.description)
      + option("--anchors", evidence.anchors.name, unless: DataFile.anchors.name)
      + option("--calibration", evidence.calibration.name, unless: DataFile.calibration.name)
      + option("--measurements", runs.measurements.name, unless: DataFile.measurements.name)
      + option("--claims", (claims ?? .claims).name, unless: DataFile.claims.name)
      + evidence.readings.flatMap { option("--reading", $0) }
      + evidence.settings.flatMap { option("--set", $0) }
      + (against.map { option("--against", $0) } ?? []) + ["--out", "report.html"]
    return parts.map(Self.shellWord).joined(separator: " ")
  }

  /// As a shell takes it for one word.
  private static func shellWord(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: Array("-_./=@:,+".utf8).contains(byte)
        }
      }
    return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}
