import ArgumentParser
import Evidence
import Figures
import Frontier
import Publishing
import Reports
import Tables

/// `frontier pins`: which prices there are to pin, from when, and how well they are known.
struct PinsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "pins",
    abstract: "List the price sheets: providers, accelerators, dates, prices and gaps.",
    discussion: """
      A pin takes the latest price read at or before its date. Where the price changed between two \
      readings, the day of the change is not known. CSV and JSON have every reading; text and \
      markdown leave out those that only confirm a price.

      With --at the prices that hold on a day are listed instead, cheapest first, each with what a \
      million tokens of the reference workload cost at it and how well it is known.
      """)

  @OptionGroup var place: WorkingDirectory

  @Option(help: ArgumentHelp("Only this provider's prices.", valueName: "name"))
  var provider: String?

  @Option(
    help: ArgumentHelp(
      "Everybody's prices on this day, cheapest first, with $/Mtoken of the reference workload.",
      valueName: "date"))
  var at: String?

  @Option(
    help: ArgumentHelp("The constants and prices.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var calibration = DataFile.calibration

  @Option(help: "How to print: text, csv, json or markdown (default: text).")
  var format: ReportFormat?

  @Option(
    help: ArgumentHelp(
      "Draw the prices by date instead, as SVG, PNG or PDF by the file's extension.",
      valueName: "file"), completion: .file(extensions: PictureFormat.allCases.map(\.rawValue)))
  var plot: String?

  func run() throws {
    let picture = try plot.map { try PictureFile($0, option: "--plot") }
    if let at {
      guard picture == nil else { throw Failure("--plot draws every date; leave out it, or --at") }
      return try list(on: try day(at))
    }
    guard picture == nil || format == nil else {
      throw Failure(
        "--format: --plot draws a picture, by its file's extension; drop one of the two")
    }
    let histories = try histories()
    guard let picture else {
      try Console.print(PinsReport(histories).text(as: format ?? .text, within: Console.width))
      return
    }
    try picture.write(
      id: "prices", title: "Prices of accelerators by date",
      description: PinsReport(histories).words, answer: escaped(picture.path)
    ) { PriceChart(histories, sheet: $0).drawing() }
  }

  private func list(on date: CalendarDate) throws {
    let report = try QuotesReport(CostHistory(calibration.calibration(), of: provider), on: date)
    try Console.print(report.text(as: format ?? .text, within: Console.width))
    for warning in report.warnings { Console.warn(warning) }
  }

  private func day(_ text: String) throws -> CalendarDate {
    guard let date = CalendarDate(text) else {
      throw Failure(
        "--at: \(quoted(text)) is not a day; write it as yyyy-mm-dd, like \(Pin.paper.date)")
    }
    return date
  }

  private func histories() throws -> [PriceHistory] {
    try calibration.calibration().priceHistories(of: provider)
  }

}
