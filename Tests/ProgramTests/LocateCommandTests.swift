import Foundation
import Testing

@Suite struct LocateCommandTests {
  private static let workload = [
    "locate", "--prompt", "3000", "--output", "300", "--accelerator", "H100", "--usd", "2.49",
    "--bandwidth", "50", "--contract", "500/60",
  ]

  private static func json(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Frontier.run(arguments + ["--format", "json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func error(_ arguments: [String]) throws -> String {
    let outcome = try Frontier.run(["locate"] + arguments)
    #expect(outcome.status == 2 && outcome.output.isEmpty, "\(arguments): \(outcome.output)")
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    return outcome.errorLines.first ?? ""
  }

  @Test func theFirstLineIsTheAnswer() throws {
    let outcome = try Frontier.run(Self.workload + ["--draws", "500"])
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let pattern =
      /disaggregation, level \(cheaper by 3 %\); in \d+ % of 500 draws \(\d+ % with Eq\. 7\); decided by .+/
    #expect(String(lines[0]).wholeMatch(of: pattern) != nil, "\(lines[0])")
    let widest = lines.dropFirst().map(\.count).max() ?? 0
    #expect(widest <= 100, "\(lines.first { $0.count == widest } ?? "")")
    for part in ["$2.49/h", "50 GB/s", "TTFT99 ≤ 500 ms", "TPOT99 ≤ 60 ms", "Yardstick: "] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    let again = try Frontier.run(Self.workload + ["--draws", "500", "--seed", "1"])
    #expect(again.output == outcome.output)
  }

  @Test func jsonHasItsKeys() throws {
    let answer = try Self.json(Self.workload + ["--draws", "200"])
    let keys = [
      "prefill_share", "tokens", "accelerator", "contract", "usd_per_hour", "readings", "cpm",
      "batch", "first_token_floor_ms", "meets", "kv_transfer_tax", "colocation_slack", "cheapest",
      "verdict", "margin", "crossings", "support", "support_sum", "decided_by",
    ]
    #expect(Set(keys).isSubset(of: answer.keys), "\(Set(keys).subtracting(answer.keys))")
    let architectures: Set = ["continuous", "chunked", "disaggregated"]
    let cpm = try #require(answer["cpm"] as? [String: Double])
    #expect(Set(cpm.keys) == architectures)
    for key in ["batch", "first_token_floor_ms", "meets"] {
      let values = try #require(answer[key] as? [String: Any])
      #expect(Set(values.keys) == architectures, "\(key)")
    }
    let crossings = try #require(answer["crossings"] as? [String: Any])
    #expect(
      Set(crossings.keys) == [
        "prefill_share", "bandwidth_gb_s", "tpot_ms", "overlap", "price_ratio",
      ])
    #expect(crossings["prefill_share"] is [Double])
    let (cheap, dear) = (try #require(cpm["disaggregated"]), try #require(cpm["chunked"]))
    #expect(answer["cheapest"] as? String == "disaggregated")
    #expect(answer["verdict"] as? String == "level")
    let margin = try #require(answer["margin"] as? Double)
    #expect(abs(margin - (1 - cheap / dear)) < 1e-8)
    #expect(answer["contract"] as? String == "500/60")
    #expect(abs((answer["prefill_share"] as? Double ?? 0) - 3000.0 / 3300) < 1e-8)
  }

  @Test func whatIsInfeasibleIsAWordAndNoneIsNull() throws {
    let answer = try Self.json([
      "locate", "--prompt", "1000", "--output", "100", "--contract", "500/3", "--draws", "0",
    ])
    #expect((answer["cpm"] as? [String: String])?["chunked"] == "infeasible")
    for key in ["cheapest", "verdict", "margin", "support", "support_sum", "kv_transfer_tax"] {
      #expect(answer[key] is NSNull, "\(key)")
    }
    #expect((answer["meets"] as? [String: Bool])?["disaggregated"] == false)
    let text = try Frontier.run([
      "locate", "--prompt", "1000", "--output", "100", "--contract", "500/3", "--draws", "0",
    ])
    #expect(text.output.hasPrefix("infeasible, no batch meets the TPOT limit of 3 ms"))
  }

  /// A request by its share and length is the same as by its parts.
  @Test func requestsAreDescribedTwoWays() throws {
    let parts = try Self.json(["locate", "--prompt", "900", "--output", "100", "--draws", "0"])
    let share = try Self.json(["locate", "--alpha", "0.9", "--tokens", "1000", "--draws", "0"])
    #expect(parts as NSDictionary == share as NSDictionary)
  }

  /// --overlap and --instances are what --set has them to be.
  @Test func shorterOptionsSetConstants() throws {
    let own = ["locate", "--prompt", "900", "--output", "100", "--draws", "50"]
    let short = try Self.json(own + ["--overlap", "0.3", "--instances", "5"])
    let long = try Self.json(
      own + ["--set", "transfer.overlap=0.3", "--set", "deployment.cluster_instances=5"])
    #expect(short as NSDictionary == long as NSDictionary)
    #expect(short["overlap"] as? Double == 0.3)
    #expect((short["pools"] as? [String: Double])?.values.reduce(0, +) ?? 9 <= 5)
  }

  @Test(arguments: [
    ([], "error: say what is to be served: --prompt P and --output D"),
    (["--prompt", "5"], "error: a request is --prompt P and --output D, or --alpha SHARE"),
    (["--prompt", "5", "--output", "0"], "error: --output: '0' is out of range; write a number"),
    (["--prompt=-5", "--output", "1"], "error: --prompt: '-5' is out of range"),
    (
      ["--prompt", "-5", "--output", "1"], "error: --prompt: write a value that begins with a dash"
    ),
    (
      ["--prompt", "5", "--output", "1", "--usd", "-.5"], "error: --usd: write a value that begins"
    ),
    (
      ["--prompt", "1", "--output", "1", "--contract", "fast"],
      "error: the calibration has no 'contract/fast'; there are tight, standard, relaxed"
    ),
    (["--alpha", "1", "--tokens", "9"], "error: --alpha: '1' is out of range"),
    (["--prompt", "0x10", "--output", "1"], "error: --prompt: '0x10' is not a decimal number"),
    (["--prompt", "1", "--output", "1", "--bandwidth", "0"], "error: --bandwidth: '0' is out of"),
    (["--prompt", "1", "--output", "1", "--bandwidth", "nvlnk4"], "error: the calibration has no"),
    (["--prompt", "1", "--output", "1", "--contract", "50"], "error: --contract: '50' is not a"),
    (["--prompt", "1", "--output", "1", "--contract", "strict"], "error: the calibration has no"),
    (["--prompt", "1", "--output", "1", "--accelerator", "H10O"], "error: the calibration has no"),
    (
      ["--prompt", "1", "--output", "1", "--accelerator", "B200"],
      "error: CoreWeave has no price for 'B200' on any date; it has prices for A100, H100, H200; or "
        + "give your own price (--usd, or the column usd)"
    ),
    (
      ["--prompt", "1", "--output", "1", "--accelerator", "A100", "--weights", "fp8"],
      "error: accelerator/A100 has no peak_fp8_flops; add a row"
    ),
    (["--prompt", "1", "--output", "1", "--usd", "0"], "error: --usd: '0' is out of range"),
    (["--prompt", "1", "--output", "1", "--instances", "1"], "error: --instances: '1' is out of"),
    (["--prompt", "1", "--output", "1", "--hybrid", "1.5"], "error: --hybrid: '1.5' is out of"),
    (["--prompt", "1", "--output", "1", "--draws", "300000"], "error: --draws: '300000' is"),
    (["--prompt", "1", "--output", "1", "--model", "lama"], "error: the calibration has no"),
    (["--prompt", "1", "--output", "1", "--keep-going"], "error: --keep-going: there are no rows"),
    (
      ["--prompt", "1", "--output", "1", "--accelerator", "A40", "--usd", "1"],
      "error: accelerator/A40 has no scale_up_link; add a row"
    ),
    (
      ["--prompt", "1", "--output", "1", "--overlap", "0.2", "--set", "transfer.overlap=0.9"],
      "error: --set: transfer.overlap=0.9 and transfer.overlap=0.2 set one constant; keep one"
    ),
    (["--cases", "x", "--hybrid", "0.5"], "error: --hybrid: --cases prices no hybrids"),
    (["--cases", "x", "--seed", "2"], "error: --seed: nothing is drawn without --draws"),
    (
      ["--cases", "x", "--seed", "2", "--draws", "0"],
      "error: --seed: nothing is drawn with --draws 0; drop it"
    ),
    (
      ["--trace", "x", "--measurements", "measurements.csv"],
      "error: --measurements: only of one workload is told how often the closed form was right"
    ),
    (["--cases", "x", "--measurements", "y"], "error: --measurements: only of one workload"),
    (["--cases", "missing.csv"], "error: cannot read missing.csv: No such file or directory"),
    (["--cases", "anchors.csv", "--format", "text"], "error: --format: --cases answers as csv"),
  ])
  func errorsAreOneLine(arguments: [String], expected: String) throws {
    let line = try error(arguments)
    #expect(line.hasPrefix(expected), "\(line)")
  }

  @Test func aConfigIsAModel() throws {
    let own = ["locate", "--prompt", "2000", "--output", "300", "--draws", "0"]
    let outcome = try Frontier.run(own + ["--model-config", "examples/config.json"])
    let words = outcome.output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(outcome.status == 0 && words.contains("7,615,616,512 parameters"))
    #expect(words.contains("for Qwen2.5-7B they are assumed"))
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "config.json").path
    try #"{"model_type": "mixtral", "num_local_experts": 8}"#.write(
      toFile: path, atomically: true, encoding: .utf8)
    #expect(try error(Array(own.dropFirst()) + ["--model-config", path]).hasPrefix("\(path):1:"))
    #expect(
      try error(
        Array(own.dropFirst()) + ["--model-config", "examples/config.json", "--model", "yi-34b"]
      ).hasPrefix("error: --model-config: --model names a model too"))
  }

  /// What is told where hardly anything is feasible.
  @Test func edgesAreToldAsTheyAre() throws {
    func words(_ options: String) throws -> String {
      let outcome = try Frontier.run(
        ["locate", "--draws", "0"] + options.split(separator: " ").map(String.init))
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.split { $0.isWhitespace }.joined(separator: " ")
    }
    let long = try words("--prompt 100000 --output 1 --contract 30000/50")
    #expect(long.contains("infeasible: continuous batching, chunked prefill"))
    #expect(!long.contains("no colocated one is late"))
    #expect(try words("--prompt 1000000 --output 10").contains("and 10 output tokens"))
    // Infeasible below some 25 ms, and disaggregation's above it.
    let short = try words("--prompt 3000 --output 30 --accelerator A100 --usd 2 --contract 500/120")
    #expect(short.contains("the same wherever feasible between 5 and 1000 ms"))
    let rate = try words("--prompt 3000 --output 300 --arrival-rate 0.5")
    #expect(rate.contains("disaggregation's prefill pool comes on top"))
    let fused = try words("--prompt 3000 --output 300 --reading pass=fused")
    #expect(fused.contains("chunked prefill has no slack"))
  }

  /// What does not fit is said with what would make it fit.
  @Test func modelsThatDoNotFitAreInfeasible() throws {
    let outcome = try Frontier.run([
      "locate", "--prompt", "1000", "--output", "100", "--draws", "0", "--set",
      "deployment.tensor_parallel=1",
    ])
    #expect(outcome.status == 0 && outcome.output.hasPrefix("infeasible, "))
    #expect(outcome.output.contains("do not fit into 1 × H100"))
  }

  /// Columns that read like an option are warned of: their rows are answered without them.
  @Test func columnsThatAreNotReadAreSaid() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "cases.csv")
    try "prompt,output,USD,model\n100,50,1.25,opt-66b\n".write(
      to: file, atomically: true, encoding: .utf8)
    let outcome = try Frontier.run(["locate", "--cases", file.path])
    #expect(outcome.status == 0)
    #expect(
      outcome.errorLines == [
        "warning: \(file.path):1:15: the column 'USD' is passed through and not read; did you mean "
          + "'usd'?",
        "warning: \(file.path):1:19: the column 'model' is passed through and not read; the option "
          + "--model holds for all rows",
      ])
  }

  /// --arrival-rate holds for every row, as for a single workload.
  @Test func arrivalsHoldForEveryRow() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "cases.csv")
    try "prompt,output\n900,100\n".write(to: file, atomically: true, encoding: .utf8)
    let rows = try Frontier.run([
      "locate", "--cases", file.path, "--arrival-rate", "0.3", "--format", "json",
    ])
    let row = try #require(
      try JSONSerialization.jsonObject(with: Data(rows.output.utf8)) as? [String: Any])
    let alone = try Self.json([
      "locate", "--prompt", "900", "--output", "100", "--arrival-rate", "0.3", "--draws", "0",
    ])
    let costs = try #require(alone["cpm"] as? [String: Double])
    #expect(row["cpm_chunked"] as? Double == costs["chunked"])
    #expect(row["cpm_disaggregated"] as? Double == costs["disaggregated"])
  }

  @Test func faultyRowsStopOrAreCounted() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "cases.csv")
    try "id,prompt,output\na,100,50\nb,x,50\nc,100,0\nd,100,60\n".write(
      to: file, atomically: true, encoding: .utf8)
    let stopped = try Frontier.run(["locate", "--cases", file.path])
    #expect(stopped.status == 2 && stopped.output.isEmpty)
    #expect(
      stopped.errorLines.map { $0.prefix { $0 != " " } } == [
        "\(file.path):3:3:", "\(file.path):4:7:",
      ])
    let going = try Frontier.run(["locate", "--cases", file.path, "--keep-going"])
    #expect(going.status == 1 && going.errorLines.last == "2 rows skipped")
    #expect(going.output.split(separator: "\n").map { $0.prefix(2) } == ["id", "a,", "d,"])
    let lines = try Frontier.run([
      "locate", "--cases", file.path, "--keep-going", "--format", "json",
    ])
    for line in lines.output.split(separator: "\n") {
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(row?["prompt"] as? Double == 100 && row?["cheapest"] is String)
    }
  }
}
