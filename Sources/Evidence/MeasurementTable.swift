import Tables

/// The columns of measurements.csv and the checks between them.
enum MeasurementTable {
  static let id = Column("id", .key(expected: "a small-letter key", allowingCapitals: false))
  static let kind = Column<Measurement.Kind>("kind", .word())
  static let round = Column("round", .text(expected: "a round of MLPerf"), isRequired: false)
  static let submitter = Column("submitter", .text(expected: "who ran it"), isRequired: false)
  static let system = Column("system", .text(expected: "the system's name"), isRequired: false)
  static let accelerator = Column("accelerator", .text(expected: "an accelerator"))
  static let accelerators = Column("accelerators", .integer(.machines))
  static let architecture = Column<Measurement.Architecture>("architecture", .word())
  static let precision = Column(
    "precision", .word(of: Precision.allCases.map(\.rawValue) + ["unstated"]))
  static let promptTokens = Column("prompt_tokens", .number(in: .tokens, .tokens))
  static let outputTokens = Column("output_tokens", .number(in: .tokens, .tokens))
  static let requestRate = Column("request_rate_per_s", .number(.requestRate))
  static let ttftLimit = Column("ttft_limit_ms", .number(in: .milliseconds, .milliseconds))
  static let tpotLimit = Column("tpot_limit_ms", .number(in: .milliseconds, .milliseconds))
  static let ttftP50 = latency("ttft_p50_ms")
  static let ttftP99 = latency("ttft_p99_ms")
  static let tpotP50 = latency("tpot_p50_ms")
  static let tpotP99 = latency("tpot_p99_ms")
  static let prefillInstances = Column(
    "prefill_instances", .integer(.machines), isRequired: false)
  static let decodeInstances = Column("decode_instances", .integer(.machines), isRequired: false)
  static let software = Column("software", .text(expected: "the serving software and its version"))
  static let pair = Column(
    "pair", .key(expected: "a small-letter key", allowingCapitals: false), isRequired: false)
  static let citation = Column("citation", .text(expected: "where the numbers come from"))
  static let locator = Column(
    "locator", .text(expected: "the table, figure, section or file of the source"))
  static let note = Column("note", .text(expected: "a remark"), isRequired: false)

  private static func latency(_ name: String) -> Column<Double> {
    Column(name, .number(in: .milliseconds, .milliseconds), isRequired: false)
  }

  static let schema = Schema([
    id.rule, kind.rule, round.rule, submitter.rule, system.rule, accelerator.rule,
    accelerators.rule, architecture.rule, precision.rule, promptTokens.rule, outputTokens.rule,
    requestRate.rule, ttftLimit.rule, tpotLimit.rule, ttftP50.rule, ttftP99.rule, tpotP50.rule,
    tpotP99.rule, prefillInstances.rule, decodeInstances.rule, software.rule, pair.rule,
    citation.rule, locator.rule, note.rule,
  ])

  /// Reads what can be read; `complaints` gains all that is wrong within the file.
  static func read(
    _ bytes: [UInt8], file: String, complaints: inout [Complaint]
  ) -> [Measurement] {
    let table = schema.read(bytes, file: file)
    let rows = table.rows.filter(\.isWhole)
    complaints += table.complaints + rows.repeats(of: id) + rows.flatMap(complaintsWithin)
    // The run that a pair seems to lack may be in a row that could not be read.
    if table.isComplete, table.complaints.isEmpty { complaints += pairComplaints(rows) }
    return rows.compactMap { try? Measurement($0) }
  }

  private static func complaintsWithin(_ row: Row) -> [Complaint] {
    var complaints: [Complaint] = []
    for (median, tail) in [(ttftP50, ttftP99), (tpotP50, tpotP99)] {
      guard let least = row[median], let most = row[tail], least > most else { continue }
      complaints.append(
        row.complaint(
          median.name,
          "\(DataText.text(least)) is above \(tail.name) \(DataText.text(most)); exchange the two"))
    }
    for (one, other) in [(prefillInstances, decodeInstances), (decodeInstances, prefillInstances)] {
      if row[one] != nil, row[architecture].map({ $0 != .disaggregated }) ?? false {
        complaints.append(
          row.complaint(one.name, "only a disaggregated row has this; empty the cell"))
      } else if row[one] == nil, row[other] != nil {
        complaints.append(
          row.complaint(one.name, "the cell is empty; a row with \(other.name) needs both"))
      }
    }
    return complaints
  }

  /// A pair has one run of each side, of one kind, under one contract, with prompts of one length.
  private static func pairComplaints(_ rows: [Row]) -> [Complaint] {
    var runsOfPair: [String: [Row]] = [:]
    let ids = rows.compactMap { row in
      row[pair].map { id in
        runsOfPair[id, default: []].append(row)
        return id
      }
    }
    return ids.withoutRepeats().flatMap { id -> [Complaint] in
      let runs = runsOfPair[id] ?? []
      let first = runs[0]
      let disaggregated = runs.count { $0[architecture] == .disaggregated }
      guard runs.count == 2, disaggregated == 1 else {
        return [
          first.complaint(
            pair.name,
            "\(quoted(id)) has \(runs.count - disaggregated) colocated and \(disaggregated) "
              + "disaggregated rows; it takes one of each")
        ]
      }
      return [kind.name, ttftLimit.name, tpotLimit.name, promptTokens.name].compactMap { column in
        let texts = runs.map { $0.cell(column)?.text ?? "" }
        guard texts[0] != texts[1] else { return nil }
        return runs[1].complaint(
          column, "\(texts[1]) is \(texts[0]) in line \(first.line), the other side of \(id)")
      }
    }
  }
}

extension Measurement {
  fileprivate init(_ row: Row) throws(Complaint) {
    typealias Table = MeasurementTable
    id = try row.require(Table.id)
    kind = try row.require(Table.kind)
    round = row[Table.round]
    submitter = row[Table.submitter]
    system = row[Table.system]
    accelerator = try row.require(Table.accelerator)
    accelerators = try row.require(Table.accelerators)
    architecture = try row.require(Table.architecture)
    precision = Precision(rawValue: try row.require(Table.precision))
    promptTokens = try row.require(Table.promptTokens)
    outputTokens = try row.require(Table.outputTokens)
    requestRate = try row.require(Table.requestRate)
    ttftLimitMs = try row.require(Table.ttftLimit)
    tpotLimitMs = try row.require(Table.tpotLimit)
    ttftP50Ms = row[Table.ttftP50]
    ttftP99Ms = row[Table.ttftP99]
    tpotP50Ms = row[Table.tpotP50]
    tpotP99Ms = row[Table.tpotP99]
    prefillInstances = row[Table.prefillInstances]
    decodeInstances = row[Table.decodeInstances]
    software = try row.require(Table.software)
    pair = row[Table.pair]
    citation = try row.require(Table.citation)
    locator = try row.require(Table.locator)
    note = row[Table.note] ?? ""
  }
}
