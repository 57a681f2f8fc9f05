import Foundation
import Testing

/// The README's three sentences are what the program computes. Written anew, and failing then, with
/// FRONTIER_RECORD=1.
@Suite struct SummaryTests {
  private static let start = "<!-- summary -->"
  private static let end = "<!-- /summary -->"

  @Test func readmeSaysWhatIsComputed() throws {
    let outcome = try Frontier.run(["sensitivity"])
    // Between the title and the note on how to read the tables.
    let paragraphs = outcome.output.split(separator: "\n\n").dropFirst().prefix(3)
    let sentences = paragraphs.map { Self.words(String($0)) }
    #expect(sentences.count == 3 && sentences.allSatisfy { $0.hasSuffix(".") })
    let file = Frontier.repository.appending(path: "README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    let before = try #require(readme.range(of: Self.start))
    let after = try #require(readme.range(of: Self.end))
    if ProcessInfo.processInfo.environment["FRONTIER_RECORD"] != nil {
      let items = sentences.enumerated().map { Self.item($0 + 1, $1) }.joined(separator: "\n")
      let text = readme[..<before.upperBound] + "\n" + items + "\n" + readme[after.lowerBound...]
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("README.md is written anew")
    }
    let found = Self.words(String(readme[before.upperBound..<after.lowerBound]))
    let expected = sentences.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: " ")
    #expect(found == Self.escaped(expected))
  }

  /// With every run of white space as one blank.
  private static func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func escaped(_ text: String) -> String { text.replacing("*", with: "\\*") }

  /// An item of a numbered list in lines of at most 105 characters.
  private static func item(_ number: Int, _ sentence: String) -> String {
    var lines = ["\(number)."]
    for word in escaped(sentence).split(separator: " ") {
      if lines[lines.count - 1].count + word.count + 1 > 105 { lines.append("  ") }
      lines[lines.count - 1] += " \(word)"
    }
    return lines.joined(separator: "\n")
  }
}
