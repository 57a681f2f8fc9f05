import Tables

/// The dataset at one pin with what is set for this run: the only thing that anything further down
/// is computed from.
public struct Edition: Sendable {
  /// As read, with the settings applied to its calibration.
  public private(set) var dataset: Dataset
  public private(set) var pin: Pin
  public let digests: FileDigests
  /// What the closed form is held against, in file order; empty where nobody asked for it.
  public let measurements: [Measurement]

  public init(
    dataset: Dataset, pin: Pin = .paper, digests: FileDigests = FileDigests(),
    measurements: [Measurement] = []
  ) {
    self.dataset = dataset
    self.pin = pin
    self.digests = digests
    self.measurements = measurements
  }

  /// Reads and checks the files, picks readings and applies settings; at the paper's pin.
  ///
  /// - Parameters:
  ///   - anchors: anchors.csv, its name as complaints should show it and its bytes.
  ///   - calibration: calibration.csv, likewise.
  ///   - measurements: measurements.csv, likewise; nil where it is not needed.
  ///   - readings: those asked for, each as `NAME=READING`; of other choices the default holds.
  ///   - settings: constants for this run, each as `entity.parameter=value`; they override what the
  ///     readings set.
  /// - Throws: an `IngestError` with all complaints of all files at once, or the `EvidenceError` of
  ///   a reading or a setting.
  public static func load(
    anchors: (name: String, bytes: [UInt8]), calibration: (name: String, bytes: [UInt8]),
    measurements: (name: String, bytes: [UInt8])? = nil, readings: [String] = [],
    settings: [String] = [], digests: FileDigests = FileDigests()
  ) throws -> Edition {
    try load(
      anchors: anchors.bytes, named: anchors.name, calibration: calibration,
      measurements: measurements, readings: readings, settings: settings,
      digests: digests)
  }

  /// The same for anchors of which there are many: their bytes, most of what they take, are let go
  /// of as soon as they are read.
  public static func load(
    anchors: consuming [UInt8], named name: String, calibration: (name: String, bytes: [UInt8]),
    measurements: (name: String, bytes: [UInt8])? = nil, readings: [String],
    settings: [String], digests: FileDigests
  ) throws -> Edition {
    var complaints: [Complaint] = []
    let runs = measurements.map {
      MeasurementTable.read($0.bytes, file: $0.name, complaints: &complaints)
    }
    let dataset: Dataset
    do throws(IngestError) {
      dataset = try Dataset.load(anchors: anchors, named: name, calibration: calibration)
    } catch {
      throw IngestError(error.complaints + complaints)
    }
    guard complaints.isEmpty else { throw IngestError(complaints) }
    let asked = try readings.map { try Reading(parsing: $0) }
    let calibration = try settings.reduce(dataset.calibration.with(readings: asked)) {
      try $0.setting($1)
    }
    return Edition(dataset: dataset, digests: digests, measurements: runs ?? [])
      .with(calibration)
  }

  public var anchors: [Anchor] { dataset.anchors }
  public var calibration: Calibration { dataset.calibration }

  /// This edition at another pin.
  public func at(_ pin: Pin) -> Edition {
    var edition = self
    edition.pin = pin
    return edition
  }

  /// What makes the pinned prices of these accelerators less than known, a line each: one that was
  /// last read long before the pin, or that changed unseen around it.
  public func priceWarnings(of accelerators: [String]) throws(EvidenceError) -> [String] {
    guard calibration.providers.contains(pin.provider) else { return [] }
    return try calibration.priceHistories(of: pin.provider)
      .filter { accelerators.contains($0.accelerator) }
      .compactMap { $0.quote(on: pin.date)?.warning }
  }

  /// The price of an accelerator at the pin.
  ///
  /// - Throws: when there is none; the error says what there is.
  public func rate(of accelerator: String) throws(EvidenceError) -> Constant {
    try calibration.rate(of: accelerator, at: pin)
  }

  /// This edition with another calibration.
  public func with(_ calibration: Calibration) -> Edition {
    var edition = self
    edition.dataset.calibration = calibration
    return edition
  }

  /// The reading of every choice, in file order.
  public var readings: [ChosenReading] { calibration.readings }

  /// The reading of a choice that holds.
  ///
  /// - Throws: when there is no such choice; the error names those that there are.
  public func reading(_ choice: String) throws(EvidenceError) -> String {
    try calibration.reading(choice)
  }

  /// This edition under other readings, of the choices that are named; cheap.
  ///
  /// - Throws: for an unknown choice or reading; the error names those that there are.
  public func with(readings: [Reading]) throws(EvidenceError) -> Edition {
    with(try calibration.with(readings: readings))
  }

  /// The choices whose reading `compute` looks up, by itself or by a constant that it sets, in file
  /// order.
  /// - Throws: what `compute` throws.
  public func choices(lookedUpBy compute: (Edition) throws -> Void) rethrows -> [Choice] {
    let log = LookupLog()
    try compute(recording(in: log))
    let names = log.choices
    return calibration.choices.filter { names.contains($0.name) }
  }

  /// This edition, which tells `log` of every constant that is looked up in it.
  public func recording(in log: LookupLog) -> Edition { with(calibration.recording(in: log)) }
}

/// SHA-256 of the files that an edition was read from, hexadecimal.
public struct FileDigests: Equatable, Sendable {
  public let anchors: String
  public let calibration: String
  /// Empty where the file was not needed.
  public let measurements: String

  public init(anchors: String = "", calibration: String = "", measurements: String = "") {
    self.anchors = anchors
    self.calibration = calibration
    self.measurements = measurements
  }
}

/// What the files that an edition was read from are called, as complaints of them begin.
public struct FileNames: Equatable, Sendable {
  public let anchors: String
  public let calibration: String

  public init(anchors: String = "anchors.csv", calibration: String = "calibration.csv") {
    (self.anchors, self.calibration) = (anchors, calibration)
  }
}

/// The published operating points and the constants to normalise them with.
public struct Dataset: Equatable, Sendable {
  /// In file order; at least one.
  public let anchors: [Anchor]
  public fileprivate(set) var calibration: Calibration
  public let names: FileNames

  public init(anchors: [Anchor], calibration: Calibration, names: FileNames = FileNames()) {
    (self.anchors, self.calibration, self.names) = (anchors, calibration, names)
  }

  /// Reads and checks both files, each by itself and against each other.
  ///
  /// - Parameters:
  ///   - anchors: anchors.csv, its name as complaints should show it and its bytes.
  ///   - calibration: calibration.csv, likewise.
  /// - Throws: all complaints of both files at once.
  public static func load(
    anchors: (name: String, bytes: [UInt8]), calibration: (name: String, bytes: [UInt8])
  ) throws(IngestError) -> Dataset {
    try load(anchors: anchors.bytes, named: anchors.name, calibration: calibration)
  }

  fileprivate static func load(
    anchors: consuming [UInt8], named name: String, calibration: (name: String, bytes: [UInt8])
  ) throws(IngestError) -> Dataset {
    var complaints: [Complaint] = []
    let anchorFile = AnchorTable.read(anchors, file: name, complaints: &complaints)
    let calibrationFile = CalibrationTable.read(
      calibration.bytes, file: calibration.name, complaints: &complaints)
    complaints += danglingReferences(from: anchorFile.table, to: calibrationFile.table)
    guard complaints.isEmpty else { throw IngestError(complaints) }
    return Dataset(
      anchors: anchorFile.anchors, calibration: Calibration(fileRows: calibrationFile.constants),
      names: FileNames(anchors: name, calibration: calibration.name))
  }

  private static func danglingReferences(
    from anchors: Table, to calibration: Table
  ) -> [Complaint] {
    // Against a calibration that was read in part, every reference might look dangling.
    guard calibration.isComplete else { return [] }
    let references = [
      (AnchorTable.model, EntityKind.model), (AnchorTable.accelerator, EntityKind.accelerator),
    ]
    return references.flatMap { column, kind in
      var known = References(to: kind, in: calibration)
      return anchors.rows.filter(\.isWhole).compactMap { row in
        row[column].flatMap { known.fault($0) }.map { row.complaint(column.name, $0) }
      }
    }
  }
}

/// A name, pin or setting that the evidence cannot answer for, in one line.
public struct EvidenceError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// All that is wrong with the input files.
public struct IngestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// By file, line and column; never empty.
  public let complaints: [Complaint]

  public init(_ complaints: [Complaint]) { self.complaints = complaints.sorted() }

  /// A line for each complaint that is listed, and one that counts the others.
  public var lines: [String] {
    let others = complaints.reduce(0) { $0 + $1.others }
    let listed = complaints.prefix(ReadingLimits.mostComplaints + 1).map(\.description)
    return ReadingLimits.listed(listed, others: complaints.count - listed.count + others)
  }

  /// One line for each complaint.
  public var description: String {
    complaints.map(\.description).joined(separator: "\n")
  }
}

/// An edition and what a comparison calls it.
public struct NamedEdition: Sendable {
  public let name: String
  public let edition: Edition

  public init(_ name: String, _ edition: Edition) {
    self.name = name
    self.edition = edition
  }

  /// The name, with the pin where it does not say it.
  public var title: String {
    let pin = edition.pin.description
    let place = name.split(separator: "+", maxSplits: 1).first ?? ""
    return place.hasSuffix(pin) ? name : "\(name) at \(pin)"
  }
}
