import Tables

/// What is wrong between the rows of choices: after a reading of each is picked, every constant has
/// to be there once.
struct ChoiceCheck {
  private typealias Table = CalibrationTable

  private struct Name: Hashable {
    let entity: Entity
    let parameter: String
    let asOf: String
  }

  private let rows: [Row]
  /// The readings of each choice, in file order.
  private let readings: [String: [String]]
  private(set) var complaints: [Complaint] = []

  /// - Parameter rows: the whole ones of `table`.
  init(_ rows: [Row], in table: Tables.Table) {
    self.rows = rows
    var readings: [String: [String]] = [:]
    for row in rows {
      guard let choice = row[Table.choice], let reading = row[Table.reading] else { continue }
      readings[choice, default: []].append(reading)
    }
    self.readings = readings.mapValues { $0.withoutRepeats() }
    for row in rows { check(row) }
    // A row that could not be read may be the one that seems to be missing.
    guard table.isComplete, rows.count == table.rows.count else { return }
    checkDefaults()
    checkReadings()
  }

  private mutating func complain(_ row: Row, _ column: String, _ message: String) {
    complaints.append(row.complaint(column, message))
  }

  /// What a row says of choices by itself.
  private mutating func check(_ row: Row) {
    let (choice, reading) = (row[Table.choice], row[Table.reading])
    if choice != nil, row.cell(Table.reading.name)?.text == "" {
      complain(
        row, Table.reading.name, "the cell is empty; a row with a choice names its reading")
    }
    if reading != nil, row.cell(Table.choice.name)?.text == "" {
      complain(row, Table.choice.name, "the cell is empty; a row with a reading names its choice")
    }
    guard let entity = row[Table.entity] else { return }
    if entity.isRate, choice != nil {
      complain(row, Table.choice.name, "a price belongs to no choice; empty the cell")
    }
    guard case .choice(let name) = entity else { return }
    guard row[Table.parameter] == "reading" else {
      if choice != nil {
        complain(row, Table.choice.name, "of the rows of a choice only reading has this; empty it")
      }
      return
    }
    if let choice, choice != name {
      complain(row, Table.choice.name, "\(quoted(choice)) is not \(name), whose reading this is")
    }
    if let reading, let value = row[Table.value], value != reading {
      complain(row, Table.reading.name, "\(quoted(reading)) is not the value \(quoted(value))")
    }
    if let value = row[Table.value], let known = Self.known[name], !known.contains(value) {
      complain(row, Table.value.name, "\(CellFault.notOneOf(known, value))")
    }
  }

  /// The readings of the choices that are rules of this program.
  private static let known = [
    RowsRule.choice: RowsRule.allCases.map(\.rawValue),
    TTFTRule.choice: TTFTRule.allCases.map(\.rawValue),
  ]

  /// Every choice has a default, which is one of its readings.
  private mutating func checkDefaults() {
    var defaults: Set<String> = []
    for row in rows {
      guard case .choice(let name)? = row[Table.entity], row[Table.parameter] == "default",
        let value = row[Table.value]
      else { continue }
      defaults.insert(name)
      let known = readings[name, default: []]
      if known.isEmpty {
        complain(
          row, Table.entity.name,
          "choice \(name) has no readings; name it in the column choice of the rows that its "
            + "readings set, or add rows choice/\(name),reading")
      } else if !known.contains(value) {
        complain(row, Table.value.name, "\(CellFault.notOneOf(known, value))")
      } else if known.count == 1 {
        complain(
          row, Table.entity.name,
          "choice \(name) has the reading \(value) alone; add the rows of another with it in the "
            + "column reading, or remove the choice from its rows")
      }
    }
    // One whose default could not be read is complained of there, one with no default by the table.
    let named = Set(rows.compactMap { $0[Table.entity] })
    for (name, row) in firstRows()
    where !defaults.contains(name) && !named.contains(.choice(name)) {
      let suggestion = Spelling.suggestion(for: name, among: defaults.sorted())
      complain(
        row, Table.choice.name,
        "choice \(quoted(name)) has no default"
          + (suggestion.isEmpty
            ? "; add a row choice/\(name),default,READING,word,…" : suggestion))
    }
  }

  private func firstRows() -> [(String, Row)] {
    var seen: Set<String> = []
    return rows.compactMap { row in
      row[Table.choice].flatMap { seen.insert($0).inserted ? ($0, row) : nil }
    }
  }

  /// What one reading of a choice sets every reading of it sets, and nothing else does.
  private mutating func checkReadings() {
    var users: [(name: Name, rows: [Row])] = []
    var indices: [Name: Int] = [:]
    for row in rows {
      guard let entity = row[Table.entity], entity.kind != .choice,
        let parameter = row[Table.parameter]
      else { continue }
      let asOf = row.cell(Table.asOf.name)?.text ?? ""
      let name = Name(entity: entity, parameter: parameter, asOf: asOf)
      if let index = indices[name] {
        users[index].rows.append(row)
      } else {
        indices[name] = users.count
        users.append((name, [row]))
      }
    }
    for (name, rows) in users { check(name, rows) }
  }

  private mutating func check(_ name: Name, _ rows: [Row]) {
    guard let first = rows.first(where: { $0[Table.choice] != nil }),
      let choice = first[Table.choice]
    else { return }
    let constant = "\(name.entity).\(name.parameter)"
    for row in rows where row[Table.choice] != choice {
      let other = row[Table.choice].map { "of choice \($0)" } ?? "without a choice"
      complain(
        row, Table.choice.name,
        "\(constant) is set by choice \(choice) in line \(first.line); a row of it \(other) "
          + "would hide that or be hidden")
    }
    let set = rows.compactMap { $0[Table.choice] == choice ? $0[Table.reading] : nil }
    let known = Set(set)
    let missing = readings[choice, default: []].filter { !known.contains($0) }
    guard !missing.isEmpty, let reading = set.first else { return }
    complain(
      first, Table.reading.name,
      "\(choice)=\(reading) sets \(constant) and \(choice)=\(missing[0]) does not; add its row, "
        + "or the readings are \(set.withoutRepeats().joined(separator: ", "))")
  }
}
