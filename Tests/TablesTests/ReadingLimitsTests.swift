import Testing

@testable import Tables

/// Each limit at its end and one past it.
@Suite struct ReadingLimitsTests {
  private func read(_ text: String) -> CSVText { CSVReader.read(Array(text.utf8), file: "f.csv") }

  @Test(arguments: ["x", "é", "\"\""])
  func aCellHasAtMost(_ character: String) {
    let most = ReadingLimits.mostCellCharacters
    func cell(_ count: Int) -> String {
      let text = String(repeating: character, count: count)
      return character == "\"\"" ? "\"\(text)\"" : text
    }
    let long = read("a,\(cell(most)),b\n")
    #expect(long.complaints == [])
    #expect(long.records[0][1].text.unicodeScalars.count == most)
    let longer = read("a,\(cell(most + 1)),b\n1,2,3\n")
    #expect(
      longer.complaints.map(\.description) == [
        "f.csv:1:3: the cell has 100001 characters; shorten it to 100000"
      ])
    #expect(longer.records.map(\.count) == [3, 3])
    #expect(longer.records[0][1].text.unicodeScalars.count == most)
    #expect(!longer.records[0][1].isSound)
  }

  @Test func aRecordHasAtMost() {
    let most = ReadingLimits.mostCells
    let widest = Array(repeating: "x", count: most).joined(separator: ",")
    #expect(read(widest).complaints == [])
    #expect(read(widest).records[0].count == most)
    let wider = read("a,b\n\(widest),x\n1,2\n")
    #expect(
      wider.complaints.map(\.description) == [
        "f.csv:2:2001: the row has more than 1000 cells; remove those from here on"
      ])
    #expect(!wider.isComplete)
    #expect(wider.records.map(\.count) == [2])
  }

  @Test func aFileHasAtMost() {
    let most = ReadingLimits.mostRecords
    let longest = String(repeating: "1\n", count: most + 1)
    #expect(read(longest).complaints == [])
    #expect(read(longest).records.count == most + 1)
    let longer = read(longest + "1\n")
    #expect(
      longer.complaints.map(\.description) == [
        "f.csv:500002:1: the file has more than 500000 rows; divide it"
      ])
    #expect(!longer.isComplete)
  }

  @Test(arguments: [("(", ")", 49), ("-", "", 98), ("√", "", 98), ("1^", "", 49)])
  func anExpressionIsAtMostSoDeep(_ start: String, _ end: String, _ count: Int) throws {
    func text(_ count: Int) -> String {
      String(repeating: start, count: count) + "1" + String(repeating: end, count: count)
    }
    #expect(try Expression(parsing: text(count), names: .path).value { _ in nil } != nil)
    #expect {
      _ = try Expression(parsing: text(count + 1), names: .path)
    } throws: {
      "\($0)".contains("nested more than 100 deep; divide it")
    }
    // Deeper than any stack.
    #expect(throws: ExpressionFault.self) { try Expression(parsing: text(200), names: .path) }
  }

  @Test func anExpressionHasAtMostSoManyParts() throws {
    let longest = "1" + String(repeating: "+1", count: 249)
    #expect(try Expression(parsing: longest + "²", names: .path).value { _ in nil } == 250)
    #expect {
      _ = try Expression(parsing: longest + "²+", names: .path)
    } throws: {
      "\($0)".contains("the expression has more than 500 parts; shorten it")
    }
  }

  @Test func complaintsBeyondTheLimitAreCounted() {
    let lines = (1...52).map(String.init)
    #expect(ReadingLimits.listed(Array(lines.prefix(51))) == Array(lines.prefix(51)))
    #expect(ReadingLimits.listed(lines) == lines.prefix(50) + ["and 2 more"])
  }

  @Test func whatIsNoWordHasNoNearOne() {
    let most = ReadingLimits.mostSpellingCharacters
    let word = String(repeating: "x", count: most)
    #expect(Spelling.nearest(to: word, among: [word]) == word)
    #expect(Spelling.nearest(to: word + "x", among: [word]) == nil)
    #expect(Spelling.nearest(to: word, among: [word + "x"]) == nil)
    let words = (0..<ReadingLimits.mostSpellingCandidates).map { "word\($0)" }
    #expect(Spelling.nearest(to: "wrd7", among: words) == "word7")
    #expect(Spelling.nearest(to: "wrd7", among: words + ["a"]) == nil)
  }

  @Test func onlySoManyAllowedWordsAreListed() {
    let words = (0..<ReadingLimits.mostWords).map { "w\($0)" }
    #expect("\(CellFault.notOneOf(words, "zebra"))".hasSuffix(", w98, w99"))
    #expect("\(CellFault.notOneOf(words + ["v"], "zebra"))".hasSuffix(", w99 and 1 more"))
  }
}
