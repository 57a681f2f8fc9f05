import Evidence
import Plotting
import Tables

/// The price sheets as a report.
public struct PinsReport {
  private let histories: [PriceHistory]

  public init(_ histories: [PriceHistory]) { self.histories = histories }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: ([periods.text(within: width)] + notes.map(width.words)).joined(separator: "\n")
    case .markdown: ([periods.markdown] + notes.map { "\n\($0)" }).joined(separator: "\n")
    case .csv: readings.csv
    case .json: try JSON.text(histories.map(PinnedPrices.init))
    }
  }

  /// As a part of a web page.
  public var html: String {
    periods.html(caption: "Every price that was read, by provider and accelerator")
      + notes.map { "\n<p class=\"note\">\(HTML.inline($0))</p>" }.joined()
  }

  /// The histories in one line of plain words.
  public var words: String {
    histories.map { history in
      let steps = history.periods.map { period in
        Self.price(period.price)
          + (period.first.map { " from \($0)" } ?? "")
          + (period.last.map { " (last read \($0))" } ?? "")
      }
      return "\(history.provider) \(history.accelerator) dollars an hour: "
        + steps.joined(separator: ", ")
    }.joined(separator: "; ") + "."
  }

  private var notes: [String] {
    histories.contains { $0.basis == .component }
      ? [
        "component: the price of the accelerator alone, processors and memory billed apart; not "
          + "comparable with bundled prices."
      ] : []
  }

  /// A row for each stretch of one price.
  private var periods: ReportTable {
    var table = ReportTable([
      .left("provider"), .left("accelerator"), .right("$/h"), .left("first read"),
      .left("last read"), .right("readings"), .left("evidence"),
      .left("next price, changed unseen"), .left("basis"),
    ])
    for history in histories {
      for period in history.periods {
        let gap = history.gaps.first { $0.from == period.last }
        table.append([
          history.provider, history.accelerator, Self.price(period.price),
          period.first?.description ?? "", period.last?.description ?? "",
          String(period.readings.count),
          Set(period.readings.map(\.citation.evidence.rawValue)).sorted().joined(separator: ", "),
          gap.map(Self.words) ?? "", history.basis.rawValue,
        ])
      }
    }
    return table
  }

  private static func words(_ gap: PriceHistory.Gap) -> String {
    "\(price(gap.priceAfter)) by \(gap.to) (\(gap.days) \(gap.days == 1 ? "day" : "days"))"
  }

  /// A row for each reading.
  private var readings: ReportTable {
    var table = ReportTable(
      [
        "provider", "accelerator", "basis", "date", "usd_per_hour", "reading", "days_unseen",
        "evidence", "source", "locator", "note",
      ].map { .left($0) })
    for history in histories {
      for (index, period) in history.periods.enumerated() {
        for (place, reading) in period.readings.enumerated() {
          let kind = place > 0 ? "confirmed" : index > 0 ? "changed" : "first"
          let gap = kind == "changed" ? history.gaps.first { $0.to == reading.asOf } : nil
          table.append([
            history.provider, history.accelerator, history.basis.rawValue,
            reading.asOf?.description ?? "", DataText.text(period.price), kind,
            gap.map { String($0.days) } ?? "", reading.citation.evidence.rawValue,
            reading.citation.source, reading.citation.locator, reading.citation.note,
          ])
        }
      }
    }
    return table
  }

  /// Two decimals or more.
  static func price(_ value: Double) -> String {
    NumberFormat.plain(value, atLeast: 2)
  }
}

/// A price history as JSON.
private struct PinnedPrices: Encodable {
  struct Period: Encodable {
    let usdPerHour: Double
    let readings: [Reading]
  }

  struct Reading: Encodable {
    let date: String?
    let evidence: String
    let source: String
    let locator: String
    let note: String
  }

  struct Gap: Encodable {
    let from: String
    let to: String
    let days: Int
    let usdPerHourBefore: Double
    let usdPerHourAfter: Double
  }

  let provider: String
  let accelerator: String
  let basis: String
  let periods: [Period]
  let gaps: [Gap]

  init(_ history: PriceHistory) {
    provider = history.provider
    accelerator = history.accelerator
    basis = history.basis.rawValue
    periods = history.periods.map { period in
      Period(
        usdPerHour: period.price,
        readings: period.readings.map { reading in
          let citation = reading.citation
          return Reading(
            date: reading.asOf?.description, evidence: citation.evidence.rawValue,
            source: citation.source, locator: citation.locator, note: citation.note)
        })
    }
    gaps = history.gaps.map { gap in
      Gap(
        from: gap.from.description, to: gap.to.description, days: gap.days,
        usdPerHourBefore: gap.priceBefore, usdPerHourAfter: gap.priceAfter)
    }
  }
}
