import Tables

/// The prices of a calibration, sorted once, so that a lookup need not.
struct PriceSheet: Equatable, Sendable {
  struct Rate: Equatable, Sendable {
    let provider: String
    let accelerator: String
    let constant: Constant

    /// nil for a constant that is no price.
    init?(_ constant: Constant) {
      guard case .rate(let provider, let accelerator) = constant.entity else { return nil }
      (self.provider, self.accelerator, self.constant) = (provider, accelerator, constant)
    }
  }

  /// By provider, accelerator and date.
  private(set) var rates: [Rate]

  /// - Parameter overrides: each stands once, in place of the rows of its name.
  init(rows: [Constant], overrides: [Constant]) {
    let overridden = Set(overrides.map(\.name))
    rates = (rows.filter { !overridden.contains($0.name) } + overrides).compactMap(Rate.init)
      .map { ($0, $0.constant.asOf?.description ?? "") }
      .sorted { ($0.0.provider, $0.0.accelerator, $0.1) < ($1.0.provider, $1.0.accelerator, $1.1) }
      .map(\.0)
  }

  /// By date.
  func rates(of accelerator: String, from provider: String) -> [Constant] {
    rates.filter { $0.provider == provider && $0.accelerator == accelerator }.map(\.constant)
  }

  /// Puts `constant` in the place of the row that it was made from, if that is here.
  mutating func replace(_ constant: Constant) {
    guard let rate = Rate(constant),
      let index = rates.firstIndex(where: { $0.constant.line == constant.line })
    else { return }
    rates[index] = rate
  }
}

extension Calibration {
  /// Prices of an accelerator, by provider, accelerator and date; a rate that is set for this run
  /// stands once and without a date, in place of the file's.
  public var rates: [Constant] { prices.rates.map(\.constant) }

  /// Those who have prices, by name.
  public var providers: [String] {
    prices.rates.map(\.provider).withoutRepeats()
  }

  /// The price of an accelerator, in USD/h: the latest row of the pin's provider at or before its
  /// date, or what is set for this run, whatever the date.
  ///
  /// - Parameter accelerator: without `accelerator/`.
  /// - Throws: when there is no such row; the error names the provider, the accelerator and the
  ///   earliest date there is.
  public func rate(of accelerator: String, at pin: Pin) throws(EvidenceError) -> Constant {
    let dated = prices.rates(of: accelerator, from: pin.provider)
    guard let earliest = dated.first else { throw missingRate(of: accelerator, pin) }
    guard let rate = dated.last(where: { $0.asOf.map { $0 <= pin.date } ?? true }) else {
      let first = earliest.asOf.map { "; its earliest is of \($0)" } ?? ""
      throw EvidenceError(
        "\(pin.provider) has no price for \(accelerator) at or before \(pin.date)\(first)")
    }
    note(rate)
    return rate
  }

  private func missingRate(of accelerator: String, _ pin: Pin) -> EvidenceError {
    let ofProvider = prices.rates.filter { $0.provider == pin.provider }
    guard !ofProvider.isEmpty else { return unknownProvider(pin.provider) }
    let priced = ofProvider.map(\.accelerator).withoutRepeats()
    return EvidenceError(
      "\(pin.provider) has no price for \(quoted(accelerator)) on any date; "
        + "it has prices for \(priced.joined(separator: ", "))")
  }

  /// That there are no prices of `provider`; names the nearest that has some, or else all.
  func unknownProvider(_ provider: String) -> EvidenceError {
    let suggestion = Spelling.suggestion(for: provider, among: providers)
    let list = "; the providers are \(providers.joined(separator: ", "))"
    return EvidenceError(
      "there are no prices of \(quoted(provider))" + (suggestion.isEmpty ? list : suggestion))
  }
}

extension Array where Element: Hashable {
  /// The elements, each where it stands first.
  public func withoutRepeats() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

/// What a price buys.
public enum PriceBasis: String, Sendable {
  /// The accelerator with its share of the host.
  case bundled
  /// The accelerator alone; processors and memory are billed apart.
  case component

  /// Component prices stand under providers of their own, `…-component`.
  init(provider: String) { self = provider.hasSuffix("-component") ? .component : .bundled }
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
    var periods: [(readings: [Constant], price: Double)] = []
    for reading in readings {
      let price = try reading.si
      if periods.last?.price == price {
        periods[periods.count - 1].readings.append(reading)
      } else {
        periods.append(([reading], price))
      }
    }
    self.periods = periods.map { Period(readings: $0.readings, price: $0.price) }
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
