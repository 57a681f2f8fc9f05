import Evidence
import Tables

/// What in an edition is possible but not plausible: slips that no cell shows by itself.
public struct Plausibility: Equatable, Sendable {
  public enum Doubt: Equatable, Sendable {
    /// A row achieved this share of the closed form, outside `plausibleUse`.
    case use(Double, of: Anchor)
    /// A row's first token comes before one pass over its mean prompt, `pass` ms, has ended.
    case earlyToken(Anchor.TTFT.Kind, milliseconds: Double, pass: Double, of: Anchor)
    case everyRowIsInfeasible
    /// A price is more than `priceFactor` times off the median of the others, USD/h.
    case price(Constant, accelerator: String, median: Double)
  }

  /// What share of the closed form a served system may have got.
  public static let plausibleUse = 0.05...1
  /// How many times above or below the others a price is suspect.
  public static let priceFactor = 5.0

  /// Of rows and then of prices, in file order.
  public let doubts: [Doubt]

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    let normalizer = try Normalizer(edition)
    var doubts: [Doubt] = []
    var areInfeasible = true
    // One at a time: kept, each would take more than its row.
    for anchor in edition.anchors {
      let row = try normalizer.normalize(anchor)
      doubts += Self.use(of: row) + Self.earlyTokens(of: row)
      areInfeasible = areInfeasible && row.cpm == nil
    }
    if areInfeasible { doubts.append(.everyRowIsInfeasible) }
    self.doubts = try doubts + Self.prices(edition)
  }

  // MARK: Rows

  private static func use(of row: NormalizedAnchor) -> [Doubt] {
    guard let use = row.sourceUse, !plausibleUse.contains(use) else { return [] }
    return [.use(use, of: row.anchor)]
  }

  /// The first token cannot come before one pass over the prompt has ended.
  private static func earlyTokens(of row: NormalizedAnchor) -> [Doubt] {
    let pass = 1000 * row.anchor.promptTokens / row.source.prefillTokensPerSecond
    var times: [(kind: Anchor.TTFT.Kind, milliseconds: Double)] = []
    if let limit = row.anchor.ttftLimit, limit.statistic != .schedulingDelay {
      times.append((.limit, limit.milliseconds))
    }
    if let measured = row.anchor.ttftMeasured {
      times.append((.measured, measured.milliseconds))
    }
    return times.filter { $0.milliseconds < pass }.map { kind, milliseconds in
      .earlyToken(kind, milliseconds: milliseconds, pass: pass, of: row.anchor)
    }
  }

  // MARK: Prices

  private static let days = 2 * 365

  /// Each price against the median of the others of its accelerator within two years.
  private static func prices(_ edition: Edition) throws -> [Doubt] {
    let rates = try edition.calibration.rates.compactMap { try Rate($0, at: edition.pin.date) }
    let doubts = Dictionary(grouping: rates, by: \.accelerator).values.flatMap { rates in
      let rates = rates.sorted { ($0.day, $0.constant.line) < ($1.day, $1.constant.line) }
      var window = PriceWindow()
      var (first, end) = (0, 0)
      return rates.compactMap { rate -> (line: Int, doubt: Doubt)? in
        while end < rates.count, rates[end].day - rate.day <= days {
          window.insert(rates[end].price)
          end += 1
        }
        while rate.day - rates[first].day > days {
          window.remove(rates[first].price)
          first += 1
        }
        window.remove(rate.price)
        defer { window.insert(rate.price) }
        return window.median.flatMap { doubt(of: rate, median: $0) }
          .map { (rate.constant.line, $0) }
      }
    }
    return doubts.sorted { $0.line < $1.line }.map(\.doubt)
  }

  private static func doubt(of rate: Rate, median: Double) -> Doubt? {
    guard rate.price > priceFactor * median || rate.price < median / priceFactor else { return nil }
    return .price(rate.constant, accelerator: rate.accelerator, median: median)
  }

  private struct Rate {
    let accelerator: String
    let constant: Constant
    /// USD/h.
    let price: Double
    let day: Int

    /// - Parameter date: that of a price without one.
    /// - Returns: nil for a constant that is no price.
    init?(_ constant: Constant, at date: CalendarDate) throws(EvidenceError) {
      guard case .rate(_, let accelerator) = constant.entity else { return nil }
      (self.accelerator, self.constant) = (accelerator, constant)
      price = try constant.si
      day = (constant.asOf ?? date).dayNumber
    }
  }

  /// Prices in order.
  private struct PriceWindow {
    private var prices: [Double] = []

    /// nil when there are none.
    var median: Double? {
      prices.isEmpty ? nil : (prices[prices.count / 2] + prices[(prices.count - 1) / 2]) / 2
    }

    mutating func insert(_ price: Double) { prices.insert(price, at: place(of: price)) }
    mutating func remove(_ price: Double) { prices.remove(at: place(of: price)) }

    /// The first that is not below `price`, by bisection.
    private func place(of price: Double) -> Int {
      var (low, high) = (0, prices.count)
      while low < high {
        let middle = (low + high) / 2
        if prices[middle] < price { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
