import TestSupport
import Testing

@testable import Tables

@Suite struct DecimalNumberTests {
  /// The short way for plain texts finds what the long one does, bit for bit, or leaves it to that.
  @Test func plainNumbersAreTheSame() throws {
    var random = SeededNumbers(seed: 5)
    var found = 0
    let units = UnitGroup.allCases.flatMap(\.units)
    for _ in 0..<20_000 {
      let most = UInt64(1) << UInt64.random(in: 1...40, using: &random)
      let whole = String(UInt64.random(in: 0...most, using: &random))
      let fraction = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }.joined()
      let text = fraction.isEmpty ? whole : "\(whole).\(fraction)"
      let unit = try #require(units.randomElement(using: &random))
      guard let plain = DecimalNumber.plain(text, in: unit) else { continue }
      #expect(try DecimalNumber(text).value(in: unit) == plain, "\(text) \(unit)")
      found += 1
    }
    #expect(found > 10_000)
    for text in ["", ".", "1.", ".5", "00", "01", "1e3", "-1", "+1", "0x1", "1,5", "1 ", "nan"] {
      #expect(DecimalNumber.plain(text, in: .one) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("7", 7), ("-1.50", -1.5), ("0.27", 0.27), ("312e12", 312e12),
    ("2.039E+12", 2.039e12), ("1e-3", 0.001), ("0e99999", 0),
    ("5e-324", Double.leastNonzeroMagnitude),
  ])
  func reads(text: String, value: Double) throws {
    #expect(try DecimalNumber(text).value() == value)
  }

  @Test(arguments: [
    "", "-", "+5", ".5", "5.", "007", "0x10", "1e", "1e+", "1.2.3", "12 GB", " 1", "1 ", "one",
    "1_000.0.", "1e5.5", "١", "1p3", "--1", "1e--2",
  ])
  func refuses(text: String) {
    #expect(
      throws: CellFault("\(quoted(text)) is not a decimal number; write it like 0.27 or 2.039e12")
    ) {
      try DecimalNumber(text)
    }
  }

  @Test(arguments: ["inf", "-Infinity", "nan", "NaN", "+inf"])
  func refusesWordsForNoNumber(text: String) {
    #expect(throws: CellFault("'\(text)' is not finite; write the number, or leave the row out")) {
      try DecimalNumber(text)
    }
  }

  @Test(arguments: [("7,590", "7590"), ("1 000.5", "1000.5"), ("68_976", "68976")])
  func refusesSeparators(text: String, better: String) {
    #expect(throws: CellFault("'\(text)' has a thousands separator; write \(better)")) {
      try DecimalNumber(text)
    }
  }

  @Test(arguments: [
    ("1,08", "1.08"), ("-0,5", "-0.5"), ("1,0800", "1.0800"), ("3,35e12", "3.35e12"),
  ])
  func asksWhetherACommaIsDecimal(text: String, better: String) {
    #expect(throws: CellFault("'\(text)': decimal comma? write \(better)")) {
      try DecimalNumber(text)
    }
  }

  @Test(arguments: ["1e999", "-1e400", "1e-999", "1e99999999999999999999"])
  func refusesWhatDoubleCannotHold(text: String) {
    #expect(
      throws: CellFault(
        "'\(text)' is not finite or too small for a 64-bit number; correct its exponent")
    ) {
      try DecimalNumber(text).value()
    }
  }

  @Test func printedAndReadAgainIsTheSameNumber() throws {
    var random = SeededNumbers(seed: 3)
    for _ in 0..<500 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite else { continue }
      #expect(try DecimalNumber(String(number)).value() == number)
    }
  }
}

@Suite struct UnitTests {
  @Test func baseUnitsComeFirstAndHaveFactorOne() throws {
    for group in UnitGroup.allCases {
      #expect(try DecimalNumber("1.5").value(in: group.units[0]) == 1.5)
    }
  }

  @Test(arguments: [
    (UnitGroup.computeRate, "TFLOP/s", "149.7", 149.7e12), (.bandwidth, "TB/s", "2.039", 2.039e12),
    (.bandwidth, "GB/s", "0.3", 0.3e9), (.capacity, "GB", "80", 80e9),
    (.capacity, "GiB", "80", 85_899_345_920), (.time, "s", "0.2", 200),
  ])
  func scales(group: UnitGroup, unit: String, text: String, value: Double) throws {
    #expect(try DecimalNumber(text).value(in: group.unit(named: unit)) == value)
  }

  @Test func unknownUnitNamesTheAllowedOnes() {
    #expect(throws: CellFault("'Gb/s' is not one of B/s, GB/s, TB/s; did you mean 'GB/s'?")) {
      try UnitGroup.bandwidth.unit(named: "Gb/s")
    }
    #expect(throws: CellFault("'$/h' is not USD/h")) {
      try UnitGroup.hourlyPrice.unit(named: "$/h")
    }
  }
}

@Suite struct CalendarDateTests {
  @Test(arguments: ["2026-05-01", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
  func readsAndPrintsAgain(text: String) {
    #expect(CalendarDate(text)?.description == text)
  }

  @Test(arguments: [
    "2023-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
    "0000-01-01", "2026-5-1", "2026/05/01", "20260501", "2026-05-01 ", "+026-05-01", "", "now",
    "２０２６-05-01",
  ])
  func refuses(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test func ordersByYearMonthDay() throws {
    let dates = ["2025-12-31", "2026-01-30", "2026-02-01", "2026-02-02"].compactMap {
      CalendarDate($0)
    }
    #expect(dates.count == 4)
    #expect(dates.shuffled().sorted() == dates)
    #expect(CalendarDate(known: 2026, 5, 1) == CalendarDate("2026-05-01"))
  }
}

@Suite struct SpellingTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("h100", "h200", 1), ("ab", "ba", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3), ("rps", "req/s", 3),
  ])
  func distances(left: String, right: String, distance: Int) {
    #expect(Spelling.distance(left, right) == distance)
    #expect(Spelling.distance(right, left) == distance)
  }

  @Test func theFirstOfEquallyNearWordsIsTaken() {
    #expect(Spelling.nearest(to: "H300", among: ["A100", "H100", "H200"]) == "H100")
    #expect(Spelling.nearest(to: "H300", among: ["H200", "H100", "A100"]) == "H200")
  }

  @Test func letterCaseDoesNotCount() {
    #expect(Spelling.nearest(to: "coreweave", among: ["Crusoe", "CoreWeave"]) == "CoreWeave")
  }

  @Test func aWordThatIsFarFromAllIsNotCorrected() {
    #expect(Spelling.nearest(to: "banana", among: ["tok/s", "req/s"]) == nil)
    #expect(Spelling.nearest(to: "x", among: []) == nil)
    #expect(Spelling.suggestion(for: "banana", among: ["tok/s"]) == "")
    #expect(Spelling.suggestion(for: "Nope", among: ["RunPod", "Lambda"]) == "")
    #expect(Spelling.suggestion(for: "tok", among: ["tok/s"]) == "; did you mean 'tok/s'?")
  }
}

@Suite struct ComplaintTests {
  @Test(arguments: [
    "\n", "\t", "\u{1B}[2J", "\u{7F}", "\u{85}", "\u{AD}", "\u{61C}", "\u{200B}", "\u{200E}",
    "\u{2028}", "\u{202E}", "\u{2060}", "\u{2066}", "\u{2069}", "\u{3164}", "\u{FEFF}",
    "\u{E0041}",
  ])
  func whatHidesOrReordersIsEscaped(_ text: String) throws {
    let shown = escaped("a\(text)b")
    #expect(shown.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(shown)")
    #expect(shown.hasPrefix("a\\") && shown.hasSuffix("b"))
    #expect(escaped(shown) == shown)
    #expect(quoted("a\(text)b") == "'\(shown)'")
    let complaint = Complaint(file: "a\(text)b", line: 1, column: 2, field: text, message: text)
    #expect(complaint.description.hasPrefix("\(shown):1:2: "))
    #expect(complaint.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
  }

  @Test(arguments: ["naïve", "α* – “q”", "Ж", "日本語", "e\u{301}", "😀", "a\u{A0}b", "שלום"])
  func lettersOfAnyScriptStay(_ text: String) {
    #expect(escaped(text) == text)
  }

  @Test func escapedLinesKeepTheirBreaks() {
    #expect(escapedLines("a\u{202E}\n\nb\r\n") == "a\\u{202E}\n\nb\\r\n")
  }

  @Test func quotedTextStaysOnOneLineAndShort() {
    #expect(quoted("a\nb\t\u{2028}") == "'a\\nb\\t\\u{2028}'")
    #expect(quoted(String(repeating: "x", count: 61)) == "'\(String(repeating: "x", count: 60))…'")
    #expect(quoted(String(repeating: "x", count: 60)) == "'\(String(repeating: "x", count: 60))'")
  }

  @Test func sortsByFileLineColumnThenText() {
    func complaint(_ file: String, _ line: Int, _ column: Int, _ text: String) -> Complaint {
      Complaint(file: file, line: line, column: column, field: nil, message: text)
    }
    let sorted = [
      complaint("a", 2, 9, "x"), complaint("a", 2, 10, "x"), complaint("a", 10, 1, "a"),
      complaint("a", 10, 1, "b"), complaint("b", 1, 1, "a"),
    ]
    #expect(sorted.shuffled().sorted() == sorted)
    #expect(sorted[0].description == "a:2:9: x")
  }
}
