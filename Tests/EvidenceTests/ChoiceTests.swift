import Testing

@testable import Evidence

@Suite struct ChoiceTests {
  private func edition(_ readings: [String] = [], settings: [String] = []) throws -> Edition {
    try Edition.load(
      anchors: ("anchors.csv", Array(Fixture.anchors.utf8)),
      calibration: ("calibration.csv", Array(Fixture.calibration.utf8)), readings: readings,
      settings: settings)
  }

  private func flags(_ edition: Edition) throws -> [Double] {
    try ["decode_computes", "fused_pass"].map { try edition.calibration.number(.deployment, $0) }
  }

  @Test func choicesAreRead() throws {
    let choices = try edition().calibration.choices
    #expect(choices.map(\.name) == ["decode", "pass", "rows", "ttft"])
    #expect(
      choices.map(\.readings) == [
        ["roofline", "memory-bound"], ["sum", "fused"], ["contract", "section-5.1"],
        ["limit", "measured"],
      ])
    #expect(choices.map(\.isDrawn) == [true, true, false, false])
    #expect(choices.map(\.rows.count) == [2, 2, 4, 4])
    #expect(choices[1].constants(of: "fused").map(\.line) == [23])
    #expect(choices[2].constants.isEmpty)
  }

  @Test func theDefaultHoldsUnlessAnotherIsAskedFor() throws {
    #expect(try flags(edition()) == [1, 0])
    let asked = try edition(["pass=fused", "rows=section-5.1"])
    #expect(try flags(asked) == [1, 1])
    #expect(
      asked.readings.map(\.description) == [
        "decode=roofline", "pass=fused", "rows=section-5.1", "ttft=limit",
      ])
    #expect(asked.readings.map(\.isAsked) == [false, true, true, false])
    #expect(try asked.reading("pass") == "fused")
    #expect(try asked.rowsRule == .section51 && asked.ttftRule == .limit)
  }

  /// Whatever the way, the same readings and settings are the same calibration.
  @Test func everyWayToACombinationIsTheSame() throws {
    let combinations = ["roofline", "memory-bound"].flatMap { decode in
      ["sum", "fused"].map {
        [Reading(choice: "decode", name: decode), Reading(choice: "pass", name: $0)]
      }
    }
    for settings in [[], ["deployment.fused_pass=1"]] {
      for from in combinations {
        for to in combinations {
          let direct = try edition(to.map(\.description), settings: settings)
          let moved = try edition(from.map(\.description), settings: settings).with(readings: to)
          #expect(moved.calibration == direct.calibration)
          #expect(try flags(moved)[1] == (settings.isEmpty && to[1].name == "sum" ? 0 : 1))
        }
      }
    }
  }

  @Test func aLogKnowsWhichChoicesWereLookedUp() throws {
    let log = LookupLog()
    let recording = try edition(["decode=memory-bound"]).recording(in: log)
    _ = try recording.calibration.number(.deployment, "decode_computes")
    #expect(log.choices == ["decode"] && log.lines == [22])
    _ = try recording.rowsRule
    #expect(log.choices == ["decode", "rows"])
  }

  @Test func aMixtureTakesTheReadingsWithTheChoices() throws {
    let (one, other) = (try edition(), try edition(["pass=fused"]))
    let mixed = one.calibration.taking([.choice, .deployment], from: other.calibration)
    #expect(try mixed.number(.deployment, "fused_pass") == 1)
    let kept = one.calibration.taking([.accelerator], from: other.calibration)
    #expect(try kept.number(.deployment, "fused_pass") == 0)
  }

  @Test(arguments: [
    ("fused", "'fused' is not a reading; write NAME=READING, like decode=memory-bound"),
    ("pas=fused", "choice: 'pas' is not one of decode, pass, rows, ttft; did you mean 'pass'?"),
    ("pass=fusd", "pass: 'fusd' is not one of sum, fused; did you mean 'fused'?"),
  ])
  func anUnknownReadingNamesThoseThatThereAre(_ text: String, _ message: String) {
    #expect(throws: EvidenceError(message)) { try edition([text]) }
  }

  @Test func aChoiceIsNoConstantToSet() {
    #expect(
      throws: EvidenceError(
        "choice/pass is no constant; ask for a reading, like pass=READING")
    ) { try edition(settings: ["choice/pass.default=fused"]) }
  }

  @Test func aChoiceWithoutAnAlternativeIsNone() {
    let rows = Fixture.calibration.split(separator: "\n").filter {
      !$0.hasPrefix("choice/rows,reading,section-5.1")
    }
    let complaints = Fixture.complaints(calibration: rows.joined(separator: "\n") + "\n")
    #expect(complaints.count == 1)
    #expect(
      complaints.first?.contains("entity: choice rows has the reading contract alone; add") == true)
  }

  private static let spoilings: [Spoiling] = [
    Spoiling(
      "fused_pass,0,1,,pass,sum", "fused_pass,0,1,,pass,",
      "24:33: reading: the cell is empty; a row with a choice names its reading"
    ),
    Spoiling(
      "choice/pass,default,sum", "choice/pass,default,some",
      "42:21: value: 'some' is not one of fused, sum; did you mean 'sum'?"
    ),
    Spoiling(
      "kv_reserved,0,1,,,", "kv_reserved,0,1,,pass,fused",
      "18:34: reading: pass=fused sets deployment.kv_reserved and pass=sum does not; "
        + "add its row, or the readings are fused"
    ),
    Spoiling(
      "kv_reserved,0,1,,,", "kv_reserved,0,1,,kv,paged",
      "18:29: choice: choice 'kv' has no default; add a row choice/kv,default,READING,word,…"
    ),
    Spoiling(
      "choice/rows,reading,section-5.1,word,,rows,section-5.1",
      "choice/rows,reading,section-5.2,word,,rows,section-5.2",
      "49:21: value: 'section-5.2' is not one of contract, section-5.1; "
        + "did you mean 'section-5.1'?"
    ),
    Spoiling(
      "choice/pass,drawn,1", "choice/pass,drawn,2",
      "43:19: value: '2' is out of range; write 0 or 1"
    ),
    Spoiling(
      "0.5,1,,,,0.3,0.8", "0.5,1,,,,0.8,0.3",
      "33:27: low: 0.8 is above high 0.3; exchange the two"
    ),
    Spoiling(
      "0.5,1,,,,0.3,0.8", "0.5,1,,,,0.3,0.4",
      "33:31: high: 0.4 is below the value 0.5; write a range that holds it"
    ),
    Spoiling(
      "0.5,1,,,,0.3,0.8", "0.5,1,,,,0.3,",
      "33:31: high: the cell is empty; a row with low needs both"
    ),
  ]

  @Test(arguments: spoilings)
  func complainsOfAChoice(spoiling: Spoiling) throws {
    let complaints = try Fixture.complaints(
      calibrationReplacing: spoiling.old, by: spoiling.new)
    #expect(complaints.first == "calibration.csv:" + spoiling.complaint)
  }

  @Test func aRowWithoutAChoiceMayNotStandBesideOneWith() throws {
    let row = "deployment,fused_pass,0,1,,,,,,Ours,none,default,\n"
    #expect(
      Fixture.complaints(calibration: Fixture.calibration + row).first
        == "calibration.csv:52:28: choice: deployment.fused_pass is set by choice pass in line 23; "
        + "a row of it without a choice would hide that or be hidden")
  }

  @Test func aUsersOwnRowsHaveTheirWords() throws {
    let own = try Fixture.calibration.replacing(
      "rate/AWS/H100,usd_per_hour,12.29,USD/h,2024-06-01,,,,,List,page,list-price-secondhand,",
      by: "rate/Ours/H100,usd_per_hour,2.1,USD/h,2024-06-01,,,,,Our contract,p. 1,contract,")
    #expect(Fixture.complaints(calibration: own) == [])
    let measured = try Fixture.anchors.replacing("Table 1,table,", by: "run 3,own-measurement,")
    #expect(Fixture.complaints(anchors: measured) == [])
  }
}
