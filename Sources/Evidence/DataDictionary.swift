import Tables

/// What anchors.csv, calibration.csv and measurements.csv may hold, told from what reads them.
public enum DataDictionary {
  /// In the order in which a new file would have them.
  public static var anchorColumns: [ColumnRule] { AnchorTable.schema.columns }
  public static var calibrationColumns: [ColumnRule] { CalibrationTable.schema.columns }
  public static var measurementColumns: [ColumnRule] { MeasurementTable.schema.columns }

  /// A constant that the entities of a kind have.
  public struct ConstantRule: Sendable {
    public let name: String
    /// The units that it may be printed in, the base unit first.
    public let units: [String]
    /// What a value should be, to follow "write".
    public let expected: String
    /// Whether every entity of the kind must have it.
    public let isRequired: Bool
  }

  /// How the entities of a kind are named: `rate/PROVIDER/ACCELERATOR`.
  public static func form(of kind: EntityKind) -> String { kind.form.joined(separator: "/") }

  public static func constants(of kind: EntityKind) -> [ConstantRule] {
    kind.parameters.map { parameter in
      ConstantRule(
        name: parameter.name, units: parameter.units.units.map(\.name),
        expected: parameter.expected, isRequired: parameter.isRequired)
    }
  }
}
