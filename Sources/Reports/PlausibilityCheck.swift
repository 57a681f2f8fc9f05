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
    let rows = try edition.anchors.map(normalizer.normalize)
    var warnings = rows.flatMap { row in Self.use(of: row) + Self.earlyTokens(of: row) }
    if rows.allSatisfy({ $0.cpm == nil }) {
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
    let rates = edition.calibration.rates.compactMap(Rate.init)
    return try rates.sorted { $0.constant.line < $1.constant.line }.compactMap { rate in
      let price = try rate.constant.si
      let day = (rate.constant.asOf ?? edition.pin.date).dayNumber
      let others = try rates.filter { other in
        other.accelerator == rate.accelerator && other.constant.line != rate.constant.line
          && abs((other.constant.asOf ?? edition.pin.date).dayNumber - day) <= days
      }.map { try $0.constant.si }.sorted()
      guard !others.isEmpty else { return nil }
      let median = (others[others.count / 2] + others[(others.count - 1) / 2]) / 2
      guard price > priceFactor * median || price < median / priceFactor else { return nil }
      let date = rate.constant.asOf.map { " of \($0)" } ?? ""
      return "calibration.csv:\(rate.constant.line): \(rate.constant.entity)\(date) is "
        + "\(rate.constant.textWithUnit), more than \(DataText.text(priceFactor)) times off the "
        + "others of \(rate.accelerator) within two years (median "
        + "\(NumberFormat.significant(median, digits: 3)) USD/h)"
    }
  }

  private struct Rate {
    let accelerator: String
    let constant: Constant

    init?(_ constant: Constant) {
      guard case .rate(_, let accelerator) = constant.entity else { return nil }
      (self.accelerator, self.constant) = (accelerator, constant)
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
