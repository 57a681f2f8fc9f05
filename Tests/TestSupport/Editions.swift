import Evidence

extension Repository {
  /// anchors.csv and calibration.csv, read once.
  public static let dataset = Result { try dataset() }

  /// - Parameters:
  ///   - anchors: in place of anchors.csv.
  ///   - calibration: in place of calibration.csv.
  public static func dataset(anchors: String? = nil, calibration: String? = nil) throws -> Dataset {
    try Dataset.load(
      anchors: ("anchors.csv", anchors.map { Array($0.utf8) } ?? bytes("anchors.csv")),
      calibration: (
        "calibration.csv", calibration.map { Array($0.utf8) } ?? bytes("calibration.csv")
      ))
  }

  /// The repository's evidence with what the closed form is held against.
  /// - Parameter measurements: in place of measurements.csv.
  public static func measuredEdition(measurements: String? = nil, readings: [String] = []) throws
    -> Edition
  {
    try Edition.load(
      anchors: ("anchors.csv", bytes("anchors.csv")),
      calibration: ("calibration.csv", bytes("calibration.csv")),
      measurements: (
        "measurements.csv", measurements.map { Array($0.utf8) } ?? bytes("measurements.csv")
      ),
      readings: readings,
      digests: FileDigests(
        anchors: digest("a"), calibration: digest("b"), measurements: digest("c")))
  }

  private static func digest(_ letter: Character) -> String { String(repeating: letter, count: 64) }

  /// The repository's evidence at a pin, under readings, with constants set, or with other files.
  public static func edition(
    pin: String = Pin.paper.description, readings: [String] = [], settings: [String] = [],
    anchors: String? = nil,
    calibration: String? = nil
  ) throws -> Edition {
    let isOwn = anchors == nil && calibration == nil
    let dataset =
      try isOwn ? dataset.get() : dataset(anchors: anchors, calibration: calibration)
    return Edition(
      dataset: dataset, pin: try dataset.calibration.pin(PinName(parsing: pin)),
      digests: FileDigests(anchors: digest("a"), calibration: digest("b"))
    ).with(
      try settings.reduce(
        dataset.calibration.with(readings: readings.map { try Reading(parsing: $0) })
      ) { try $0.setting($1) })
  }
}
