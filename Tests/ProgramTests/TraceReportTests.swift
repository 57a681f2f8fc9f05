import CostModel
import Evidence
import Foundation
import Reports
import TestSupport
import Testing
import Workloads

@Suite struct TraceReportTests {
  /// Hours of requests with these prompt and output tokens.
  private func report(
    _ hours: [(prompt: Int, output: Int)], gigabytesPerSecond: Double = 900,
    limits: ContractLimits = ContractLimits(ttftMs: 500, tpotMs: 50), usdPerHour: Double? = nil
  ) throws -> TraceReport {
    let folder = try TemporaryFolder()
    let rows = hours.enumerated().flatMap { hour, mix in
      (0..<3).map { third in
        #"{"timestamp": \#((3 * hour + third) * 1_200_000), "input_length": \#(mix.prompt), "#
          + #""output_length": \#(mix.output)}"#
      }
    }
    try folder.write(rows.joined(separator: "\n"), to: "trace.jsonl")
    var plan = DeploymentPlan()
    plan.link = .bandwidth(gigabytesPerSecond * 1e9)
    plan.contract = .limits(limits)
    plan.usdPerHour = usdPerHour
    let edition = try Repository.edition()
    return TraceReport(
      try TraceResult(
        Trace.read(path: "\(folder.path)/trace.jsonl"), Deployment(plan, in: edition), in: edition))
  }

  private static let long = (prompt: 3000, output: 60)
  private static let short = (prompt: 300, output: 400)

  @Test func firstSentenceIsTheAnswer() throws {
    let one = try report([Self.long])
    #expect(
      one.answer.hasPrefix("disaggregation throughout, $0.")
        && one.answer.contains("/MTok, better than chunked prefill by ")
        && one.answer.hasSuffix("; switching would save nothing"), "\(one.answer)")
    let mixed = try report([Self.long, Self.short, Self.long], gigabytesPerSecond: 24)
    #expect(mixed.answer.contains(" (cheaper by "), "\(mixed.answer)")
    #expect(mixed.answer.hasSuffix(" % in 2 changes"), "\(mixed.answer)")
    let unmet = try report([Self.long, (200_000, 50)])
    #expect(unmet.answer.contains("the only side that serves every window"), "\(unmet.answer)")
    let none = try report(
      [Self.long, (500, 0)], limits: ContractLimits(ttftMs: 500, tpotMs: 5))
    #expect(
      none.answer
        == "no window has an answer: in 1 window no request has an output (no decode), in 1 "
        + "window nothing is feasible")
    for format in ReportFormat.allCases {
      #expect(try !none.text(as: format).isEmpty)
    }
    let text = try one.text(as: .text)
    #expect(text.replacing("\n", with: " ").hasPrefix(one.answer))
  }

  @Test func textSaysWhatIsAssumedAndLeftOut() throws {
    let text = try report(
      [Self.long, Self.short, (500, 0)], gigabytesPerSecond: 24, usdPerHour: 2.49
    ).text(as: .text)
    let words = text.split { " \n".contains($0) }.joined(separator: " ")
    for part in [
      "What it costs to switch is not counted.", "In 1 window no request has an output (no decode)",
      "totals are over the other 2 windows",
      "For the overall mean mix (1267 prompt and 153.3 output",
      "Lengths within a window are taken at their mean, and instances at saturation",
      "on 4 × H100 at $2.49/h each, KV over 24 GB/s with η = 0.5, TTFT99 ≤ 500 ms and TPOT99",
      "Mooncake's JSON lines: 9 requests in 2.67 hours, ", "no decode –",
    ] {
      #expect(words.contains(part), "\(part) in \(words)")
    }
  }

  @Test func longTracesAreCutInTextOnly() throws {
    let report = try report(Array(repeating: Self.long, count: 60))
    let text = try report.text(as: .text)
    #expect(text.contains("12 windows more; --format csv and json have all."))
    let lines = text.split(separator: "\n")
    #expect(lines.count { $0.contains("disaggregated") && $0.contains("0.980") } == 48)
    // The first is the answer, in one line.
    #expect(lines.dropFirst().allSatisfy { $0.count <= 100 })
    let csv = try report.text(as: .csv).split(separator: "\n")
    #expect(csv.count == 61)
    let columns = """
      start_s,requests,requests_per_s,mean_prompt_tokens,mean_output_tokens,prefill_share,\
      cpm_continuous,cpm_chunked,cpm_disaggregated,cheapest,verdict,margin,\
      meets_continuous,meets_chunked,meets_disaggregated
      """
    #expect(csv[0] == columns)
    #expect(csv[60].hasPrefix("212400,3,"))
  }

  @Test func jsonHasTheKeysThatStay() throws {
    let json = try report([Self.long, (200_000, 50), (500, 0)]).text(as: .json)
    let record = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(
      record.keys.sorted() == [
        "accelerator", "bandwidth_gb_s", "choices", "contract", "format", "kv", "model",
        "output_tokens", "overall", "overall_workload", "pin", "prefill_share", "prompt_tokens",
        "readings", "requests", "requests_per_s", "served_windows", "settings", "skipped_lines",
        "span_s", "switching",
        "trace", "usd_per_hour", "weights", "window_s", "windows",
      ])
    let windows = try #require(record["windows"] as? [[String: Any]])
    #expect(
      windows[0].keys.sorted() == [
        "cheapest", "cpm", "margin", "mean_output_tokens", "mean_prompt_tokens", "meets",
        "prefill_share",
        "requests", "requests_per_s", "start_s", "verdict",
      ])
    #expect(
      windows.map { $0["cheapest"] as? String } == ["disaggregated", "disaggregated", "no decode"])
    let costs = windows.map { $0["cpm"] as? [String: Any] ?? [:] }
    #expect(costs[1]["chunked"] as? String == "infeasible")
    #expect(costs[1]["disaggregated"] is Double && windows[1]["margin"] is NSNull)
    let choices = try #require(record["choices"] as? [[String: Any]])
    #expect(
      choices.map { $0["architecture"] as? String } == ["continuous", "chunked", "disaggregated"])
    #expect(
      choices[0].keys.sorted() == [
        "architecture", "cheapest_tokens", "cheapest_windows", "cpm", "infeasible_windows",
        "late_windows",
        "over_switching", "usd",
      ])
    #expect(choices.map { $0["infeasible_windows"] as? Int } == [1, 1, 0])
    #expect(choices[2]["over_switching"] as? Double == 0)
  }

  @Test func markdownIsAPage() throws {
    let page = try report([Self.long, Self.short]).text(as: .markdown)
    #expect(page.hasPrefix("# What a trace costs\n\n"))
    #expect(page.contains("| served by | $/Mtoken |"))
  }
}
