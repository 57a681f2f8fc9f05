import CostModel
import Frontier
import Plotting
import Tables
import Workloads

/// What a trace costs under each architecture, as a report.
public struct TraceReport {
  private let result: TraceResult
  /// Of the overall mean mix; nil where it has no answer.
  private let overall: LocateReport?

  /// - Parameter overall: a workload of the trace's overall mean mix.
  public init(_ result: TraceResult, overall: LocateReport? = nil) {
    (self.result, self.overall) = (result, overall)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document(isPage: false).text(within: width)
    case .markdown: document(isPage: true).markdown
    case .csv: csv
    case .json: try JSON.text(TraceRecord(result, overall: overall))
    }
  }

  /// The answer in one sentence.
  public var answer: String { TraceAnswer(result).sentence }

  /// More rows are left to CSV and JSON.
  private static let mostRows = 48

  private var trace: Trace { result.trace }

  private func document(isPage: Bool) -> ReportDocument {
    var document = ReportDocument()
    if isPage { document.append(.title(1, "What a trace costs")) }
    document.append(.headline(answer))
    for sentence in TraceAnswer(result).details { document.append(.paragraph(sentence)) }
    document.append(.table(choices))
    document.append(.note(deployment))
    if let overall {
      document.append(.title(2, "The overall mean mix: how sure, and what would change it"))
      document.append(.headline(overall.headline))
      if let late = overall.lateText { document.append(.paragraph(late)) }
      document.append(.table(overall.crossingTable))
    }
    document.append(.title(2, "Requests"))
    document.append(.paragraph(requests))
    document.append(.table(lengths))
    document.append(.title(2, "Windows of \(trace.windowLength)"))
    document.append(.table(windows))
    if result.windows.count > Self.mostRows {
      document.append(
        .note(
          "\(NumberFormat.plain(Double(result.windows.count - Self.mostRows))) windows more; "
            + "--format csv and json have all."))
    }
    document.append(.note(windowNote))
    return document
  }

  // MARK: Choices

  private var choices: ReportTable {
    var table = ReportTable([
      .left("served by"), .right("$/Mtoken"), .right("$ in all"), .right("over switching"),
      .right("cheapest in"), .right("of tokens"), .left("contract"),
    ])
    let windows = result.servedWindows
    for choice in result.choices {
      table.append([
        choice.architecture.label, Self.cost(choice.cpm), Self.cost(choice.usd),
        choice.excess.map { NumberFormat.percent($0) } ?? "–",
        "\(choice.cheapestWindows) of \(windows)",
        result.servedTokens > 0 ? Self.percent(choice.cheapestTokens / result.servedTokens) : "–",
        windows == 0 ? "–" : Self.contract(choice),
      ])
    }
    table.append([
      "cheapest in each window", Self.cost(result.switchingCPM), Self.cost(result.switchingUSD),
      "", "", "", "",
    ])
    return table
  }

  /// In how many windows which half of the contract is missed.
  private static func contract(_ choice: TraceResult.Choice) -> String {
    let missed = [("TPOT", choice.infeasibleWindows), ("TTFT", choice.lateWindows)]
      .filter { $0.1 > 0 }.map { "\($0.0) missed in \($0.1)" }
    return missed.isEmpty ? "met" : missed.joined(separator: ", ")
  }

  private static func cost(_ usd: Double?) -> String {
    usd.map { NumberFormat.significant($0, digits: 4) } ?? "–"
  }

  private static func percent(_ share: Double) -> String {
    NumberFormat.fixed(100 * share, decimals: 1) + " %"
  }

  private var deployment: String {
    let assumptions = result.assumptions
    return
      "\(result.deployment.text), \(assumptions.transferRegime) transfers"
      + (assumptions.askedReadings.isEmpty
        ? "" : ", under \(assumptions.askedReadings.joined(separator: ", "))")
      + (assumptions.assignments.isEmpty
        ? "" : ", with \(assumptions.assignments.joined(separator: ", ")) set for this run")
      + ". Lengths within a window are taken at their mean, and instances at saturation: neither "
      + "the spread of lengths nor the request rate is in these costs. $/Mtoken is for a million "
      + "tokens, prompt and output together."
  }

  // MARK: Requests

  private var requests: String {
    let unit = trace.timeUnit
    let span = trace.seconds.upperBound - trace.seconds.lowerBound
    let rate = trace.requestsPerSecond.map {
      ", \(NumberFormat.significant($0, digits: 3)) requests/s"
    }
    return "\(trace.name), \(trace.format.name): \(NumberFormat.plain(Double(trace.requests))) "
      + "request\(trace.requests == 1 ? "" : "s") in \(NumberFormat.rounded(span / unit.seconds, digits: 3)) \(unit.name)\(rate ?? ""); prefill share "
      + "α \(Self.share(trace.prefillShare)) overall."
  }

  private var lengths: ReportTable {
    ReportTable(
      [
        .left("tokens"), .right("mean"), .right("P50"), .right("P90"), .right("P99"),
        .right("longest"),
      ],
      rows: [("prompt", trace.promptTokens), ("output", trace.outputTokens)].map { name, lengths in
        [name, NumberFormat.fixed(lengths.mean, decimals: 1)]
          + [lengths.p50, lengths.p90, lengths.p99].map { NumberFormat.fixed($0, decimals: 1) }
          + [NumberFormat.plain(Double(lengths.maximum))]
      })
  }

  private static func share(_ share: Double?) -> String {
    share.map { NumberFormat.fixed($0, decimals: 3) } ?? "–"
  }

  // MARK: Windows

  private var windows: ReportTable {
    // Of days, windows would be small parts.
    let isShort = trace.windowLength.seconds < TraceTimeUnit.days.seconds
    let unit = trace.timeUnit == .days && isShort ? .hours : trace.timeUnit
    let shown = result.windows.prefix(Self.mostRows)
    let starts = shown.map { $0.requests.startSeconds / unit.seconds }
    let decimals = min(2, NumberFormat.decimalsNeeded(starts))
    return ReportTable(
      [
        .right(unit.name), .right("requests"), .right("req/s"), .right("P"), .right("D"),
        .right("α"), .right("contin."), .right("chunked"), .right("disagg."), .left("cheapest"),
        .right("margin"),
      ],
      rows: zip(starts, shown).map { start, window in
        let requests = window.requests
        return [
          NumberFormat.fixed(start, decimals: decimals),
          NumberFormat.plain(Double(requests.requests)),
          requests.requestsPerSecond.map { NumberFormat.significant($0, digits: 3) } ?? "–",
          NumberFormat.fixed(requests.meanPromptTokens, decimals: 0),
          NumberFormat.fixed(requests.meanOutputTokens, decimals: 0),
          Self.share(requests.prefillShare),
        ] + ArchitectureCosts.architectures.map { Self.cost(window.costs[$0]) } + [
          window.answer + (window.costs.verdict == .level ? ", level" : ""),
          window.costs.margin.map(Self.percent) ?? "–",
        ]
      })
  }

  private var windowNote: String {
    "Windows count from the first row's time; those without requests are left out. P and D are mean "
      + "prompt and output tokens, req/s is over the part of a window that the trace covers, costs "
      + "are $/Mtoken, – is a TPOT limit that is not met. margin: 1 − cheapest/cheapest of the other "
      + "side, of colocation (continuous, chunked) and disaggregation; costs within 5 % of each "
      + "other are level."
  }

  // MARK: CSV

  private var csv: String {
    func cell(_ number: Double?) -> String { number.map { DataText.text($0) } ?? "" }
    return ReportTable(
      [
        "start_s", "requests", "requests_per_s", "mean_prompt_tokens", "mean_output_tokens",
        "prefill_share", "cpm_continuous", "cpm_chunked", "cpm_disaggregated", "cheapest",
        "verdict", "margin", "meets_continuous", "meets_chunked", "meets_disaggregated",
      ].map(ReportTable.Column.left),
      rows: result.windows.map { window in
        let requests = window.requests
        return [
          DataText.text(requests.startSeconds), String(requests.requests),
          cell(requests.requestsPerSecond), DataText.text(requests.meanPromptTokens),
          DataText.text(requests.meanOutputTokens), cell(requests.prefillShare),
        ] + ArchitectureCosts.architectures.map { DataText.text(window.costs[$0]) } + [
          window.answer, window.costs.verdict?.rawValue ?? "", cell(window.costs.margin),
        ] + ArchitectureCosts.architectures.map { String(window.inTime.contains($0)) }
      }
    ).csv
  }
}

extension TraceResult.Window {
  /// The cheapest architecture, or why there is none.
  var answer: String { costs.cheapest?.rawValue ?? absence?.rawValue ?? DataText.infeasible }
}
