import Evidence
import Figures
import TestSupport

/// The repository's own evidence.
func context(pin: Pin = .paper, settings: [String] = [], anchors: String? = nil) throws
  -> FigureContext
{
  let dataset = try Dataset.load(
    anchors: ("anchors.csv", try anchors.map { Array($0.utf8) } ?? Repository.bytes("anchors.csv")),
    calibration: ("calibration.csv", Repository.bytes("calibration.csv")))
  let calibration = try settings.reduce(dataset.calibration) { try $0.setting($1) }
  return FigureContext(
    dataset: Dataset(anchors: dataset.anchors, calibration: calibration), pin: pin,
    digests: (String(repeating: "a", count: 64), String(repeating: "b", count: 64)))
}
