import Foundation
import Testing

/// What `--pin` may name, and what is said of prices that nobody read around it.
@Suite struct PinOptionTests {
  /// Of GPU prices that were read on 2026-03-31 and on 2026-09-19, and changed in between.
  private static let gap =
    "warning: Lambda's price of A100 on 2026-08-01 is not known: it was 2.06 $/h on 2026-03-31 and "
    + "2.79 $/h on 2026-09-19"

  @Test func latestIsTheDayOfTheLastReading() throws {
    let latest = try Frontier.run(["audit", "distserve-chat", "--pin", "Nebius@latest"])
    let dated = try Frontier.run(["audit", "distserve-chat", "--pin", "Nebius@2026-10-01"])
    #expect(latest.status == 0 && latest.output == dated.output, "\(latest.errors)")
    let diff = try Frontier.run(["diff", "Nebius@latest", "Nebius@2026-10-01"])
    #expect(diff.status == 0, "\(diff.errors)")
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    let figures = ["figures", "2", "--format", "svg", "--pin", "Nebius@latest"]
    let drawn = try Frontier.run(figures, in: folder.url)
    #expect(drawn.output.hasPrefix("figures-Nebius@2026-10-01/"), "\(drawn.output)")
    #expect(try Frontier.run(["verify", "--pin", "Nebius@latest"], in: folder.url).status == 0)
    // What is set for the run has no date, and moves none.
    let set = ["audit", "--pin", "Together@latest", "--set", "rate/Together/H100.usd_per_hour=5"]
    let together = try Frontier.run(set)
    #expect(together.output.contains("Together@2026-09-19"), "\(together.errors)")
    // What a page says of its making holds tomorrow too.
    let page = ["report", "--pin", "Nebius@latest", "--against", ".,AWS@latest", "--out", "r.html"]
    #expect(try Frontier.run(page, in: folder.url).status == 0)
    let html = try folder.text("r.html")
    #expect(html.contains("report --pin Nebius@2026-10-01 --against .,AWS@2026-11-09 "))
    #expect(!html.contains("@latest"))
    let unknown = try Frontier.run(["claims", "--pin", "Nebbius@latest"])
    #expect(
      unknown.errors == "error: there are no prices of 'Nebbius'; did you mean 'Nebius'?\n")
  }

  @Test(arguments: [
    ["audit", "--constants"], ["claims", "--format", "csv"], ["figures", "3", "--out", "x"],
    ["sensitivity", "--draws", "10"], ["diff", ".", "."],
    ["locate", "--prompt", "900", "--output", "100", "--accelerator", "A100", "--draws", "0"],
  ])
  func aPriceThatChangedUnseenIsToldOnce(_ arguments: [String]) throws {
    let folder = try TemporaryFolder(
      copying: ["anchors.csv", "calibration.csv", "claims.csv", "measurements.csv"])
    let told = try Frontier.run(arguments + ["--pin", "Lambda@2026-08-01"], in: folder.url)
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.errorLines.filter { $0 == Self.gap }.count == 1, "\(told.errors)")
    // The paper's prices were read before its day and after.
    let own = try Frontier.run(arguments, in: folder.url)
    #expect(!own.errors.contains("price"), "\(own.errors)")
  }

  @Test(arguments: [
    ["validate"], ["audit", "--columns"], ["audit"],
    ["locate", "--prompt", "900", "--output", "100", "--draws", "0"],
    [
      "locate", "--prompt", "9", "--output", "9", "--accelerator", "A100", "--usd", "2", "--draws",
      "0",
    ],
  ])
  func aPriceThatIsNotUsedIsNotWarnedOf(_ arguments: [String]) throws {
    let told = try Frontier.run(arguments + ["--pin", "Lambda@2026-08-01"])
    #expect(told.status == 0 && told.errors.isEmpty, "\(told.errors)")
  }

  /// Of many workloads those that have no price of their own.
  @Test func casesAreWarnedOfByTheirAccelerators() throws {
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv"])
    let asked = ["locate", "--cases", "cases.csv", "--pin", "Lambda@2026-08-01"]
    for (rows, isWarned) in [("900,100,A100,\n", true), ("900,100,A100,2\n900,100,H100,\n", false)]
    {
      try folder.write("prompt,output,accelerator,usd\n" + rows, to: "cases.csv")
      let told = try Frontier.run(asked, in: folder.url)
      #expect(told.status == 0, "\(told.errors)")
      #expect(told.errorLines == (isWarned ? [Self.gap] : []))
    }
  }
}
