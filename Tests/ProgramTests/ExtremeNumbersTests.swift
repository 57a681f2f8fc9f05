import CostModel
import Foundation
import Normalization
import Reports
import TestSupport
import Testing
import Workloads

@testable import Evidence
@testable import Frontier
@testable import Tables

/// Numbers at the ends of what the files may hold, alone and together: whatever is computed of them
/// is finite or infeasible, or one line says what cannot be told.
@Suite struct ExtremeNumbersTests {
  /// COSTFRONTIER_TRIALS=20000 is a closer look.
  private static let trials =
    ProcessInfo.processInfo.environment["COSTFRONTIER_TRIALS"].flatMap { Int($0) } ?? 60

  @Test func cornersGiveNumbersOrOneLine() throws {
    var random = SeededNumbers(seed: 12)
    let plain = try Repository.edition()
    var answered = 0
    for trial in 0..<Self.trials {
      let corner = try Corner(of: plain, using: &random)
      let workload = Corner.workload(using: &random)
      let texts = corner.texts(workload)
      answered += texts.count { !$0.isComplaint }
      for text in texts {
        #expect(!text.hasBadNumber, "trial \(trial): \(corner.changes) \(workload): \(text.text)")
        #expect(
          !text.isComplaint || !text.text.contains("\n"), "trial \(trial): \(corner.changes)")
      }
    }
    // Most corners have an answer: the ranges are no excuse.
    #expect(answered > Self.trials)
  }

  @Test(arguments: [
    ("accelerator/A100.peak_bf16_flops=1e-300", "at least 1e+09 and at most 1e+21 (FLOP/s)"),
    ("accelerator/H100.hbm_bytes_per_s=1.7e308", "at least 1000000 and at most 1e+17 (B/s)"),
    ("deployment.cluster_instances=9007199254740992", "at least 0 and at most 1000000"),
  ])
  func settingsOutOfRangeAreOneLine(_ setting: String, _ range: String) throws {
    for command in [["audit"], ["figures", "2", "--format", "svg", "--out", "/nowhere"]] {
      let outcome = try Frontier.run(command + ["--set", setting])
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.hasSuffix("\(range)\n"), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    ("accelerator/A100,peak_bf16_flops,", "1e-300"),
    ("accelerator/H100,hbm_bytes_per_s,", "1.7e308"),
  ])
  func cellsOutOfRangeAreOneLineWithPosition(_ row: String, _ value: String) throws {
    let folder = try TemporaryFolder(copying: ["anchors.csv"])
    var lines = try Repository.text("calibration.csv").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let place = try #require(lines.firstIndex { $0.hasPrefix(row) })
    var cells = lines[place].split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    cells[2] = value
    lines[place] = cells.joined(separator: ",")
    try folder.write(lines.joined(separator: "\n"), to: "calibration.csv")
    let outcome = try Frontier.run(["audit"], in: folder.url)
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    let start = "calibration.csv:\(place + 1):\(row.count + 1): value: '\(value)' is out of range; "
    #expect(outcome.errorLines.count == 1 && outcome.errors.hasPrefix(start), "\(outcome.errors)")
  }
}

/// An edition with some numbers at an end of their range.
private struct Corner {
  let edition: Edition
  /// `accelerator/H100.hbm_bytes=1e+16`
  let changes: [String]

  init(of plain: Edition, using random: inout SeededNumbers) throws {
    var (edition, changes) = (plain, [String]())
    let numbers = plain.calibration.inForce.filter { Self.limits(of: $0) != nil }
      .sorted { $0.name < $1.name }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard let constant = numbers.randomElement(using: &random),
        let limits = Self.limits(of: constant)
      else { continue }
      let end = Self.ends(limits)[Int.random(in: 0...1, using: &random)]
      edition = edition.with(edition.calibration.replacing(with: constant.at(end)))
      changes.append("\(constant.name)=\(end)")
    }
    let anchors = Self.anchors(using: &random)
    self.edition = edition.with(anchors: anchors.rows)
    self.changes = changes + anchors.changes
  }

  private static func limits(of constant: Constant) -> Limits? {
    guard let parameter = try? constant.entity.kind.parameter(named: constant.parameter),
      case .number(let limits) = parameter.content
    else { return nil }
    return limits
  }

  private static func ends(_ limits: Limits) -> [Double] {
    [limits.lower, limits.upper].map { bound in
      switch bound {
      case .including(let end): end
      case .excluding(let end): end * (1 - 1e-6)
      case nil: 0
      }
    }
  }

  /// Three rows, one of each architecture, with cells at an end.
  private static func anchors(using random: inout SeededNumbers) -> (
    rows: [Anchor], changes: [String]
  ) {
    let columns: [(String, String, String)] = [
      ("prompt_tokens", "0.001", "1e9"), ("output_tokens", "0.001", "1e9"),
      ("throughput", "1e-6", "1e12"), ("tpot_ms", "0.001", "1e9"),
      ("ttft_measured_ms", "0.001", "1e9"), ("bandwidth_gb_s", "1e-6", "1e8"),
      ("overlap", "0", "1"), ("band_rel", "0", "0.9999999999999999"),
    ]
    var records = [
      "id,system,label,section,architecture,model,accelerator,accelerators,tensor_parallel,workload,"
        + "prompt_tokens,output_tokens,throughput,throughput_low,throughput_high,throughput_unit,"
        + "ttft_limit_ms,ttft_limit_statistic,ttft_measured_ms,ttft_measured_statistic,tpot_ms,"
        + "tpot_statistic,bandwidth_gb_s,overlap,band_rel,citation,locator,evidence,note"
    ].map { $0.split(separator: ",").map(String.init) }
    var changes: [String] = []
    for architecture in ["continuous", "chunked", "disaggregated"] {
      let isSplit = architecture == "disaggregated"
      var row = [
        architecture, "S", "L", "", architecture, "opt-66b", "A100", "8", "4", "w", "755", "200",
        "2", "", "", "req/s", "", "", "900", "median", "60", "p99-slo", isSplit ? "50" : "",
        isSplit ? "0.5" : "", "", "P", "T", "table", "",
      ]
      for (name, low, high) in columns where Int.random(in: 0..<4, using: &random) == 0 {
        guard let place = records[0].firstIndex(of: name), name == "band_rel" || !row[place].isEmpty
        else { continue }
        row[place] = Bool.random(using: &random) ? low : high
        changes.append("\(architecture).\(name)=\(row[place])")
      }
      records.append(row)
    }
    var complaints: [Complaint] = []
    let text = records.map(CSVWriter.record).joined()
    let rows = AnchorTable.read(Array(text.utf8), file: "a.csv", complaints: &complaints).anchors
    #expect(complaints == [] && rows.count == 3)
    return (rows, changes)
  }

  static func workload(using random: inout SeededNumbers) -> Workload {
    func pick(_ numbers: [Double]) -> Double { numbers.randomElement(using: &random) ?? 1 }
    let rate = pick([0, 0, 1e-9, 1e9, 1])
    return Workload(
      mix: Mix(promptTokens: pick([0, 1, 1000, 1e8]), outputTokens: pick([1e-3, 1, 300, 1e8])),
      arrivalRate: rate == 0 ? nil : rate, disaggregatedFraction: pick([0, 0.5, 1]))
  }

  // MARK: Answers

  struct Text {
    let text: String
    let isComplaint: Bool

    /// `inf` and `nan` as words, or a number that overflowed.
    var hasBadNumber: Bool {
      text.contains(/(^|[^A-Za-z])-?(inf|nan|infinity)([^A-Za-z]|$)/.ignoresCase())
    }
  }

  /// What is said of the corner, or why nothing can be.
  func texts(_ workload: Workload) -> [Text] {
    [
      text { try audit(.text) }, text { try audit(.json) },
      text { try frontiers() }, text { try breakEvens() },
      text { try PlausibilityCheck(edition).warnings.joined(separator: " ") },
      text { try answer(workload, .text) }, text { try answer(workload, .json) },
    ]
  }

  private func audit(_ format: ReportFormat) throws -> String {
    var text = ""
    try AuditReport(edition, names: []).write(as: format) { text += $0 }
    return text
  }

  private func frontiers() throws -> String {
    try FrontierResult(edition).frontiers.map { frontier in
      let rows = frontier.anchors.map { row in
        "\(String(describing: row.cpm)) \(String(describing: row.band(overlaps: frontier.overlaps)))"
      }
      return "\(rows) \(frontier.envelope) \(frontier.band)"
    }.joined()
  }

  private func breakEvens() throws -> String {
    let model = try edition.costModel()
    let transfer = try edition.calibration.transfer(bandwidth: 50e9)
    return try [0.2, 0.7, 0.97].flatMap { share in
      try ["tight", "relaxed"].flatMap { contract in
        let service = Service(
          mix: Mix(prefillShare: share, tokens: 1365.8),
          tpot: try edition.calibration.tpotSeconds(contract: contract),
          ttft: try edition.calibration.ttftSeconds(contract: contract))
        return [ColocatedScheduler.continuous, .chunked].map { scheduler in
          "\(model.breakEvenBandwidth(scheduler, service, over: transfer)) "
            + "\(model.breakEvenPrefillShares(scheduler, service, over: transfer, scan: .coarse))"
        }
      }
    }.joined(separator: " ")
  }

  private func answer(_ workload: Workload, _ format: ReportFormat) throws -> String {
    let answer = WorkloadAnswer(workload, on: try Deployment(DeploymentPlan(), in: edition))
    return try LocateReport(answer, nil, config: nil, in: edition).text(as: format)
  }

  private func text(_ make: () throws -> String) -> Text {
    do {
      return Text(text: try make(), isComplaint: false)
    } catch {
      return Text(text: "\(error)", isComplaint: true)
    }
  }
}

extension Edition {
  fileprivate func with(anchors: [Anchor]) -> Edition {
    Edition(
      dataset: Dataset(anchors: anchors, calibration: calibration), pin: pin, digests: digests)
  }
}
