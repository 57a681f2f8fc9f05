import CostModel
import Evidence
import Normalization
import Tables

/// What the reference workload costs by date at every price of the sheets: Figure S7, and what is
/// listed for one day.
public struct CostHistory: Sendable {
  /// One provider's prices of one accelerator.
  public struct Series: Sendable {
    public let history: PriceHistory
    /// nil where no architecture meets the contract.
    public let serving: ReferenceWorkload.Serving?

    /// At a price, USD/h of an accelerator; nil where no architecture meets the contract.
    public func usdPerMillionTokens(at usdPerHour: Double) -> Double? {
      serving.map { $0.acceleratorHours * usdPerHour }
    }
  }

  /// A price on one day with what it buys.
  public struct Quote: Equatable, Sendable {
    public let price: PriceQuote
    /// nil where no architecture meets the contract.
    public let serving: ReferenceWorkload.Serving?

    /// nil where no architecture meets the contract.
    public var usdPerMillionTokens: Double? {
      serving.map { $0.acceleratorHours * price.usdPerHour }
    }
  }

  /// A time in which the same prices were the lowest known ones.
  public struct Stretch: Equatable, Sendable {
    public let from: CalendarDate
    /// When the next stretch begins, or the last reading of all.
    public let to: CalendarDate
    /// Those that cost the least, by provider and accelerator, as they were at the beginning.
    public let cheapest: [Quote]
    /// The last reading of these prices up to the end, perhaps from before the beginning: that they
    /// held after it nobody read. The end itself where a later reading found them again.
    public let lastRead: CalendarDate
  }

  public let workload: ReferenceWorkload
  /// By provider and accelerator.
  public let series: [Series]

  /// - Parameter provider: nil takes all.
  /// - Throws: when that provider has no prices, or the lookup's error when a constant is missing.
  public init(_ calibration: Calibration, of provider: String? = nil) throws {
    let workload = try ReferenceWorkload(calibration)
    let histories = try calibration.priceHistories(of: provider)
    var servings: [String: ReferenceWorkload.Serving] = [:]
    for accelerator in histories.map(\.accelerator).withoutRepeats() {
      servings[accelerator] = try workload.serving(on: accelerator)
    }
    self.workload = workload
    series = histories.map { Series(history: $0, serving: servings[$0.accelerator]) }
  }

  /// Every price that holds on a day, by cost: first those with the host in them, which are alike,
  /// then those of the accelerator alone; what no architecture serves comes last of either.
  public func quotes(on date: CalendarDate) -> [Quote] {
    let quotes = series.compactMap { series in
      series.history.quote(on: date).map { Quote(price: $0, serving: series.serving) }
    }
    return quotes.enumerated().sorted { one, other in
      func key(_ quote: Quote) -> (Int, Double) {
        (quote.price.basis == .bundled ? 0 : 1, quote.usdPerMillionTokens ?? .infinity)
      }
      let (first, second) = (key(one.element), key(other.element))
      return first == second ? one.offset < other.offset : first < second
    }.map(\.element)
  }

  /// The quotes that cost the least on a day, several where they cost the same; component prices are
  /// not compared.
  public func cheapest(on date: CalendarDate) -> [Quote] {
    let quotes = quotes(on: date).filter { $0.price.basis == .bundled }
    guard let least = quotes.first?.usdPerMillionTokens else { return [] }
    return quotes.filter { $0.usdPerMillionTokens.map { $0 <= least * (1 + 1e-12) } ?? false }
  }

  /// By date, without a gap from the first reading to the last.
  public var stretches: [Stretch] {
    let dates = Set(
      series.filter { $0.history.basis == .bundled }.flatMap(\.history.periods)
        .flatMap(\.readings).compactMap(\.asOf)
    ).sorted()
    guard let last = dates.last else { return [] }
    var starts: [(date: CalendarDate, cheapest: [Quote])] = []
    for date in dates {
      let cheapest = cheapest(on: date)
      let isSame =
        starts.last?.cheapest.map(\.price).elementsEqual(cheapest.map(\.price)) {
          $0.isSamePrice(as: $1)
        } ?? false
      if !isSame { starts.append((date, cheapest)) }
    }
    return starts.indices.map { index in
      let (from, cheapest) = starts[index]
      let to = index + 1 < starts.count ? starts[index + 1].date : last
      return Stretch(
        from: from, to: to, cheapest: cheapest, lastRead: lastReading(of: cheapest, upTo: to))
    }
  }

  /// The last reading up to a day that found one of these prices; the day itself where a later one
  /// did as well, or they are set for this run.
  private func lastReading(of quotes: [Quote], upTo end: CalendarDate) -> CalendarDate {
    let dates = quotes.flatMap { quote -> [CalendarDate] in
      let history = series.map(\.history).first {
        ($0.provider, $0.accelerator) == (quote.price.provider, quote.price.accelerator)
      }
      let period = history?.periods.first { $0.first == quote.price.since }
      let readings = period?.readings.compactMap(\.asOf) ?? []
      let isReadLater = readings.contains { $0 > end }
      return isReadLater || readings.isEmpty ? [end] : readings
    }
    return dates.max() ?? end
  }
}

extension PriceQuote {
  fileprivate func isSamePrice(as other: PriceQuote) -> Bool {
    (provider, accelerator, usdPerHour) == (other.provider, other.accelerator, other.usdPerHour)
  }
}

/// Figure S7: the costs by date under the readings of an edition.
public struct PricesResult: Sendable {
  public let costs: CostHistory
  /// `costs.stretches`, found once.
  public let stretches: [CostHistory.Stretch]
  public let assumptions: Assumptions

  /// - Throws: the lookup's error when a constant is missing.
  public init(_ edition: Edition) throws {
    costs = try CostHistory(edition.calibration)
    stretches = costs.stretches
    assumptions = try Assumptions(edition)
  }
}
