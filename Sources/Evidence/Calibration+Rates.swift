import Tables

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
  func withoutRepeats() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
