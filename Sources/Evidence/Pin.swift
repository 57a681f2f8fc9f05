import Tables

/// The prices that a run uses: those of one provider on one day.
public struct Pin: Hashable, Sendable, CustomStringConvertible {
  public let provider: String
  public let date: CalendarDate

  public init(provider: String, date: CalendarDate) {
    self.provider = provider
    self.date = date
  }

  /// The paper's prices.
  public static let paper = Pin(provider: "CoreWeave", date: CalendarDate(known: 2026, 5, 1))

  public var basis: PriceBasis { PriceBasis(provider: provider) }

  /// `CoreWeave@2026-05-01`
  public var description: String { "\(provider)@\(date)" }
}

/// A pin as it is asked for: `latest` stands for a day that the calibration knows.
public struct PinName: Hashable, Sendable {
  public let provider: String
  /// nil is the provider's last reading.
  public let date: CalendarDate?

  /// Reads `DATE`, the paper's provider's, `PROVIDER@DATE` or `PROVIDER@latest`.
  ///
  /// - Throws: when it is neither. Whether the provider has prices is known to the calibration.
  public init(parsing text: String) throws(EvidenceError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let day = String(parts[parts.count - 1])
    provider = parts.count == 2 ? String(parts[0]) : Pin.paper.provider
    date = day == Self.latest ? nil : CalendarDate(day)
    guard !provider.isEmpty, date != nil || day == Self.latest else {
      throw EvidenceError(
        "\(quoted(text)) is not a pin; write DATE, PROVIDER@DATE or PROVIDER@latest, like "
          + "\(Pin.paper)")
    }
  }

  private static let latest = "latest"

  /// nil for `latest`, which the calibration resolves.
  public var dated: Pin? { date.map { Pin(provider: provider, date: $0) } }
}

extension Calibration {
  /// The pin that is asked for: `latest` is the day of the provider's last reading of any price in
  /// the file, so that the same files give the same prices whatever the day and whatever is set for
  /// this run.
  /// - Throws: for `latest` when the provider has no dated prices; the error says who has.
  public func pin(_ name: PinName) throws(EvidenceError) -> Pin {
    if let pin = name.dated { return pin }
    let days = fileRows.compactMap { row in
      if case .rate(name.provider, _) = row.entity { row.asOf } else { nil }
    }
    // A price in the file has its date.
    guard let last = days.max() else { throw unknownProvider(name.provider) }
    return Pin(provider: name.provider, date: last)
  }
}
