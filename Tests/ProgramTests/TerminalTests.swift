import Foundation
import Tables
import Testing

@testable import Reports

/// Texts fit the terminal that they are printed on, and are as they were for files.
@Suite struct TerminalTests {
  private let table = ReportTable(
    [.left("architecture"), .right("cost of a million tokens"), .left("meaning")],
    rows: [
      ["disaggregated", "0.411", "a pool of accelerators for each of the two phases"],
      ["colocated", "1234.5", ""],
    ])

  @Test func wordsGoToFurtherLines() {
    #expect(
      table.text(indent: "  ", within: .terminal(columns: 52)) == """
          architecture          cost of a  meaning
                           million tokens
          disaggregated             0.411  a pool of
                                           accelerators for
                                           each of the two
                                           phases
          colocated                1234.5
        """)
    // A title that stands twice says which column it follows.
    let twice = ReportTable(
      [.left("constant"), .right("envelope"), .right("±10 %"), .right("α*"), .right("±10 %")],
      rows: [["deployment.request_tokens", "", "1.25 %", "0.6554", "colocation everywhere"]])
    #expect(
      twice.text(within: .terminal(columns: 40)) == """
        deployment.request_tokens; envelope, ±10
          %: 1.25 %; α*: 0.6554; α*, ±10 %:
          colocation everywhere
        """)
    let lines = table.text().split(separator: "\n")
    #expect(lines.count == 3 && table.text(within: .terminal(columns: 200)) == table.text())
  }

  @Test func whatDoesNotFitBesideEachOtherIsAList() {
    let wide = ReportTable(
      table.columns + [.left("place")], rows: table.rows.map { $0 + ["figure-1-and-3"] })
    #expect(
      wide.text(indent: "  ", within: .terminal(columns: 40)) == """
          disaggregated; cost of a million
            tokens: 0.411; meaning: a pool of
            accelerators for each of the two
            phases; place: figure-1-and-3
          colocated; cost of a million tokens:
            1234.5; place: figure-1-and-3
        """)
  }

  /// Whatever the cells and the width, no line is longer, and no word is lost.
  @Test func noLineIsLongerAndNoWordIsLost() {
    var numbers = SystemNumbers(state: 7)
    func word() -> String { String(repeating: "x", count: Int.random(in: 1...30, using: &numbers)) }
    var fitted = 0
    for _ in 0..<300 {
      let columns = Int.random(in: 1...8, using: &numbers)
      let table = ReportTable(
        (0..<columns).map {
          Int.random(in: 0...1, using: &numbers) == 0 ? .left("a b\($0)") : .right("c\($0)")
        },
        rows: (0..<3).map { _ in
          (0..<columns).map { _ in
            (0..<Int.random(in: 0...6, using: &numbers)).map { _ in word() }.joined(separator: " ")
          }
        })
      for width in [40, 60, 80, 120] {
        let text = table.text(indent: "   ", within: .terminal(columns: width))
        for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
        let letters = table.rows.joined().joined().filter { $0 == "x" }.count
        #expect(text.filter { $0 == "x" }.count == letters)
        if text.contains("c") || text.contains("a b") { fitted += 1 }
      }
    }
    #expect(fitted > 300)
  }

  private struct SystemNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let script = URL(filePath: "/usr/bin/script")

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: script.path)),
    arguments: [
      ["pins"], ["claims"], ["validate"], ["audit", "distserve-chat"],
      ["sensitivity", "--readings"],
      ["diff", "2026-05-01", "AWS@2026-05-01"], ["audit", "--constants"], ["figures", "--list"],
      ["locate", "--prompt", "3000", "--output", "300", "--draws", "100"],
    ])
  func everyAnswerFitsEightyColumns(_ arguments: [String]) throws {
    let command = "stty cols 80; \"$FRONTIER\" \(arguments.joined(separator: " ")) 2> /dev/null"
    let outcome = try Frontier.run(
      ["-qec", command, "/dev/null"], environment: ["FRONTIER": Frontier.program.path],
      program: Self.script)
    let lines = outcome.output.utf8.split { [10, 13].contains($0) }
      .compactMap { String($0) }
    #expect(lines.count > 5)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    // For another program they are what they are.
    let piped = try Frontier.run(arguments).output.split(separator: "\n")
    #expect(piped.contains { $0.count > 80 })
  }
}
