import Tables

/// What one provider asks for one accelerator on a day, as a pin takes it, and how well that is
/// known.
public struct PriceQuote: Equatable, Sendable {
  /// A reading of a price.
  public struct Reading: Equatable, Sendable {
    public let date: CalendarDate
    public let usdPerHour: Double
  }

  public let provider: String
  /// Without `accelerator/`.
  public let accelerator: String
  public let date: CalendarDate
  public let usdPerHour: Double
  /// The reading that first found this price; nil for a price that is set for this run.
  public let since: CalendarDate?
  /// The latest reading on the day or before it; nil for a price that is set for this run.
  public let lastRead: CalendarDate?
  /// The last reading of the price before this one, which changed unseen after it.
  public let before: Reading?
  /// The first reading after the day, where it found another price: it changed unseen before it.
  public let next: Reading?
  /// The first reading after the day, where it found the same price.
  public let confirmed: CalendarDate?

  public var basis: PriceBasis { PriceBasis(provider: provider) }

  /// From the last reading to the day.
  public var age: Int? { lastRead.map { date.dayNumber - $0.dayNumber } }

  /// A price that was not read for longer than this many days, and not read again later, is old.
  public static let freshDays = 30

  /// Why the price may be another, in one line that names the readings; nil where they vouch for it.
  public var warning: String? {
    guard let lastRead, let age, age > 0 else { return nil }
    let subject = "\(provider)'s price of \(accelerator) on \(date)"
    if let next {
      return "\(subject) is not known: it was \(DataText.text(usdPerHour)) $/h on \(lastRead) and "
        + "\(DataText.text(next.usdPerHour)) $/h on \(next.date)"
    }
    guard age > Self.freshDays, confirmed == nil else { return nil }
    return "\(subject) was last read on \(lastRead), \(age) days before "
      + "(\(DataText.text(usdPerHour)) $/h)"
  }

}

extension PriceHistory {
  /// The price that holds on a day: the latest reading on the day or before it, or what is set for
  /// this run, whatever the day.
  /// - Returns: nil before the first reading.
  public func quote(on date: CalendarDate) -> PriceQuote? {
    func isKnown(_ reading: Constant) -> Bool { reading.asOf.map { $0 <= date } ?? true }
    guard let index = periods.lastIndex(where: { $0.readings.contains(where: isKnown) }) else {
      return nil
    }
    let period = periods[index]
    func reading(_ date: CalendarDate?, _ price: Double) -> PriceQuote.Reading? {
      date.map { PriceQuote.Reading(date: $0, usdPerHour: price) }
    }
    let confirmed = period.readings.first { !isKnown($0) }?.asOf
    let (before, after) = (periods.prefix(index).last, periods.dropFirst(index + 1).first)
    return PriceQuote(
      provider: provider, accelerator: accelerator, date: date, usdPerHour: period.price,
      since: period.first, lastRead: period.readings.last(where: isKnown)?.asOf,
      before: before.flatMap { reading($0.last, $0.price) },
      next: confirmed == nil ? after.flatMap { reading($0.first, $0.price) } : nil,
      confirmed: confirmed)
  }
}
