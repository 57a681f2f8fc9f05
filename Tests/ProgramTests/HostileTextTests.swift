import Foundation
import Testing

/// Texts that would clear a terminal, or turn the rest of a line around, if they reached one.
@Suite struct HostileTextTests {
  private static let text = "x\u{202E}\u{1B}[2J\u{200B}y"

  /// Nothing but line breaks among what must not be shown.
  private static func isShowable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || ![.control, .format, .lineSeparator, .paragraphSeparator]
          .contains(scalar.properties.generalCategory)
    }
  }

  @Test(arguments: [
    ["audit", text], ["audit", "--reading", "\(text)=a"], ["audit", "--set", "\(text)=1"],
    ["audit", "--anchors", text], [text], ["audit", "--\(text)"], ["audit", "--pin", text],
    ["claims", text], ["figures", text], ["locate", "--prompt", text, "--output", "5"],
    ["pins", "--provider", text],
  ])
  func argumentsAreEscapedInComplaints(_ arguments: [String]) throws {
    let outcome = try Frontier.run(arguments)
    #expect(outcome.status == 2)
    #expect(Self.isShowable(outcome.errors), "\(outcome.errors.debugDescription)")
    #expect(outcome.errors.contains("\\u{202E}\\u{1B}[2J\\u{200B}"), "\(outcome.errors)")
  }

  /// A right-to-left override is a character that the reader lets pass: data as data, but shown.
  @Test(arguments: [
    ["audit"], ["audit", "--format", "markdown"], ["claims"], ["claims", "--format", "markdown"],
  ])
  func textsOfTheFilesAreEscapedInReports(_ arguments: [String]) throws {
    let folder = try TemporaryFolder(copying: ["calibration.csv", "claims.csv", "anchors.csv"])
    for (name, old) in [
      ("anchors.csv", "DistServe"), ("calibration.csv", "NVIDIA"), ("claims.csv", "GPU"),
    ] {
      let text = try folder.text(name)
      #expect(text.contains(old))
      try folder.write(
        text.replacingOccurrences(of: old, with: "\u{202E}\(old)\u{200B}"), to: name)
    }
    let outcome = try Frontier.run(arguments, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\\u{202E}"))
    #expect(Self.isShowable(outcome.output))
    #expect(Self.isShowable(outcome.errors))
  }
}
