import ArgumentParser
import Evidence
import Figures

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
  /// - Throws: a `Failure` with every complaint there is.
  func load() throws -> Inputs {
    do {
      let pin = try Pin(parsing: pin)
      let files = try files()
      return Inputs(
        context: try Inputs.context(
          anchors: files.anchors, calibration: files.calibration, pin: pin, settings: settings))
    } catch let error as IngestError {
      throw Failure(error.complaints.map(\.description))
    } catch let error as EvidenceError {
      throw Failure(error.description)
    }
  }

  /// - Throws: a `Failure` naming what cannot be read.
  func files() throws -> (anchors: DataFile.Contents, calibration: DataFile.Contents) {
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

/// Evidence, read and checked.
struct Inputs {
  let context: FigureContext

  /// - Throws: an `IngestError` or an `EvidenceError`.
  static func context(
    anchors: DataFile.Contents, calibration: DataFile.Contents, pin: Pin, settings: [String]
  ) throws -> FigureContext {
    let dataset = try Dataset.load(anchors: anchors, calibration: calibration)
    let adjusted = try settings.reduce(dataset.calibration) { try $0.setting($1) }
    return FigureContext(
      dataset: Dataset(anchors: dataset.anchors, calibration: adjusted), pin: pin,
      digests: (Files.sha256(anchors.bytes), Files.sha256(calibration.bytes)))
  }
}
