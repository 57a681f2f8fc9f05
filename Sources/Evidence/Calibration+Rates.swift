import Tables

extension Calibration {
  /// Prices of an accelerator, by provider, accelerator and date; a rate that is set for this run
  /// stands once and without a date, in place of the file's.
  public var rates: [Constant] {
    let overridden = Set(overrides.map(\.name))
    return (rows.filter { !overridden.contains($0.name) } + overrides)
      .compactMap { row in rateKey(row).map { (row, $0) } }
      .sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// Those who have prices, by name.
  public var providers: [String] {
    rates.compactMap { rateKey($0)?.0 }.withoutRepeats()
  }

  /// The price of an accelerator, in USD/h: the latest row of the pin's provider at or before its
  /// date, or what is set for this run, whatever the date.
  ///
  /// - Parameter accelerator: without `accelerator/`.
  /// - Throws: when there is no such row; the error names the provider, the accelerator and the
  ///   earliest date there is.
  public func rate(of accelerator: String, at pin: Pin) throws(EvidenceError) -> Constant {
    let rates = rates
    let ofProvider = rates.filter { rateKey($0)?.0 == pin.provider }
    guard !ofProvider.isEmpty else { throw unknownProvider(pin.provider) }
    let dated = ofProvider.filter { rateKey($0)?.1 == accelerator }
    guard let earliest = dated.first else {
      let priced = ofProvider.compactMap { rateKey($0)?.1 }.withoutRepeats()
      throw EvidenceError(
        "\(pin.provider) has no price for \(quoted(accelerator)) on any date; "
          + "it has prices for \(priced.joined(separator: ", "))")
    }
    guard let rate = dated.last(where: { $0.asOf.map { $0 <= pin.date } ?? true }) else {
      let first = earliest.asOf.map { "; its earliest is of \($0)" } ?? ""
      throw EvidenceError(
        "\(pin.provider) has no price for \(accelerator) at or before \(pin.date)\(first)")
    }
    return rate
  }

  /// That there are no prices of `provider`; names the nearest that has some, or else all.
  func unknownProvider(_ provider: String) -> EvidenceError {
    let suggestion = Spelling.suggestion(for: provider, among: providers)
    let list = "; the providers are \(providers.joined(separator: ", "))"
    return EvidenceError(
      "there are no prices of \(quoted(provider))" + (suggestion.isEmpty ? list : suggestion))
  }

  /// Provider, accelerator and date of a price; nil for any other constant.
  func rateKey(_ row: Constant) -> (String, String, String)? {
    let parts = row.entity.split(separator: "/").map(String.init)
    guard parts.count == 3, parts[0] == EntityKind.rate.rawValue else { return nil }
    return (parts[1], parts[2], row.asOf?.description ?? "")
  }
}

extension Array where Element: Hashable {
  /// The elements, each where it stands first.
  func withoutRepeats() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
