import Tables

/// The prices that a run uses: those of one provider on one day.
public struct Pin: Hashable, Sendable, CustomStringConvertible {
  public let provider: String
  public let date: CalendarDate

  public init(provider: String, date: CalendarDate) {
    self.provider = provider
    self.date = date
  }

  /// Reads `DATE` or `PROVIDER@DATE`.
  ///
  /// - Throws: when it is neither. Whether the provider has prices is known to the calibration.
  public init(parsing text: String, defaultProvider: String = "CoreWeave") throws(EvidenceError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let provider = parts.count == 2 ? String(parts[0]) : defaultProvider
    guard let date = CalendarDate(String(parts[parts.count - 1])), !provider.isEmpty else {
      throw EvidenceError(
        "\(quoted(text)) is not a pin; write DATE or PROVIDER@DATE, like \(Pin.paper)")
    }
    self.init(provider: provider, date: date)
  }

  /// The paper's prices.
  public static let paper = Pin(provider: "CoreWeave", date: CalendarDate(known: 2026, 5, 1))

  /// `CoreWeave@2026-05-01`
  public var description: String { "\(provider)@\(date)" }
}
