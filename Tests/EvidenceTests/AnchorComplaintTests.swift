import Testing

@testable import Evidence

/// Every complaint of a row of anchors.csv: its position and its words.
@Suite struct AnchorComplaintTests {
  private static let anchorSpoilings: [Spoiling] = [
    Spoiling(
      "continuous", "static",
      "2:16: architecture: 'static' is not one of continuous, chunked, serialised, disaggregated"
    ),
    Spoiling(
      "0.5,,,req/s", "0.5,,,rps",
      "2:61: throughput_unit: 'rps' is not one of req/s, req/s/gpu, tok/s, tok/s/gpu; "
        + "did you mean 'req/s'?"
    ),
    Spoiling(
      "0.5,,,req/s", "0,,,req/s",
      "2:55: throughput: '0' is out of range; write a number at least 1e-06 and at most 1e+12"
    ),
    Spoiling(
      "300,100", "\"1,300\",100",
      "2:47: prompt_tokens: '1,300' has a thousands separator; write 1300"
    ),
    Spoiling(
      "table,\n", "tabel,\n",
      "2:110: evidence: 'tabel' is not one of table, text, figure, dataset, simulated, derived, "
        + "assumed, own-measurement; did you mean 'table'?"
    ),
    Spoiling(
      "Paper,Table 1", ",Table 1",
      "2:96: citation: the cell is empty; write where the numbers come from"
    ),
    Spoiling(
      "Table 1", "",
      "2:102: locator: the cell is empty; write the table, figure, section or file of the source"
    ),
    Spoiling(
      "2000,median", "2000,",
      "2:74: ttft_measured_statistic: the cell is empty; ttft_measured_ms needs it, "
        + "write one of median, mean, p90, p99"
    ),
    Spoiling(
      "2000,median", ",",
      "2:67: ttft_limit_ms: the row has neither a TTFT limit nor a measured TTFT; "
        + "fill this or ttft_measured_ms, with its statistic"
    ),
    Spoiling(
      "2500,p90", ",p90",
      "3:102: ttft_limit_ms: the cell is empty; ttft_limit_statistic needs it, write a number"
    ),
    Spoiling(
      "2500,p90", "2500,p95",
      "3:107: ttft_limit_statistic: 'p95' is not one of p99, p90, slo, median-scheduling-delay; "
        + "did you mean 'p99'?"
    ),
    Spoiling(
      "7.6,7.7", "7.7,7.6",
      "3:88: throughput_low: 7.7 is above throughput_high 7.6; exchange the two"
    ),
    Spoiling(
      "7.6,7.7", "7.65,7.7",
      "3:88: throughput_low: 7.65 is above the value 7.64; write a range that holds it"
    ),
    Spoiling(
      "7.6,7.7", ",7.7",
      "3:88: throughput_low: the cell is empty; a row with throughput_high needs both"
    ),
    Spoiling(
      "chat\",5.1", "chat\",5.2", "3:33: section: '5.2' is not 5.1"
    ),
    Spoiling(
      "300,100,0.5", "300,100,\"0,5\"", "2:55: throughput: '0,5': decimal comma? write 0.5"
    ),
    Spoiling(
      "p99-slo", "P99 SLO",
      "2:85: tpot_statistic: 'P99 SLO' is not a statistic like 'p99', 'p90-slo' or 'mean'; "
        + "use small letters and digits, joined by '-' or '.'"
    ),
    Spoiling(
      "H100,2,2", "H100,3,2",
      "2:38: accelerators: 3 is not a multiple of tensor_parallel 2; "
        + "count the accelerators of whole instances"
    ),
    Spoiling(
      "small,H100,2", "smal,H100,2",
      "2:27: model: 'smal' is not a model of the calibration; did you mean 'small'?"
    ),
    Spoiling(
      "small,H100,2", "opt-66b,H100,2",
      "2:27: model: 'opt-66b' is not a model of the calibration; add the rows of model/opt-66b"
    ),
    Spoiling(
      "small,H100,2", "small,H200,2",
      "2:33: accelerator: 'H200' is not an accelerator of the calibration; did you mean 'H100'?"
    ),
    Spoiling(
      "two,DistServe", "one,DistServe", "3:1: id: 'one' is the id of line 2 too; rename one"),
    Spoiling(
      ",300,0.5", ",,0.5",
      "3:125: bandwidth_gb_s: the cell is empty; a disaggregated row needs it, write a number"
    ),
    Spoiling(
      ",300,0.5", ",300,",
      "3:129: overlap: the cell is empty; a disaggregated row needs it, write a number"
    ),
    Spoiling(
      "p99-slo,,", "p99-slo,50,",
      "2:93: bandwidth_gb_s: only a disaggregated row has this; empty the cell"
    ),
    Spoiling(
      "p99-slo,,", "p99-slo,,0.5",
      "2:94: overlap: only a disaggregated row has this; empty the cell"
    ),
    Spoiling(
      "0.10", "10",
      "3:133: band_rel: '10' is out of range; write a number at least 0 and less than 1"
    ),
  ]

  @Test(arguments: anchorSpoilings)
  func complainsOfAnAnchor(spoiling: Spoiling) throws {
    let spoilt = try Fixture.anchors.replacing(spoiling.old, by: spoiling.new)
    #expect(Fixture.complaints(anchors: spoilt) == ["anchors.csv:" + spoiling.complaint])
  }
}
