import Evidence
import Tables
import TestSupport

@testable import Claims
@testable import Evidence

extension FuzzTarget {
  /// The files that are committed, each by its schema, and CSV as such.
  static let tables = [
    FuzzTarget("csv", readCSV),
    FuzzTarget("anchors", readAnchors),
    FuzzTarget("calibration", readCalibration),
    FuzzTarget("measurements") { bytes in
      var complaints: [Complaint] = []
      _ = MeasurementTable.read(bytes, file: "measurements.csv", complaints: &complaints)
      try requirePlaced(complaints, in: bytes)
    },
    FuzzTarget("claims", readClaims),
  ]

  /// What is read without a complaint is written and read again as it was.
  private static func readCSV(_ bytes: [UInt8]) throws {
    let text = CSVReader.read(bytes, file: "f.csv")
    try requirePlaced(text.complaints, in: bytes)
    guard text.complaints.isEmpty else { return }
    let cells = text.records.map { $0.map(\.text) }
    let written = cells.map(CSVWriter.record).joined()
    let again = CSVReader.read(Array(written.utf8), file: "f.csv")
    try require(again.complaints.isEmpty, "complains of what it wrote: \(again.complaints)")
    try require(again.records.map { $0.map(\.text) } == cells, "reads otherwise than it wrote")
  }

  private static func readAnchors(_ bytes: [UInt8]) throws {
    var complaints: [Complaint] = []
    _ = AnchorTable.read(bytes, file: "anchors.csv", complaints: &complaints)
    try requirePlaced(complaints, in: bytes)
    // Reading the calibration beside them takes a hundred times as long.
    guard complaints.isEmpty else { return }
    try load(anchors: bytes, calibration: Committed.calibration.get(), about: bytes)
  }

  private static func readCalibration(_ bytes: [UInt8]) throws {
    var complaints: [Complaint] = []
    _ = CalibrationTable.read(bytes, file: "calibration.csv", complaints: &complaints)
    try requirePlaced(complaints, in: bytes)
    guard complaints.isEmpty else { return }
    try load(anchors: Committed.anchors.get(), calibration: bytes, about: nil)
  }

  /// - Parameter bytes: what complaints point into; nil for anything.
  private static func load(
    anchors: [UInt8], calibration: [UInt8], about bytes: [UInt8]?
  ) throws {
    let edition: Edition
    do {
      edition = try Edition.load(
        anchors: ("anchors.csv", anchors), calibration: ("calibration.csv", calibration))
    } catch {
      return try requireTold(error, about: bytes ?? anchors)
    }
    try Committed.requireResults(edition)
  }

  private static func readClaims(_ bytes: [UInt8]) throws {
    var complaints: [Complaint] = []
    let claims = ClaimTable.read(bytes, file: "claims.csv", complaints: &complaints)
    try requirePlaced(complaints, in: bytes)
    // Some quantities take a second each; what they are made of has targets of its own.
    guard complaints.isEmpty else { return }
    let context = ClaimContext(try Committed.edition.get())
    for claim in claims {
      try requirePlaced(ClaimStatement(claim, in: context).complaints, in: bytes)
    }
  }
}
