import Testing

@testable import Evidence

/// A change of a faultless file, and the complaint that it must lead to.
struct Spoiling: Sendable, CustomTestStringConvertible {
  let old: String
  let new: String
  let complaint: String

  init(_ old: String, _ new: String, _ complaint: String) {
    self.old = old
    self.new = new
    self.complaint = complaint
  }

  var testDescription: String { complaint }
}

/// Every complaint: its position and its words.
@Suite struct IngestTests {
  @Test func faultlessFilesLoad() throws {
    #expect(Fixture.complaints() == [])
    let spelling = Fixture.calibration.split(separator: "\n").joined(separator: "\r\n")
    #expect(
      try Fixture.load(calibration: "\u{FEFF}\(spelling)\r\n").calibration
        == Fixture.load().calibration)
  }

  private static let constantSpoilings: [Spoiling] = [
    Spoiling(
      "H100,prefill_mfu,0.43", "H100,prefill_mfu,1.43",
      "9:30: value: '1.43' is out of range; write a number at least 1e-06 and at most 1"
    ),
    Spoiling(
      "layers,32", "layers,32.5",
      "3:20: value: '32.5' is out of range; write an integer at least 1 and at most 100000"
    ),
    Spoiling(
      "layers,32", "layers,0x20",
      "3:20: value: '0x20' is not a decimal number; write it like 0.27 or 2.039e12"
    ),
    Spoiling(
      "3.35e12,B/s", "3350,Gb/s",
      "7:39: unit: 'Gb/s' is not one of B/s, GB/s, TB/s; did you mean 'GB/s'?"
    ),
    Spoiling("128,1", "128,heads", "5:26: unit: 'heads' is not 1"),
    Spoiling(
      "blocking", "blockng",
      "32:17: value: 'blockng' is not one of blocking, amortized; did you mean 'blocking'?"
    ),
    Spoiling(
      "6.155,USD/h,2026-05-01", "6.155,USD/h,2026-06-31",
      "37:46: as_of: '2026-06-31' is not a date; write year-month-day like 2026-05-01"
    ),
    Spoiling(
      "6.155,USD/h,2026-05-01", "6.155,USD/h,",
      "37:46: as_of: the cell is empty; a rate needs a date like 2026-05-01"
    ),
    Spoiling(
      "4.25,USD/h,2024-01-15", "4.25,USD/h,2026-05-01",
      "38:1: entity: rate/CoreWeave/H100.usd_per_hour as of 2026-05-01 is in line 37 too; "
        + "remove one, or date it"
    ),
    Spoiling(
      "rate/AWS/H100", "rate/AWS/H10",
      "39:1: entity: 'H10' is not an accelerator of the calibration; did you mean 'H100'?"
    ),
    Spoiling(
      "rate/AWS/H100", "rate/AWS",
      "39:1: entity: 'rate/AWS' does not name a rate; write it as rate/PROVIDER/ACCELERATOR"
    ),
    Spoiling(
      "rate/AWS/H100", "rates/AWS/H100",
      "39:1: entity: 'rates' is not one of model, accelerator, deployment, workload, contract, "
        + "interconnect, transfer, rate, choice; did you mean 'rate'?"
    ),
    Spoiling(
      "rate/AWS/H100", "rate/A W S/H100",
      "39:1: entity: 'A W S' is not a name; use letters and digits, joined by '-' or '.'"
    ),
    Spoiling(
      "Sheet,p. 1,datasheet,\naccelerator/H100,prefill_mfu",
      "Sheet,p. 1,vendor,\naccelerator/H100,prefill_mfu",
      "8:50: evidence: 'vendor' is not one of datasheet, table, figure, dataset, config, default, "
        + "assumed, paper, list-price, list-price-secondhand, own-measurement, contract"
    ),
    Spoiling(
      "Blog,text,figure,\naccelerator/H100,decode_mbu",
      ",text,figure,\naccelerator/H100,decode_mbu",
      "9:52: source: the cell is empty; write where the numbers come from"
    ),
    Spoiling(
      "accelerator/H100,prefill_mfu,0.43,1,2024-09-05,,,,,Blog,text,figure,\n", "",
      "6:1: entity: accelerator/H100 has no prefill_mfu (a number at least 1e-06 and at most 1); "
        + "add a row accelerator/H100,prefill_mfu,VALUE,1,…"
    ),
    Spoiling(
      "transfer,regime,blocking,word,,,,,,Ours,none,assumed,\n", "",
      "32:1: entity: transfer has no regime (one of blocking, amortized); "
        + "add a row transfer,regime,VALUE,word,…"
    ),
  ]

  @Test(arguments: constantSpoilings)
  func complainsOfAConstant(spoiling: Spoiling) throws {
    #expect(
      try Fixture.complaints(calibrationReplacing: spoiling.old, by: spoiling.new) == [
        "calibration.csv:" + spoiling.complaint
      ])
  }

  @Test func anUnknownParameterAlsoLeavesTheKnownOneMissing() throws {
    #expect(
      try Fixture.complaints(calibrationReplacing: "prefill_mfu", by: "prefil_mfu") == [
        "calibration.csv:6:1: entity: accelerator/H100 has no prefill_mfu "
          + "(a number at least 1e-06 and at most 1); "
          + "add a row accelerator/H100,prefill_mfu,VALUE,1,…",
        "calibration.csv:9:18: parameter: 'prefil_mfu' is not one of peak_bf16_flops, "
          + "peak_fp8_flops, peak_fp4_flops, hbm_bytes_per_s, hbm_bytes, prefill_mfu, decode_mbu, "
          + "scale_up_link; did you mean 'prefill_mfu'?",
      ])
  }

  @Test func aMissingEntityIsComplainedOfAtTheHeader() throws {
    let spoilt = Fixture.calibration.split(separator: "\n")
      .filter { !$0.hasPrefix("contract/tight") }.joined(separator: "\n")
    #expect(
      Fixture.complaints(calibration: "# constants\n" + spoilt) == [
        "calibration.csv:2:1: entity: contract/tight has no tpot_ms (a number at least 0.001 and at most 1e+09); "
          + "add a row contract/tight,tpot_ms,VALUE,ms,…",
        "calibration.csv:2:1: entity: contract/tight has no ttft_ms (a number at least 0.001 and at most 1e+09); "
          + "add a row contract/tight,ttft_ms,VALUE,ms,…",
      ])
  }

  @Test func aRaggedRowIsNotTakenForAMissingOne() throws {
    #expect(
      try Fixture.complaints(
        calibrationReplacing: "128,1,,,,,,Paper,Table 1,table,", by: "128,1") == [
          "calibration.csv:5:1: the row has 4 cells and the header 13; "
            + "add those from 'as_of' on (an empty cell is a comma)"
        ])
  }

  @Test func aFaultyUnitDoesNotHideAFaultyValue() throws {
    #expect(
      try Fixture.complaints(calibrationReplacing: "0.43,1", by: "0.4.3,%") == [
        "calibration.csv:9:30: value: '0.4.3' is not a decimal number; write it like 0.27 or 2.039e12",
        "calibration.csv:9:36: unit: '%' is not 1",
      ])
  }

  @Test func allFaultsOfBothFilesAreReportedInOrder() throws {
    var anchors = try Fixture.anchors.replacing("0.5,,,req/s", by: "inf,,,rps")
    anchors = try anchors.replacing("two,DistServe", by: "one,DistServe")
    anchors = try anchors.replacing(",disaggregated,small", by: ",disaggregatd,tiny-model")
    let calibration = try Fixture.calibration.replacing("2024-06-01", by: "2024-6-1")
    #expect(
      Fixture.complaints(anchors: anchors, calibration: calibration).map { line in
        line.split(separator: " ").prefix(2).joined(separator: " ")
      } == [
        "anchors.csv:2:55: throughput:", "anchors.csv:2:61: throughput_unit:",
        "anchors.csv:3:1: id:", "anchors.csv:3:37: architecture:", "anchors.csv:3:50: model:",
        "calibration.csv:39:40: as_of:",
      ])
  }

  @Test func anUnreadableCalibrationMakesNoReferenceDangle() {
    #expect(
      Fixture.complaints(calibration: "") == [
        "calibration.csv:1:1: the file is empty; start it with the header "
          + "entity,parameter,value,unit,as_of,choice,reading,low,high,source,locator,evidence,note"
      ])
    #expect(
      Fixture.complaints(calibration: Fixture.calibration + "\"").map { $0.prefix(22) }
        == ["calibration.csv:52:1: "])
  }

  @Test func everyKindOfEntityIsChecked() {
    // A file with one wrong parameter for each kind complains of each of them.
    let rows = EntityKind.allCases.map { kind in
      let name =
        switch kind {
        case .deployment, .transfer: kind.rawValue
        case .rate: "\(kind)/P/H100"
        default: "\(kind)/x"
        }
      return "\(name),colour,1,1,2026-01-01,,,,,Ours,none,assumed,\n"
    }
    let complaints = Fixture.complaints(calibration: Fixture.calibration + rows.joined())
    for (index, kind) in EntityKind.allCases.enumerated() {
      let unknown = complaints.filter {
        $0.hasPrefix("calibration.csv:\(52 + index):") && $0.contains("parameter: 'colour' is not")
      }
      #expect(unknown.count == 1, "\(kind)")
    }
  }

  @Test func noRowIsLostWithoutAComplaint() throws {
    let junk = [
      "", "x", "0", "-1", " 1", "1,1", "\"", "nan", "é", "word", "rate/A/H100", "a/b/c/d",
    ]
    let faultless = try Fixture.load()
    var complained = 0
    for isAnchors in [true, false] {
      let text = isAnchors ? Fixture.anchors : Fixture.calibration
      // Every seventh cell: no table has a multiple of seven columns, so all columns have a turn.
      let commas = text.indices.filter { text[$0] == "," }
      for comma in stride(from: 0, to: commas.count, by: 7).map({ commas[$0] }) {
        for junk in junk {
          let spoilt = text[..<comma] + junk + text[comma...]
          let loaded = try? Fixture.load(
            anchors: isAnchors ? String(spoilt) : Fixture.anchors,
            calibration: isAnchors ? Fixture.calibration : String(spoilt))
          guard let loaded else {
            complained += 1
            continue
          }
          #expect(loaded.anchors.count == faultless.anchors.count)
          #expect(loaded.calibration.rows.count == faultless.calibration.rows.count)
        }
      }
    }
    #expect(complained > 300)
  }
}
