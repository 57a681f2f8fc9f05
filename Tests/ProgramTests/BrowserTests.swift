import CostModel
import Evidence
import Explorer
import Foundation
import Frontier
import Tables
import TestSupport
import Testing
import Workloads

@testable import Reports

/// The report in a real browser; `scripts/setup --browser` installs it. With FRONTIER_RECORD=1 there
/// are pictures of the page and its print in .build-browser/pictures afterwards, to be looked at.
@Suite(
  .serialized,
  .enabled(
    if: Browser.isThere, "there is no chromium; scripts/setup --browser installs it: not opened"))
struct BrowserTests {
  @Test func pageWorks() throws {
    let found = try Browser.look(at: ReportPages.own, hasForm: true)
    try found.expectNothing(
      [
        "console", "requests", "ids", "parity", "form", "keyboard", "focus", "names", "links",
        "widths", "printing",
      ]
        + (Browser.axe == nil ? [] : ["accessibility"]))
    let measures = try #require(found.measures)
    #expect(measures.bytes < 3_000_000)
    // Half a second, and a frame, on a machine that has nothing else to do; this one may have.
    #expect(measures.firstContentfulPaint < 2000)
    #expect(measures.panel < 50)
  }

  @Test func textsFromFilesChangeNothing() throws {
    let found = try Browser.look(at: ReportPages.hostile, hasForm: false)
    try found.expectNothing(["console", "requests", "ids", "parity"])
  }

  @Test func differenceWorksToo() throws {
    let found = try Browser.look(at: ReportPages.compared, hasForm: false)
    try found.expectNothing(["console", "requests", "ids"])
  }
}

enum Browser {
  static let isThere =
    Python.isInstalled && (try? Witness.run(["which", "chromium"])) != nil

  /// The rules of accessibility, where `scripts/setup --browser` put them.
  static let axe: URL? = {
    let path = Frontier.repository.appending(
      path: ".build-browser/axe_core_python/axe.min.js")
    return FileManager.default.fileExists(atPath: path.path) ? path : nil
  }()

  /// nil where none are asked for.
  private static func pictures() throws -> String? {
    guard ProcessInfo.processInfo.environment["FRONTIER_RECORD"] != nil else { return nil }
    let folder = Frontier.repository.appending(path: ".build-browser/pictures")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }

  struct Measures: Decodable {
    let firstContentfulPaint: Double
    let panel: Double
    let bytes: Int

    private enum CodingKeys: String, CodingKey {
      case firstContentfulPaint = "first_contentful_paint_ms"
      case panel = "panel_ms"
      case bytes
    }
  }

  struct Findings {
    var wrong: [String: [String]] = [:]
    var measures: Measures?

    func expectNothing(_ checks: [String]) throws {
      for check in checks {
        let found = try #require(wrong[check], "\(check) was not looked at")
        #expect(found.isEmpty, "\(check): \(found.joined(separator: "\n"))")
      }
    }
  }

  static func look(at page: Result<URL, any Error>, hasForm: Bool) throws -> Findings {
    let folder = try TemporaryFolder()
    let cases = folder.url.appending(path: "cases.json")
    try JSONEncoder().encode(Cases(hasForm: hasForm)).write(to: cases)
    let script = Frontier.repository.appending(path: "Tests/ProgramTests/browser.py")
    let output = try Witness.run([
      "python3", script.path, page.get().path, cases.path, hasForm ? axe?.path ?? "" : "",
      hasForm ? try pictures() ?? "" : "",
    ])
    let object = try #require(
      try JSONSerialization.jsonObject(with: output) as? [String: Any])
    var findings = Findings()
    findings.wrong = object.compactMapValues { $0 as? [String] }
    if let measures = object["measures"] {
      findings.measures = try JSONDecoder().decode(
        Measures.self, from: JSONSerialization.data(withJSONObject: measures))
    }
    return findings
  }

  /// Questions with what Swift answers.
  struct Cases: Encodable {
    struct Answer: Encodable {
      let inputs: [Double]
      /// nil is not a number.
      let numbers: [Double?]
    }

    struct Vector: Encodable {
      let label: String
      let question: [String: Double]
      let readings: [String: String]
      let ids: [String: String]
      /// nil is infeasible.
      let costs: [String: Double?]
    }

    struct Form: Encodable {
      /// Names of controls with what they are set to, in this order.
      let values: [[String]]
      let costs: [String: Double?]
      /// What would change the answer, as `frontier locate` tells it.
      let rows: [[String]]
      /// What the page has to say besides.
      let words: [String]
    }

    let answers: [Answer]
    let panels: [Answer]
    let vectors: [Vector]
    let forms: [Form]

    init(hasForm: Bool) throws {
      answers = ExplorerQuestions.random(hasForm ? 2000 : 50).map { inputs in
        Answer(inputs: inputs, numbers: ExplorerCall(inputs).answer().map(Self.finite))
      }
      panels = ExplorerQuestions.random(hasForm ? 20 : 2).map { inputs in
        let panel = ExplorerCall(inputs).panel(
          shares: BreakEvenSurface.shares,
          bandwidths: BreakEvenSurface.bandwidths.map { DataText.rounded($0) },
          overlaps: [0.3, 0.8, 0.5])
        return Answer(inputs: inputs, numbers: panel.map(Self.finite))
      }
      vectors = hasForm ? try Self.readVectors() : []
      forms = hasForm ? try Self.makeForms() : []
    }

    private static func finite(_ number: Double) -> Double? { number.isNaN ? nil : number }

    /// Those of an independent program, through the page's own lookups.
    private static func readVectors() throws -> [Vector] {
      let lines = try Repository.text("Tests/CostModelTests/vectors.csv").split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      let tokens = try Repository.dataset.get().calibration.number(.deployment, "request_tokens")
      return try lines.dropFirst().map { cells in
        let row = Dictionary(uniqueKeysWithValues: zip(lines[0], cells))
        func number(_ name: String) throws -> Double { try #require(Double(row[name] ?? "")) }
        func cost(_ name: String) -> Double? { Double(row[name] ?? "") }
        let share = try number("alpha")
        let usd = ["A100": 2.70, "H100": 6.155, "H200": 6.305]
        return Vector(
          label: cells.prefix(14).joined(separator: "/"),
          question: [
            "promptTokens": share * tokens, "outputTokens": (1 - share) * tokens,
            "tpotLimit": try number("tpot_ms"), "ttftLimit": try number("ttft_ms"),
            "keepsTTFT": try number("ttft_ms") == 0 ? 0 : 1,
            "bandwidth": try number("bandwidth_gb_s") * 1e9, "overlap": try number("eta"),
            "isAmortized": row["regime"] == "amortized" ? 1 : 0,
            "partitionSlack": try number("partition_slack"),
            "clusterInstances": try number("cluster_instances"), "arrivalRate": 0,
            "usdPerHour": try #require(usd[row["accelerator"] ?? ""]),
          ],
          readings: ["efficiencies", "memory", "kv", "pass", "decode"].reduce(into: [:]) {
            $0[$1] = row[$1]
          }, ids: ["model": "llama-2-70b", "accelerator": row["accelerator"] ?? ""],
          costs: [
            "continuous": cost("cpm_continuous"), "chunked": cost("cpm_chunked"),
            "disaggregated": cost("cpm_disaggregated"),
          ])
      }
    }

    /// What is typed and chosen, with what `frontier locate` would say.
    private static func makeForms() throws -> [Form] {
      func form(
        _ values: KeyValuePairs<String, String>, readings: [String] = [], words: [String] = [],
        prompt: Double, output: Double, _ change: (inout DeploymentPlan) -> Void
      ) throws -> Form {
        var plan = DeploymentPlan()
        change(&plan)
        let workload = Workload(mix: Mix(promptTokens: prompt, outputTokens: output))
        let edition = try Repository.edition(readings: readings)
        let answer = WorkloadAnswer(workload, on: try Deployment(plan, in: edition))
        let costs = answer.costs
        return Form(
          values: values.map { [$0.key, $0.value] }
            + [["prompt", "\(prompt)"], ["output", "\(output)"]],
          costs: [
            "continuous": costs.continuous, "chunked": costs.chunked,
            "disaggregated": costs.disaggregated,
          ], rows: try LocateReport(answer, nil, in: edition).crossingTable.rows, words: words)
      }
      return [
        try form(
          ["usd": "2.49", "bandwidth": "50", "ttft": "500", "tpot": "60"],
          words: ["level", "$0.182", "combinations of readings"], prompt: 3000, output: 300
        ) { plan in
          plan.usdPerHour = 2.49
          plan.link = .bandwidth(50e9)
          plan.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 60))
        },
        try form(
          ["accelerator": "H200", "link": "hdr", "contract": "relaxed"], prompt: 800, output: 900
        ) { plan in
          plan.accelerator = "H200"
          plan.link = .interconnect("hdr")
          plan.contract = .named("relaxed")
        },
        try form(
          ["choice-pass": "fused", "choice-efficiencies": "vllm-0.6.0", "model": "yi-34b"],
          readings: ["pass=fused", "efficiencies=vllm-0.6.0"], prompt: 2000, output: 250
        ) { $0.model = "yi-34b" },
        try form(["tpot": "1"], words: ["No architecture serves this"], prompt: 2000, output: 250) {
          $0.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 1))
        },
        try form(
          ["tpot": "5"],
          words: ["neither side is feasible", "neither is feasible between 0.2 and 0.97"],
          prompt: 2000, output: 500
        ) { $0.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 5)) },
        try form(
          ["choice-pass": "fused"], readings: ["pass=fused"],
          words: [
            "Chunked prefill is cheaper than disaggregation by 5.9 %", "2.54 : 1",
            "under the readings that this page was made with", "colocation is cheaper on all of it",
          ], prompt: 3000, output: 300
        ) { _ in },
        try form(
          ["accelerator": "A100", "bandwidth": "5"],
          words: ["Disaggregation is the only side that is feasible", "only one side is feasible"],
          prompt: 30_000, output: 100
        ) { plan in
          plan.accelerator = "A100"
          plan.link = .bandwidth(5e9)
        },
        try form(
          ["choice-ttft-bound": "kept"], readings: ["ttft-bound=kept"],
          words: ["colocation is cheaper below the first", "of it, neither side is feasible on"],
          prompt: 30_000, output: 1000
        ) { _ in },
        try form(
          ["model": "opt-66b"],
          words: [
            "are level (chunked prefill is cheaper by 1.5 %)", "for OPT-66B they are assumed.",
            "Yardstick: the closed form names the cheaper side in",
            "the support of the cheaper side, not of the verdict",
          ], prompt: 3000, output: 300
        ) { $0.model = "opt-66b" },
        try form(
          [
            "choice-pass": "fused", "choice-ttft-bound": "kept", "choice-transfer": "amortized",
            "model": "yi-34b", "ttft": "2542", "tpot": "39",
          ], readings: ["pass=fused", "ttft-bound=kept", "transfer=amortized"],
          words: ["are level (equal costs)"], prompt: 88, output: 2320
        ) { plan in
          plan.model = "yi-34b"
          plan.contract = .limits(ContractLimits(ttftMs: 2542, tpotMs: 39))
        },
      ]
    }
  }
}
