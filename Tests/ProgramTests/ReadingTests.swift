import Foundation
import Testing

private let evidence = ["anchors.csv", "calibration.csv"]

/// `--reading`, and what is possible but not plausible.
@Suite struct ReadingTests {
  @Test(arguments: [
    ("decod=roofline", "choice: 'decod' is not one of efficiencies, decode, "),
    ("decode=memory", "decode: 'memory' is not one of roofline, memory-bound"),
    ("decode", "'decode' is not a reading; write NAME=READING, like decode=memory-bound"),
  ])
  func anUnknownReadingIsOneLine(_ reading: String, _ complaint: String) throws {
    for command in [["figures"], ["audit"], ["claims"], ["diff", "2026-05-01", "2026-05-01"]] {
      let outcome = try Frontier.run(
        command + ["--reading", reading, "-C", Frontier.repository.path])
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    }
  }

  @Test func aChoiceIsReadOnce() throws {
    let outcome = try Frontier.run(
      ["audit", "--reading", "decode=roofline", "--reading", "decode=memory-bound"])
    #expect(
      outcome.errorLines == [
        "error: decode=roofline and decode=memory-bound are two readings of one choice; keep one"
      ])
  }

  @Test func anotherReadingKeepsOutOfFigures() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let options = ["figures", "2", "--format", "svg", "--reading", "decode=memory-bound"]
    #expect(try Frontier.run(options, in: folder.url).status == 0)
    #expect(try folder.contents().keys.contains("figures-custom/figure-2.svg"))
    #expect(try !folder.contents().keys.contains("figures/figure-2.svg"))
  }

  // MARK: diff

  private struct Document: Decodable {
    struct Side: Decodable {
      let name: String
      let pin: String
      let readings: [String: String]
    }
    struct Entry: Decodable {
      let kind: String
      let id: String
      let category: String
    }
    let from: Side
    let to: Side
    let changes: [Entry]
  }

  @Test(arguments: [
    ["2026-05-01", "2026-05-01+decode=memory-bound"],
    ["CoreWeave@2026-05-01", "+decode=memory-bound"],
    [".", ".+decode=memory-bound"], [".,2026-05-01", ".,2026-05-01+decode=memory-bound"],
    ["+decode=roofline+pass=sum", "+decode=memory-bound+pass=sum"],
  ])
  func twoReadingsAreComparedLikeTwoPins(_ sides: [String]) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try Frontier.run(["diff"] + sides, in: folder.url)
    #expect(text.status == 1, "\(text.errors)")
    let verdict = try #require(text.output.split(separator: "\n").first)
    #expect(verdict.contains(": decode roofline → memory-bound; "), "\(verdict)")
    #expect(text.output.contains("Readings\n"))
    #expect(text.output.contains("choice/decode"))
    let json = try Frontier.run(["diff", "--format", "json"] + sides, in: folder.url)
    let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
    #expect(document.from.readings["decode"] == "roofline")
    #expect(document.to.readings["decode"] == "memory-bound")
    #expect(document.to.readings["pass"] == "sum")
    let inputs = document.changes.filter { ["reading", "constant"].contains($0.kind) }
    #expect(inputs.filter { $0.category != "unchanged" }.map(\.id) == ["choice/decode"])
  }

  @Test func aSideReadsOverTheOption() throws {
    let outcome = try Frontier.run(
      [
        "diff", "2026-05-01", "+decode=roofline", "--reading", "decode=memory-bound",
        "--format", "json",
      ])
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    #expect(document.from.readings["decode"] == "memory-bound")
    #expect(document.to.readings["decode"] == "roofline")
  }

  @Test(arguments: [
    ("2026-05-01+decode", "'decode' is not a reading; write NAME=READING"),
    ("2026-05-01+decode=none", "2026-05-01+decode=none: decode: 'none' is not one of roofline"),
    ("+", "'' is not a reading"),
    ("+decode=roofline+decode=memory-bound", "are two readings of one choice; keep one"),
  ])
  func aFaultySideIsOneLine(_ side: String, _ complaint: String) throws {
    let outcome = try Frontier.run(["diff", "2026-05-01", side])
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
  }

  // MARK: Plausibility

  @Test func theShippedEvidenceIsPlausible() throws {
    #expect(try Frontier.run(["audit", "--strict"]).errors.isEmpty)
  }

  /// Each slip is told once; with --strict it is an error and nothing is written.
  @Test(arguments: [
    (
      "anchors.csv", "438.7,1.08,1.07,1.14,req/s", "438.7,10.8,1.07,11.4,req/s",
      "sarathi-sharegpt4 achieved "
    ),
    (
      "anchors.csv", "438.7,0.285,0.28,0.29,req/s", "438.7,0.0285,0.028,0.29,req/s",
      "vllm-sharegpt4 achieved "
    ),
    (
      "calibration.csv", "rate/Lambda/H100,usd_per_hour,3.44,",
      "rate/Lambda/H100,usd_per_hour,34.4,",
      "rate/Lambda/H100 of 2026-03-31 is 34.4 USD/h, more than 5 times off the others of H100"
    ),
  ])
  func aSlipIsWarnedOf(_ file: String, _ old: String, _ new: String, _ warning: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try folder.text(file)
    try #require(text.contains(old))
    try folder.write(text.replacing(old, with: new), to: file)
    let commands = [["audit"], ["figures", "2", "--format", "svg"], ["diff", ".", "2026-05-01"]]
    for command in commands {
      let strict = try Frontier.run(command + ["--strict"], in: folder.url)
      #expect(strict.status == 2 && strict.output.isEmpty)
      #expect(strict.errorLines.count == 1)
      #expect(strict.errors.hasPrefix("error: \(file):"), "\(strict.errors)")
      #expect(try Set(folder.contents().keys) == Set(evidence))
    }
    for command in commands {
      let outcome = try Frontier.run(command, in: folder.url)
      #expect(outcome.status == 0, "\(command)")
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(warning), "\(outcome.errors)")
    }
  }

  @Test func aFirstTokenBeforeItsPromptIsWarnedOf() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try folder.text("anchors.csv")
    try folder.write(text.replacing(",2500,p90,", with: ",2.5,p90,"), to: "anchors.csv")
    let outcome = try Frontier.run(["audit"], in: folder.url)
    #expect(outcome.errorLines.count == 2)
    #expect(outcome.errors.contains("distserve-chat has a TTFT limit of 2.5 ms, below one prefill"))
  }

  @Test func everyRowInfeasibleIsWarnedOf() throws {
    let outcome = try Frontier.run(["audit", "--set", "contract/standard.tpot_ms=1"])
    #expect(outcome.status == 0)
    #expect(outcome.errorLines == ["warning: every row of anchors.csv is infeasible"])
  }

  /// A complaint names the file as it was given.
  @Test func whatIsWarnedOfIsInTheFileThatWasNamed() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let text = try folder.text("anchors.csv")
    try folder.write(text.replacing(",2500,p90,", with: ",2.5,p90,"), to: "mine.csv")
    let outcome = try Frontier.run(["audit", "--anchors", "mine.csv"], in: folder.url)
    #expect(outcome.errorLines.count == 2, "\(outcome.errors)")
    #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("warning: mine.csv:") })
  }
}
