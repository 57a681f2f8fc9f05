import Evidence
import Frontier
import Plotting
import Tables

/// The closed form held against measured and simulated runs, as a report.
public struct ValidationReport {
  private let validation: Validation

  public init(_ validation: Validation) { self.validation = validation }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document(isPage: false).text(within: width)
    case .markdown: document(isPage: true).markdown
    case .csv: pairTable.csv
    case .json: try JSON.text(ValidationRecord(validation))
    }
  }

  /// As a part of a web page, without its title.
  /// - Parameter id: starts the ids of its headings.
  public func html(id: String) -> String { document(isPage: false).untitled.html(level: 2, id: id) }

  private var pairTable: ReportTable {
    ReportTable(
      [
        "id", "kind", "accelerator", "comparable", "measured_ratio", "computed_ratio", "level",
        "hit",
      ].map(ReportTable.Column.left),
      rows: validation.own.pairs.map { pair in
        [
          pair.id, pair.kind.rawValue, pair.runs.disaggregated.accelerator,
          String(pair.runs.isComparable), DataText.text(pair.measuredRatio),
          pair.computedRatio.map { DataText.text($0) } ?? "", pair.isLevel.map(String.init) ?? "",
          pair.isHit.map(String.init) ?? "",
        ]
      })
  }

  // MARK: For reading

  private func document(isPage: Bool) -> ReportDocument {
    var document = ReportDocument()
    document.append(.title(1, "The closed form against runs that it has never seen"))
    if isPage {
      document.append(
        .paragraph("Made by `frontier validate --format markdown`; a test keeps it so."))
    }
    for paragraph in introduction { document.append(.paragraph(paragraph)) }
    document.append(.title(2, "How often the cheaper side is named"))
    document.append(.table(hitRates))
    for note in hitRateNotes { document.append(.note(note)) }
    for kind in Measurement.Kind.allCases where !validation.own.pairs(kind).isEmpty {
      document.append(.title(2, "The \(kind.rawValue) pairs"))
      document.append(.table(table(of: kind)))
      for note in notes(on: kind) { document.append(.note(note)) }
    }
    let references = measuredSources
    if !references.isEmpty {
      document.append(.title(2, "The measured runs"))
      document.append(.paragraph(Self.terms))
      document.append(.table(submissions))
      document.append(.references(references))
    }
    return document
  }

  private var introduction: [String] {
    let (asked, settings) = (
      validation.assumptions.askedReadings, validation.assumptions.assignments
    )
    let own =
      (asked.isEmpty ? "" : " Read otherwise: \(asked.joined(separator: ", ")).")
      + (settings.isEmpty ? "" : " Set for this run: \(settings.joined(separator: ", ")).")
    return [
      "A pair ran the same load on both architectures under the same contract. Its ratio is cost of "
        + "colocated over cost of disaggregated at equal prices of an accelerator: above 1 "
        + "disaggregation is cheaper. Of the runs, measured or simulated, that is disaggregated over "
        + "colocated requests per accelerator and second; computed, the closed form's. Nothing in measurements.csv is an "
        + "input of the closed form." + own,
      "No reading is recommended because it scores best.",
    ]
  }

  // MARK: Hit rates

  private var hitRates: ReportTable {
    var table = ReportTable([
      .left("who says it"), .right("simulated"), .right("of them level"), .left("95 %"),
      .right("measured"), .left("95 %"), .right("bias"), .right("spread"),
    ])
    for rule in Validation.Rule.allCases { table.append(cells(rule)) }
    for outcome in validation.outcomes { table.append(cells(outcome)) }
    return table
  }

  private func cells(_ outcome: Validation.Outcome) -> [String] {
    [outcome.change.map(\.description) ?? validation.ownName]
      + Self.cells(outcome.hitRate(.simulated), level: String(outcome.levelHits(.simulated)))
      + Self.cells(outcome.hitRate(.measured))
      + [
        outcome.logRatio.map { NumberFormat.fixed($0.bias, decimals: 2) } ?? "–",
        outcome.logRatio.map { DataText.fixed($0.spread, decimals: 2) } ?? "–",
      ]
  }

  private func cells(_ rule: Validation.Rule) -> [String] {
    [rule.statement] + Self.cells(validation.own.hitRate(.simulated, of: rule), level: "–")
      + Self.cells(validation.own.hitRate(.measured, of: rule)) + ["–", "–"]
  }

  private static func cells(_ rate: HitRate, level: String? = nil) -> [String] {
    func percent(_ share: Double) -> String { DataText.fixed(100 * share, decimals: 0) }
    guard let interval = rate.interval else { return ["–"] + (level == nil ? [] : ["–"]) + ["–"] }
    return ["\(rate.hits) of \(rate.pairs)"] + [level].compactMap { $0 }
      + ["\(percent(interval.lowerBound))–\(percent(interval.upperBound)) %"]
  }

  /// What a count of the cheaper side leaves out.
  private var threeWays: String {
    let rate = validation.own.verdictHits(.simulated)
    let level = validation.own.verdictsOfLevel(.simulated)
    return "Told as better, level (costs within 5 %) or worse, the closed form agrees with "
      + "\(rate.hits) of the \(rate.pairs) simulated pairs. Of the \(level.count) that it calls level "
      + "the runs have \(level.count { $0 == .level }) level, colocation cheaper in "
      + "\(level.count { $0 == .worse }) and disaggregation in \(level.count { $0 == .better }): a hit "
      + "among them is a side named by less than 5 %."
  }

  private var hitRateNotes: [String] {
    let simulated = validation.own.pairs(.simulated).count
    return [
      "Readings are changed one at a time. of them level: hits whose computed costs lie within 5 % "
        + "of each other. 95 %: Wilson's interval. bias and spread: mean and standard deviation of "
        + "ln(computed/measured) over the simulated pairs that have both. A contract that the closed "
        + "form holds for infeasible on one side counts for the other, on both as a miss."
    ]
      + (simulated == 0
        ? []
        : [
          threeWays,
          "The \(simulated) simulated pairs share \(validation.distinctPlans) distinct disaggregated "
            + "plans, so that they are not independent and the intervals are too narrow. "
            + "aiconfigurator allows its pools 8 to 10 % of slack, which pools=sized takes over: "
            + "agreement under it is not independent either.",
        ])
  }

  // MARK: Pairs

  private func table(of kind: Measurement.Kind) -> ReportTable {
    ReportTable(
      [
        .left("pair"), .right("TTFT/TPOT ms"), .right("prompt"), .right("output"),
        .left("comparable"), .right("runs"), .right("computed"), .left("verdict"),
      ],
      rows: validation.own.pairs(kind).map { pair in
        let run = pair.runs.disaggregated
        return [
          pair.id, Self.contract(run), DataText.text(run.promptTokens),
          DataText.text(run.outputTokens),
          pair.runs.isComparable ? "yes" : "no", DataText.fixed(pair.measuredRatio, decimals: 2),
          pair.computedRatio.map { DataText.fixed($0, decimals: 2) } ?? "–", pair.verdict,
        ]
      })
  }

  private func notes(on kind: Measurement.Kind) -> [String] {
    let uncounted = validation.own.pairs(kind).compactMap { pair in
      pair.absence.map { "\(pair.id) is not counted: \($0)." }
    }
    let prompts = Validation.openPrompts.map { DataText.text($0) }.joined(separator: " and ")
    let isOpen = validation.own.pairs(kind).contains { $0.runs.disaggregated.round != nil }
    return uncounted
      + (isOpen
        ? [
          "MLPerf prints no mean prompt length: that of the table is assumed. A verdict is computed "
            + "at \(prompts) tokens too and counts where all agree. comparable is a pair whose "
            + "round, software, precision and accelerator, and with it power, agree; the others are "
            + "not like for like, and counted by themselves.",
          "Both sides of a measured pair are computed on the disaggregated run's accelerator, with "
            + "chunked prefill where the scheduler is not stated, and with weights at the narrowest "
            + "precision that the accelerator has a peak rate for where the precision is not "
            + "(FP4 on Blackwell, 0.5625 B a weight with its scales, KV 1 B). Achieved shares of "
            + "Blackwell are Hopper's, assumed.",
        ] : [])
  }

  // MARK: Sources

  private static let terms =
    "Of MLPerf Inference, the Server scenario has the contract 2000/200 ms and the Interactive one "
    + "450/40 ms. Dollars and ratios are ours, not MLPerf's, and not verified by MLCommons."

  private var measuredRuns: [Measurement] {
    validation.own.pairs(.measured).map(\.runs).flatMap { [$0.disaggregated, $0.colocated] }
  }

  private var submissions: ReportTable {
    ReportTable(
      [
        .left("round"), .left("submission"), .right("TTFT/TPOT ms"), .left("side"),
        .right("requests/s"),
      ],
      rows: measuredRuns.map { run in
        [
          run.round ?? "–", [run.submitter, run.system].compactMap { $0 }.joined(separator: ", "),
          Self.contract(run), run.architecture.rawValue, DataText.text(run.requestRate),
        ]
      })
  }

  private static func contract(_ run: Measurement) -> String {
    "\(DataText.text(run.ttftLimitMs))/\(DataText.text(run.tpotLimitMs))"
  }

  /// Of the runs of measured pairs, by their citation.
  private var measuredSources: [ReportDocument.Reference] {
    let runs = measuredRuns
    var titles: [String] = []
    for run in runs where !titles.contains(run.citation) { titles.append(run.citation) }
    return titles.enumerated().map { index, title in
      ReportDocument.Reference(
        number: index + 1, title: title,
        details: runs.filter { $0.citation == title }.map(\.detail))
    }
  }
}

extension Validation.Pair {
  /// `hit, level`
  fileprivate var verdict: String {
    guard let isHit else { return "not counted" }
    return (isHit ? "hit" : "miss") + (isLevel == true ? ", level" : "")
  }
}

extension Measurement {
  /// What was run, and where that stands.
  fileprivate var detail: String { "\(id): \(accelerators) accelerators. \(locator). \(note)" }
}
