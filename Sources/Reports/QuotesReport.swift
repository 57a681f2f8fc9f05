import CostModel
import Evidence
import Frontier
import Plotting
import Tables

/// Every provider's prices on one day, cheapest first, with what the reference workload costs at
/// each.
public struct QuotesReport {
  private let costs: CostHistory
  private let date: CalendarDate
  private let quotes: [CostHistory.Quote]

  /// - Throws: when nobody has a price on the day or before it; the error names the earliest.
  public init(_ costs: CostHistory, on date: CalendarDate) throws(EvidenceError) {
    (self.costs, self.date) = (costs, date)
    quotes = costs.quotes(on: date)
    guard quotes.isEmpty else { return }
    let first = costs.series.compactMap(\.history.periods.first?.first).min()
    throw EvidenceError(
      "there is no price at or before \(date)"
        + (first.map { "; the earliest is of \($0)" } ?? ""))
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document.text(within: width)
    case .markdown: document.markdown
    case .csv: data.csv
    case .json:
      try JSON.text(
        QuotesRecord(
          answer: answer, date: "\(date)", workload: QuotesRecord.Workload(costs.workload),
          prices: quotes.map(QuotesRecord.Price.init)))
    }
  }

  /// As a part of a web page.
  public var html: String {
    ReportDocument([.title(1, "Prices on \(date)")] + document.blocks).html(level: 0, id: "prices")
  }

  /// Why the price that the answer names may be another.
  public var warnings: [String] { costs.cheapest(on: date).compactMap(\.price.warning) }

  /// Where the reference workload is cheapest, and since when.
  var answer: String {
    let cheapest = costs.cheapest(on: date)
    guard let first = cheapest.first, let cost = first.usdPerMillionTokens else {
      return "On \(date) no price is comparable: none has the host in it and an accelerator that "
        + "meets the contract."
    }
    let names = cheapest.map { "\($0.price.provider)’s \($0.price.accelerator)" }
    let since = cheapest.compactMap(\.price.since).max()
    return "On \(date) the reference workload is cheapest on \(names.joined(separator: " and ")): "
      + "$\(NumberFormat.significant(cost, digits: 3)) a million tokens at "
      + "$\(PinsReport.price(first.price.usdPerHour))/h"
      + (since.map { ", first read on \($0)" } ?? "") + Self.age(of: cheapest) + "."
  }

  /// A caveat where the cheapest price was last read long before, and not once after.
  private static func age(of cheapest: [CostHistory.Quote]) -> String {
    guard let days = cheapest.compactMap(\.price.age).min(), days > PriceQuote.freshDays,
      cheapest.allSatisfy({ $0.price.confirmed == nil })
    else { return "" }
    return ", and not read again in the \(days) days before"
  }

  private var document: ReportDocument {
    var document = ReportDocument()
    document.append(.headline(answer))
    document.append(.table(table))
    for note in notes { document.append(.note(note)) }
    return document
  }

  private var table: ReportTable {
    var table = ReportTable([
      .left("provider"), .left("accelerator"), .right("$/h"), .left("since"),
      .right("read days ago"), .right("$/Mtoken"), .left("served by"), .left("how well known"),
    ])
    for quote in quotes {
      let price = quote.price
      table.append([
        price.provider, price.accelerator, PinsReport.price(price.usdPerHour),
        Self.cell(price.since), price.age.map(String.init) ?? "",
        quote.usdPerMillionTokens.map { NumberFormat.significant($0, digits: 3) }
          ?? DataText.infeasible,
        quote.serving?.architecture.rawValue ?? "", Self.standing(of: price),
      ])
    }
    return table
  }

  /// What the readings leave open.
  private static func standing(of price: PriceQuote) -> String {
    var words: [String] = []
    if let before = price.before, let since = price.since {
      let days = since.dayNumber - before.date.dayNumber
      words.append(
        "was \(PinsReport.price(before.usdPerHour)) \(days) \(days == 1 ? "day" : "days") earlier")
    }
    if let next = price.next {
      words.append("\(PinsReport.price(next.usdPerHour)) by \(next.date)")
    } else if let confirmed = price.confirmed {
      words.append("confirmed \(confirmed)")
    } else if price.warning != nil {
      words.append("not read since")
    }
    if price.basis == .component { words.append("component") }
    return words.joined(separator: "; ")
  }

  private var notes: [String] {
    let workload = costs.workload
    let mix = workload.mix
    let hasComponents = quotes.contains { $0.price.basis == .component }
    return [
      "since: the reading that first found the price. How well known: was: the price that the "
        + "reading before found, from which it changed on a day between; by: the price that the next "
        + "reading found, which may hold already; confirmed: by the next reading; not read since: no "
        + "reading in the \(PriceQuote.freshDays) days before, and none later.",
      "The reference workload: Llama-2-70B, "
        + "\(NumberFormat.rounded(mix.promptTokens, digits: 5)) prompt and "
        + "\(NumberFormat.rounded(mix.outputTokens, digits: 5)) output tokens, contract "
        + "\(NumberFormat.plain(workload.contract.ttftMs))/"
        + "\(NumberFormat.plain(workload.contract.tpotMs)) ms, on each accelerator served by the "
        + "cheapest of the three architectures; default readings.",
    ]
      + (hasComponents
        ? [
          "component: the price of the accelerator alone, processors and memory billed apart; not "
            + "comparable with the others."
        ] : [])
  }

  private var data: ReportTable {
    var table = ReportTable(
      [
        "provider", "accelerator", "basis", "usd_per_hour", "since", "last_read", "age_days",
        "usd_per_million_tokens", "architecture", "before_date", "before_usd_per_hour", "next_date",
        "next_usd_per_hour", "confirmed", "warning",
      ].map { .left($0) })
    for quote in quotes {
      let price = quote.price
      let known = [
        price.provider, price.accelerator, price.basis.rawValue, DataText.text(price.usdPerHour),
        Self.cell(price.since), Self.cell(price.lastRead), price.age.map(String.init) ?? "",
      ]
      let cost = [
        DataText.text(quote.usdPerMillionTokens), quote.serving?.architecture.rawValue ?? "",
      ]
      table.append(
        known + cost + Self.cells(price.before) + Self.cells(price.next)
          + [Self.cell(price.confirmed), price.warning ?? ""])
    }
    return table
  }

  private static func cell(_ date: CalendarDate?) -> String { date?.description ?? "" }

  private static func cells(_ reading: PriceQuote.Reading?) -> [String] {
    [cell(reading?.date), reading.map { DataText.text($0.usdPerHour) } ?? ""]
  }
}

/// The answer as JSON.
private struct QuotesRecord: Encodable {
  struct Workload: Encodable {
    let model: String
    let promptTokens: Double
    let outputTokens: Double
    let ttftMs: Double
    let tpotMs: Double

    init(_ workload: ReferenceWorkload) {
      model = workload.frame.model
      promptTokens = DataText.rounded(workload.mix.promptTokens)
      outputTokens = DataText.rounded(workload.mix.outputTokens)
      (ttftMs, tpotMs) = (workload.contract.ttftMs, workload.contract.tpotMs)
    }
  }

  struct Reading: Encodable {
    let date: String
    let usdPerHour: Double

    init(_ reading: PriceQuote.Reading) {
      (date, usdPerHour) = ("\(reading.date)", DataText.rounded(reading.usdPerHour))
    }
  }

  struct Price: Encodable {
    let provider: String
    let accelerator: String
    let basis: String
    let usdPerHour: Double
    let since: String?
    let lastRead: String?
    let ageDays: Int?
    let usdPerMillionTokens: Double?
    let architecture: String?
    let before: Reading?
    let next: Reading?
    let confirmed: String?
    let warning: String?

    init(_ quote: CostHistory.Quote) {
      let price = quote.price
      (provider, accelerator, basis) = (price.provider, price.accelerator, price.basis.rawValue)
      usdPerHour = DataText.rounded(price.usdPerHour)
      (since, lastRead) = (price.since?.description, price.lastRead?.description)
      ageDays = price.age
      usdPerMillionTokens = quote.usdPerMillionTokens.map { DataText.rounded($0) }
      architecture = quote.serving?.architecture.rawValue
      (before, next) = (price.before.map(Reading.init), price.next.map(Reading.init))
      (confirmed, warning) = (price.confirmed?.description, price.warning)
    }
  }

  let answer: String
  let date: String
  let workload: Workload
  let prices: [Price]
}
