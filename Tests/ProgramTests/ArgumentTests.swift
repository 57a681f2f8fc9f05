import Foundation
import Testing

/// What a command line may hold.
@Suite struct ArgumentTests {
  @Test(arguments: ["0x50", "inf", "nan", " 5", "5 ", "1_000", "1,5", "+5", "٥"])
  func numbersAreWrittenInDecimals(_ text: String) throws {
    for (command, option) in [
      (["figures", "2", "--format", "png", "--out", "/nowhere"], "--dpi"),
      (["diff", ".", "."], "--tolerance"), (["diff", ".", "."], "--dpi"),
      (["sensitivity"], "--draws"), (["sensitivity"], "--seed"),
      (["locate", "--prompt", "1", "--output", "1"], "--draws"),
      (["locate", "--prompt", "1", "--output", "1"], "--usd"),
    ] {
      let outcome = try Frontier.run(command + ["\(option)=\(text)"])
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("error: \(option): "), "\(outcome.errors)")
      #expect(outcome.errors.contains("write "), "\(outcome.errors)")
    }
  }

  @Test func seedsReachToTheirEnd() throws {
    let own = ["locate", "--prompt", "900", "--output", "100", "--draws", "1"]
    #expect(try Frontier.run(own + ["--seed", "18446744073709551615"]).status == 0)
    #expect(
      try Frontier.run(own + ["--seed", "18446744073709551616"]).errors
        == "error: --seed: '18446744073709551616' is not a seed; "
        + "write an integer at least 0 and at most 18446744073709551615\n")
  }

  /// Swift would repair the text, and write into a folder of another name.
  @Test(arguments: ["pins --out $'\\xff'", "$'\\xc3'", "audit --anchors $'a\\xed\\xa0\\x80.csv'"])
  func argumentsAreUTF8(_ arguments: String) throws {
    let outcome = try Frontier.run(
      ["-c", "\"$FRONTIER\" \(arguments)"], environment: ["FRONTIER": Frontier.program.path],
      program: URL(filePath: "/bin/bash"))
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasSuffix("is not UTF-8; write it in UTF-8\n"), "\(outcome.errors)")
  }

  @Test func thereAreAtMostSoManyArguments() throws {
    let most = try Frontier.run(["audit"] + (1...1999).map { "nobody-\($0)" })
    #expect(most.errors.contains("there is no anchor 'nobody-1'"), "\(most.errors)")
    let start = ContinuousClock.now
    for count in [2001, 20_000] {
      let more = try Frontier.run(Array(repeating: "x", count: count))
      #expect(more.status == 2)
      #expect(
        more.errors.hasPrefix("error: there are \(count) arguments; give at most 2000"),
        "\(more.errors)")
    }
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func complaintsBeyondFiftyAreCounted() throws {
    let folder = try TemporaryFolder(copying: ["calibration.csv"])
    let header = try #require(
      String(contentsOf: Frontier.repository.appending(path: "anchors.csv"), encoding: .utf8)
        .split(separator: "\n").first { !$0.hasPrefix("#") })
    try folder.write(
      header + "\n" + String(repeating: "x\n", count: 99), to: "anchors.csv")
    let outcome = try Frontier.run(["audit"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 51)
    #expect(outcome.errorLines[49].hasPrefix("anchors.csv:51:1: the row has 1 cells"))
    #expect(outcome.errorLines[50] == "and 49 more")
  }

  /// All but the first are counted and not put into words.
  @Test func faultsByTheThousandAreCounted() throws {
    let folder = try TemporaryFolder(copying: ["calibration.csv"])
    let lines = try String(
      contentsOf: Frontier.repository.appending(path: "anchors.csv"), encoding: .utf8
    ).split(separator: "\n").filter { !$0.hasPrefix("#") }
    let faulty = lines[1].replacing("H100", with: "H 100").replacing("A100", with: "A 100")
    #expect(faulty != lines[1])
    let file = lines[0] + "\n" + String(repeating: faulty + "\n", count: 500)
    try folder.write(file, to: "anchors.csv")
    let outcome = try Frontier.run(["audit"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 51)
    // Each row's accelerator, and the id of each but the first.
    #expect(outcome.errorLines.last == "and 949 more")
  }

  /// A blank is no section of a document: it was taken for one, and there was nothing in it.
  @Test func aBlankSectionOfAClaimIsAComplaint() throws {
    let folder = try TemporaryFolder(copying: ["calibration.csv", "anchors.csv"])
    try folder.write(
      "id,sentence,section,statement,kind,scope,quantity,printed,unit,tolerance,tolerance_basis,"
        + "expected_verdict,note\na,a,\" \",b,model,stated,1,1,1,,exact,reproduced,\n",
      to: "claims.csv")
    let outcome = try Frontier.run(["claims"], in: folder.url)
    #expect(outcome.status == 2)
    #expect(
      outcome.errorLines.contains {
        $0.hasPrefix("claims.csv:2:5: section: ' ' starts or ends with a blank")
      }, "\(outcome.errors)")
  }
}
