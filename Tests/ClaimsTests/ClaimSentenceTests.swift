import Testing

@testable import Claims

@Suite struct ClaimSentenceTests {
  /// A row of the sentence `s` that computes to what it should come to beside a printed 1.
  private func row(_ id: Int, _ verdict: Claim.Verdict, _ scope: Claim.Scope = .asStated) -> String
  {
    let quantity =
      switch verdict {
      case .reproduced: "1,1,1,0.1,stated"
      case .withinBand: "1.6,1,1,1,stated"
      case .contradicted: "3,1,1,1,stated"
      case .notCheckable: "none,1,1,,none"
      }
    return "r\(id),s,paper 1,It says,model,\(scope.rawValue),\(quantity),reproduced,\n"
  }

  @Test(
    arguments: [
      ([.reproduced, .reproduced], [], ClaimSentence.Verdict.reproduced),
      ([.reproduced, .withinBand], [], .reproduced), ([.withinBand], [], .reproduced),
      ([.contradicted, .contradicted], [], .contradicted),
      ([.reproduced, .contradicted], [], .depends), ([.contradicted, .withinBand], [], .depends),
      // What cannot be checked says nothing.
      ([.reproduced, .notCheckable], [], .reproduced),
      ([.notCheckable, .contradicted], [], .contradicted), ([.notCheckable], [], .notCheckable),
      // Variations decide only where nothing else is there.
      ([.reproduced], [.contradicted], .reproduced),
      ([.contradicted], [.reproduced, .reproduced], .contradicted),
      ([.notCheckable], [.reproduced], .notCheckable),
      ([], [.reproduced, .contradicted], .depends), ([], [.contradicted], .contradicted),
    ] as [([Claim.Verdict], [Claim.Verdict], ClaimSentence.Verdict)])
  func rowsAsStatedDecide(
    asStated: [Claim.Verdict], variations: [Claim.Verdict], verdict: ClaimSentence.Verdict
  ) throws {
    let lines =
      variations.enumerated().map { row($0 + 10, $1, .variation) }
      + asStated.enumerated().map { row($0, $1) }
    let sentences = try book(lines: lines.joined()).sentences
    #expect(sentences.map(\.id) == ["s"])
    #expect(sentences.map(\.verdict) == [verdict])
    #expect(sentences[0].entries.map(\.verdict) == variations + asStated)
    #expect(sentences[0].deciding.map(\.verdict) == (asStated.isEmpty ? variations : asStated))
  }

  @Test func rowsOfASentenceNeedNotStandTogether() throws {
    let other = row(5, .contradicted).replacing(",s,", with: ",t,")
    let sentences = try book(lines: row(0, .reproduced) + other + row(1, .contradicted)).sentences
    #expect(sentences.map(\.id) == ["s", "t"])
    #expect(sentences.map { $0.entries.map(\.claim.id) } == [["r0", "r1"], ["r5"]])
  }

  @Test func aSentenceKeepsItsVerdictWithFewerRows() throws {
    let sentence = try #require(
      try book(lines: row(0, .reproduced) + row(1, .contradicted)).sentences.first)
    let shown = try #require(sentence.showing { $0.claim.id == "r1" })
    #expect(shown.entries.map(\.claim.id) == ["r1"])
    #expect(shown.verdict == .depends)
    #expect(sentence.showing { _ in false } == nil)
  }
}
