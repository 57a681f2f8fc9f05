import Claims
import Evidence
import Tables

/// Every column and constant that the data files may have, and how to add rows: what someone who
/// adds one needs.
public struct DataPage {
  private let choices: [Choice]

  public init(_ calibration: Calibration) { choices = calibration.choices }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document(isPage: false).text(within: width)
    case .markdown: document(isPage: true).markdown
    case .csv: table.csv
    case .json: try JSON.text(Self.entries)
    }
  }

  // MARK: For reading

  private func document(isPage: Bool) -> ReportDocument {
    var document = ReportDocument()
    document.append(.title(1, "The data files: columns, constants, and how to add a row"))
    if isPage {
      document.append(
        .paragraph(
          "Made by `frontier audit --columns --format markdown` from what reads the files; a test "
            + "keeps it so."))
    }
    document.append(.paragraph(Self.introduction))
    for file in Self.files {
      document.append(.title(2, file.name))
      document.append(.paragraph(file.about))
      document.append(.table(Self.table(of: file)))
    }
    document.append(.title(2, "The constants of calibration.csv"))
    document.append(.paragraph(Self.aboutConstants))
    for kind in EntityKind.allCases {
      document.append(.title(3, DataDictionary.form(of: kind)))
      document.append(.table(Self.table(of: kind)))
    }
    document.append(.title(2, "The choices and their readings"))
    document.append(.paragraph(Self.aboutChoices))
    document.append(.table(choiceTable))
    document.append(.title(2, "How to add"))
    document.append(.paragraph(Self.aboutRows))
    for example in DataExample.all {
      document.append(.title(3, example.title))
      document.append(.paragraph(example.about))
      document.append(.verbatim(example.rows))
    }
    return document
  }

  private static let introduction =
    "UTF-8, comma-separated, one header line, cells with commas in quotes (RFC 4180); lines that "
    + "start with # are comments. The order of the columns is free. Numbers are written plainly "
    + "(1.08, 9.89e14) with a decimal point and without thousands separators. Every number says "
    + "where it comes from; one without a source does not go in. Whatever is wrong with a file is "
    + "told at once, with file, line and column."

  private static let aboutConstants =
    "A row is one constant, `entity,parameter,value,unit,…`. An entity that has rows has all of "
    + "its constants but those that are called optional. The first unit is the base unit; a value "
    + "may be printed in any of them."

  private static let aboutChoices =
    "A choice is a question with more than one defensible answer. A row with choice and reading "
    + "holds under that reading alone; what one reading sets every reading of its choice sets. Ask "
    + "for another with `--reading NAME=READING`; in `frontier diff` a side is written "
    + "`PIN+NAME=READING`."

  private static let aboutRows =
    "Append the rows to the file, or to a copy that --anchors, --calibration or --measurements "
    + "names. The numbers "
    + "below are made up: put your own, and where they come from."

  private static func table(of file: File) -> ReportTable {
    ReportTable(
      [.left("column"), .left("content"), .left("allowed"), .left("may be empty")],
      rows: file.columns.map { column in
        [
          column.name, DataMeaning.text(of: column.name, in: file.name), column.expected,
          column.isRequired ? "no" : "yes",
        ]
      })
  }

  private static func table(of kind: EntityKind) -> ReportTable {
    ReportTable(
      [.left("parameter"), .left("content"), .left("allowed"), .left("units")],
      rows: DataDictionary.constants(of: kind).map { constant in
        [
          constant.name + (constant.isRequired ? "" : " (optional)"),
          DataMeaning.text(of: constant.name, in: kind.rawValue), constant.expected,
          constant.units.joined(separator: ", "),
        ]
      })
  }

  private var choiceTable: ReportTable {
    ReportTable(
      [
        .left("choice"), .left("readings, the default first"), .left("sets"),
        .left("draws vary it"),
      ],
      rows: choices.map { choice in
        let names = choice.constants.map { "\($0.entity.kind.rawValue).\($0.parameter)" }
        let set = names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
        return [
          choice.name, choice.readings.joined(separator: ", "),
          set.isEmpty ? "how anchors.csv is read" : set.joined(separator: ", "),
          choice.isDrawn ? "yes" : "no",
        ]
      })
  }

  // MARK: Files

  private struct File {
    let name: String
    let about: String
    let columns: [ColumnRule]
  }

  private static var files: [File] {
    [
      File(
        name: "anchors.csv",
        about: "One row per published operating point. Whether a row takes part in the envelope "
          + "follows from its cells and the choice `rows`, x from the choice `ttft`. A row has a "
          + "TTFT limit or a measured TTFT, or both.",
        columns: DataDictionary.anchorColumns),
      File(
        name: "calibration.csv", about: "One row per constant.",
        columns: DataDictionary.calibrationColumns),
      File(
        name: "claims.csv", about: "One row per interpretation of a document's sentence.",
        columns: ClaimTable.columns),
      File(
        name: "measurements.csv",
        about: "One row per run of Llama-2-70B, measured or simulated: what `frontier validate` "
          + "holds the closed form against. Where precision is not stated, the narrowest is taken "
          + "that the accelerator has a peak rate for (FP4 weights 0.5625 bytes with their scales, "
          + "FP8 weights 1; the KV cache 1 byte an element under both). An accelerator that "
          + "calibration.csv lacks is legal: nothing is computed for it.",
        columns: DataDictionary.measurementColumns),
    ]
  }

  // MARK: For programs

  private struct Entry: Encodable {
    let file: String
    /// Of a constant; null for a column.
    let entity: OrNull<String>
    let name: String
    let meaning: String
    let allowed: String
    let units: [String]
    let isRequired: Bool
  }

  private static var entries: [Entry] {
    files.flatMap { file in
      file.columns.map { column in
        Entry(
          file: file.name, entity: OrNull(value: nil), name: column.name,
          meaning: DataMeaning.text(of: column.name, in: file.name), allowed: column.expected,
          units: [], isRequired: column.isRequired)
      }
    }
      + EntityKind.allCases.flatMap { kind in
        DataDictionary.constants(of: kind).map { constant in
          Entry(
            file: "calibration.csv", entity: OrNull(value: DataDictionary.form(of: kind)),
            name: constant.name, meaning: DataMeaning.text(of: constant.name, in: kind.rawValue),
            allowed: constant.expected, units: constant.units, isRequired: constant.isRequired)
        }
      }
  }

  private var table: ReportTable {
    ReportTable(
      ["file", "entity", "name", "meaning", "allowed", "units", "required"]
        .map(ReportTable.Column.left),
      rows: Self.entries.map { entry in
        [
          entry.file, entry.entity.value ?? "", entry.name, entry.meaning, entry.allowed,
          entry.units.joined(separator: " "), entry.isRequired ? "yes" : "no",
        ]
      })
  }
}
