import Evidence
import Frontier
import TestSupport
import Testing

extension FrontierDifference {
  fileprivate func changed(_ kind: Change.Kind) -> [Change] {
    changes(of: kind).filter { $0.category != .unchanged }
  }
}

@Suite struct FrontierDifferenceTests {
  private let current: EditedFiles

  init() throws { current = try EditedFiles() }

  /// Something of every cause.
  private var edited: EditedFiles {
    get throws {
      try current.at("Lambda@2026-09-20")
        .setting("accelerator/H100", "prefill_mfu", in: "gemm", by: "0.48")
        .setting("deployment", "hbm_usable", by: "0.86")
        .setting("accelerator/A100", "decode_mbu", in: "gemm", by: "0.6")
        .settingAnchor("sarathi-sharegpt4", column: 12, by: "1.1")
        .settingAnchor("distserve-chat", column: 10, by: "800")
    }
  }

  @Test func theSameTwiceIsNoDifference() throws {
    let difference = try current.difference(to: current)
    #expect(difference.isEmpty)
    #expect(difference.changes(of: .point).count == 39)
    #expect(difference.changes(of: .breakEven).count >= 9)
    // Other dates, the same prices.
    #expect(
      try current.at("Lambda@2024-09-24").difference(to: current.at("Lambda@2024-12-31")).isEmpty)
  }

  @Test func aPriceAloneMovesEveryPointByItsShareAndNothingElse() throws {
    let difference = try current.at("Lambda@2025-04-16").difference(
      to: current.at("Lambda@2026-09-20"))
    let points = difference.changes(of: .point)
    #expect(points.count == 26)
    for point in points {
      let share = try #require(point.relative)
      #expect(abs(share - (point.id.hasPrefix("H100") ? 3.99 / 2.99 : 2.79 / 1.79) + 1) < 1e-12)
      let causes = try #require(point.causes)
      #expect(abs((causes[.price] ?? 0) - (point.absolute ?? .nan)) < 1e-12)
      #expect([.hardware, .anchor, .model].allSatisfy { causes[$0] == 0 })
    }
    let kinds = Set(difference.changes.filter { $0.category != .unchanged }.map(\.kind))
    #expect(kinds == [.price, .point])
  }

  /// A constant whose source alone is another is an input that changed, and nothing else is.
  @Test func anotherSourceIsAChangeOfTheInput() throws {
    var other = current
    other.calibration = current.calibration.replacing(
      "section 5.1: Llama-2-70B / H100 SXM5 / TP=4,paper", with: "section 5.2,assumed")
    #expect(other.calibration != current.calibration)
    let changed = try current.difference(to: other).changes.filter { $0.category != .unchanged }
    #expect(
      Set(changed.map(\.id)) == [
        "deployment.tensor_parallel (locator)", "deployment.tensor_parallel (evidence)",
      ])
    #expect(changed.allSatisfy { $0.kind == .constant && $0.category == .moved })
  }

  @Test func partsAddUpToTheWholeWhateverChanged() throws {
    let difference = try current.difference(to: edited)
    let moved = difference.changed(.point).filter { $0.category == .moved }
    #expect(moved.count == 26)
    var seen: Set<Cause> = []
    for point in moved {
      let causes = try #require(point.causes)
      let whole = try #require(point.absolute)
      let size = causes.values.reduce(0) { $0 + abs($1) }
      #expect(abs(causes.values.reduce(0, +) - whole) <= 1e-12 * size, "\(point.id)")
      seen.formUnion(causes.filter { $0.value != 0 }.map(\.key))
    }
    #expect(seen == Set(Cause.allCases))
  }

  /// The other way round, every part changes sign: no order of the causes is favoured.
  @Test func attributionIsSymmetric() throws {
    let there = try current.difference(to: edited)
    let back = try edited.difference(to: current)
    let causes = back.changes(of: .point).reduce(into: [:]) { $0[$1.id] = $1.causes }
    var compared = 0
    for point in there.changes(of: .point) {
      for (cause, part) in point.causes ?? [:] {
        let opposite = try #require(causes[point.id]?[cause])
        #expect(abs(part + opposite) < 1e-11, "\(point.id) \(cause)")
        if part != 0 { compared += 1 }
      }
    }
    #expect(compared > 50)
  }

  @Test func backwardsAddedIsRemoved() throws {
    let less = current.removingAnchor("vllm-sharegpt4").setting(
      "contract/relaxed", "tpot_ms", by: "70")
    let there = try current.difference(to: less)
    let back = try less.difference(to: current)
    #expect(there.changed(.anchor).map(\.category) == [.removed])
    #expect(back.changed(.anchor).map(\.category) == [.added])
    for kind in Change.Kind.allCases {
      #expect(there.counts(of: kind)[.added] == back.counts(of: kind)[.removed], "\(kind)")
      #expect(there.counts(of: kind)[.moved] == back.counts(of: kind)[.moved], "\(kind)")
    }
    let point = try #require(there.changed(.point).first { $0.category == .removed })
    #expect(point.to == nil && point.causes == nil)
    let breakEvens = there.changed(.breakEven)
    #expect(!breakEvens.isEmpty && breakEvens.allSatisfy { $0.id.hasPrefix("relaxed/") })
  }

  @Test func changedInputsAreNamedByCell() throws {
    let difference = try current.difference(to: edited)
    #expect(
      Set(difference.changed(.constant).map(\.id)) == [
        "accelerator/H100.prefill_mfu (efficiencies=gemm)", "deployment.hbm_usable",
        "accelerator/A100.decode_mbu (efficiencies=gemm)",
      ])
    #expect(
      Set(difference.changed(.anchor).map(\.id)) == [
        "sarathi-sharegpt4.throughput", "distserve-chat.prompt_tokens",
      ])
    #expect(difference.changed(.price).contains { $0.id == "H200" && $0.category == .removed })
  }

  /// A cheap fast chunked row takes the envelope from the disaggregated ones.
  @Test func envelopeFlipsAndLeadersFollowAnAnchor() throws {
    let other = current.settingAnchor(
      "sarathi-sharegpt4", column: 12, by: "10.8", "", "", "req/s", "100", "p99")
    let difference = try current.difference(to: other)
    #expect(
      difference.changed(.envelope).contains {
        $0.id == "H100/distserve-code" && $0.category == .removed
      })
    #expect(!difference.changed(.envelope).contains { $0.id == "H100/sarathi-sharegpt4" })
    #expect(
      difference.changed(.flip).contains {
        $0.id == "H100/chunked>disaggregated" && $0.category == .removed
      })
    #expect(
      difference.changed(.leader).contains {
        $0.id == "H100/relaxed" && $0.category == .flipped && $0.to == .word("chunked")
      })
  }

  /// Two readings compare like two pins: one row for each choice, and the effect is the model's.
  @Test func readingsAreInputsWithoutAFileOfTheirOwn() throws {
    let other = current.reading("decode=memory-bound", "efficiencies=kernels", "rows=section-5.1")
    let difference = try current.difference(to: other)
    let changed = difference.changed(.reading)
    #expect(
      changed.map(\.id) == ["choice/decode", "choice/efficiencies", "choice/rows"])
    #expect(changed.map(\.to) == ["memory-bound", "kernels", "section-5.1"].map { .word($0) })
    #expect(difference.changed(.constant).isEmpty && difference.hasSameFiles)
    #expect(difference.changed(.envelope).contains { $0.id == "H100/distserve-code" })
    let moved = difference.changed(.point)
    #expect(moved.count > 20)
    for point in moved {
      let causes = try #require(point.causes)
      let whole = try #require(point.absolute)
      #expect(abs((causes[.model] ?? 0) - whole) <= 1e-12 * abs(whole), "\(point.id)")
    }
  }

  /// 1.79 to 2.79 is more than half of 1.79 and less than half of 2.79.
  @Test func theToleranceIsRelativeToTheFirstSide() throws {
    let (old, new) = (
      try current.at("Lambda@2025-04-16"), try current.at("Lambda@2026-09-20")
    )
    for (tolerance, count) in [(0.2, 2), (0.35, 1), (0.5, 1), (0.6, 0)] {
      let prices = try old.difference(to: new, tolerance: tolerance).changes(of: .price)
      for change in prices {
        let isLarger = abs(change.relative ?? 0) > tolerance
        #expect((change.category == .moved) == isLarger, "\(change.id) \(tolerance)")
      }
      #expect(prices.count { $0.category == .moved } == count, "\(tolerance)")
    }
  }

  @Test func whatIsReadTellsWhetherFilesAreTheSame() throws {
    let rewritten = current.setting("accelerator/H100", "hbm_bytes_per_s", by: "3350e9")
    #expect(try current.difference(to: rewritten).hasSameFiles)
    #expect(try current.difference(to: current.at("Lambda@2026-09-20")).hasSameFiles)
    let other = current.setting("accelerator/H100", "prefill_mfu", in: "gemm", by: "0.7400001")
    #expect(try !current.difference(to: other, tolerance: 0.1).hasSameFiles)
  }

  /// Twice the memory bandwidth and half the time for a token: feasible with both, not with the
  /// contract alone.
  @Test func aPointWithoutACostOnTheWaySaysWhy() throws {
    let old = current.setting("contract/standard", "tpot_ms", by: "25")
    let fast = current.setting("accelerator/H100", "hbm_bytes_per_s", by: "20e12")
      .setting("contract/standard", "tpot_ms", by: "8")
    let difference = try old.difference(to: fast)
    #expect(!difference.gaps.isEmpty)
    for gap in difference.gaps {
      #expect(!gap.changed.isEmpty && !gap.reason.isEmpty)
      #expect(difference.changes(of: .point).first { $0.subject == gap.point }?.causes == nil)
    }
    let told = difference.changes(of: .point).filter { $0.absolute != nil && $0.causes == nil }
    #expect(Set(told.map(\.subject)) == Set(difference.gaps.map(\.point)))
  }

  @Test func toleranceHidesWhatIsSmaller() throws {
    let other = current.setting("accelerator/H100", "prefill_mfu", in: "gemm", by: "0.7401")
    #expect(try !current.difference(to: other).isEmpty)
    #expect(try current.difference(to: other, tolerance: 0.01).isEmpty)
  }

  @Test func anAnswerInWordsInsteadOfABreakEvenIsFlipped() throws {
    // No overlap over a crawling link: nothing is left for disaggregation to win.
    let other = current.setting("interconnect/hdr", "bytes_per_s", by: "1e9")
    let difference = try current.difference(to: other)
    let changed = difference.changed(.breakEven)
    #expect(!changed.isEmpty && changed.allSatisfy { $0.id.hasSuffix("/hdr") })
    let turned = changed.filter { $0.to != nil && $0.to?.number == nil }
    #expect(!turned.isEmpty && turned.allSatisfy { $0.category == .flipped })
    #expect(changed.allSatisfy { $0.category != .removed && $0.category != .added })
  }

  @Test func furtherChangesAreToldBesideTheOthers() throws {
    func change(_ name: String, _ to: String) -> Change {
      Change(
        .claim, Change.Subject(name), from: .word("reproduced"), to: .word(to), tolerance: 1e-9)
    }
    let difference = try FrontierDifference(
      from: current.edition(), to: current.at("Lambda@2026-09-20").edition(),
      also: [change("kept", "reproduced"), change("turned", "contradicted")])
    #expect(difference.counts(of: .claim) == [.flipped: 1, .unchanged: 1])
    #expect(difference.changed(.claim).map(\.id) == ["turned"])
    #expect(!difference.isEmpty && difference.hasSameFiles)
  }

  @Test func changesAreSortedAndDoNotDependOnTheRun() throws {
    let changes = try current.difference(to: edited).changes
    #expect(try current.difference(to: edited).changes == changes)
    let moved = changes.filter { $0.kind == .point && $0.category == .moved }
    let sizes = moved.map { abs($0.relative ?? 0) }
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 })
    let kinds = changes.compactMap { Change.Kind.allCases.firstIndex(of: $0.kind) }
    #expect(kinds == kinds.sorted())
  }

  @Test func aSideWithoutThePriceIsAnError() throws {
    #expect(throws: EvidenceError.self) {
      try current.at("Lambda@2020-01-01").difference(to: current)
    }
  }
}
