import TestSupport
import Testing

@testable import Tables

@Suite struct CSVReaderTests {
  private func read(_ text: String) -> CSVText {
    CSVReader.read(Array(text.utf8), file: "f.csv")
  }

  private func texts(_ text: String) -> [[String]] {
    read(text).records.map { $0.map(\.text) }
  }

  private func complaints(_ bytes: [UInt8]) -> [String] {
    CSVReader.read(bytes, file: "f.csv").complaints.map(\.description)
  }

  private func complaints(_ text: String) -> [String] { complaints(Array(text.utf8)) }

  @Test func readsQuotesCommasAndEmbeddedLines() {
    let text = "a,\"b,\"\"c\"\"\",\"d\ne\"\nf,,\n"
    #expect(texts(text) == [["a", "b,\"c\"", "d\ne"], ["f", "", ""]])
    #expect(complaints(text) == [])
  }

  @Test func lastLineNeedsNoLineBreak() {
    #expect(texts("a,b\nc,d") == [["a", "b"], ["c", "d"]])
    #expect(texts("a,") == [["a", ""]])
    #expect(texts("\"\"") == [[""]])
  }

  @Test func readsByteOrderMarkAndCarriageReturns() {
    let text = read("\u{FEFF}a,\"x\r\ny\"\r\nb,c\r\n")
    #expect(text.records.map { $0.map(\.text) } == [["a", "x\r\ny"], ["b", "c"]])
    #expect(text.complaints == [])
    #expect(text.records[0][0].column == 1)
    #expect(text.records[1].map { [$0.line, $0.column] } == [[3, 1], [3, 3]])
  }

  @Test func skipsCommentsAndEmptyLinesOutsideQuotes() {
    let text = read("# note, \"\n\na\n#\r\n\"x\n#y\n\nz\"\nb#,#c\n#")
    #expect(text.records.map { $0.map(\.text) } == [["a"], ["x\n#y\n\nz"], ["b#", "#c"]])
    #expect(text.records.map { $0[0].line } == [3, 5, 9])
    #expect(text.complaints == [])
  }

  @Test func countsColumnsInCharacters() {
    let cells = read("é😀,\"ü\",c\n").records[0]
    #expect(cells.map(\.column) == [1, 4, 8])
  }

  @Test func positionsFollowAnEmbeddedLineBreak() {
    let cells = read("a,\"b\nccc\",d\n").records[0]
    #expect(cells.map { [$0.line, $0.column] } == [[1, 1], [1, 3], [2, 6]])
  }

  @Test func complainsOfAnUnclosedQuoteWhereItOpens() {
    let text = read("a,b\nc,\"d\ne,f\n")
    #expect(
      text.complaints.map(\.description) == [
        "f.csv:2:3: the quote that opens here is never closed; close it, "
          + "and write \"\" for a quote in a text"
      ])
    #expect(text.records.map { $0.map(\.text) } == [["a", "b"]])
    #expect(!text.isComplete)
  }

  @Test func complainsOfTextAfterAClosingQuoteOnceACell() {
    let text = "\"a\"b\"c,d\n"
    #expect(
      complaints(text) == [
        "f.csv:1:4: text after a closing quote; write \"\" for a quote in a text"
      ])
    #expect(texts(text) == [["ab\"c", "d"]])
  }

  @Test func complainsOfAQuoteInsideAnUnquotedCell() {
    #expect(
      complaints("x,5\" disk\" \n") == [
        "f.csv:1:4: a quote in a cell without quotes; put the cell in quotes and write \"\" for it"
      ])
    #expect(read("x,5\"\n").records[0].map(\.isSound) == [true, false])
  }

  @Test func complainsOfLoneCarriageReturnsOnce() {
    let text = "a\rb\rc\n"
    #expect(
      complaints(text) == [
        "f.csv:1:2: a carriage return without a line feed; end lines with LF or CR LF"
      ])
    #expect(read(text).records.map { [$0[0].line, $0[0].column] } == [[1, 1], [2, 1], [3, 1]])
  }

  @Test func complainsOfBytesThatAreNotUTF8OnceALine() {
    let bytes: [UInt8] = Array("a,".utf8) + [0xE9, 0xE9, 0x0A] + Array("# é ".utf8) + [0xFF]
    #expect(
      complaints(bytes) == [
        "f.csv:1:3: bytes that are not UTF-8; save the file as UTF-8",
        "f.csv:2:5: bytes that are not UTF-8; save the file as UTF-8",
      ])
    #expect(CSVReader.read(bytes, file: "f").records[0].map(\.isSound) == [true, false])
  }

  @Test func complainsOfControlAndLostCharacters() {
    #expect(
      complaints("a\0,b\n\"\n\u{1B}[1m\"\n\u{FFFD}\n\u{85}\n") == [
        "f.csv:1:2: a NUL byte; remove it",
        "f.csv:3:1: control character U+001B; remove it",
        "f.csv:4:1: U+FFFD, the mark of a lost character; write what stood there",
        "f.csv:5:1: control character U+0085; remove it",
      ])
  }

  @Test func complainsOfUTF16Once() {
    #expect(
      complaints([0xFF, 0xFE, 0x61, 0]) == ["f.csv:1:1: the file is UTF-16; save it as UTF-8"])
    #expect(
      complaints([0xFE, 0xFF, 0, 0x61]) == ["f.csv:1:1: the file is UTF-16; save it as UTF-8"])
  }

  @Test func writingThenReadingGivesTheSameRecords() {
    var random = SeededNumbers(seed: 7)
    let pieces = ["a", ",", "\"", "\n", "\r", "\r\n", "#", " ", "é", "😀", "\u{FEFF}", "\u{301}"]
    for _ in 0..<300 {
      let records = (0...Int.random(in: 0..<4, using: &random)).map { _ in
        (0...Int.random(in: 0..<4, using: &random)).map { _ in
          random.text(of: pieces, upTo: 5)
        }
      }
      let text = read(records.map(CSVWriter.record).joined())
      // By scalars: as texts, "e" + U+0301 and "é" would be equal.
      #expect(
        text.records.map { $0.map { Array($0.text.unicodeScalars) } }
          == records.map { $0.map { Array($0.unicodeScalars) } })
      #expect(text.complaints == [])
    }
  }

  @Test func commentLinesChangeNothingButLineNumbers() {
    var random = SeededNumbers(seed: 11)
    for _ in 0..<50 {
      let records = (0..<4).map { _ in
        CSVWriter.record([random.text(of: ["a", "\n", "#", "\""], upTo: 4), "b"])
      }
      #expect(texts(records.joined()) == texts(records.map { "# \"x\n" + $0 }.joined()))
    }
  }
}
