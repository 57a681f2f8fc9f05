import Evidence
import Frontier
import Plotting
import Tables

/// What a figure says in words, in its pictures and beside them.
public struct FigureText: Equatable, Sendable {
  /// What is shown, under which readings, prices and dates, and what each mark means. Its first
  /// sentence is the figure's title.
  public let caption: String
  /// What one sees, for someone who cannot: the conclusion first.
  public let alternative: String
  /// The publications of the rows and prices that are shown, as the files name them.
  public let sources: [String]

  /// A text file: each part under its heading, a paragraph to a line.
  /// - Parameter data: the path of the data file.
  public func file(data: String) -> String {
    [
      ("Caption", caption), ("Alternative text", alternative),
      ("Sources", sources.joined(separator: "\n")), ("Data", data),
    ].map { heading, text in "\(heading)\n\n\(text)\n" }.joined(separator: "\n")
  }
}

extension FigureText {
  /// With more at the end of the caption.
  func adding(_ sentences: [String]) -> FigureText {
    FigureText(
      caption: ([caption] + sentences).joined(separator: " "), alternative: alternative,
      sources: sources)
  }

  /// - Parameter sentences: what only this figure has to say in its caption.
  /// - Throws: the lookup's error when a price is missing.
  init(
    title: String, sentences: [String], alternative: String, of result: some FigureResult,
    _ edition: Edition
  ) throws {
    let prices = try result.pricedAccelerators.map { ($0, try edition.rate(of: $0)) }
    let common = try Self.price(prices, edition.pin) + Self.choices(result.assumptions)
    caption = ([title + "."] + sentences + common).joined(separator: " ")
    self.alternative = alternative
    sources =
      result.publications(in: edition).withoutRepeats()
      + prices.map(\.1.citation.source).withoutRepeats().map { source in
        let priced = prices.filter { $0.1.citation.source == source }.map(\.0)
        return "Price of \(priced.joined(separator: ", ")): \(source)"
      } + ["Constants and readings: calibration.csv, where each row names its publication"]
  }

  private static func price(_ prices: [(String, Constant)], _ pin: Pin) throws -> [String] {
    guard !prices.isEmpty else { return [] }
    let list = try prices.map { "\($0) \(Footer.text(price: try $1.si))" }
    return ["Prices: \(pin.provider), \(pin.date): \(list.joined(separator: ", "))."]
  }

  private static func choices(_ assumptions: Assumptions) -> [String] {
    let asked = assumptions.askedReadings
    let settings = assumptions.settings.map { "\($0.name) = \($0.text)" }
    return [
      asked.isEmpty
        ? "Every choice that the sources leave open has its default reading."
        : "Readings asked for: \(asked.joined(separator: ", ")); every other choice has its default."
    ] + (settings.isEmpty ? [] : ["Set for this run: \(settings.joined(separator: ", "))."])
  }
}

/// What figures are computed to: a value that knows what it was computed under.
public protocol FigureResult: Sendable {
  var assumptions: Assumptions { get }
  /// Those whose prices are used.
  var pricedAccelerators: [String] { get }
  /// Where the rows and runs that are shown come from, in the order of their file.
  func publications(in edition: Edition) -> [String]
}

extension FigureResult {
  public var pricedAccelerators: [String] { [assumptions.frame.accelerator] }
  public func publications(in edition: Edition) -> [String] { [] }
}

extension Calibration {
  /// Where the constants in force of some entities come from, in file order.
  func publications(of isShown: (Entity) -> Bool) -> [String] {
    inForce.filter { isShown($0.entity) }.sorted { $0.line < $1.line }.map(\.citation.source)
      .withoutRepeats()
  }
}

extension FrontierResult: FigureResult {
  public var pricedAccelerators: [String] {
    panels.filter { $0.usdPerHour != nil }.map(\.accelerator)
  }
  public func publications(in edition: Edition) -> [String] { drawnAnchors.map(\.citation.source) }
}

extension BreakEvenResult: FigureResult {
  public func publications(in edition: Edition) -> [String] {
    let shown = Set(panels.flatMap(\.systems).map(\.id))
    return edition.anchors.filter { shown.contains($0.id) }.map(\.citation.source)
  }
}

extension ReadingsResult: FigureResult {}

extension SupportMap: FigureResult {
  public func publications(in edition: Edition) -> [String] { own.publications(in: edition) }
}

extension ContractMap: FigureResult {
  public func publications(in edition: Edition) -> [String] {
    let shown = Set(mixes.flatMap(\.systems))
    return edition.anchors.filter { shown.contains($0.system) }.map(\.citation.source)
  }
}

extension Validation: FigureResult {
  /// Runs are compared at equal prices.
  public var pricedAccelerators: [String] { [] }
  public func publications(in edition: Edition) -> [String] {
    own.pairs.flatMap { [$0.runs.colocated.citation, $0.runs.disaggregated.citation] }
  }
}
