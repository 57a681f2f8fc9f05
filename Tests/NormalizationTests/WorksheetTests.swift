import Evidence
import TestSupport
import Testing

@testable import Normalization

/// The repository's evidence, with cells replaced and constants set.
func edition(
  replacing replacements: [(String, String)] = [], readings: [String] = [], settings: [String] = []
) throws -> Edition {
  let text = try replacements.reduce(try Repository.text("anchors.csv")) { text, pair in
    try #require(text.contains(pair.0))
    return text.replacing(pair.0, with: pair.1)
  }
  return try Repository.edition(readings: readings, settings: settings, anchors: text)
}

func audits(_ edition: Edition) throws -> [AnchorAudit] {
  try edition.anchors.map(Auditor(edition).audit)
}

@Suite struct WorksheetTests {
  /// Evidence as it is, and so that each kind of line occurs.
  static let cases:
    [(
      name: String, replacements: [(String, String)], readings: [String], settings: [String]
    )] = [
      ("as it is", [], [], []),
      (
        "the other readings", [],
        [
          "efficiencies=kernels", "decode=memory-bound", "pass=fused", "kv=reserved",
          "pools=sized", "ttft-bound=kept", "memory=label", "transfer=amortized",
        ], []
      ),
      ("a fused pass that computes", [], ["pass=fused"], []),
      (
        "every unit of throughput",
        [
          (",0.285,0.28,0.29,req/s,", ",791.93,,,tok/s,"),
          (",1.08,1.07,1.14,req/s,", ",0.54,,,req/s/gpu,"),
          (",0.27,0.265,0.275,req/s,", ",981,,,tok/s/gpu,"),
        ], [], []
      ),
      ("serialised", [(",chunked,", ",serialised,")], [], []),
      (
        "amortized transfers and slack", [], [],
        ["transfer.regime=amortized", "deployment.partition_slack=0.1"]
      ),
      ("a cluster of a million", [], [], ["deployment.cluster_instances=1000000"]),
      ("a contract that binds", [], [], ["contract/standard.tpot_ms=20"]),
      ("a contract that none meets", [], [], ["contract/standard.tpot_ms=10"]),
      ("too little memory", [], [], ["accelerator/A100.hbm_bytes=20e9"]),
      ("too slow a source", [], [], ["accelerator/A100.hbm_bytes_per_s=1e11"]),
    ]

  /// Python, given the inputs of a line, finds the same for its formula.
  @Test(.enabled(if: Python.isInstalled, "python3 is not installed"), arguments: cases.indices)
  func everyLineFollowsFromItsInputs(_ index: Int) throws {
    let (name, replacements, readings, settings) = Self.cases[index]
    let audits = try audits(
      try edition(replacing: replacements, readings: readings, settings: settings))
    let lines = audits.flatMap(\.worksheet.lines)
    try #require(lines.count > 100)
    let values = try Python.values(
      of: lines.map { line in
        Python.Sheet(
          given: Dictionary(uniqueKeysWithValues: line.inputs.map { ($0.symbol, $0.value) }),
          lines: [.init(line.expression)])
      })
    for (line, value) in zip(lines, values.joined()) {
      let value = try #require(value, "\(line.expression)")
      #expect(
        relativeDifference(value, line.result.value) < 1e-12,
        "\(name): \(line.result.symbol) is \(line.result.value), not \(value)")
    }
  }

  /// A formula that does not give what the conversion found, or cannot be computed, is no line.
  @Test func aLineThatDisagreesIsAnErrorThatNamesIt() throws {
    var writer = WorksheetWriter(row: "vllm")
    writer.begin(.band)
    writer.given("q", 2, from: .anchor(column: "throughput"))
    try writer.derive("G", "q²·3", "", "a number", expecting: 12 * (1 + 1e-12))
    for (formula, expected, complaint) in [
      ("G + 1", 12.0, "X = G + 1 gives 13.0, and the conversion 12.0"),
      ("G·κ", nil, "nothing is known by the name that starts here (character 3)"),
      ("G/(q − 2)", nil, "what starts here is not a finite number (character 1)"),
      ("G·", nil, "the end stands where a number or a name should"),
    ] {
      let error = #expect(throws: EvidenceError.self) {
        try writer.derive("X", formula, "", "a number", expecting: expected)
      }
      #expect(error?.description.hasPrefix("vllm: the worksheet's line X = \(formula)") == true)
      #expect(error?.description.contains(complaint) == true, "\(formula)")
    }
    #expect(writer.sections.flatMap(\.lines).map(\.result.symbol) == ["G"])
  }

  /// A row whose hidden transfers would save more than it costs ends at nothing, as in the figure.
  @Test func aContradictedRowIsNotBelowNothing() throws {
    let rows = try audits(
      try edition(
        replacing: [(",p99-slo,50,0.5,", ",p99-slo,0.05,0.5,")],
        settings: ["transfer.overlap_high=1"])
    ).filter { $0.row.isContradicted(atOverlap: 1) }
    #expect(rows.map(\.row.id) == ["splitwise-conversation"])
    let line = rows.first?.worksheet.lines.first { $0.result.symbol == "CPM_at_η_high" }
    #expect(line?.result.value == 0 && line?.expression.hasPrefix("max(0, ") == true)
  }

  @Test func aSymbolHasOneMeaning() throws {
    for audit in try audits(try edition()) {
      var values: [String: Double] = [:]
      for quantity in audit.worksheet.lines.flatMap({ $0.inputs + [$0.result] }) {
        #expect(values[quantity.symbol] ?? quantity.value == quantity.value)
        values[quantity.symbol] = quantity.value
      }
    }
  }

  @Test func lastLinesAreTheSteps() throws {
    for audit in try audits(try edition()) {
      for step in audit.row.steps {
        let section = try #require(
          audit.worksheet.sections.first { $0.topic == .step(step.name) })
        let cpm = try #require(section.lines.last)
        #expect(relativeDifference(cpm.result.value, step.cpm) < 1e-12)
        #expect(cpm.result.unit == "$/Mtok")
        let symbols = section.lines.map(\.result.symbol)
        guard step.name != .price else { continue }
        #expect(symbols.contains { $0.hasPrefix("prefill_") })
        #expect(symbols.contains { $0.hasPrefix("decode_") })
      }
    }
  }

  @Test func parameterCountAndKVLayoutMakeTheModelStep() throws {
    let rows = try audits(try edition()).filter { $0.row.anchor.model == "opt-66b" }
    try #require(rows.count == 4)
    for audit in rows {
      func value(_ symbol: String) throws -> Double {
        try #require(audit.worksheet.lines.first { $0.result.symbol == symbol }).result.value
      }
      let step = try #require(audit.row.steps.first { $0.name == .model })
      #expect(relativeDifference(try value("f_n") * value("f_KV"), step.decodeFactor) < 1e-12)
      #expect(try value("f_n") == step.prefillFactor)
      #expect(try value("f_KV") < 1)
      let cpm = try #require(audit.row.cpm)
      #expect(relativeDifference(try value("CPM_minus"), 0.9 * cpm) < 1e-12)
      #expect(relativeDifference(try value("CPM_plus"), 1.1 * cpm) < 1e-12)
    }
  }

  @Test func infeasibleRowsSayWhereAndWhy() throws {
    let tight = try audits(try edition(settings: ["contract/standard.tpot_ms=10"]))
    for audit in tight {
      let why = try #require(audit.infeasibility)
      #expect(audit.row.cpm == nil && audit.prediction == nil)
      #expect(why.step == .contract && why.reason.contains("no batch meets the contract"))
      let last = try #require(audit.worksheet.lines.last)
      #expect(last.result.symbol == "b_ref" && last.result.value < 1)
    }
    let small = try audits(try edition(settings: ["accelerator/A100.hbm_bytes=20e9"]))
    let onA100 = small.filter { $0.row.anchor.accelerator == "A100" }
    #expect(onA100.count > 5)
    for audit in onA100 {
      let why = try #require(audit.infeasibility)
      #expect(why.step == .published && why.reason.contains("memory"))
    }
    #expect(small.contains { $0.infeasibility == nil })
  }

  /// The same traffic in another unit is the same point.
  @Test func unitsOfThroughputAgree() throws {
    let rate = 0.285 * (2340 + 438.7)
    let expected = try #require(try audits(try edition()).first?.row.cpm)
    for text in ["\(rate),,,tok/s", "\(rate / 2),,,tok/s/gpu", "\(0.285 / 2),,,req/s/gpu"] {
      let other = try audits(try edition(replacing: [(",0.285,0.28,0.29,req/s,", ",\(text),")]))
      let cpm = try #require(other.first?.row.cpm)
      #expect(relativeDifference(cpm, expected) < 1e-12)
    }
  }

  /// What the audit says of another reading is what a run under it finds.
  @Test func otherReadingsAreRunsUnderThem() throws {
    let plain = try edition(readings: ["kv=reserved"])
    let audits = try audits(plain)
    let names = try #require(audits.first).otherReadings.map(\.reading.description)
    #expect(names.contains("efficiencies=kernels") && names.contains("kv=paged"))
    #expect(!names.contains("kv=reserved") && !names.contains("rows=section-5.1"))
    for (index, reading) in try #require(audits.first).otherReadings.map(\.reading).enumerated() {
      let normalizer = try Normalizer(plain.with(readings: [reading]))
      for audit in audits {
        let other = audit.otherReadings[index]
        #expect(other.reading == reading)
        #expect(other.cpm == (try normalizer.normalize(audit.row.anchor).cpm))
        guard let cpm = audit.row.cpm, let changed = other.cpm else { continue }
        #expect(relativeDifference(cpm * (1 + (try #require(other.change))), changed) < 1e-12)
      }
    }
  }
}
