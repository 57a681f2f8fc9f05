import CostModel
import Evidence
import Frontier
import Normalization
import Tables
import TestSupport
import Testing

@testable import Workloads

@Suite struct CaseFileTests {
  private func file(_ text: String, mix: Mix? = nil, draws: Draws? = nil) throws -> CaseFile {
    try CaseFile(
      Array(text.utf8), file: "cases.csv", plan: DeploymentPlan(), mix: mix,
      in: Repository.edition(), draws: draws)
  }

  private func lines(
    _ text: String, as format: CaseFile.Format = .csv, keepGoing: Bool = false, mix: Mix? = nil
  ) throws -> [String] {
    let answers = try file(text, mix: mix).answers(as: format, keepGoing: keepGoing)
    return String(decoding: answers.parts.joined(), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func complaints(_ text: String, mix: Mix? = nil) throws -> [String] {
    do {
      _ = try file(text, mix: mix).answers(as: .csv, keepGoing: false)
      return []
    } catch let error as IngestError {
      return error.complaints.map(\.description)
    }
  }

  @Test func rowsAreWhatTheModelSays() throws {
    let text = """
      contract,id,output,usd,prompt,accelerator,bandwidth
      500/60,a,300,2.49,3000,H100,50
      tight,b,211,,1155,A100,hdr
      ,c,20,1e1,8000,H200,
      """
    let edition = try Repository.edition()
    let rows = try lines(text)
    #expect(
      rows[0] == "contract,id,output,usd,prompt,accelerator,bandwidth,"
        + CaseColumns.added.joined(separator: ","))
    #expect(rows.count == 5 && rows[4].isEmpty)
    var plans = [DeploymentPlan(), DeploymentPlan(), DeploymentPlan()]
    plans[0].usdPerHour = 2.49
    plans[0].link = .bandwidth(50e9)
    plans[0].contract = .limits(ContractLimits(ttftMs: 500, tpotMs: 60))
    (plans[1].accelerator, plans[1].contract) = ("A100", .named("tight"))
    plans[1].link = .interconnect("hdr")
    (plans[2].accelerator, plans[2].usdPerHour) = ("H200", 10)
    let mixes = [(3000.0, 300.0), (1155, 211), (8000, 20)]
    for (index, plan) in plans.enumerated() {
      let answer = WorkloadAnswer(
        Workload(mix: Mix(promptTokens: mixes[index].0, outputTokens: mixes[index].1)),
        on: try Deployment(plan, in: edition))
      let cells = rows[index + 1].split(separator: ",", omittingEmptySubsequences: false)
        .dropFirst(7).map(String.init)
      let crossings = answer.crossings
      let expected = [
        answer.costs.cheapest?.rawValue ?? "infeasible",
        answer.costs.verdict?.rawValue ?? "infeasible",
        answer.costs.margin.map { DataText.text($0) } ?? "",
        DataText.text(answer.costs.continuous), DataText.text(answer.costs.chunked),
        DataText.text(answer.costs.disaggregated), "\(answer.parts[0].meetsContract)",
        "\(answer.parts[1].meetsContract)", "\(answer.parts[2].meetsContract)",
        crossings.bandwidth.value.map { DataText.text($0 / 1e9) }
          ?? crossings.bandwidth.word?.rawValue,
        crossings.prefillShares.first.value.map { DataText.text($0) }
          ?? crossings.prefillShares.first.word?.rawValue,
      ]
      #expect(cells == expected.map { $0 ?? "" }, "\(index)")
    }
  }

  @Test func whatStandsInARowIsPassedThrough() throws {
    let rows = try lines(
      "prompt,\"a,b\",output\r\n# a remark\r\n100,\"x \"\"y\"\"\nz\",50\r\n\r\n200,é,60\r\n")
    #expect(rows[0].hasPrefix("prompt,\"a,b\",output,cheapest"))
    #expect(rows[1] == "100,\"x \"\"y\"\"")
    #expect(rows[2].hasPrefix("z\",50,chunked,"))
    #expect(rows[3].hasPrefix("200,é,60,"))
    #expect(rows.count == 5)
  }

  @Test func jsonLinesHoldTheSame() throws {
    let rows = try lines(
      "id,prompt,output,usd\n\"a \"\"1\"\"\tb\",100,50.5,\n", as: .jsonLines)
    #expect(rows.count == 2)
    #expect(
      rows[0].hasPrefix(
        "{\"id\":\"a \\\"1\\\"\\u0009b\",\"prompt\":100,\"output\":50.5,\"usd\":\"\",\"cheapest\":\"chunked\","
      ), "\(rows[0])")
    #expect(rows[0].hasSuffix("\"alpha_star\":0.71816562}") || rows[0].hasSuffix("}"))
  }

  @Test func optionsStandForWhatIsLeftOut() throws {
    let mix = Mix(promptTokens: 700, outputTokens: 70)
    let alone = try lines("id\nx\n", mix: mix)
    let stated = try lines("prompt,output\n700,70\n")
    #expect(alone[1].dropFirst(2) == stated[1].dropFirst("700,70,".count))
  }

  @Test(arguments: [
    ("prompt,output\n1,0\n", "cases.csv:2:3: output: '0' is out of range"),
    ("prompt,output\n-1,5\n", "cases.csv:2:1: prompt: '-1' is out of range"),
    ("prompt,output\n1,2\n1,nan\n", "cases.csv:3:3: output: 'nan' is not"),
    ("prompt,output\n,2\n", "cases.csv:2:1: prompt: the cell is empty; write"),
    (
      "prompt,output,accelerator\n1,2,H10O\n",
      "cases.csv:2:5: accelerator: the calibration has no 'accelerator/H10O'; did you mean"
    ),
    (
      "prompt,output,accelerator\n1,2,B200\n",
      "cases.csv:2:5: accelerator: CoreWeave has no price for 'B200'"
    ),
    ("prompt,output,bandwidth\n1,2,0\n", "cases.csv:2:5: bandwidth: '0' is out of range"),
    ("prompt,output,bandwidth\n1,2,nvlnk4\n", "cases.csv:2:5: bandwidth: the calibration has no"),
    ("prompt,output,contract\n1,2,500\n", "cases.csv:2:5: contract: '500' is not a contract"),
    ("prompt,output,contract\n1,2,500/0\n", "cases.csv:2:5: contract: '0' is out of range"),
    ("prompt,output,x\n1,2\n", "cases.csv:2:1: the row has 2 cells and the header 3"),
    ("prompt,output\n1,2,3\n", "cases.csv:2:5: the row has 3 cells and the header 2"),
    ("prompt,output\n\"1,2\n", "cases.csv:2:1: the quote that opens here is never closed"),
    ("prompt\n1\n", "cases.csv:1:1: output: the column is missing"),
    ("prompt,output,margin\n1,2,3\n", "cases.csv:1:15: 'margin' is a column that is added"),
    ("prompt,output,prompt\n1,2,3\n", "cases.csv:1:15: the column 'prompt' is there twice"),
    ("prompt,output\n", "cases.csv:1:1: the header has no rows"),
    ("", "cases.csv:1:1: the file is empty"),
  ])
  func complaintsSayWhere(text: String, expected: String) throws {
    let found = try complaints(text)
    #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
  }

  @Test func faultyRowsAreSkippedWhenAskedTo() throws {
    let text = "prompt,output\n100,50\nx,50\n100,60\n1\n"
    let answers = try file(text).answers(as: .csv, keepGoing: true)
    #expect(answers.skipped == 2 && answers.complaints.count == 2)
    let rows = String(decoding: answers.parts.joined(), as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 3)
    #expect(try lines("prompt,output\n100,50\n100,60\n").dropLast() == rows.map(String.init)[...])
  }

  /// A quote inside a cell, or one that is never closed, takes its own row away and no other.
  @Test func aStrayQuoteLosesOneRow() throws {
    let text =
      "note,prompt,output\na,100,50\n5\" disk,100,50\nb,100,60\n\"open,100,50\nc,100,70\n"
      + "\"d \"\"e\"\"\",100,80\n"
    let answers = try file(text).answers(as: .csv, keepGoing: true)
    let rows = String(decoding: answers.parts.joined(), as: UTF8.self).split(separator: "\n")
    #expect(answers.skipped == 2)
    #expect(rows.dropFirst().map { String($0.prefix(3)) } == ["a,1", "b,1", "c,1", "\"d "])
    #expect(answers.complaints.map(\.line) == [3, 5])
  }

  /// Under every reading α* is that of a single run.
  @Test func breakEvensAreThoseOfASingleRun() throws {
    let edition = try Repository.edition(readings: ["ttft-bound=kept", "pools=sized"])
    var plan = DeploymentPlan()
    plan.contract = .limits(ContractLimits(ttftMs: 372, tpotMs: 49))
    plan.link = .bandwidth(400e9)
    var found = 0
    for (prompt, output) in [(1870.0, 87.0), (900, 300), (3000, 100), (300, 900)] {
      let workload = Workload(mix: Mix(promptTokens: prompt, outputTokens: output))
      let deployment = try Deployment(plan, in: edition)
      let single = WorkloadAnswer(workload, on: deployment).crossings.prefillShares.first
      guard case .number(let share) = CaseAnswer(workload, on: deployment, nil).cells[10] else {
        continue
      }
      #expect(abs(share - (single.value ?? .nan)) < 1e-9)
      found += 1
    }
    #expect(found > 0)
  }

  @Test func drawsAddTheirSupport() throws {
    let edition = try Repository.edition()
    let draws = try Draws(edition, plan: .exhaustive)
    let answers = try file("prompt,output\n3000,300\n", draws: draws)
      .answers(as: .csv, keepGoing: false)
    let cells = String(decoding: answers.parts.joined(), as: UTF8.self).split(separator: "\n")[1]
      .split(separator: ",")
    let support = try WorkloadSupport(
      Workload(mix: Mix(promptTokens: 3000, outputTokens: 300)), on: DeploymentPlan(), in: edition,
      draws: draws
    ).support
    #expect(
      cells.suffix(2).map(String.init) == [
        DataText.text(support.share.fraction),
        DataText.text(try #require(support.underSum).fraction),
      ])
  }

  /// Blocks are answered side by side and put together in order.
  @Test func orderIsTheFiles() throws {
    let rows = (0..<10_000).map { "r\($0),\(100 + $0),50" }
    let found = try lines("id,prompt,output\n" + rows.joined(separator: "\n"))
    #expect(
      found.dropFirst().dropLast().map { $0.prefix { $0 != "," } }
        == rows.map { $0.prefix { $0 != "," } })
  }
}
