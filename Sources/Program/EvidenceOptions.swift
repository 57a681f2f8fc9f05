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

  @Option(help: ArgumentHelp("The published operating points.", valueName: "file"))
  var anchors = "anchors.csv"

  @Option(help: ArgumentHelp("The constants and prices.", valueName: "file"))
  var calibration = "calibration.csv"

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
      return Inputs(
        context: try Inputs.load(
          anchors: anchors, calibration: calibration, pin: Pin(parsing: pin), settings: settings))
    } catch let error as IngestError {
      throw Failure(error.complaints.map(\.description))
    } catch let error as EvidenceError {
      throw Failure(error.description)
    }
  }

  /// `figures`, or for another pin, other files or other constants a directory of their own, so
  /// that the committed figures stay what anchors.csv and calibration.csv say at the paper's pin.
  var defaultDirectory: String {
    let isOwn = anchors == "anchors.csv" && calibration == "calibration.csv" && settings.isEmpty
    return "figures\(pin == Pin.paper.description ? "" : "-\(pin)")\(isOwn ? "" : "-custom")"
  }
}

/// Evidence, read and checked.
struct Inputs {
  let context: FigureContext

  /// - Throws: a `Failure`, an `IngestError` or an `EvidenceError`.
  static func load(anchors: String, calibration: String, pin: Pin, settings: [String] = []) throws
    -> FigureContext
  {
    try context(
      anchors: (anchors, try Files.read(anchors)),
      calibration: (calibration, try Files.read(calibration)), pin: pin, settings: settings)
  }

  /// - Throws: an `IngestError` or an `EvidenceError`.
  static func context(
    anchors: (name: String, bytes: [UInt8]), calibration: (name: String, bytes: [UInt8]), pin: Pin,
    settings: [String]
  ) throws -> FigureContext {
    let dataset = try Dataset.load(anchors: anchors, calibration: calibration)
    let adjusted = try settings.reduce(dataset.calibration) { try $0.setting($1) }
    return FigureContext(
      dataset: Dataset(anchors: dataset.anchors, calibration: adjusted), pin: pin,
      digests: (Files.sha256(anchors.bytes), Files.sha256(calibration.bytes)))
  }
}
