import Evidence
import Frontier
import Synchronization
import TestSupport
import Testing

@testable import Claims

@Suite struct ClaimSupportTests {
  private static let rows = """
    all,all,paper 1,It says,model,as-stated,winner(alpha=0.5),disaggregated,1,,exact,reproduced,
    rate,rate,paper 1,It says,model,as-stated,prefill_rate(),>15000,tokens/s,,bound,reproduced,
    link,link,paper 1,It says,shape,as-stated,interconnect/nvlink4.bytes_per_s,>500e9,B/s,,bound,\
    reproduced,
    none,none,paper 1,It says,model,as-stated,kv_bytes_per_token(),327680,B,,exact,reproduced,
    own,own,paper 1,It says,arithmetic,as-stated,1 + 1,2,1,,exact,reproduced,

    """

  private func supports(in edition: Edition) throws -> [String: ClaimSupport] {
    let claims = try book(lines: Self.rows, edition: edition).entries.map(\.claim)
    return try ClaimSupport.all(of: claims, in: edition)
  }

  /// Every reading of every drawn choice, one book after the other.
  private func counted(_ id: String, _ edition: Edition, onlySum: Bool) throws -> Double {
    var editions = [edition]
    for choice in edition.calibration.choices where choice.isDrawn {
      let names = onlySum && choice.name == "pass" ? ["sum"] : choice.readings
      editions = try editions.flatMap { edition in
        try names.map {
          try edition.with(readings: [Reading(choice: choice.name, name: $0)])
        }
      }
    }
    let held = try editions.count {
      try book(lines: Self.rows, edition: $0)[id]?.verdict.holds == true
    }
    return Double(held) / Double(editions.count)
  }

  @Test func isTheShareThatCountingOneByOneGives() throws {
    let edition = try Repository.edition()
    let supports = try supports(in: edition)
    #expect(supports.mapValues(\.all.cases) == ["all": 256, "rate": 4, "link": 2])
    for (id, support) in supports {
      #expect(support.all.fraction == (try counted(id, edition, onlySum: false)), "\(id)")
    }
    let sum = try #require(supports["all"]?.underSum)
    #expect(sum.cases == 128)
    #expect(sum.fraction == (try counted("all", edition, onlySum: true)))
    // What does not look up the choice has no share of its own for one reading of it.
    #expect(supports["rate"]?.underSum == nil)
    #expect(supports["link"]?.overturnedBy == ["nvlink=one-way"])
  }

  /// What is not drawn stays as it is; what is drawn is varied from where it stands.
  @Test func isTakenAroundTheReadingsOfTheEdition() throws {
    let edition = try Repository.edition().with(readings: [
      Reading(choice: "nvlink", name: "one-way")
    ])
    let supports = try supports(in: edition)
    #expect(supports["link"]?.all == SupportShare(holds: 1, of: 2))
    #expect(supports["link"]?.overturnedBy == ["nvlink=both-directions"])
    #expect(supports["rate"] == (try self.supports(in: Repository.edition()))["rate"])
  }

  @Test func progressCountsEveryCombination() throws {
    let seen = Mutex<[Int]>([])
    let edition = try Repository.edition()
    let claims = try book(lines: Self.rows, edition: edition).entries.map(\.claim)
    _ = try ClaimSupport.all(of: claims, in: edition) { done, all in
      #expect(all == 256)
      seen.withLock { $0.append(done) }
    }
    #expect(seen.withLock { $0.sorted() } == Array(1...256))
  }

  @Test(arguments: [(0, 3, 0), (1, 256, 1), (1, 3, 33), (255, 256, 99), (256, 256, 100)])
  func percentIsWholeAndNoneAndAllAreOnlyThat(holds: Int, of combinations: Int, percent: Int) {
    #expect(SupportShare(holds: holds, of: combinations).percent == percent)
  }
}
