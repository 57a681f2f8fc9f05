import CostModel
import Tables

/// The columns of anchors.csv and the checks between them.
enum AnchorTable {
  static let id = Column("id", .key(expected: "a small-letter key", allowingCapitals: false))
  static let system = Column("system", .text(expected: "the system's name"))
  static let label = Column("label", .text(expected: "the text to draw beside the point"))
  static let section = Column("section", .word(of: ["5.1"]), isRequired: false)
  static let architecture = Column<Architecture>("architecture", .word())
  static let model = Column(
    "model", .key(expected: "a model of the calibration", allowingCapitals: true))
  static let accelerator = Column(
    "accelerator", .key(expected: "an accelerator of the calibration", allowingCapitals: true))
  static let accelerators = Column("accelerators", .integer(.machines))
  static let tensorParallel = Column("tensor_parallel", .integer(.machines))
  static let workload = Column(
    "workload", .key(expected: "a small-letter key", allowingCapitals: false))
  static let promptTokens = Column("prompt_tokens", .number(in: .tokens, .tokens))
  static let outputTokens = Column("output_tokens", .number(in: .tokens, .tokens))
  static let throughput = Column("throughput", .number(.throughput))
  static let throughputUnit = Column<Anchor.ThroughputUnit>("throughput_unit", .word())
  static let throughputLow = Column("throughput_low", .number(.throughput), isRequired: false)
  static let throughputHigh = Column("throughput_high", .number(.throughput), isRequired: false)
  static let ttftLimit = Column(
    "ttft_limit_ms", .number(in: .milliseconds, .milliseconds), isRequired: false)
  static let ttftLimitStatistic = Column<Anchor.TTFTLimit.Statistic>(
    "ttft_limit_statistic", .word(), isRequired: false)
  static let ttftMeasured = Column(
    "ttft_measured_ms", .number(in: .milliseconds, .milliseconds), isRequired: false)
  static let ttftMeasuredStatistic = Column<Anchor.TTFTMeasurement.Statistic>(
    "ttft_measured_statistic", .word(), isRequired: false)
  static let tpot = Column("tpot_ms", .number(in: .milliseconds, .milliseconds))
  static let tpotStatistic = Column(
    "tpot_statistic",
    .key(expected: "a statistic like 'p99', 'p90-slo' or 'mean'", allowingCapitals: false))
  static let bandwidth = Column(
    "bandwidth_gb_s", .number(in: .gigabytesPerSecond, .linkBandwidth), isRequired: false)
  static let overlap = Column("overlap", .number(.share), isRequired: false)
  static let relativeBand = Column("band_rel", .number(.properShare), isRequired: false)
  static let citation = CitationColumns(source: "citation", evidence: EvidenceGrade.ofAnchors)

  static let schema = Schema(
    [
      id.rule, system.rule, label.rule, section.rule, architecture.rule, model.rule,
      accelerator.rule, accelerators.rule, tensorParallel.rule, workload.rule,
      promptTokens.rule, outputTokens.rule, throughput.rule, throughputLow.rule,
      throughputHigh.rule, throughputUnit.rule, ttftLimit.rule, ttftLimitStatistic.rule,
      ttftMeasured.rule, ttftMeasuredStatistic.rule, tpot.rule, tpotStatistic.rule,
      bandwidth.rule, overlap.rule, relativeBand.rule,
    ] + citation.rules)

  /// Reads what can be read; `complaints` gains all that is wrong within the file.
  static func read(
    _ bytes: consuming [UInt8], file: String, complaints: inout [Complaint]
  ) -> (table: Table, anchors: [Anchor]) {
    let table = schema.read(bytes, file: file)
    let rows = table.rows.filter(\.isWhole)
    complaints += table.complaints + rows.repeats(of: id) + rows.flatMap(crossColumnComplaints)
    for row in rows {
      complaints += ttftComplaints(row)
      guard let value = row[throughput] else { continue }
      _ = throughputRange.range(of: row, around: value, complaints: &complaints)
    }
    // What is faulty is not computed with.
    return (table, complaints.isEmpty ? rows.compactMap { try? Anchor($0) } : [])
  }

  static let throughputRange = RangeColumns(low: throughputLow, high: throughputHigh)

  /// A number without what it is, what it is without a number, and neither of the two TTFT.
  private static func ttftComplaints(_ row: Row) -> [Complaint] {
    func isEmpty(_ column: String) -> Bool { row.cell(column)?.text.isEmpty ?? false }
    var complaints: [Complaint] = []
    for (number, statistic) in [
      (ttftLimit.rule, (ttftLimitStatistic.name, ttftLimitStatistic.format.expected)),
      (ttftMeasured.rule, (ttftMeasuredStatistic.name, ttftMeasuredStatistic.format.expected)),
    ] {
      let (hasNumber, hasStatistic) = (!isEmpty(number.name), !isEmpty(statistic.0))
      if hasNumber, !hasStatistic {
        complaints.append(
          row.complaint(
            statistic.0, "the cell is empty; \(number.name) needs it, write \(statistic.1)"))
      } else if hasStatistic, !hasNumber {
        complaints.append(
          row.complaint(number.name, "the cell is empty; \(statistic.0) needs it, write a number"))
      }
    }
    if complaints.isEmpty, isEmpty(ttftLimit.name), isEmpty(ttftMeasured.name) {
      complaints.append(
        row.complaint(
          ttftLimit.name,
          "the row has neither a TTFT limit nor a measured TTFT; "
            + "fill this or \(ttftMeasured.name), with its statistic"))
    }
    return complaints
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
    section = row[AnchorTable.section]
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
    var ignored: [Complaint] = []
    throughputRange = AnchorTable.throughputRange
      .range(of: row, around: throughput, complaints: &ignored)
    ttftLimit = row[AnchorTable.ttftLimit].flatMap { limit in
      row[AnchorTable.ttftLimitStatistic].map { TTFTLimit(milliseconds: limit, statistic: $0) }
    }
    ttftMeasured = row[AnchorTable.ttftMeasured].flatMap { measured in
      row[AnchorTable.ttftMeasuredStatistic].map {
        TTFTMeasurement(milliseconds: measured, statistic: $0)
      }
    }
    tpotMilliseconds = try row.require(AnchorTable.tpot)
    tpotStatistic = try row.require(AnchorTable.tpotStatistic)
    bandwidthBytesPerSecond = row[AnchorTable.bandwidth]
    overlap = row[AnchorTable.overlap]
    relativeBand = row[AnchorTable.relativeBand]
    citation = try AnchorTable.citation.citation(of: row)
    line = row.line
    printed = row.texts
  }
}
