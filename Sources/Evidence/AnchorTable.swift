import Tables

/// The columns of anchors.csv and the checks between them.
enum AnchorTable {
  static let id = Column("id", .key(expected: "a small-letter key", allowingCapitals: false))
  static let system = Column("system", .text(expected: "the system's name"))
  static let label = Column("label", .text(expected: "the text to draw beside the point"))
  static let role = Column<Anchor.Role>("role", .word())
  static let architecture = Column<Anchor.Architecture>("architecture", .word())
  static let model = Column(
    "model", .key(expected: "a model of the calibration", allowingCapitals: true))
  static let accelerator = Column(
    "accelerator", .key(expected: "an accelerator of the calibration", allowingCapitals: true))
  static let accelerators = Column("accelerators", .positiveInteger)
  static let tensorParallel = Column("tensor_parallel", .positiveInteger)
  static let workload = Column(
    "workload", .key(expected: "a small-letter key", allowingCapitals: false))
  static let promptTokens = Column("prompt_tokens", .number(in: .tokens, .positive))
  static let outputTokens = Column("output_tokens", .number(in: .tokens, .positive))
  static let throughput = Column("throughput", .number(.positive))
  static let throughputUnit = Column<Anchor.ThroughputUnit>("throughput_unit", .word())
  static let ttft = Column("ttft_ms", .number(in: .milliseconds, .positive))
  static let ttftBasis = Column("ttft_basis", basis)
  static let tpot = Column("tpot_ms", .number(in: .milliseconds, .positive))
  static let tpotBasis = Column("tpot_basis", basis)
  static let bandwidth = Column(
    "bandwidth_gb_s", .number(in: .gigabytesPerSecond, .positive), isRequired: false)
  static let overlap = Column("overlap", .number(.share), isRequired: false)
  static let relativeBand = Column("band_rel", .number(.properShare), isRequired: false)
  static let citation = CitationColumns(source: "citation", evidence: EvidenceGrade.ofAnchors)

  static let schema = Schema(
    [
      id.rule, system.rule, label.rule, role.rule, architecture.rule, model.rule,
      accelerator.rule, accelerators.rule, tensorParallel.rule, workload.rule,
      promptTokens.rule, outputTokens.rule, throughput.rule, throughputUnit.rule, ttft.rule,
      ttftBasis.rule, tpot.rule, tpotBasis.rule, bandwidth.rule, overlap.rule,
      relativeBand.rule,
    ] + citation.rules)

  private static let basis = CellFormat.key(
    expected: "a basis like 'p99', 'p90-slo' or 'median'", allowingCapitals: false)

  /// Reads what can be read; `complaints` gains all that is wrong within the file.
  static func read(
    _ bytes: [UInt8], file: String, complaints: inout [Complaint]
  ) -> (table: Table, anchors: [Anchor]) {
    let table = schema.read(bytes, file: file)
    let rows = table.rows.filter(\.isWhole)
    complaints += table.complaints + duplicates(rows) + rows.flatMap(crossColumnComplaints)
    return (table, rows.compactMap { try? Anchor($0) })
  }

  private static func duplicates(_ rows: [Row]) -> [Complaint] {
    var lines: [String: Int] = [:]
    return rows.compactMap { row in
      guard let id = row[id] else { return nil }
      guard let line = lines[id] else {
        lines[id] = row.line
        return nil
      }
      return row.complaint("id", "\(quoted(id)) is the id of line \(line) too; rename one")
    }
  }

  private static func crossColumnComplaints(_ row: Row) -> [Complaint] {
    var complaints: [Complaint] = []
    if let count = row[accelerators], let perInstance = row[tensorParallel],
      !count.isMultiple(of: perInstance)
    {
      complaints.append(
        row.complaint(
          "accelerators",
          "\(count) is not a multiple of tensor_parallel \(perInstance); "
            + "count the accelerators of whole instances"))
    }
    guard let architecture = row[architecture] else { return complaints }
    for name in [bandwidth.name, overlap.name] {
      guard let isEmpty = row.cell(name)?.text.isEmpty else { continue }
      let isDisaggregated = architecture == .disaggregated
      if isDisaggregated, isEmpty {
        complaints.append(
          row.complaint(name, "the cell is empty; a disaggregated row needs it, write a number"))
      } else if !isDisaggregated, !isEmpty {
        complaints.append(
          row.complaint(name, "only a disaggregated row has this; empty the cell"))
      }
    }
    return complaints
  }
}

extension Anchor {
  fileprivate init(_ row: Row) throws(Complaint) {
    id = try row.require(AnchorTable.id)
    system = try row.require(AnchorTable.system)
    label = try row.require(AnchorTable.label)
    role = try row.require(AnchorTable.role)
    architecture = try row.require(AnchorTable.architecture)
    model = try row.require(AnchorTable.model)
    accelerator = try row.require(AnchorTable.accelerator)
    accelerators = try row.require(AnchorTable.accelerators)
    tensorParallel = try row.require(AnchorTable.tensorParallel)
    workload = try row.require(AnchorTable.workload)
    promptTokens = try row.require(AnchorTable.promptTokens)
    outputTokens = try row.require(AnchorTable.outputTokens)
    throughput = try row.require(AnchorTable.throughput)
    throughputUnit = try row.require(AnchorTable.throughputUnit)
    ttftMilliseconds = try row.require(AnchorTable.ttft)
    ttftBasis = try row.require(AnchorTable.ttftBasis)
    tpotMilliseconds = try row.require(AnchorTable.tpot)
    tpotBasis = try row.require(AnchorTable.tpotBasis)
    bandwidthBytesPerSecond = row[AnchorTable.bandwidth]
    overlap = row[AnchorTable.overlap]
    relativeBand = row[AnchorTable.relativeBand]
    citation = try AnchorTable.citation.citation(of: row)
    line = row.line
    printed = row.texts
  }
}
