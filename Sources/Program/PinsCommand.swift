import ArgumentParser
import Evidence
import Figures
import Reports

/// `frontier pins`: which prices there are to pin, from when, and how well they are known.
struct PinsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "pins",
    abstract: "List the price sheets: providers, accelerators, dates, prices and gaps.",
    discussion: """
      A pin takes the latest price read at or before its date. Where the price changed between two \
      readings, the day of the change is not known. CSV and JSON have every reading; text and \
      markdown leave out those that only confirm a price.
      """)

  @OptionGroup var place: WorkingDirectory

  @Option(help: ArgumentHelp("Only this provider's prices.", valueName: "name"))
  var provider: String?

  @Option(help: ArgumentHelp("The constants and prices.", valueName: "file"))
  var calibration = DataFile.calibration

  @Option(help: "How to print: text, csv, json or markdown.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp(
      "Draw the prices by date instead, as SVG, PNG or PDF by the file's extension.",
      valueName: "file"))
  var plot: String?

  func run() throws {
    let picture = try plot.map { try PictureFile($0, option: "--plot") }
    let histories = try histories()
    guard let picture else {
      Console.print(try PinsReport(histories).text(as: format))
      return
    }
    try picture.write(
      id: "prices", title: "Prices of accelerators by date",
      description: PinsReport(histories).words
    ) { PriceChart(histories, sheet: $0).drawing() }
    Console.print(picture.path)
  }

  private func histories() throws -> [PriceHistory] {
    let file = try calibration.read()
    return try Calibration.load(name: file.name, bytes: file.bytes).priceHistories(of: provider)
  }
}
