import Foundation
import Testing

/// `frontier pins --at DATE`.
@Suite struct PinsAtTests {
  private func at(_ date: String, _ arguments: String...) throws -> Frontier.Outcome {
    try Frontier.run(["pins", "--at", date] + arguments)
  }

  @Test func theFirstSentenceSaysWhereItIsCheapestAndSinceWhen() throws {
    let outcome = try at("2026-05-01")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    #expect(
      lines.first == """
        On 2026-05-01 the reference workload is cheapest on Nebius’s H100: $0.176 a million tokens \
        at $2.95/h, first read on 2025-04-16.
        """)
    // Then the table, its first row the same.
    #expect(lines[2].contains("Nebius") && lines[2].contains("2.95"))
  }

  @Test func csvAndJSONAgree() throws {
    struct Answer: Decodable {
      struct Price: Decodable {
        let provider: String
        let usdPerHour: Double
        let usdPerMillionTokens: Double?
        let warning: String?
      }
      let date: String
      let prices: [Price]
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let answer = try decoder.decode(
      Answer.self, from: Data(try at("2026-05-01", "--format", "json").output.utf8))
    let csv = try at("2026-05-01", "--format", "csv").output
    let rows = csv.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == answer.prices.count && rows.count > 20)
    for (row, price) in zip(rows, answer.prices) {
      #expect(String(row[0]) == price.provider)
      #expect(Double(row[3]) == price.usdPerHour)
      #expect(Double(row[7]) == price.usdPerMillionTokens)
      #expect((row.last?.isEmpty ?? true) == (price.warning == nil))
    }
    #expect(
      try at("2026-05-01", "--format", "markdown").output.contains("| Nebius | H100 | 2.95 |"))
  }

  /// The price that the answer names is old, or changed unseen.
  @Test func aDoubtfulAnswerIsWarnedOf() throws {
    let old = try at("2026-11-21")
    #expect(old.status == 0 && old.errorLines.count == 1)
    #expect(
      old.errors.hasPrefix(
        "warning: Crusoe's price of H100 on 2026-11-21 was last read on 2026-09-19, 63 days before")
    )
    let gap = try at("2026-04-15", "--provider", "Lambda")
    #expect(gap.errors.contains("2.99") == false && gap.errors.contains("3.99 $/h on 2026-05-11"))
    #expect(gap.output.contains("was 2.99 349 days earlier; 3.99 by 2026-05-11"))
  }

  @Test func aProviderFilters() throws {
    let outcome = try at("2026-05-01", "--provider", "AWS")
    #expect(outcome.output.contains("AWS") && !outcome.output.contains("Nebius"))
    #expect(!outcome.output.contains("component"))
  }

  @Test func aPictureHasNoFormat() throws {
    let outcome = try Frontier.run(["pins", "--plot", "a.svg", "--format", "json"])
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("error: --format: --plot draws a picture"))
  }

  @Test func badDaysAreOneLine() throws {
    for (arguments, complaint) in [
      (["2026-02-30"], "--at: '2026-02-30' is not a day; write it as yyyy-mm-dd, like 2026-05-01"),
      (["today"], "'today' is not a day"),
      (["2020-01-01"], "there is no price at or before 2020-01-01; the earliest is of 2022-10-03"),
      (
        ["2025-01-01", "--provider", "Nebius"],
        "there is no price at or before 2025-01-01; the earliest is of 2025-04-16"
      ),
      (["2026-05-01", "--provider", "Nebus"], "did you mean 'Nebius'?"),
      (["2026-05-01", "--plot", "a.svg"], "--plot"),
    ] {
      let outcome = try Frontier.run(["pins", "--at"] + arguments)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(arguments)")
      #expect(
        outcome.errorLines.count == 1 && outcome.errors.contains(complaint), "\(outcome.errors)")
    }
  }
}
