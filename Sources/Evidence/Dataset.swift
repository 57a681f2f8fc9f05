import Tables

/// The published operating points and the constants to normalise them with.
public struct Dataset: Equatable, Sendable {
  /// In file order; at least one.
  public let anchors: [Anchor]
  public let calibration: Calibration

  public init(anchors: [Anchor], calibration: Calibration) {
    self.anchors = anchors
    self.calibration = calibration
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
    var complaints: [Complaint] = []
    let anchorFile = AnchorTable.read(
      anchors.bytes, file: anchors.name, complaints: &complaints)
    let calibrationFile = CalibrationTable.read(
      calibration.bytes, file: calibration.name, complaints: &complaints)
    complaints += danglingReferences(from: anchorFile.table, to: calibrationFile.table)
    guard complaints.isEmpty else { throw IngestError(complaints) }
    return Dataset(
      anchors: anchorFile.anchors, calibration: Calibration(rows: calibrationFile.constants))
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
      let ids = CalibrationTable.ids(of: kind, in: calibration)
      return anchors.rows.filter(\.isWhole).compactMap { row in
        row[column]
          .flatMap { CalibrationTable.danglingReference($0, kind, among: ids) }
          .map { row.complaint(column.name, $0) }
      }
    }
  }
}
