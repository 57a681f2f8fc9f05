import Foundation
import Testing

private let evidence = ["anchors.csv", "calibration.csv", "measurements.csv"]

@Suite struct ValidateCommandTests {
  private static func json(_ arguments: [String] = [], in folder: URL? = nil) throws
    -> [String: Any]
  {
    let outcome = try Frontier.run(["validate", "--format", "json"] + arguments, in: folder)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// Record with `frontier validate --format markdown > docs/validation.md`.
  @Test func thePageIsWhatTheProgramPrints() throws {
    let page = try String(
      contentsOf: Frontier.repository.appending(path: "docs/validation.md"), encoding: .utf8)
    #expect(try Frontier.run(["validate", "--format", "markdown"]).output == page)
  }

  /// MLPerf's terms: every figure with its round and submission, and whose the ratios are.
  @Test func thePageNamesEverySubmission() throws {
    let page = try Frontier.run(["validate", "--format", "markdown"]).output
      .replacing("\\_", with: "_")
    let file = try String(
      contentsOf: Frontier.repository.appending(path: "measurements.csv"), encoding: .utf8)
    let lines = file.split(separator: "\n").filter { $0.contains(",mlperf-") }
    #expect(lines.count == 8)
    for line in lines {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(page.contains("| \(cells[2]) | \(cells[3]), \(cells[4]) |"), "\(cells[0])")
    }
    for part in ["not verified by MLCommons", "Server scenario", "Interactive", "public copy"] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test func jsonHasItsKeys() throws {
    let answer = try Self.json()
    #expect(Set(answer.keys) == ["readings", "settings", "pairs", "hit_rate", "log_ratio"])
    let readings = try #require(answer["readings"] as? [String: String])
    #expect(readings["pass"] == "sum" && readings["nvlink"] == "both-directions")
    let pairs = try #require(answer["pairs"] as? [[String: Any]])
    #expect(pairs.count == 40)
    for pair in pairs {
      #expect(
        Set(pair.keys) == [
          "id", "kind", "accelerator", "comparable", "measured_ratio", "computed_ratio", "level",
          "hit",
        ])
    }
    let rates = try #require(answer["hit_rate"] as? [String: [String: Any]])
    #expect(Set(rates.keys) == ["simulated", "measured"])
    for rate in rates.values {
      #expect(
        Set(rate.keys) == ["hits", "pairs", "low", "high", "always_colocate", "tpot_rule"])
    }
    #expect(rates["simulated"]?["hits"] as? Int == 31)
    #expect(rates["simulated"]?["always_colocate"] as? Int == 21)
    #expect(rates["simulated"]?["tpot_rule"] as? Int == 29)
    let logs = try #require(answer["log_ratio"] as? [String: Double])
    #expect(Set(logs.keys) == ["bias", "spread"])
  }

  @Test func csvIsTheSamePairs() throws {
    let lines = try Frontier.run(["validate", "--format", "csv"]).output.split(separator: "\n")
    let pairs = try #require(try Self.json()["pairs"] as? [[String: Any]])
    #expect(lines.count == pairs.count + 1)
    #expect(
      lines[0] == "id,kind,accelerator,comparable,measured_ratio,computed_ratio,level,hit")
    for (line, pair) in zip(lines.dropFirst(), pairs) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(String(cells[0]) == pair["id"] as? String)
      #expect(Double(cells[5]) == pair["computed_ratio"] as? Double)
    }
  }

  @Test func aReadingAndASettingChangeTheAnswer() throws {
    let fused = try Self.json(["--reading", "pass=fused"])
    let rates = try #require(fused["hit_rate"] as? [String: [String: Any]])
    #expect(rates["simulated"]?["hits"] as? Int == 21)
    let slow = try Self.json(["--set", "interconnect/nvlink4.bytes_per_s=1e9"])
    #expect(try #require(slow["log_ratio"] as? [String: Double])["bias"] != 0)
    let page = try Frontier.run([
      "validate", "--set", "transfer.overlap=0.2", "--format", "markdown",
    ])
    #expect(page.output.contains("Set for this run: transfer.overlap=0.2."))
  }

  @Test func anUnknownAcceleratorIsNullAndNotCounted() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try folder.text("measurements.csv").replacing(",GB200,", with: ",XPU-9,")
    try folder.write(text, to: "runs.csv")
    let answer = try Self.json(["--measurements", "runs.csv"], in: folder.url)
    let pairs = try #require(answer["pairs"] as? [[String: Any]])
    let unknown = pairs.filter { $0["accelerator"] as? String == "XPU-9" }
    #expect(unknown.count == 2)
    for pair in unknown {
      for key in ["computed_ratio", "level", "hit"] { #expect(pair[key] is NSNull, "\(key)") }
    }
    let rates = try #require(answer["hit_rate"] as? [String: [String: Any]])
    #expect(rates["measured"]?["pairs"] as? Int == 2)
    let page = try Frontier.run(["validate", "--measurements", "runs.csv"], in: folder.url)
    #expect(page.output.contains("is not counted: the calibration has no 'accelerator/XPU-9'"))
  }

  @Test func whatIsWrongIsToldWithItsPlace() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try folder.text("measurements.csv").replacing(",bf16,", with: ",bf17,")
    try folder.write(text, to: "measurements.csv")
    let outcome = try Frontier.run(["validate"], in: folder.url)
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    // Fifty of the 72, and how many more there are.
    #expect(outcome.errorLines.count == 51)
    #expect(
      outcome.errorLines.last?.contains("22 more") == true, "\(outcome.errorLines.last ?? "")")
    #expect(outcome.errorLines[0].hasPrefix("measurements.csv:"))
    #expect(outcome.errors.contains("precision: 'bf17' is not one of"))
    let bare = try TemporaryFolder(copying: ["anchors.csv"])
    let missing = try Frontier.run(["validate"], in: bare.url)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("no calibration.csv and no measurements.csv"))
  }
}
