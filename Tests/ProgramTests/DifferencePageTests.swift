import Foundation
import Testing

/// docs/difference.md shows what the program prints. With FRONTIER_RECORD set it is written anew,
/// and the test fails all the same, so that a recording is never taken for a check.
@Suite struct DifferencePageTests {
  private static let page = Frontier.repository.appending(path: "docs/difference.md")

  @Test func theExamplesAreWhatTheProgramPrints() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let fresh = try text.components(separatedBy: "```").enumerated().map { index, part in
      index.isMultiple(of: 2) ? part : try rerun(part)
    }.joined(separator: "```")
    guard ProcessInfo.processInfo.environment["FRONTIER_RECORD"] == nil else {
      try fresh.write(to: Self.page, atomically: true, encoding: .utf8)
      Issue.record("docs/difference.md was written anew")
      return
    }
    #expect(
      text == fresh,
      "docs/difference.md is out of date; run FRONTIER_RECORD=1 swift test --filter DifferencePage")
  }

  /// A block of console text with the output of its last command as it is now; commands before it
  /// make the files that it reads.
  private func rerun(_ block: String) throws -> String {
    let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
    let commands = lines.filter { $0.hasPrefix("$ ") }
    let last = try #require(commands.last)
    try #require(last.hasPrefix("$ frontier "))
    let folder = try TemporaryFolder(copying: ["anchors.csv", "calibration.csv", "claims.csv"])
    for command in commands.dropLast() { try shell(command.dropFirst(2), in: folder) }
    let arguments = last.split(separator: " ").dropFirst(2).map(String.init)
    let outcome = try Frontier.run(arguments, in: folder.url)
    try #require(outcome.status < 2, "\(outcome.errors)")
    return "console\n\(commands.joined(separator: "\n"))\n\(outcome.output)"
  }

  private func shell(_ command: Substring, in folder: TemporaryFolder) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", String(command)]
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command)")
  }

  @Test func everyPictureOfThePageIsThere() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let pictures = text.components(separatedBy: "](").dropFirst().compactMap {
      $0.components(separatedBy: ")").first
    }
    #expect(pictures.count == 5)
    for picture in pictures {
      let path = Frontier.repository.appending(path: "docs/\(picture)").path
      #expect(FileManager.default.fileExists(atPath: path), "\(picture)")
    }
  }
}

@Suite struct ReproducibilityPageTests {
  @Test func theToleranceIsTheProgramsOwn() throws {
    let page = try String(
      contentsOf: Frontier.repository.appending(path: "docs/reproducibility.md"), encoding: .utf8)
    let help = try Frontier.run(["verify", "--help"]).output
    #expect(page.contains("more than 16 of 255") && help.contains("more than 16 of 255"))
    #expect(page.contains("at most 0.5 %") && help.contains("0.5 %"))
  }
}
