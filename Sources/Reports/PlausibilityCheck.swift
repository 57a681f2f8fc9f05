import CostModel
import Evidence
import Normalization
import Plotting
import Tables

/// What in an edition is possible but not plausible: slips that no cell shows by itself.
public struct PlausibilityCheck {
  /// A line for each, rows and then prices, in file order.
  public let warnings: [String]

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    let normalizer = try Normalizer(edition)
    var warnings: [String] = []
    var areInfeasible = true
    // One at a time: kept, each would take more than its row.
    for anchor in edition.anchors {
      let row = try normalizer.normalize(anchor)
      warnings += Self.use(of: row) + Self.earlyTokens(of: row)
      areInfeasible = areInfeasible && row.cpm == nil
    }
    if areInfeasible {
      warnings.append("every row of anchors.csv is infeasible")
    }
    self.warnings = try warnings + Self.prices(edition)
  }

  // MARK: Rows

  /// What share of the closed form a served system may have got.
  private static let plausibleUse = 0.05...1

  private static func use(of row: NormalizedAnchor) -> [String] {
    guard let use = row.use, !plausibleUse.contains(use) else { return [] }
    let finding =
      use > plausibleUse.upperBound
      ? "more than the closed form thinks possible under these readings"
      : "less than any serving system should get"
    return [
      "\(place(row)) achieved \(NumberFormat.significant(use * 100, digits: 3)) % of the closed "
        + "form on its own machine, \(finding)"
    ]
  }

  /// The first token cannot come before one pass over the prompt has ended.
  private static func earlyTokens(of row: NormalizedAnchor) -> [String] {
    let pass = 1000 * row.anchor.promptTokens / row.source.prefillTokensPerSecond
    var times: [(name: String, milliseconds: Double)] = []
    if let limit = row.anchor.ttftLimit, limit.statistic != .schedulingDelay {
      times.append(("TTFT limit", limit.milliseconds))
    }
    if let measured = row.anchor.ttftMeasured {
      times.append(("measured TTFT", measured.milliseconds))
    }
    return times.filter { $0.milliseconds < pass }.map { name, milliseconds in
      "\(place(row)) has a \(name) of \(DataText.text(milliseconds)) ms, below one prefill pass of "
        + "its mean prompt (\(NumberFormat.significant(pass, digits: 3)) ms)"
    }
  }

  private static func place(_ row: NormalizedAnchor) -> String {
    "anchors.csv:\(row.anchor.line): \(row.id)"
  }

  // MARK: Prices

  /// How many times above or below the others a price is suspect.
  private static let priceFactor = 5.0
  private static let days = 2 * 365

  /// Each price against the median of the others of its accelerator within two years.
  private static func prices(_ edition: Edition) throws -> [String] {
    let rates = try edition.calibration.rates.compactMap { try Rate($0, at: edition.pin.date) }
    let warnings = Dictionary(grouping: rates, by: \.accelerator).values.flatMap { rates in
      let rates = rates.sorted { ($0.day, $0.constant.line) < ($1.day, $1.constant.line) }
      var window = PriceWindow()
      var (first, end) = (0, 0)
      return rates.compactMap { rate -> (line: Int, text: String)? in
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
        return window.median.flatMap { warning(of: rate, median: $0) }
          .map { (rate.constant.line, $0) }
      }
    }
    return warnings.sorted { $0.line < $1.line }.map(\.text)
  }

  private static func warning(of rate: Rate, median: Double) -> String? {
    guard rate.price > priceFactor * median || rate.price < median / priceFactor else { return nil }
    let constant = rate.constant
    let date = constant.asOf.map { " of \($0)" } ?? ""
    return "calibration.csv:\(constant.line): \(constant.entity)\(date) is "
      + "\(constant.textWithUnit), more than \(DataText.text(priceFactor)) times off the "
      + "others of \(rate.accelerator) within two years (median "
      + "\(NumberFormat.significant(median, digits: 3)) USD/h)"
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

extension NormalizedAnchor {
  /// The achieved share of the closed form: the accelerator time that it asks for on the row's own
  /// machine under the published contract, over the time published; nil is infeasible there.
  var use: Double? {
    sourceEstimate.map { publishedRate * ($0.prefillSeconds + $0.decodeSeconds) }
  }
}
