import Foundation
import Testing

/// The program, installed below a prefix with a blank in its name.
private final class Installation {
  let folder: TemporaryFolder
  let prefix: URL

  init() throws {
    folder = try TemporaryFolder()
    prefix = folder.url.appending(path: "a prefix")
    let outcome = try Self.install(["a prefix"], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  var program: URL { prefix.appending(path: "bin/frontier") }

  /// Runs `scripts/install` with the program that is built already.
  static func install(_ arguments: [String], in directory: URL) throws -> Frontier.Outcome {
    try Frontier.run(
      arguments, in: directory, environment: ["FRONTIER": Frontier.program.path],
      program: Frontier.repository.appending(path: "scripts/install"))
  }

  func text(_ path: String) throws -> String {
    try String(contentsOf: prefix.appending(path: path), encoding: .utf8)
  }
}

/// Runs a program found on PATH; nil where there is none.
private func tool(_ name: String, _ arguments: [String]) throws -> Frontier.Outcome? {
  let path = ["/usr/bin/\(name)", "/bin/\(name)"].first(
    where: FileManager.default.isExecutableFile)
  return try path.map { try Frontier.run(arguments, program: URL(filePath: $0)) }
}

@Suite struct InstallTests {
  private static let files = [
    "bin/frontier", "share/bash-completion/completions/frontier",
    "share/costfrontier/anchors.csv", "share/costfrontier/calibration.csv",
    "share/costfrontier/claims.csv", "share/costfrontier/measurements.csv",
    "share/fish/vendor_completions.d/frontier.fish",
    "share/man/man1/frontier.1", "share/zsh/site-functions/_frontier",
  ]

  @Test func installsEverythingAndAgain() throws {
    let installation = try Installation()
    let first = try installation.folder.contents()
    #expect(first.keys.sorted() == Self.files.map { "a prefix/\($0)" })
    let again = try Installation.install([installation.prefix.path], in: URL(filePath: "/"))
    #expect(again.status == 0, "\(again.errors)")
    let files = Self.files.map { "\(installation.prefix.path)/\($0)" }
    #expect(again.output.split(separator: "\n").map(String.init).sorted() == files.sorted())
    #expect(try installation.folder.contents() == first)
  }

  @Test(arguments: [[], [""], ["--help"], ["one", "two"]])
  func withoutOnePrefixThereIsTheUsage(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try Installation.install(arguments, in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("usage: scripts/install PREFIX"))
    #expect(try folder.contents().isEmpty)
  }

  @Test func runsInAnEmptyFolderAndLeavesThePrefixAlone() throws {
    let installation = try Installation()
    let before = try installation.folder.contents()
    let folder = try TemporaryFolder()
    // Found by way of a link, as in a folder of PATH.
    let link = try TemporaryFolder().url.appending(path: "frontier")
    try FileManager.default.createDirectory(
      at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: link.deletingLastPathComponent()) }
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: installation.program)
    for arguments in [
      ["pins"], ["claims"], ["validate"], ["audit", "--constants"],
      ["diff", "2026-05-01", "2026-05-01"],
    ] {
      let installed = try Frontier.run(arguments, in: folder.url, program: link)
      #expect(installed.status == 0, "\(arguments): \(installed.errors)")
      #expect(installed.output == (try Frontier.run(arguments)).output)
    }
    #expect(try folder.contents().isEmpty)
    let missing = try Frontier.run(["verify"], in: folder.url, program: link)
    #expect(missing.status == 2)
    #expect(missing.errors.hasPrefix("error: cannot read figures"), "\(missing.errors)")
    let drawn = try Frontier.run(
      ["figures", "--dpi", "36"], in: folder.url, program: installation.program)
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.split(separator: "\n").allSatisfy { $0.hasPrefix("figures/") })
    #expect(try folder.contents().keys.allSatisfy { $0.hasPrefix("figures/") })
    #expect(
      try Frontier.run(["verify"], in: folder.url, program: installation.program).status == 0)
    #expect(try installation.folder.contents() == before)
  }

  @Test func filesOfTheFolderComeFirst() throws {
    let installation = try Installation()
    let folder = try TemporaryFolder(copying: ["calibration.csv"])
    let prices = try folder.text("calibration.csv").replacing(
      "rate/CoreWeave/", with: "rate/CoreWave/")
    try folder.write(prices, to: "calibration.csv")
    let here = try Frontier.run(["pins"], in: folder.url, program: installation.program)
    #expect(here.output.contains("CoreWave"), "\(here.errors)")
    // A file that is named is that file, wherever else one of its name may lie.
    let named = try Frontier.run(
      ["audit", "--anchors", "anchors.csv"], in: folder.url, program: installation.program)
    #expect(named.status == 2)
    #expect(named.errors.hasPrefix("error: cannot read anchors.csv: "), "\(named.errors)")
  }

  @Test func whatIsWrongInAnInstalledFileIsFound() throws {
    let installation = try Installation()
    let file = installation.prefix.appending(path: "share/costfrontier/anchors.csv")
    let anchors = try String(contentsOf: file, encoding: .utf8)
    try anchors.replacing("1.14,req/s", with: "1.14,rps").write(
      to: file, atomically: true, encoding: .utf8)
    let folder = try TemporaryFolder()
    let outcome = try Frontier.run(["audit"], in: folder.url, program: installation.program)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("/share/costfrontier/anchors.csv:"), "\(outcome.errors)")
  }

  @Test(arguments: [
    (["figures"], "anchors.csv and no calibration.csv", "--anchors FILE and --calibration FILE"),
    (["pins"], "calibration.csv", "--calibration FILE"),
  ])
  func withoutDataBothPlacesAreNamed(_ arguments: [String], _ files: String, _ options: String)
    throws
  {
    let folder = try TemporaryFolder()
    let outcome = try Frontier.run(arguments, in: folder.url)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("error: there is no \(files) in this folder or in /"))
    #expect(outcome.errors.contains("/share/costfrontier; give \(options)"), "\(outcome.errors)")
    #expect(try folder.contents().isEmpty)
  }

  @Test func completionsAreForTheirShells() throws {
    let installation = try Installation()
    for (shell, path) in [
      ("bash", "share/bash-completion/completions/frontier"),
      ("zsh", "share/zsh/site-functions/_frontier"),
      ("fish", "share/fish/vendor_completions.d/frontier.fish"),
    ] {
      let script = try installation.text(path)
      for word in ["figures", "verify", "directory", "calibration"] {
        #expect(script.contains(word), "\(shell): \(word)")
      }
      #expect(!script.contains("generate-manual"))
      let outcome = try tool(shell, ["-n", installation.prefix.appending(path: path).path])
      if let outcome { #expect(outcome.status == 0, "\(shell): \(outcome.errors)") }
    }
  }

  /// Whatever `--help` knows of, the man page does.
  @Test func theManPageIsComplete() throws {
    let installation = try Installation()
    let page = try installation.text("share/man/man1/frontier.1")
      .replacing("\\-", with: "-").replacing(/\\f[BIR]/, with: "")
    let help = try Frontier.run(["--help"]).output
    let commands = help.split(separator: "SUBCOMMANDS:")[1].matches(of: #/\n  ([a-z]+) /#)
      .map { String($0.1) }
    #expect(commands.count >= 6)
    for command in commands {
      let start = try #require(page.firstRange(of: ".SS \"frontier \(command)"))
      let section = page[start.upperBound...].split(separator: "\n.S", maxSplits: 1)[0]
      let options = try Frontier.run([command, "--help"]).output
      for option in options.matches(of: /--[a-z][a-z-]*/) {
        let isCommon = help.contains(option.0)
        #expect((isCommon ? page[...] : section).contains(option.0), "\(command) \(option.0)")
      }
      for place in options.matches(of: /\n  <([a-z]+)>/) {
        #expect(section.contains(".TP\n\(place.1)\n"), "\(command) \(place.1)")
      }
    }
    let files = try #require(page.firstRange(of: ".SH FILES"))
    for file in Self.files where file.hasPrefix("share/costfrontier/") {
      let name = file.dropFirst("share/costfrontier/".count)
      #expect(page[files.upperBound...].contains(name), "\(name)")
    }
    if let outcome = try tool(
      "groff", ["-man", "-Tascii", "-ww", "\(installation.prefix.path)/share/man/man1/frontier.1"])
    {
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.contains("FRONTIER(1)"))
    }
  }
}
