import Foundation
import Testing

@Suite struct SensitivityCommandTests {
  private struct Document: Decodable {
    struct Influence: Decodable {
      let name: String
      let effect: Double
    }
    struct Entry: Decodable {
      let id: String
      let statement: String
      let p05: Double?
      let support: Double
      let supportSum: Double?
      let words: [String: Double]
      let decidedBy: [Influence]
    }
    let draws: Int
    let seed: Int?
    let conclusions: [Entry]
  }

  private func document(_ arguments: String...) throws -> Document {
    let outcome = try Frontier.run(["sensitivity", "--format", "json"] + arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(outcome.output.utf8))
  }

  @Test func jsonHasTheKeysThatOthersBuildOn() throws {
    let found = try document("--draws", "500", "--seed", "9")
    #expect(found.draws == 500 && found.seed == 9)
    let ids = Set(found.conclusions.map(\.id))
    for id in [
      "envelope-order", "on-envelope/distserve-chat", "alpha-star/H100/500-50/nvlink",
      "alpha-star/A100/200-30/hdr", "alpha-star-lower/H200-H100/500-50/nvlink",
      "alpha-star-higher/A100-H100/500-50/nvlink", "disaggregation/H100/500-50/distserve-chat",
    ] { #expect(ids.contains(id), "\(id)") }
    for entry in found.conclusions {
      #expect((0...1).contains(entry.support))
      #expect(Set(entry.words.keys) == ["disaggregation", "colocation", "infeasible"])
      #expect(entry.decidedBy.count <= 2)
    }
    // Null is written, not left out.
    let text = try Frontier.run(["sensitivity", "--exhaustive", "--format", "json"]).output
    #expect(text.contains("\"seed\" : null") && text.contains("\"p05\" : null"))
  }

  @Test func whatIsSetIsSaid() throws {
    let arguments = ["sensitivity", "--exhaustive", "--set", "deployment.hbm_usable=0.9"]
    let text = try Frontier.run(arguments).output
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("Under the default readings and the constants set for this run"))
    #expect(text.contains("with deployment.hbm_usable=0.9 set for this run"))
    let json = try Frontier.run(arguments + ["--format", "json"]).output
    #expect(json.contains("\"deployment.hbm_usable=0.9\""))
  }

  /// A single draw is no draw with Equation 7 as printed, or keeps to it.
  @Test func aShareOfNoDrawsIsNone() throws {
    let found = try (4...5).map { try document("--draws", "1", "--seed", String($0)) }
    let sums = found.map { $0.conclusions.map(\.supportSum) }
    #expect(sums.contains { $0.allSatisfy { $0 == nil } })
    #expect(sums.contains { $0.allSatisfy { $0 == 0 || $0 == 1 } })
    let text = try Frontier.run(["sensitivity", "--draws", "1"]).output
    #expect(text.contains("1 draw (seed 1)"))
  }

  @Test func oneProcessorGivesTheSameBytes() throws {
    let arguments = ["sensitivity", "--draws", "2000", "--format", "csv"]
    let two = try Frontier.run(arguments)
    let one = try Frontier.run(
      ["-c", "0", Frontier.program.path] + arguments, program: URL(filePath: "/usr/bin/taskset"))
    #expect(two.status == 0 && two.output == one.output && two.output.hasPrefix("id,statement,"))
    #expect(try Frontier.run(arguments + ["--seed", "2"]).output != two.output)
  }

  @Test(arguments: [
    (
      ["--draws", "0"],
      "--draws: '0' is out of range; write an integer at least 1 and at most 200000"
    ),
    (
      ["--draws", "200001"],
      "--draws: '200001' is out of range; write an integer at least 1 and at most 200000"
    ),
    (
      ["--exhaustive", "--seed", "2"],
      "--seed: --exhaustive takes every combination once; drop one of the two"
    ),
    (
      ["--readings", "--draws", "5"],
      "--draws: --readings takes each reading alone and draws nothing; drop one"
    ),
  ])
  func whatDoesNotGoTogetherIsOneLine(_ arguments: [String], _ complaint: String) throws {
    let outcome = try Frontier.run(["sensitivity"] + arguments)
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errorLines == ["error: \(complaint)"])
  }

  @Test(arguments: ["text", "csv", "json", "markdown"])
  func readingsListEveryChoice(_ format: String) throws {
    let outcome = try Frontier.run(["sensitivity", "--readings", "--format", format])
    #expect(outcome.status == 0)
    for word in ["efficiencies", "splitwise-2023", "request-length", "memory-bound"] {
      #expect(outcome.output.contains(word))
    }
    // What a reading means stands beside its name.
    let meaning = "Computing decode tokens takes no time"
    #expect(outcome.output.contains(meaning) == (format != "csv"))
  }
}
