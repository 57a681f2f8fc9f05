import Evidence
import Foundation
import Normalization
import TestSupport
import Testing

/// The running costs of every anchor under four sets of readings, made by an independent program.
@Suite struct AnchorVectorTests {
  private static let rows: [[String: String]] = {
    guard let url = Bundle.module.url(forResource: "anchors_vectors", withExtension: "csv"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }()

  private static let choices = ["efficiencies", "memory", "kv", "pass", "decode"]

  @Test func everyAnchorIsThereUnderEverySetOfReadings() throws {
    let sets = Set(Self.rows.map { row in Self.choices.map { row[$0] ?? "" } })
    #expect(sets.count == 4)
    #expect(Self.rows.count == 4 * (try Repository.edition().anchors.count))
  }

  @Test(arguments: rows)
  func runningCostsAgree(row: [String: String]) throws {
    let edition = try Repository.edition().with(
      readings: Self.choices.map { Reading(choice: $0, name: try #require(row[$0])) })
    let anchor = try #require(edition.anchors.first { $0.id == row["id"] })
    let steps = try Normalizer(edition).normalize(anchor).steps
    for name in NormalizationStep.Name.allCases where name != .price {
      let text = try #require(row[name.rawValue])
      let cpm = steps.first { $0.name == name }?.cpm
      guard text != "infeasible" else {
        #expect(cpm == nil, "\(name)")
        continue
      }
      let found = try #require(cpm, "\(name)")
      #expect(relativeDifference(found, try #require(Double(text))) < 1e-9, "\(name)")
    }
  }
}
