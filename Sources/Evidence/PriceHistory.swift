import Tables

/// What a price buys.
public enum PriceBasis: String, Sendable {
  /// The accelerator with its share of the host.
  case bundled
  /// The accelerator alone; processors and memory are billed apart.
  case component

  /// Component prices stand under providers of their own, `…-component`.
  init(provider: String) { self = provider.hasSuffix("-component") ? .component : .bundled }
}

extension Pin {
  public var basis: PriceBasis { PriceBasis(provider: provider) }
}

/// The readings of one provider's price for one accelerator, by date.
public struct PriceHistory: Equatable, Sendable {
  /// A stretch in which every reading found the same price; the later ones only confirm the first.
  public struct Period: Equatable, Sendable {
    /// By date; at least one.
    public let readings: [Constant]
    /// USD/h.
    public let price: Double

    public var first: CalendarDate? { readings.first?.asOf }
    public var last: CalendarDate? { readings.last?.asOf }
  }

  /// The time between the last reading of one price and the first of the next: the price changed
  /// in it, on a day that nobody read.
  public struct Gap: Equatable, Sendable {
    public let from: CalendarDate
    public let to: CalendarDate
    /// USD/h.
    public let priceBefore: Double
    /// USD/h.
    public let priceAfter: Double

    public var days: Int { to.dayNumber - from.dayNumber }
  }

  public let provider: String
  /// Without `accelerator/`.
  public let accelerator: String
  /// By date; at least one.
  public let periods: [Period]

  public var basis: PriceBasis { PriceBasis(provider: provider) }

  /// One for each change of price.
  public var gaps: [Gap] {
    zip(periods, periods.dropFirst()).compactMap { before, after in
      guard let from = before.last, let to = after.first else { return nil }
      return Gap(from: from, to: to, priceBefore: before.price, priceAfter: after.price)
    }
  }

  init(provider: String, accelerator: String, readings: [Constant]) throws(EvidenceError) {
    self.provider = provider
    self.accelerator = accelerator
    var periods: [Period] = []
    for reading in readings {
      let price = try reading.si
      if let last = periods.last, last.price == price {
        periods[periods.count - 1] = Period(readings: last.readings + [reading], price: price)
      } else {
        periods.append(Period(readings: [reading], price: price))
      }
    }
    self.periods = periods
  }
}

extension Calibration {
  /// Every price history there is, by provider and accelerator.
  ///
  /// - Parameter provider: nil takes all.
  /// - Throws: when that provider has no prices; the error names the nearest that has.
  public func priceHistories(of provider: String? = nil) throws(EvidenceError) -> [PriceHistory] {
    if let provider, !providers.contains(provider) { throw unknownProvider(provider) }
    var readings: [[String]: [Constant]] = [:]
    for rate in prices.rates where provider ?? rate.provider == rate.provider {
      readings[[rate.provider, rate.accelerator], default: []].append(rate.constant)
    }
    var histories: [PriceHistory] = []
    for (key, readings) in readings.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      histories.append(
        try PriceHistory(provider: key[0], accelerator: key[1], readings: readings))
    }
    return histories
  }
}
