import Evidence
import Frontier
import TestSupport
import Testing

/// The repository's evidence, with cells replaced.
struct EditedFiles {
  var anchors: String
  var calibration: String
  var pin = Pin.paper

  init() throws {
    anchors = try Repository.text("anchors.csv")
    calibration = try Repository.text("calibration.csv")
  }

  func at(_ pin: String) throws -> EditedFiles {
    var edition = self
    edition.pin = try #require(try PinName(parsing: pin).dated)
    return edition
  }

  /// Replaces the value of a constant, in every reading of it or in one.
  func setting(
    _ entity: String, _ parameter: String, in reading: String? = nil, by value: String
  ) -> EditedFiles {
    var edition = self
    edition.calibration = Self.rewrite(calibration) { cells in
      guard cells[0] == entity, cells[1] == parameter, reading ?? cells[6] == cells[6] else {
        return
      }
      cells[2] = value
    }
    return edition
  }

  /// Replaces cells of an anchor from the column of that number on.
  func settingAnchor(_ id: String, column: Int, by values: String...) -> EditedFiles {
    var edition = self
    edition.anchors = Self.rewrite(anchors) { cells in
      if cells[0] == id { cells.replaceSubrange(column..<column + values.count, with: values) }
    }
    return edition
  }

  func removingAnchor(_ id: String) -> EditedFiles {
    var edition = self
    edition.anchors =
      anchors.split(separator: "\n").filter { !$0.hasPrefix("\(id),") }
      .joined(separator: "\n") + "\n"
    return edition
  }

  /// Only for columns before the first quoted one.
  private static func rewrite(_ text: String, _ change: (inout [String]) -> Void) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if cells.count > 3 { change(&cells) }
      return cells.joined(separator: ",")
    }.joined(separator: "\n")
  }

  var readings: [String] = []

  func reading(_ readings: String...) -> EditedFiles {
    var edition = self
    edition.readings = readings
    return edition
  }

  func edition() throws -> Edition {
    try Edition(
      dataset: Repository.dataset(anchors: anchors, calibration: calibration), pin: pin
    ).with(readings: readings.map { try Reading(parsing: $0) })
  }

  func difference(to other: EditedFiles, tolerance: Double = 1e-9) throws -> FrontierDifference {
    try FrontierDifference(from: edition(), to: other.edition(), tolerance: tolerance)
  }
}
