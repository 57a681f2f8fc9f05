import Tables

/// One published operating point: a row of anchors.csv.
public struct Anchor: Equatable, Sendable {
  public enum Role: String, CaseIterable, Sendable {
    /// Takes part in the Pareto envelope.
    case envelope
    /// Drawn and named, not in the envelope.
    case reference
  }

  public enum Architecture: String, CaseIterable, Sendable {
    case continuous, chunked, disaggregated, serialised
  }

  /// What the published throughput counts; tokens are prompt + output tokens.
  public enum ThroughputUnit: String, CaseIterable, Sendable {
    case requestsPerSecond = "req/s"
    case requestsPerSecondPerAccelerator = "req/s/gpu"
    case tokensPerSecond = "tok/s"
    case tokensPerSecondPerAccelerator = "tok/s/gpu"
  }

  public let id: String
  public let system: String
  /// The text drawn beside the point.
  public let label: String
  public let role: Role
  public let architecture: Architecture
  /// A model of the calibration, without `model/`.
  public let model: String
  /// An accelerator of the calibration, without `accelerator/`.
  public let accelerator: String
  /// How many accelerators the throughput was measured on; a multiple of `tensorParallel`.
  public let accelerators: Int
  public let tensorParallel: Int
  public let workload: String
  /// Mean prompt tokens of a request.
  public let promptTokens: Double
  /// Mean output tokens of a request.
  public let outputTokens: Double
  /// As published, in `throughputUnit`.
  public let throughput: Double
  public let throughputUnit: ThroughputUnit
  /// Time to first token, ms, as published.
  public let ttftMilliseconds: Double
  /// What `ttftMilliseconds` is: `median`, `p90-slo` …
  public let ttftBasis: String
  /// Time per output token that the throughput was reported under, ms.
  public let tpotMilliseconds: Double
  public let tpotBasis: String
  /// Realised point-to-point bandwidth, B/s; of disaggregated rows, and only of those.
  public let bandwidthBytesPerSecond: Double?
  /// Share of the transfer hidden behind decode, η_pub; of disaggregated rows, and only of those.
  public let overlap: Double?
  /// Published or stated relative error of the cost.
  public let relativeBand: Double?
  public let citation: Citation
  /// The line of anchors.csv, from 1.
  public let line: Int
  /// Each cell's text, by the column's name in anchors.csv.
  public let printed: [String: String]
}

extension Anchor {
  /// α = P / (P + D) (Eq. 3).
  public var prefillShare: Double { promptTokens / (promptTokens + outputTokens) }

  /// Served (prompt + output) tokens per second of one accelerator.
  ///
  /// Of the row's prompt tokens, those that came from a prefix cache count as served.
  public var tokensPerSecondPerAccelerator: Double {
    let tokensPerRequest = promptTokens + outputTokens
    return switch throughputUnit {
    case .requestsPerSecond: throughput * tokensPerRequest / Double(accelerators)
    case .requestsPerSecondPerAccelerator: throughput * tokensPerRequest
    case .tokensPerSecond: throughput / Double(accelerators)
    case .tokensPerSecondPerAccelerator: throughput
    }
  }
}

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
    // What an incomplete row lacks has been complained of.
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
