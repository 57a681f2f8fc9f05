import ArgumentParser
import Disk
import Evidence
import Figures
import Frontier
import Publishing
import Reports
import Tables

/// The options that say which evidence a command works on.
struct EvidenceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Price sheet: DATE or PROVIDER@DATE; takes that provider's latest prices up to the date. "
        + "PROVIDER@latest is the day of its last reading in the file.",
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
    name: .customLong("reading"), parsing: .singleValue,
    help: ArgumentHelp(
      "Answer a choice otherwise for this run, as in decode=memory-bound; repeatable. `frontier "
        + "audit --columns` lists the choices.", valueName: "name=reading"))
  var readings: [String] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Override one constant for this run, as in accelerator/H100.prefill_mfu=0.36; repeatable.",
      valueName: "entity.parameter=value"))
  var settings: [String] = []

  /// Reads and checks the files, picks the readings and applies the settings; warns of pinned
  /// prices that nobody read around the pin.
  /// - Parameters:
  ///   - measurements: nil where they are not needed.
  ///   - priced: the accelerators whose prices are used.
  /// - Throws: an `IngestError` with every complaint there is, or an `EvidenceError`.
  func load(
    measurements: DataFile? = nil, priced: [String] = FrontierResult.accelerators
  ) throws -> Edition {
    let pin = try PinName(parsing: pin)
    try DataFile.require([anchors, calibration] + [measurements].compactMap { $0 })
    let (name, anchors) = try anchors.read()
    let calibration = try calibration.read()
    let measured = try measurements?.read()
    let digests = try digests(anchors, calibration, measured)
    let edition = try Edition.load(
      anchors: consume anchors, named: name, calibration: calibration, measurements: measured,
      readings: Reading.list(readings).map(\.description), settings: distinctSettings(),
      digests: digests)
    let pinned = try edition.at(edition.calibration.pin(pin))
    try Self.warn(ofPricesIn: [pinned], priced: priced)
    return pinned
  }

  /// - Parameter own: readings of this edition alone, over those of --reading.
  /// - Throws: an `IngestError` with every complaint there is, or an `EvidenceError`.
  func edition(
    of files: EditionFiles, at pin: PinName, readings own: [Reading] = []
  ) throws -> Edition {
    let asked = try Reading.list(readings)
    let edition = try Edition.load(
      anchors: files.anchors, calibration: files.calibration, readings: asked.map(\.description),
      settings: distinctSettings(),
      digests: digests(files.anchors.bytes, files.calibration, nil))
    return try edition.with(readings: own).at(edition.calibration.pin(pin))
  }

  /// Warns, once for all, of pinned prices that nobody read around the pin.
  /// - Throws: an `EvidenceError` for a price that is no number.
  static func warn(ofPricesIn editions: [Edition], priced: [String] = FrontierResult.accelerators)
    throws
  {
    let warnings = try editions.flatMap { try $0.priceWarnings(of: priced) }
    for warning in warnings.withoutRepeats() { Console.warn(warning) }
  }

  /// - Throws: a `Failure` where one constant is set twice.
  private func distinctSettings() throws -> [String] {
    var known: [Substring: String] = [:]
    for setting in settings {
      let name = setting.prefix { $0 != "=" }
      if let other = known.updateValue(setting, forKey: name) {
        throw Failure("--set: \(other) and \(setting) set one constant; keep one")
      }
    }
    return settings
  }

  private func digests(
    _ anchors: [UInt8], _ calibration: DataFile.Contents, _ measurements: DataFile.Contents?
  ) throws -> FileDigests {
    FileDigests(
      anchors: try Files.sha256(anchors), calibration: try Files.sha256(calibration.bytes),
      measurements: try measurements.map { try Files.sha256($0.bytes) } ?? "")
  }

  /// The pin by itself: `latest` needs the calibration.
  /// - Throws: an `EvidenceError` for a pin in another form, or what keeps `latest` from being one.
  func onlyPin() throws -> Pin {
    let asked = try PinName(parsing: pin)
    return try asked.dated ?? calibration.calibration().pin(asked)
  }

  /// anchors.csv and calibration.csv.
  typealias EditionFiles = (anchors: DataFile.Contents, calibration: DataFile.Contents)

  /// - Throws: a `Failure` naming what cannot be read.
  func files() throws -> EditionFiles {
    try DataFile.require([anchors, calibration])
    return (try anchors.read(), try calibration.read())
  }

  /// `figures`, or for another pin, other files, readings or constants a directory of their own, so
  /// that the committed figures stay what the program's files say at the paper's pin.
  func defaultDirectory(_ runs: MeasurementOptions, at pin: Pin, isCustom: Bool = false) -> String {
    let isOwn =
      anchors.name == DataFile.anchors.name && calibration.name == DataFile.calibration.name
      && runs.isDefault && readings.isEmpty && settings.isEmpty && !isCustom
    return "figures\(pin == .paper ? "" : "-\(pin)")\(isOwn ? "" : "-custom")"
  }
}

extension Reading {
  /// Readings, each written `NAME=READING`.
  /// - Throws: an `EvidenceError` for another form, or two readings of one choice.
  static func list(_ texts: [String]) throws -> [Reading] {
    let readings = try texts.map { try Reading(parsing: $0) }
    for (index, reading) in readings.enumerated() {
      guard let other = readings[..<index].first(where: { $0.choice == reading.choice }) else {
        continue
      }
      throw EvidenceError("\(other) and \(reading) are two readings of one choice; keep one")
    }
    return readings
  }
}

/// The option that says what the closed form is held against.
struct MeasurementOptions: ParsableArguments {
  @Option(
    name: .customLong("measurements"),
    help: ArgumentHelp(
      "The runs to hold the closed form against (default: \(DataFile.measurements.name)).",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var given: DataFile?

  var measurements: DataFile { given ?? .measurements }

  /// Whether they are the program's own.
  var isDefault: Bool { measurements.name == DataFile.measurements.name }

  /// The runs where a figure shows them.
  /// - Throws: a `Failure` where runs are given and no figure shows any.
  func needed(by figures: [Figure]) throws -> DataFile? {
    guard !figures.contains(where: \.usesMeasurements) else { return measurements }
    guard isDefault else {
      let users = Figure.all.filter(\.usesMeasurements).map { $0.name ?? $0.number }
      throw Failure(
        "--measurements: none of these figures shows runs; ask for \(users.joined(separator: ", ")) "
          + "too, or leave the option out")
    }
    return nil
  }
}

/// What a command says of evidence that is possible but not plausible.
struct PlausibilityOptions: ParsableArguments {
  @Flag(
    help: """
      Refuse evidence that is not plausible (exit status 2, nothing written) instead of warning: a \
      row that achieved more than 100 % or less than 5 % of the closed form, a TTFT below one \
      prefill pass, a price 5 times off the others, every row infeasible.
      """)
  var strict = false

  /// The lines to print on stderr beside the answer.
  /// - Throws: with --strict a `Failure` of those lines; the lookup's error when a constant or the
  ///   reference price is missing.
  func warnings(of editions: Edition...) throws -> [String] {
    var lines: [String] = []
    for warning in try editions.flatMap({ try PlausibilityCheck($0).warnings }) {
      // Two editions mostly have the same.
      if !lines.contains(warning) { lines.append(warning) }
    }
    guard !strict || lines.isEmpty else {
      throw Failure(ReadingLimits.listed(lines.map { "error: \($0)" }))
    }
    return ReadingLimits.listed(lines.map { "warning: \($0)" })
  }
}

extension ReportFormat: ExpressibleByArgument {}
