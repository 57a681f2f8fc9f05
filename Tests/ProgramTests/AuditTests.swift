import Foundation
import Tables
import TestSupport
import Testing

/// The rows of one of the repository's CSV files, by column.
private func rows(of file: String) throws -> [[String: String]] {
  let text = CSVReader.read(try Repository.bytes(file), file: file)
  try #require(text.complaints.isEmpty)
  let header = try #require(text.records.first).map(\.text)
  return text.records.dropFirst().map {
    Dictionary(uniqueKeysWithValues: zip(header, $0.map(\.text)))
  }
}

private typealias Input = AuditDocument.Input
private typealias Line = AuditDocument.Line
private typealias Entry = AuditDocument.Entry
private typealias Constants = AuditDocument.Constants

private func decoded<Value: Decodable>(_ arguments: String...) throws -> Value {
  let outcome = try Frontier.run(["audit", "--format", "json"] + arguments)
  try #require(outcome.status == 0, "\(outcome.errors)")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(Value.self, from: Data(outcome.output.utf8))
}

@Suite struct AuditTests {
  private static let numericColumns = [
    "accelerators", "tensor_parallel", "prompt_tokens", "output_tokens", "throughput",
    "throughput_low", "throughput_high", "ttft_limit_ms", "ttft_measured_ms", "section", "tpot_ms",
    "bandwidth_gb_s", "overlap", "band_rel",
  ]

  @Test func everyNumericCellOfTheAnchorsIsReachable() throws {
    let entries: [Entry] = try decoded()
    let anchors = try rows(of: "anchors.csv")
    #expect(entries.map(\.id) == anchors.map { $0["id"] })
    var count = 0
    for (entry, anchor) in zip(entries, anchors) {
      let reached = Dictionary(
        entry.inputs.filter { $0.file == "anchors.csv" }
          .map { ($0.name ?? "", $0.printed) }, uniquingKeysWith: { first, _ in first })
      for input in entry.inputs where input.file != nil {
        #expect(Double(input.printed) == input.value, "\(entry.id) \(input.symbol)")
      }
      for column in Self.numericColumns {
        let cell = try #require(anchor[column])
        guard !cell.isEmpty else { continue }
        count += 1
        switch column {
        case "ttft_limit_ms": #expect(entry.contract.ttftLimitMs == Double(cell))
        case "ttft_measured_ms": #expect(entry.contract.ttftMeasuredMs == Double(cell))
        case "throughput_low": #expect(entry.throughputRange?.first == Double(cell))
        case "throughput_high": #expect(entry.throughputRange?.last == Double(cell))
        case "section": #expect(entry.section == cell)
        default: #expect(reached[column] == cell, "\(entry.id) \(column)")
        }
      }
    }
    // No other column holds numbers, so that these are all numeric cells there are.
    let words = Set(try #require(anchors.first).keys).subtracting(Self.numericColumns)
    let numbers = anchors.flatMap { row in words.filter { Double(row[$0] ?? "") != nil } }
    #expect(numbers.isEmpty)
    #expect(count > 13 * 7 + 6 * 2)
  }

  @Test func everyRowOfTheCalibrationIsReachable() throws {
    let constants: Constants = try decoded("--constants")
    let found = constants.rows.map(\.cells)
    let expected = try rows(of: "calibration.csv").map { row in
      let choice = row["choice"] ?? ""
      return ["entity", "parameter", "value", "unit", "as_of"].map { row[$0] ?? "" }
        + [choice.isEmpty ? "" : "\(choice)=\(row["reading"] ?? "")"]
        + ["evidence", "source", "locator"].map { row[$0] ?? "" }
    }
    #expect(found.count == expected.count)
    #expect(Set(found) == Set(expected))
    #expect(constants.used.allSatisfy { !($0.effects ?? []).isEmpty })
    #expect(!constants.unused.isEmpty && constants.unused.allSatisfy { $0.effects == nil })

    // In the text, name and value on one line.
    let lines = try Frontier.run(["audit", "--constants"]).output.split(separator: "\n")
    for row in found where !row[0].hasPrefix("choice/") {
      let name = row[0].hasPrefix("rate/") ? "\(row[0]) \(row[4])" : "\(row[0]).\(row[1])"
      #expect(lines.contains { $0.contains(" \(name) ") && $0.contains(" \(row[2])") }, "\(name)")
    }
  }

  /// Every line is what its printed numbers give, to the digits that are printed.
  @Test(.enabled(if: Python.isInstalled, "python3 is not installed"))
  func printedNumbersCanBeRedone() throws {
    let lines = (try decoded() as [Entry]).flatMap(\.lines)
    try #require(lines.count > 13 * 40)
    let values = try Python.values(of: [.init(lines: lines.map { .init($0.substituted) })])
    for (line, value) in zip(lines, values.joined()) {
      let (value, printed) = (try #require(value), try #require(Double(line.printed)))
      #expect(
        relativeDifference(value, printed) < 3e-5,
        "\(line.symbol) = \(line.substituted) = \(value), not \(line.printed)")
      #expect(relativeDifference(printed, line.value) < 6e-6)
    }
  }

  /// From the cells to the CPM with nothing but the formulas and the printed given numbers.
  @Test(.enabled(if: Python.isInstalled, "python3 is not installed"))
  func aPointCanBeRedoneFromItsCells() throws {
    let entries: [Entry] = try decoded()
    let sheets = entries.map { entry in
      let given = entry.inputs.filter { $0.file != nil }.map { ($0.symbol, Double($0.printed)) }
      return Python.Sheet(
        given: Dictionary(given, uniquingKeysWith: { first, _ in first }).compactMapValues { $0 },
        lines: entry.lines.map { .init($0.formula, as: $0.symbol) })
    }
    for (entry, values) in zip(entries, try Python.values(of: sheets)) {
      let index = try #require(entry.lines.firstIndex { $0.symbol == "CPM" })
      let cpm = try #require(entry.cpm)
      #expect(relativeDifference(try #require(values[index]), cpm) < 1e-8, "\(entry.id)")
    }
  }

  @Test func jsonHasTheAgreedShape() throws {
    let outcome = try Frontier.run(["audit", "distserve-chat", "--format", "json"])
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let entry = try #require((value as? [[String: Any]])?.first)
    for key in [
      "id", "architecture", "contract", "prefill_share", "ttft_ms", "ttft_kind", "cpm", "band",
      "steps", "takes_part", "exclusion",
    ] {
      #expect(entry[key] != nil, "\(key)")
    }
    let steps = try #require(entry["steps"] as? [[String: Any]])
    #expect(
      steps.map { $0["step"] as? String } == [
        "published", "model", "hardware", "contract", "price",
      ])
    for key in [
      "step", "prefill_seconds", "decode_seconds", "cpm", "formula", "inputs", "source",
    ] {
      #expect(steps.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let last = try #require(steps.last)
    #expect(last["cpm"] as? Double == entry["cpm"] as? Double)
  }

  @Test func anInfeasibleRowSaysSo() throws {
    let entries: [Entry] = try decoded("sarathi-arxiv", "--set", "contract/standard.tpot_ms=10")
    let entry = try #require(entries.first)
    #expect(entry.cpm == nil && entry.band == nil && entry.prediction == nil)
    #expect(entry.infeasible?.step == "contract")
    #expect(entry.steps.map(\.step) == ["published", "model", "hardware"])
    let text = try Frontier.run(
      ["audit", "sarathi-arxiv", "--set", "contract/standard.tpot_ms=10"]
    ).output
    #expect(text.contains("→ infeasible at step contract: on the reference no batch meets"))
  }

  @Test func linesFitAHundredColumns() throws {
    for arguments in [["audit"], ["audit", "--constants"]] {
      let outcome = try Frontier.run(arguments)
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count > 100)
      #expect(lines.allSatisfy { $0.count <= 100 })
    }
  }

  @Test func csvHasALineForEachDerivation() throws {
    let entries: [Entry] = try decoded()
    let output = try Frontier.run(["audit", "--format", "csv"]).output
    let text = CSVReader.read(Array(output.utf8), file: "stdout")
    #expect(text.complaints.isEmpty)
    #expect(
      text.records.first?.map(\.text) == [
        "anchor", "step", "symbol", "value", "unit", "formula", "inputs", "source",
      ])
    #expect(text.records.count == entries.flatMap(\.lines).count + 1)
  }

  @Test func unknownRowsAreNamedWithTheNearest() throws {
    let outcome = try Frontier.run(["audit", "distserve-chatt", "mooncake-reel"])
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(
      outcome.errorLines == [
        "error: there is no anchor 'distserve-chatt'; did you mean 'distserve-chat'?",
        "error: there is no anchor 'mooncake-reel'; did you mean 'mooncake-real'?",
      ])
  }

  @Test func rowsGoByIdNumberAndLabel() throws {
    let anchors = try rows(of: "anchors.csv")
    let label = try #require(anchors[3]["label"])
    for name in ["4", label, label.uppercased()] {
      let entries: [Entry] = try decoded(name)
      #expect(entries.map(\.id) == [anchors[3]["id"]], "\(name)")
    }
    let outcome = try Frontier.run(["audit", "99"])
    #expect(
      outcome.errorLines == ["error: there is no anchor 99; they are numbered from 1 to 13"])
  }

  @Test func aRowWithoutAContractSaysWhy() throws {
    let entries: [Entry] = try decoded("vllm-0.6.0-sharegpt", "distserve-chat")
    let byID = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0) })
    let loose = try #require(byID["vllm-0.6.0-sharegpt"])
    #expect(!loose.takesPart && loose.exclusion == "no TTFT limit published")
    #expect(loose.contract.gap == loose.exclusion && loose.ttftKind == "measured")
    let held = try #require(byID["distserve-chat"])
    #expect(held.takesPart && held.contract.gap == nil && held.ttftKind == "limit")
    let text = try Frontier.run(["audit", "vllm-0.6.0-sharegpt"]).output
    #expect(text.contains("No contract, for there is no TTFT limit"))
    #expect(
      text.replacing("\n", with: " ").contains(
        "It takes no part in the envelope: no TTFT limit published."))
  }

  /// Each reading's cost is what the program finds under that reading.
  @Test func otherReadingsAreWhatAskingForThemGives() throws {
    let entries: [Entry] = try decoded("distserve-chat")
    let others = try #require(entries.first).otherReadings
    #expect(others.contains { $0.reading == "efficiencies=kernels" && $0.change != 0 })
    #expect(others.contains { $0.reading == "decode=memory-bound" })
    let before = try #require(entries.first?.cpm)
    for other in others {
      let under: [Entry] = try decoded("distserve-chat", "--reading", other.reading)
      let after = try #require(under.first?.cpm)
      #expect(abs(after / before - 1 - (other.change ?? 9)) < 1e-7, "\(other.reading)")
    }
  }

  @Test func aRowAboveTheClosedFormSaysWhy() throws {
    #expect(try Frontier.run(["audit"]).output.contains("No row is above 1.05."))
    let reading = ["--reading", "efficiencies=splitwise-2023"]
    let text = try Frontier.run(["audit"] + reading).output.replacing("\n", with: " ")
    #expect(text.contains("Above 1.05: "))
    #expect(text.contains(": it did better than prefill_mfu"))
  }

  @Test func rangesAndReadingsOfConstantsAreThere() throws {
    let constants: Constants = try decoded("--constants")
    let usable = try #require(constants.used.first { $0.parameter == "hbm_usable" })
    #expect(usable.low == 0.85 && usable.high == 0.92)
    #expect(constants.readings["decode"] == "roofline")
    #expect(constants.otherReadings.contains { $0.reading == "efficiencies=kernels" })
    let text = try Frontier.run(["audit", "--constants"]).output
    #expect(text.contains("0.9 (0.85 to 0.92)"))
    #expect(text.contains("Under efficiencies=kernels ("))
  }

  @Test(arguments: [
    ["--constants", "distserve-chat"], ["--columns", "4"], ["--constants", "--columns"],
  ])
  func listsOfAllTakeNoRow(_ arguments: [String]) throws {
    let outcome = try Frontier.run(["audit"] + arguments)
    #expect(outcome.status == 2 && outcome.errorLines.count == 1)
  }

  /// `frontier audit --format markdown > docs/audit.md`
  @Test(arguments: [
    ("audit.md", []), ("constants.md", ["--constants"]), ("data.md", ["--columns"]),
  ])
  func pagesAreUpToDate(_ page: String, _ options: [String]) throws {
    let arguments = ["audit"] + options + ["--format", "markdown"]
    let outcome = try Frontier.run(arguments)
    #expect(
      try Repository.text("docs/\(page)") == outcome.output,
      "make it anew: frontier \(arguments.joined(separator: " ")) > docs/\(page)")
  }
}
