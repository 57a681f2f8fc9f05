import TestSupport
import Testing

@testable import Tables

private enum Grade: String, CaseIterable { case good, bad }

@Suite struct SchemaTests {
  private static let id = Column("id", .key(expected: "a key", allowingCapitals: false))
  private static let speed = Column(
    "speed", .number(in: .gigabytesPerSecond, .positive), isRequired: false)
  private static let share = Column("share", .number(Limits(1e-6...1)))
  private static let count = Column("count", .integer(Limits(1...1000, isInteger: true)))
  private static let grade = Column<Grade>("grade", .word())
  private static let day = Column("day", .date)
  private static let schema = Schema([
    id.rule, speed.rule, share.rule, count.rule, grade.rule, day.rule,
  ])
  private static let header = "id,speed,share,count,grade,day\n"

  private func read(_ text: String) -> Table {
    Self.schema.read(Array(text.utf8), file: "f.csv")
  }

  private func complaints(_ text: String) -> [String] {
    read(text).complaints.map(\.description)
  }

  @Test func readsTypedValuesInAnyColumnOrder() throws {
    let table = read("day,grade,count,share,speed,id\n2026-05-01,bad,3,0.5,300,a-1\n")
    let row = try #require(table.rows.first)
    #expect(table.complaints == [])
    #expect(table.isComplete)
    #expect(try row.require(Self.id) == "a-1")
    #expect(row[Self.speed] == 300e9)
    #expect(try row.require(Self.count) == 3)
    #expect(row[Self.grade] == .bad)
    #expect(row[Self.day] == CalendarDate("2026-05-01"))
    #expect(row.texts["speed"] == "300")
  }

  @Test func optionalCellsMayBeEmpty() throws {
    let row = try #require(read(Self.header + "a,,1,1,good,2026-05-01\n").rows.first)
    #expect(row[Self.speed] == nil)
    #expect(
      throws: Complaint(
        file: "f.csv", line: 2, column: 3, field: "speed", message: "the cell is faulty")
    ) { try row.require(Self.speed) }
  }

  @Test(arguments: [
    (
      "a b,,1,1,good,2026-05-01",
      "1: id: 'a b' is not a key; use small letters and digits, joined by '-' or '.'"
    ),
    (
      "A,,1,1,good,2026-05-01",
      "1: id: 'A' is not a key; use small letters and digits, joined by '-' or '.'"
    ),
    (
      "a--b,,1,1,good,2026-05-01",
      "1: id: 'a--b' is not a key; use small letters and digits, joined by '-' or '.'"
    ),
    (",,1,1,good,2026-05-01", "1: id: the cell is empty; write a key"),
    (
      "a,-1,1,1,good,2026-05-01",
      "3: speed: '-1' is out of range; write a number greater than 0 (GB/s)"
    ),
    (
      "a,,0,1,good,2026-05-01",
      "4: share: '0' is out of range; write a number at least 1e-06 and at most 1"
    ),
    (
      "a,,1.01,1,good,2026-05-01",
      "4: share: '1.01' is out of range; write a number at least 1e-06 and at most 1"
    ),
    (
      "a,,,1,good,2026-05-01",
      "4: share: the cell is empty; write a number at least 1e-06 and at most 1"
    ),
    (
      "a,,nan,1,good,2026-05-01",
      "4: share: 'nan' is not finite; write the number, or leave the row out"
    ),
    (
      "a,,1,1.5,good,2026-05-01",
      "6: count: '1.5' is out of range; write an integer at least 1 and at most 1000"
    ),
    (
      "a,,1,0,good,2026-05-01",
      "6: count: '0' is out of range; write an integer at least 1 and at most 1000"
    ),
    ("a,,1,1,god,2026-05-01", "8: grade: 'god' is not one of good, bad; did you mean 'good'?"),
    ("a,,1,1,Good,2026-05-01", "8: grade: 'Good' is not one of good, bad; did you mean 'good'?"),
    ("a,,1,1,,2026-05-01", "8: grade: the cell is empty; write one of good, bad"),
    (
      "a,,1,1,good,2026-02-30",
      "13: day: '2026-02-30' is not a date; write year-month-day like 2026-05-01"
    ),
    ("a,,1,1,good,", "13: day: the cell is empty; write a date like 2026-05-01"),
    ("a,,1, 1,good,2026-05-01", "6: count: ' 1' starts or ends with a blank; remove it"),
    ("a,,1,1,\"good\n\",2026-05-01", "8: grade: 'good\\n' starts or ends with a blank; remove it"),
  ])
  func complainsOfACell(row: String, complaint: String) {
    #expect(complaints(Self.header + row + "\n") == ["f.csv:2:" + complaint])
  }

  @Test func reportsAllFaultsAtOnce() {
    #expect(
      complaints(Self.header + "# note\nA,x,2,0,well,today\nb,,1,1,good,2026-05-01\nc,\n").count
        == 7)
  }

  @Test func complainsOfRaggedRows() {
    #expect(
      complaints(Self.header + "a,,1,1\nb,,1,1,good,2026-05-01,x,y\n") == [
        "f.csv:2:1: the row has 4 cells and the header 6; "
          + "add those from 'grade' on (an empty cell is a comma)",
        "f.csv:3:24: the row has 8 cells and the header 6; "
          + "remove the surplus, or put a cell that contains a comma in quotes",
      ])
  }

  @Test func complainsOfTheHeader() {
    let table = read("id,speeed,share,count,grade,grade,xyzzy,\na,,1,1,good,good,,\n")
    #expect(
      table.complaints.map(\.description) == [
        "f.csv:1:4: 'speeed' is not a column of this table; did you mean 'speed'?",
        "f.csv:1:29: the column 'grade' is there twice; remove one",
        "f.csv:1:35: 'xyzzy' is not a column of this table; remove it",
        "f.csv:1:41: '' is not a column of this table; remove it",
        "f.csv:1:1: speed: the column is missing; add it",
        "f.csv:1:1: day: the column is missing; add it",
      ])
    #expect(!table.isComplete)
  }

  @Test(arguments: ["", "# only a comment\n", "\u{FEFF}\r\n"])
  func complainsOfAnEmptyFile(text: String) {
    #expect(
      complaints(text) == [
        "f.csv:1:1: the file is empty; start it with the header id,speed,share,count,grade,day"
      ])
  }

  @Test(arguments: [(";", "';'"), ("\t", "a tab")])
  func namesAnotherSeparatorOnce(separator: String, name: String) {
    let text = (Self.header + "a,,1,1,good,2026-05-01\n").replacing(",", with: separator)
    #expect(
      complaints(text)
        == ["f.csv:1:1: the cells are separated by \(name); separate them by commas"])
  }

  @Test func complainsOfAHeaderWithoutRows() {
    #expect(
      complaints("# note\n" + Self.header) == [
        "f.csv:2:1: the header has no rows below it; add at least one"
      ])
    #expect(!read(Self.header).isComplete)
  }

  @Test func aCellTheReaderComplainedOfIsNotJudgedAgain() {
    #expect(
      complaints(Self.header + "a,,1,1,\"go\"od,2026-05-01\n") == [
        "f.csv:2:12: text after a closing quote; write \"\" for a quote in a text"
      ])
  }

  @Test func writtenRowsAreReadBackAsTheyWere() throws {
    var random = SeededNumbers(seed: 5)
    let numbers = (0..<100).map { _ in Double.random(in: 1e-6...1e6, using: &random) }
    let rows = numbers.map { CSVWriter.record(["a", String($0), "1", "1", "good", "2026-05-01"]) }
    let table = read(Self.header + rows.joined())
    #expect(table.complaints == [])
    #expect(table.rows.map { $0.texts["speed"] } == numbers.map { String($0) })
  }

  @Test func limitsSayWhatTheyAllow() {
    #expect(Limits.share.description == "a number at least 0 and at most 1")
    #expect(Limits.properShare.description == "a number at least 0 and less than 1")
    #expect(
      Limits(lower: .excluding(0.5), isInteger: true).description == "an integer greater than 0.5")
    #expect(Limits().description == "a number")
    #expect(
      Limits(1e6...1e17).description(in: .gigabytesPerSecond)
        == "a number at least 0.001 and at most 100000000 (GB/s)")
    #expect(Limits().contain(-1e300))
    #expect(Limits.share.contain(0) && Limits.share.contain(1) && !Limits.share.contain(1.1))
    #expect(Limits.properShare.contain(0) && !Limits.properShare.contain(1))
  }
}
