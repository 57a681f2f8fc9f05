import ArgumentParser
import Evidence
import Publishing
import Reports

/// The options that say which evidence a command works on.
struct EvidenceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Price sheet: DATE or PROVIDER@DATE; takes that provider's latest prices up to the date.",
      valueName: "pin"))
  var pin = Pin.paper.description

  @Option(
    help: ArgumentHelp("The published operating points.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var anchors = DataFile.anchors

  @Option(
    help: ArgumentHelp("The constants and prices.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var calibration = DataFile.calibration

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override one constant for this run, as in accelerator/H100.prefill_mfu=0.36; repeatable.",
      valueName: "entity.parameter=value"))
  var settings: [String] = []

  /// Reads and checks both files and applies the settings.
  /// - Throws: an `IngestError` with every complaint there is, or an `EvidenceError`.
  func load() throws -> Edition {
    let pin = try Pin(parsing: pin)
    return try edition(of: files(), at: pin)
  }

  /// - Throws: an `IngestError` with every complaint there is, or an `EvidenceError`.
  func edition(of files: EditionFiles, at pin: Pin) throws -> Edition {
    try Edition.load(
      anchors: files.anchors, calibration: files.calibration, pin: pin, settings: settings,
      digests: FileDigests(
        anchors: Files.sha256(files.anchors.bytes),
        calibration: Files.sha256(files.calibration.bytes)))
  }

  /// anchors.csv and calibration.csv.
  typealias EditionFiles = (anchors: DataFile.Contents, calibration: DataFile.Contents)

  /// - Throws: a `Failure` naming what cannot be read.
  func files() throws -> EditionFiles {
    try DataFile.require([anchors, calibration])
    return (try anchors.read(), try calibration.read())
  }

  /// `figures`, or for another pin, other files or other constants a directory of their own, so
  /// that the committed figures stay what anchors.csv and calibration.csv say at the paper's pin.
  var defaultDirectory: String {
    let isOwn =
      anchors.name == DataFile.anchors.name && calibration.name == DataFile.calibration.name
      && settings.isEmpty
    return "figures\(pin == Pin.paper.description ? "" : "-\(pin)")\(isOwn ? "" : "-custom")"
  }
}

extension ReportFormat: ExpressibleByArgument {}
