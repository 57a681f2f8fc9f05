import Evidence
import Figures
import Foundation

/// The repository's own evidence.
func context(pin: Pin = .paper, settings: [String] = [], anchors: String? = nil) throws
  -> FigureContext
{
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: name)))
  }
  let dataset = try Dataset.load(
    anchors: ("anchors.csv", anchors.map { Array($0.utf8) } ?? bytes("anchors.csv")),
    calibration: ("calibration.csv", bytes("calibration.csv")))
  let calibration = try settings.reduce(dataset.calibration) { try $0.setting($1) }
  return FigureContext(
    dataset: Dataset(anchors: dataset.anchors, calibration: calibration), pin: pin,
    digests: (String(repeating: "a", count: 64), String(repeating: "b", count: 64)))
}
