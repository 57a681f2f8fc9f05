import Evidence
import TestSupport
import Testing

/// A dataset that figures have to stand.
struct CorpusCase: CustomTestStringConvertible, Sendable {
  let name: String
  /// Whether Figure 3, which takes longest, is drawn of it too.
  var hasPanels = false
  let edition: @Sendable () throws -> Edition

  var testDescription: String { name }

  private static func rows(
    _ name: String, settings: [String] = [], hasPanels: Bool = false,
    _ change: @escaping @Sendable (AnchorRows) -> AnchorRows
  ) -> CorpusCase {
    CorpusCase(name: name, hasPanels: hasPanels) {
      try Repository.edition(settings: settings, anchors: change(AnchorRows()).csv)
    }
  }

  private static func labelled(
    _ name: String, hasPanels: Bool = false, _ label: @escaping @Sendable (Int, String) -> String
  ) -> CorpusCase {
    rows(name, hasPanels: hasPanels) { $0.with("label", label) }
  }

  private static let throughputs = AnchorRows.throughputs
  private static let firstTokens = AnchorRows.firstTokens

  static let all: [CorpusCase] = [
    CorpusCase(name: "as shipped") { try Repository.edition() },
    CorpusCase(name: "Lambda's prices") { try Repository.edition(pin: "Lambda@2026-09-20") },
    CorpusCase(name: "AWS's prices") { try Repository.edition(pin: "AWS@2026-09-19") },
    CorpusCase(name: "old prices", hasPanels: true) {
      try Repository.edition(pin: "Lambda@2024-09-24")
    },
    CorpusCase(name: "rows of section 5.1") {
      try Repository.edition(readings: ["rows=section-5.1"])
    },
    CorpusCase(name: "measured TTFT") { try Repository.edition(readings: ["ttft=measured"]) },
    CorpusCase(name: "fused passes") { try Repository.edition(readings: ["pass=fused"]) },
    CorpusCase(name: "memory-bound decode, amortized transfers") {
      try Repository.edition(readings: ["decode=memory-bound", "transfer=amortized"])
    },
    rows("one disaggregated anchor", hasPanels: true) {
      $0.only { rows, row in rows[row, "id"] == "distserve-chat" }
    },
    rows("one chunked anchor") { $0.only { rows, row in rows[row, "id"] == "sarathi-sharegpt4" } },
    rows("one continuous anchor without a limit") {
      $0.only { rows, row in rows[row, "ttft_limit_ms"].isEmpty }
    },
    rows("two anchors") {
      $0.only { rows, row in ["distserve-chat", "sarathi-sharegpt4"].contains(rows[row, "id"]) }
    },
    rows("sixty anchors", hasPanels: true) { $0.repeated(to: 60) },
    rows("two hundred anchors") { $0.repeated(to: 200) },
    rows("all on one spot", hasPanels: true) { rows in
      var copy = rows.repeated(to: 8)
      for index in copy.indices {
        for column in [
          "system", "architecture", "model", "accelerator", "accelerators", "tensor_parallel",
          "prompt_tokens", "output_tokens", "throughput", "throughput_low", "throughput_high",
          "throughput_unit", "ttft_limit_ms", "ttft_limit_statistic", "ttft_measured_ms",
          "ttft_measured_statistic", "tpot_ms", "tpot_statistic", "bandwidth_gb_s", "overlap",
          "band_rel",
        ] { copy[index, column] = rows[3, column] }
      }
      return copy
    },
    rows("very early first tokens", hasPanels: true) { $0.scaling(firstTokens) { _ in 0.01 } },
    rows("very late first tokens") { $0.scaling(firstTokens) { _ in 100 } },
    rows("first tokens over six decades") { rows in
      rows.scaling(firstTokens) { index in [0.01, 1, 1000][index % 3] }
    },
    rows("very cheap") { $0.scaling(throughputs) { _ in 40 } },
    rows("very dear") { $0.scaling(throughputs) { _ in 0.001 } },
    rows("costs over four decades") { rows in
      rows.scaling(throughputs) { index in [0.01, 1, 10][index % 3] }
    },
    labelled("long names", hasPanels: true) { index, text in
      "\(text): a name that somebody wrote without thinking of figures, number \(index)"
    },
    labelled("Cyrillic names") { index, _ in "Система с раздельным декодированием \(index)" },
    labelled("Greek names", hasPanels: true) { index, _ in "Σύστημα ομαδικής επεξεργασίας \(index)"
    },
    labelled("names of one letter") { index, _ in
      String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
    },
    labelled("one name for all") { _, _ in "the same name" },
    labelled("marks in names") { index, text in "<\(text)> & \"Ü\" % _{\(index)} * ^" },
    rows("everything infeasible", settings: ["contract/standard.tpot_ms=10"], hasPanels: true) {
      $0
    },
    rows("no disaggregated row") {
      $0.only { rows, row in rows[row, "architecture"] != "disaggregated" }
    },
    rows("no colocated row") {
      $0.only { rows, row in rows[row, "architecture"] == "disaggregated" }
    },
    rows("none named in section 5.1") { $0.with("section") { _, _ in "" } },
    rows("nearly all prefill") { $0.with("output_tokens") { _, _ in "2" } },
    rows("nearly all decode") { $0.with("prompt_tokens") { _, _ in "2" } },
    rows("slow links") { $0.with("bandwidth_gb_s") { _, text in text.isEmpty ? "" : "1" } },
  ]
}
