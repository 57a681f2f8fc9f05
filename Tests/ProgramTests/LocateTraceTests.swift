import Foundation
import Testing

@Suite struct LocateTraceTests {
  private static let azure = "examples/azure-conversation-made.csv"
  private static let own = ["--usd", "2.49", "--contract", "500/60", "--draws", "100"]

  private func shell(_ line: String) throws -> Frontier.Outcome {
    try Frontier.run(
      ["-c", line], environment: ["FRONTIER": Frontier.program.path],
      program: URL(filePath: "/bin/sh"))
  }

  @Test func theFirstLineIsTheAnswer() throws {
    let outcome = try Frontier.run(
      ["locate", "--trace", Self.azure, "--window", "1min"] + Self.own)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let first = outcome.output.prefix { $0 != "\n" }
    #expect(first.contains(" throughout, $") && first.count <= 120)
    #expect(outcome.output.contains("of 100 draws"))
    #expect(outcome.output.contains("requests/s"))
  }

  /// The overall mix is answered as a workload of that mix is.
  @Test func theOverallMixIsAWorkload() throws {
    let outcome = try Frontier.run(
      ["locate", "--trace", Self.azure, "--format", "json"] + Self.own)
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let overall = try #require(answer["overall_workload"] as? [String: Any])
    let lengths = try ["prompt_tokens", "output_tokens"].map { key in
      let lengths = try #require(answer[key] as? [String: Any])
      return try #require(lengths["mean"] as? Double)
    }
    let alone = try Frontier.run(
      [
        "locate", "--prompt", "\(lengths[0])", "--output", "\(lengths[1])", "--format", "json",
      ] + Self.own)
    let workload = try #require(
      try JSONSerialization.jsonObject(with: Data(alone.output.utf8)) as? [String: Any])
    #expect(overall["cheapest"] as? String == workload["cheapest"] as? String)
    #expect(overall["support"] as? Double == workload["support"] as? Double)
    let margins = [overall, workload].compactMap { $0["margin"] as? Double }
    #expect(margins.count == 2 && abs(margins[0] - margins[1]) < 1e-6)
  }

  @Test func tracesComeFromPipesAndPacked() throws {
    let plain = try shell("\"$FRONTIER\" locate --trace \(Self.azure) --draws 0 --format csv")
    let piped = try shell(
      "cat \(Self.azure) | \"$FRONTIER\" locate --trace - --draws 0 --format csv")
    let packed = try shell(
      "gzip -c \(Self.azure) | \"$FRONTIER\" locate --trace - --draws 0 --format csv")
    #expect(plain.status == 0 && plain.output.split(separator: "\n").count == 2)
    #expect(piped.output == plain.output && packed.output == plain.output)
  }

  /// Costs use the TPOT limit; that the first token is late is said beside them.
  @Test func aLateFirstTokenIsSaid() throws {
    let trace = "examples/mooncake-conversation-made.jsonl"
    let outcome = try Frontier.run(["locate", "--trace", trace, "--draws", "0"])
    #expect(outcome.output.contains("TTFT missed in 1"))
    #expect(outcome.output.contains("It is late for the first token: "))
    let csv = try Frontier.run(["locate", "--trace", trace, "--draws", "0", "--format", "csv"])
    #expect(csv.output.contains(",false,false,false"))
  }

  @Test func faultyLinesStopOrAreCounted() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "trace.csv")
    try """
    TIMESTAMP,ContextTokens,GeneratedTokens
    2023-11-16 18:15:46.6805900,374,44
    2023-11-16 18:15:50.9951690,x,109
    2023-11-16 18:16:50.9951690,400,109

    """.write(to: file, atomically: true, encoding: .utf8)
    let stopped = try Frontier.run(["locate", "--trace", file.path])
    #expect(stopped.status == 2 && stopped.output.isEmpty)
    #expect(stopped.errors.hasPrefix("\(file.path):3:29: "), "\(stopped.errors)")
    let going = try Frontier.run(["locate", "--trace", file.path, "--keep-going", "--draws", "0"])
    #expect(going.status == 1 && !going.output.isEmpty)
    #expect(going.errorLines.last == "1 line skipped")
  }

  @Test(arguments: [
    (["--trace", "a", "--cases", "b"], "error: --cases and --trace are two questions"),
    (["--window", "1h", "--prompt", "1", "--output", "1"], "error: --window: there is no --trace"),
    (["--trace", "a", "--prompt", "1", "--output", "1"], "error: --trace: the trace says what"),
    (
      ["--trace", "a", "--window", "1 fortnight"], "error: --window: '1 fortnight' is not a length"
    ),
    (["--trace", "missing"], "error: cannot read missing: No such file or directory"),
    (["--trace", "Sources"], "error: cannot read Sources: "),
  ])
  func errorsAreOneLine(arguments: [String], expected: String) throws {
    let outcome = try Frontier.run(["locate"] + arguments)
    #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix(expected), "\(outcome.errors)")
  }
}
