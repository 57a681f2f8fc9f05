import Foundation
import Testing

private let evidence = ["anchors.csv", "calibration.csv"]

/// What every complaint of a figure's name ends with.
private let choices =
  "choose from 1, 2, 3, readings, support, validation, transfer, batch, capacity, prices, contracts"

/// What holds for every command.
@Suite struct CommandLineTests {
  @Test func withoutArgumentsThereIsHelpAndNothingIsWritten() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let bare = try Frontier.run([], in: folder.url)
    #expect(bare.status == 0)
    #expect(bare.output == (try Frontier.run(["--help"])).output)
    #expect(bare.output.contains("SUBCOMMANDS"))
    #expect(bare.errors.isEmpty)
    #expect(try Set(folder.contents().keys) == Set(evidence))
  }

  @Test(arguments: [["--version"], ["figures", "--version"], ["-C", "/", "--version"]])
  func versionNamesTheLibraries(_ arguments: [String]) throws {
    let outcome = try Frontier.run(arguments)
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      lines.map { $0[0] } == ["frontier", "cairo", "FreeType", "fontconfig", "libpng", "zlib"])
    for line in lines {
      #expect(line.count == 2)
      #expect(line.last?.wholeMatch(of: /\d+\.\d+(\.\d+)*/) != nil, "\(line)")
    }
  }

  // MARK: --directory

  @Test func everyCommandRunsWhereItIsTold() throws {
    let folder = try TemporaryFolder(copying: evidence)
    let beside = try TemporaryFolder()
    for place in [["-C", folder.path], ["--directory=\(folder.path)"]] {
      for (before, after) in [(place, []), ([], place)] {
        for command in ["audit", "pins", "diff", "claims", "figures", "verify"] {
          let sides = command == "diff" ? ["2026-05-01", "."] : []
          let options = command == "figures" ? ["--dpi", "36"] : []
          let files =
            command == "claims" ? ["--claims", "\(Frontier.repository.path)/claims.csv"] : []
          let arguments = before + [command] + sides + options + files + after
          let outcome = try Frontier.run(arguments, in: beside.url)
          #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
      }
    }
    #expect(try beside.contents().isEmpty)
    #expect(try folder.contents().keys.contains("figures/SHA256SUMS"))
  }

  @Test func pathsAreTakenFromThere() throws {
    let folder = try TemporaryFolder(copying: evidence)
    for name in ["data", "data/deep"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: name), withIntermediateDirectories: false)
    }
    let outcome = try Frontier.run(
      ["figures", "2", "--format", "svg", "-C", "data/deep", "--out", "../out"]
        + ["--anchors", "../../anchors.csv", "--calibration", "../../calibration.csv"],
      in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.contents().keys.contains("data/out/figure-2.svg"))
  }

  @Test(arguments: [["-C", "nowhere", "pins"], ["pins", "--directory", "anchors.csv"]])
  func aFolderThatIsNotThereIsOneLine(_ arguments: [String]) throws {
    let outcome = try Frontier.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("error: --directory: cannot run in '"), "\(outcome.errors)")
  }

  // MARK: Mistyped names

  @Test(arguments: [
    (["figurs"], "there is no command 'figurs'; did you mean 'figures'?"),
    (["help", "verfy"], "there is no command 'verfy'; did you mean 'verify'?"),
    (["-C", "/", "dif", "a", "b"], "there is no command 'dif'; did you mean 'diff'?"),
    (["2", "--format", "svg"], "there is no command '2'; did you mean 'figures 2'?"),
    (
      ["xyzzy"],
      "there is no command 'xyzzy'; the commands are figures, audit, claims, "
        + "sensitivity, validate, locate, pins, diff, verify, report"
    ),
    (
      ["figures", "figure-9"],
      "there is no figure 'figure-9'; did you mean 'figure-1'? \(choices)"
    ),
    (
      ["figures", "fig2"],
      "there is no figure 'fig2'; did you mean 'figure-2'? \(choices)"
    ),
    (["figures", "7"], "there is no figure '7'; \(choices)"),
    (["figures", "s9"], "there is no figure 's9'; \(choices)"),
    (["figures", "fig-s2"], "there is no figure 'fig-s2'; did you mean 'figure-s2'? \(choices)"),
    (["figures", "reading"], "there is no figure 'reading'; did you mean 'readings'? \(choices)"),
    (["readings"], "there is no command 'readings'; did you mean 'figures readings'?"),
    (
      ["figures", "--all", "2", "s1"], "--all draws every figure; leave it out, or 2 s1"
    ),
  ])
  func theNearestNameIsSuggested(_ arguments: [String], _ complaint: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(arguments, in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines == ["error: \(complaint)"])
    #expect(try Set(folder.contents().keys) == Set(evidence))
  }

  @Test func theNearestOptionIsSuggested() throws {
    let outcome = try Frontier.run(["pins", "--formt", "csv"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("Did you mean '--format'?"), "\(outcome.errors)")
  }

  // MARK: Options given twice

  @Test(arguments: [
    (["figures", "--pin", "2026-05-01", "--pin", "2026-05-01"], "--pin is given twice"),
    (["figures", "--pin=2026-05-01", "1", "--pin", "2026-05-01"], "--pin is given twice"),
    (["audit", "--format", "csv", "--format=json"], "--format is given twice"),
    (["pins", "-C", ".", "--directory", "."], "-C is given twice (as --directory)"),
    (["-C", ".", "pins", "-C", "."], "-C is given twice"),
  ])
  func anOptionWithOneValueIsGivenOnce(_ arguments: [String], _ complaint: String) throws {
    let folder = try TemporaryFolder(copying: evidence)
    let outcome = try Frontier.run(arguments, in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines == ["error: \(complaint); it takes one value"])
    #expect(try Set(folder.contents().keys) == Set(evidence))
  }

  @Test func whatIsNoOptionMayRepeat() throws {
    let settings = try Frontier.run(
      ["audit", "distserve-chat", "--set", "transfer.overlap=0.2"]
        + ["--set", "accelerator/H100.prefill_mfu=0.36"])
    #expect(settings.status == 0, "\(settings.errors)")
    let ids = try Frontier.run(["audit", "--", "--pin", "--pin"])
    #expect(ids.errors.contains("there is no anchor '--pin'"), "\(ids.errors)")
    let value = try Frontier.run(["audit", "--pin", "2026-05-01", "--anchors=--pin"])
    #expect(value.errors.contains("cannot read --pin"), "\(value.errors)")
  }
}
