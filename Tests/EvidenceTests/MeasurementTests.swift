import Tables
import Testing

@testable import Evidence

@Suite struct MeasurementTests {
  private static let file = """
    id,kind,round,submitter,system,accelerator,accelerators,architecture,precision,prompt_tokens,\
    output_tokens,request_rate_per_s,ttft_limit_ms,tpot_limit_ms,ttft_p50_ms,ttft_p99_ms,\
    tpot_p50_ms,tpot_p99_ms,prefill_instances,decode_instances,software,pair,citation,locator,note
    one,measured,v6.0,Me,Box,H100,8,colocated,fp8,300,100,40,500,50,100,300,20,45,,,vLLM 1,p,\
    Paper,Table 1,
    two,measured,v6.0,Me,Box,H100,16,disaggregated,fp8,300,100,100,500,50,,,,,1,3,vLLM 1,p,\
    Paper,Table 1,a note
    three,simulated,,,,Some chip,4,continuous,unstated,300,100,40,500,50,,,,,,,vLLM 1,,Paper,p. 2,

    """

  private static func load(_ text: String = file) throws(IngestError) -> [Measurement] {
    var complaints: [Complaint] = []
    let measurements = MeasurementTable.read(
      Array(text.utf8), file: "measurements.csv", complaints: &complaints)
    guard complaints.isEmpty else { throw IngestError(complaints) }
    return measurements
  }

  private static func complaints(_ text: String) -> [String] {
    do throws(IngestError) {
      _ = try load(text)
      return []
    } catch {
      return error.complaints.map(\.description)
    }
  }

  @Test func readsRowsAndPairs() throws {
    let measurements = try Self.load()
    #expect(measurements.map(\.id) == ["one", "two", "three"])
    #expect(measurements[0].precision == .fp8 && measurements[0].ttftP99Ms == 300)
    #expect(measurements[1].prefillInstances == 1 && measurements[1].decodeInstances == 3)
    #expect(measurements[2].precision == nil && measurements[2].accelerator == "Some chip")
    let pair = try #require(MeasuredPair.all(in: measurements).first)
    #expect(MeasuredPair.all(in: measurements).count == 1)
    #expect(pair.colocated.id == "one" && pair.disaggregated.id == "two")
    // 100/16 over 40/8 requests per accelerator and second.
    #expect(pair.ratio == 1.25)
    #expect(pair.isComparable)
  }

  @Test(arguments: [
    ("two,measured,v6.0", "two,measured,v5.1"), ("3,vLLM 1,p", "3,vLLM 2,p"),
    ("Box,H100,16", "Box,H200,16"), ("disaggregated,fp8", "disaggregated,fp4"),
  ])
  func whatDiffersIsNotComparable(_ old: String, _ new: String) throws {
    let pairs = MeasuredPair.all(in: try Self.load(Self.file.replacing(old, by: new)))
    #expect(pairs.map(\.isComparable) == [false])
  }

  /// That both leave the precision open does not make it the same.
  @Test func unstatedPrecisionIsNotComparable() throws {
    let pairs = MeasuredPair.all(
      in: try Self.load(Self.file.replacing(",fp8,", with: ",unstated,")))
    #expect(pairs.map(\.isComparable) == [false])
  }

  @Test(arguments: [
    (
      "colocated,fp8", "chunky,fp8",
      "2:33: architecture: 'chunky' is not one of continuous, chunked, colocated, disaggregated; "
        + "did you mean 'chunked'?"
    ),
    (
      "colocated,fp8", "colocated,int8",
      "2:43: precision: 'int8' is not one of bf16, fp8, fp4, unstated"
    ),
    (
      "two,measured", "one,measured", "3:1: id: 'one' is the id of line 2 too; rename one"
    ),
    (
      "50,100,300,20,45,,,", "50,100,300,60,45,,,",
      "2:73: tpot_p50_ms: 60 is above tpot_p99_ms 45; exchange the two"
    ),
    (
      "50,100,300,20,45,,,", "50,100,300,20,45,2,2,",
      "2:79: prefill_instances: only a disaggregated row has this; empty the cell"
    ),
    (
      "1,3,vLLM", "1,,vLLM",
      "3:77: decode_instances: the cell is empty; a row with prefill_instances needs both"
    ),
    (
      "8,colocated,fp8", "8,disaggregated,fp8",
      "2:92: pair: 'p' has 0 colocated and 2 disaggregated rows; it takes one of each"
    ),
    (
      "100,500,50,,,,,1", "100,450,50,,,,,1",
      "3:64: ttft_limit_ms: 450 is 500 in line 2, the other side of p"
    ),
    (
      "two,measured", "two,simulated",
      "3:5: kind: simulated is measured in line 2, the other side of p"
    ),
  ])
  func complaintsSayWhereAndWhat(_ old: String, _ new: String, _ complaint: String) throws {
    let complaints = Self.complaints(try Self.file.replacing(old, by: new))
    #expect(complaints.contains("measurements.csv:\(complaint)"), "\(complaints)")
  }

  /// A file's complaints come with those of the others, and a broken row starts no second one.
  @Test func allFilesAreComplainedOfAtOnce() throws {
    let anchors = try Fixture.anchors.replacing("0.5,,,req/s", by: "0.5,,,rps")
    let broken = try Self.file.replacing("two,measured", by: "two,mesured")
    do {
      _ = try Edition.load(
        anchors: ("anchors.csv", Array(anchors.utf8)),
        calibration: ("calibration.csv", Array(Fixture.calibration.utf8)),
        measurements: ("measurements.csv", Array(broken.utf8)))
      Issue.record("both files were taken")
    } catch let error as IngestError {
      #expect(error.complaints.map(\.file) == ["anchors.csv", "measurements.csv"])
    }
  }

  @Test func editionKeepsThemUnderOtherReadings() throws {
    let edition = try Edition.load(
      anchors: ("anchors.csv", Array(Fixture.anchors.utf8)),
      calibration: ("calibration.csv", Array(Fixture.calibration.utf8)),
      measurements: ("measurements.csv", Array(Self.file.utf8)))
    #expect(edition.measurements.count == 3)
    let other = try edition.with(readings: [Reading(parsing: "decode=memory-bound")])
    #expect(other.measurements == edition.measurements)
  }

  @Test func optionalConstantsAreAskedForByRow() throws {
    let calibration = try Fixture.load().calibration
    #expect {
      try calibration.number(.accelerator("H100"), "peak_fp4_flops")
    } throws: {
      "\($0)" == "accelerator/H100 has no peak_fp4_flops; add a row "
        + "accelerator/H100,peak_fp4_flops,VALUE,FLOP/s,…"
    }
  }

  @Test func aScaleUpLinkIsAnInterconnect() throws {
    func complaints(_ link: String) -> [String] {
      Fixture.complaints(
        calibration: Fixture.calibration
          + "accelerator/H100,scale_up_link,\(link),word,,,,,,Sheet,p. 1,datasheet,\n")
    }
    #expect(complaints("pcie5.0") == [])
    #expect(
      complaints("pcie4.0").map { $0.split(separator: " ", maxSplits: 1)[1] } == [
        "value: 'pcie4.0' is not an interconnect of the calibration; did you mean 'pcie5.0'?"
      ])
  }
}
