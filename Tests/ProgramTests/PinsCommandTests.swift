import Foundation
import Rendering
import Testing

@Suite struct PinsCommandTests {
  @Test func textLeavesOutReadingsThatOnlyConfirm() throws {
    let text = try Frontier.run(["pins", "--provider", "Lambda"])
    #expect(text.status == 0)
    let lines = text.output.split(separator: "\n")
    let csv = try Frontier.run(["pins", "--provider", "Lambda", "--format", "csv"])
    let rows = csv.output.split(separator: "\n").dropFirst()
    #expect(lines.count - 1 == rows.filter { !$0.contains(",confirmed,") }.count)
    #expect(lines.count - 1 < rows.count)
    #expect(text.output.contains("3.44 by 2026-03-31 (349 days)"))
  }

  @Test func everyReadingIsInJSON() throws {
    struct History: Decodable {
      struct Period: Decodable {
        struct Reading: Decodable { let date: String }
        let readings: [Reading]
      }
      struct Gap: Decodable { let days: Int }
      let provider: String
      let basis: String
      let periods: [Period]
      let gaps: [Gap]
    }
    let outcome = try Frontier.run(["pins", "--format", "json"])
    let histories = try JSONDecoder().decode([History].self, from: Data(outcome.output.utf8))
    let readings = histories.flatMap(\.periods).flatMap(\.readings)
    let file = try String(
      contentsOf: Frontier.repository.appending(path: "calibration.csv"), encoding: .utf8)
    #expect(readings.count == file.split(separator: "\n").filter { $0.hasPrefix("rate/") }.count)
    for history in histories {
      #expect(history.gaps.count == history.periods.count - 1)
      #expect((history.basis == "component") == history.provider.hasSuffix("-component"))
    }
  }

  @Test func componentPricesAreMarkedInEveryForm() throws {
    for format in ["text", "csv", "json", "markdown"] {
      let whole = try Frontier.run(["pins", "--format", format]).output
      #expect(whole.contains("component"))
      let bundled = try Frontier.run(["pins", "--provider", "AWS", "--format", format]).output
      #expect(!bundled.contains("component"), "\(format)")
    }
  }

  @Test(arguments: ["svg", "png", "pdf"])
  func plotsByTheFilesExtension(_ ending: String) throws {
    let folder = try TemporaryFolder(copying: ["calibration.csv"])
    let outcome = try Frontier.run(["pins", "--plot", "out/prices.\(ending)"], in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let file = try #require(try folder.contents()["out/prices.\(ending)"])
    let start = String(decoding: file.prefix(8), as: UTF8.self)
    #expect(start.contains(["svg": "<svg", "png": "PNG", "pdf": "%PDF"][ending] ?? "?"))
  }

  @Test func badInputIsOneLineAndNothingIsWritten() throws {
    let folder = try TemporaryFolder(copying: ["calibration.csv"])
    for (arguments, complaint) in [
      (["--provider", "Lamda"], "there are no prices of 'Lamda'; did you mean 'Lambda'?"),
      (["--plot", "prices.gif"], "prices.gif must end in .png, .svg, .pdf"),
      (["--plot", "prices"], "prices must end in .png, .svg, .pdf"),
      (["--calibration", "none.csv"], "cannot read none.csv"),
    ] {
      let outcome = try Frontier.run(["pins"] + arguments, in: folder.url)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    }
    #expect(try Set(folder.contents().keys) == ["calibration.csv"])
  }
}
