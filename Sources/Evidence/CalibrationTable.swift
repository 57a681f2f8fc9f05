import Tables

/// The columns of calibration.csv and the checks between them.
enum CalibrationTable {
  static let entity = Column("entity", Entity.format)
  static let parameter = Column("parameter", .text(expected: "the name of a constant"))
  static let value = Column("value", .text(expected: "a number or a word"))
  static let unit = Column("unit", .text(expected: "the unit ('1' for none)"))
  static let asOf = Column("as_of", .date, isRequired: false)
  static let choice = Column(
    "choice", .key(expected: "the name of a choice", allowingCapitals: false), isRequired: false)
  static let reading = Column(
    "reading", .key(expected: "the name of a reading", allowingCapitals: true), isRequired: false)
  static let low = Column("low", .number(), isRequired: false)
  static let high = Column("high", .number(), isRequired: false)
  static let citation = CitationColumns(source: "source", evidence: EvidenceGrade.ofConstants)

  static let schema = Schema(
    [
      entity.rule, parameter.rule, value.rule, unit.rule, asOf.rule, choice.rule, reading.rule,
      low.rule, high.rule,
    ] + citation.rules)

  /// Reads what can be read; `complaints` gains all that is wrong within the file.
  static func read(
    _ bytes: [UInt8], file: String, complaints: inout [Complaint]
  ) -> (table: Table, constants: [Constant]) {
    let table = schema.read(bytes, file: file)
    let rows = table.rows.filter(\.isWhole)
    complaints += table.complaints + duplicates(rows) + danglingReferences(rows, in: table)
    complaints += missingRows(table)
    let constants = rows.compactMap { row in constant(row, complaints: &complaints) }
    complaints += ChoiceCheck(rows, in: table).complaints
    return (table, constants)
  }

  private static func constant(_ row: Row, complaints: inout [Complaint]) -> Constant? {
    guard let entity = row[entity] else { return nil }
    if entity.isRate, row.cell(asOf.name)?.text == "" {
      complaints.append(
        row.complaint(asOf.name, "the cell is empty; a rate needs \(asOf.format.expected)"))
    }
    let parameter = row.map(parameter, complaints: &complaints) { name throws(CellFault) in
      try entity.kind.parameter(named: name)
    }
    guard let parameter else { return nil }
    let knownUnit = row.map(unit, complaints: &complaints) { name throws(CellFault) in
      try parameter.units.unit(named: name)
    }
    guard let unit = knownUnit else {
      // In a unit that is not known any number may be within its range.
      _ = row.map(value, complaints: &complaints) { text throws(CellFault) in
        try parameter.checkForm(of: text)
      }
      return nil
    }
    let content = row.map(value, complaints: &complaints) { text throws(CellFault) in
      try parameter.value(text, unit: unit)
    }
    guard let content else { return nil }
    let range = range(of: row, around: content, parameter, in: unit, complaints: &complaints)
    guard let citation = try? citation.citation(of: row) else { return nil }
    return Constant(
      entity: entity, parameter: parameter.name, text: row[value] ?? "",
      value: content, unit: unit.name, asOf: row[asOf],
      reading: alternative(row), range: range,
      citation: citation, line: row.line, isOverride: false)
  }

  private static func alternative(_ row: Row) -> Reading? {
    row[choice].map { Reading(choice: $0, name: row[reading] ?? "") }
  }

  /// `low` to `high` in the base unit, both of them values that the parameter may have.
  private static func range(
    of row: Row, around value: Constant.Value, _ parameter: Parameter, in unit: Unit,
    complaints: inout [Complaint]
  ) -> ClosedRange<Double>? {
    guard case .number(let printed, _) = value else {
      for column in [low, high] where row.cell(column.name)?.text.isEmpty == false {
        complaints.append(row.complaint(column.name, "a word has no range; empty the cell"))
      }
      return nil
    }
    guard
      RangeColumns(low: low, high: high)
        .range(of: row, around: printed, complaints: &complaints) != nil,
      let least = end(low, of: row, parameter, in: unit, complaints: &complaints),
      let most = end(high, of: row, parameter, in: unit, complaints: &complaints)
    else { return nil }
    return least...most
  }

  private static func end(
    _ column: Column<Double>, of row: Row, _ parameter: Parameter, in unit: Unit,
    complaints: inout [Complaint]
  ) -> Double? {
    let text = row.cell(column.name)?.text ?? ""
    do throws(CellFault) {
      guard case .number(_, let base) = try parameter.value(text, unit: unit) else { return nil }
      return base
    } catch {
      complaints.append(row.complaint(column.name, error.description))
      return nil
    }
  }

  private struct DatedName: Hashable {
    let entity: Entity
    let parameter: String
    let asOf: String
    let reading: Reading?
  }

  private static func duplicates(_ rows: [Row]) -> [Complaint] {
    var lines: [DatedName: Int] = [:]
    return rows.compactMap { row in
      guard let entity = row[entity], let parameter = row[parameter],
        let asOf = row.cell(asOf.name)?.text
      else { return nil }
      let reading = alternative(row)
      let name = DatedName(entity: entity, parameter: parameter, asOf: asOf, reading: reading)
      guard let line = lines[name] else {
        lines[name] = row.line
        return nil
      }
      let date = asOf.isEmpty ? "without a date" : "as of \(asOf)"
      let under = reading.map { " under \($0)" } ?? ""
      return row.complaint(
        self.entity.name,
        "\(entity).\(parameter) \(date)\(under) is in line \(line) too; remove one, or date it")
    }
  }

  private static func danglingReferences(_ rows: [Row], in table: Table) -> [Complaint] {
    guard table.isComplete else { return [] }
    var accelerators = References(to: .accelerator, in: table)
    var links = References(to: .interconnect, in: table)
    return rows.compactMap { row in
      switch row[entity] {
      case .rate(_, let accelerator):
        accelerators.fault(accelerator).map { row.complaint(self.entity.name, $0) }
      case .accelerator where row[parameter] == "scale_up_link":
        row[value].flatMap { links.fault($0) }.map { row.complaint(self.value.name, $0) }
      default: nil
      }
    }
  }

  private static func missingRows(_ table: Table) -> [Complaint] {
    guard table.isComplete else { return [] }
    var entities: [(name: Entity, row: Row?)] = []
    var present: [Entity: Set<String>] = [:]
    for row in table.rows {
      guard let name = row[entity] else { continue }
      if present[name] == nil { entities.append((name, row)) }
      present[name, default: []].formUnion(row[parameter].map { [$0] } ?? [])
    }
    for kind in EntityKind.allCases {
      let required = kind.required.filter { present[$0] == nil }
      entities += required.map { ($0, nil) }
    }
    return entities.flatMap { name, row in
      name.kind.parameters.filter { $0.isRequired && !present[name, default: []].contains($0.name) }
        .map { missingRow(of: name, $0, first: row, in: table) }
    }
  }

  /// A complaint that stands at the first row of the entity, or at the header if there is none.
  private static func missingRow(
    of name: Entity, _ parameter: Parameter, first row: Row?, in table: Table
  ) -> Complaint {
    let unit = parameter.units.units[0].name
    let message =
      "\(name) has no \(parameter.name) (\(parameter.expected)); "
      + "add a row \(name),\(parameter.name),VALUE,\(unit),…"
    return row?.complaint(entity.name, message)
      ?? Complaint(
        file: table.file, line: table.headerLine, column: 1, field: entity.name,
        message: message)
  }
}
