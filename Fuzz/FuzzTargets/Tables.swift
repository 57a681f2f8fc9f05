import Evidence
import Tables

@testable import Claims
@testable import Evidence

extension FuzzTarget {
  /// The files that are committed, each by its schema, and CSV as such.
  static let tables = [
    FuzzTarget("csv", readCSV),
    FuzzTarget("anchors", readAnchors),
    FuzzTarget("calibration", readCalibration),
    FuzzTarget("measurements") { rows in
      let bytes = headed(rows, MeasurementTable.schema)
      var complaints: [Complaint] = []
      _ = MeasurementTable.read(bytes, file: "measurements.csv", complaints: &complaints)
      try requirePlaced(complaints, in: bytes)
    },
    FuzzTarget("claims", readClaims),
  ]

  /// Rows without a header get it: else most mutations break it, and little below it is read.
  private static func headed(_ rows: [UInt8], _ schema: Schema) -> [UInt8] {
    let names = schema.columns.map(\.name)
    return rows.starts(with: names[0].utf8) ? rows : Array(CSVWriter.record(names).utf8) + rows
  }

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

  /// What is accepted is computed from, with a calibration that is not read anew each time.
  private static func readAnchors(_ rows: [UInt8]) throws {
    let bytes = headed(rows, AnchorTable.schema)
    var complaints: [Complaint] = []
    let anchors = AnchorTable.read(bytes, file: "anchors.csv", complaints: &complaints).anchors
    try requirePlaced(complaints, in: bytes)
    guard complaints.isEmpty else { return }
    let calibration = try Committed.edition.get().calibration
    try Committed.requireResults(
      Edition(dataset: Dataset(anchors: anchors, calibration: calibration)))
  }

  private static func readCalibration(_ rows: [UInt8]) throws {
    let bytes = headed(rows, CalibrationTable.schema)
    var complaints: [Complaint] = []
    let constants = CalibrationTable.read(
      bytes, file: "calibration.csv", complaints: &complaints
    ).constants
    try requirePlaced(complaints, in: bytes)
    guard complaints.isEmpty else { return }
    try Committed.requireResults(Committed.edition.get().with(Calibration(fileRows: constants)))
  }

  private static func readClaims(_ rows: [UInt8]) throws {
    let bytes = headed(rows, ClaimTable.schema)
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
