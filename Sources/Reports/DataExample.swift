import Evidence
import Tables

/// Rows to copy.
struct DataExample {
  let title: String
  let about: String
  /// Records of CSV, in the order of the file's columns.
  let rows: String

  static var all: [DataExample] {
    [anchor, model, accelerator, price, reading, measurement]
  }

  private static let anchor = DataExample(
    title: "An anchor (anchors.csv)",
    about: "Of a disaggregated row bandwidth_gb_s and overlap are filled, of a colocated one "
      + "empty. Without a TTFT limit the row is drawn hollow and takes no part in the envelope.",
    rows: record(
      DataDictionary.anchorColumns,
      [
        "id": "my-service", "system": "My service", "label": "My service",
        "architecture": "chunked", "model": "llama-2-70b", "accelerator": "H100",
        "accelerators": "8", "tensor_parallel": "4", "workload": "my-chat",
        "prompt_tokens": "1500", "output_tokens": "250", "throughput": "6.4",
        "throughput_unit": "req/s", "ttft_limit_ms": "1000", "ttft_limit_statistic": "p99",
        "ttft_measured_ms": "420", "ttft_measured_statistic": "median", "tpot_ms": "50",
        "tpot_statistic": "p99", "citation": "Our load test of 2026-11-02",
        "locator": "report.pdf, table 3", "evidence": "own-measurement",
      ]))

  private static let model = DataExample(
    title: "A model (calibration.csv)", about: "All four constants.",
    rows: constants(
      of: "model/my-13b",
      [
        ("parameters", "13015864320", "1"), ("layers", "40", "1"), ("kv_heads", "40", "1"),
        ("head_dim", "128", "1"),
      ], source: "config.json of the model", locator: "all four", evidence: "config"))

  private static let accelerator = DataExample(
    title: "An accelerator (calibration.csv)",
    about: "Optional constants may follow. Without a choice they hold under every reading; to have "
      + "them follow one, write a row for each of its readings, as H100 has them. It needs a price "
      + "too.",
    rows: constants(
      of: "accelerator/MyChip",
      [
        ("peak_bf16_flops", "2250", "TFLOP/s"), ("hbm_bytes_per_s", "8", "TB/s"),
        ("hbm_bytes", "180", "GiB"),
      ], source: "The vendor's data sheet", locator: "page 2", evidence: "datasheet")
      + constants(
        of: "accelerator/MyChip", [("prefill_mfu", "0.7", "1"), ("decode_mbu", "0.7", "1")],
        source: "Our kernel profile of 2026-11-02", locator: "profile.csv, linear layers",
        evidence: "own-measurement"))

  private static let price = DataExample(
    title: "A price (calibration.csv)",
    about: "Dated; a pin takes a provider's latest price up to its date. A negotiated price has "
      + "the evidence contract. Use it with `--pin MyCloud@2026-11-01`.",
    rows: record(
      DataDictionary.calibrationColumns,
      [
        "entity": "rate/MyCloud/H100", "parameter": "usd_per_hour", "value": "2.75",
        "unit": "USD/h", "as_of": "2026-11-01", "source": "Our contract with MyCloud",
        "locator": "annex B", "evidence": "contract",
      ]))

  private static let reading = DataExample(
    title: "A reading (calibration.csv)",
    about: "A row for each constant that the other readings of the choice set, here one; of "
      + "efficiencies, prefill_mfu and decode_mbu of every accelerator that has them under a "
      + "reading. Ask for it with `--reading request-length=my-chat`.",
    rows: record(
      DataDictionary.calibrationColumns,
      [
        "entity": "deployment", "parameter": "request_tokens", "value": "1750",
        "unit": "tokens", "choice": "request-length", "reading": "my-chat",
        "source": "Our request log of October 2026", "locator": "mean of prompt and output",
        "evidence": "own-measurement",
      ]))

  private static let measurement = DataExample(
    title: "A pair of runs (measurements.csv)",
    about: "The same load on both architectures, which the column pair ties. `frontier validate` "
      + "counts it among the measured ones.",
    rows: [("colocated", "31.2", "", ""), ("disaggregated", "35.6", "3", "1")].map { run in
      record(
        DataDictionary.measurementColumns,
        [
          "id": "my-pair-\(run.0)", "kind": "measured", "accelerator": "H100",
          "accelerators": "16", "architecture": run.0, "precision": "bf16",
          "prompt_tokens": "1500", "output_tokens": "250", "request_rate_per_s": run.1,
          "ttft_limit_ms": "500", "tpot_limit_ms": "50", "ttft_p99_ms": "470",
          "tpot_p99_ms": "48", "prefill_instances": run.2, "decode_instances": run.3,
          "software": "Our server 2.1", "pair": "my-pair",
          "citation": "Our load test of 2026-11-02", "locator": "report.pdf, table 4",
        ])
    }.joined())

  private static func constants(
    of entity: String, _ constants: [(parameter: String, value: String, unit: String)],
    source: String, locator: String, evidence: String
  ) -> String {
    constants.map { constant in
      record(
        DataDictionary.calibrationColumns,
        [
          "entity": entity, "parameter": constant.parameter, "value": constant.value,
          "unit": constant.unit, "source": source, "locator": locator, "evidence": evidence,
        ])
    }.joined()
  }

  private static func record(_ columns: [ColumnRule], _ cells: [String: String]) -> String {
    CSVWriter.record(columns.map { cells[$0.name] ?? "" })
  }
}
