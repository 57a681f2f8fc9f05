/// The middle 90 % of numbers, and their median.
public struct Quantiles: Equatable, Sendable {
  public let p05: Double
  public let p50: Double
  public let p95: Double

  /// Of at least one number, else nil. Between two numbers it interpolates, as NumPy does by
  /// default.
  public init?(_ numbers: [Double]) {
    guard !numbers.isEmpty else { return nil }
    let sorted = numbers.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let index = Int(place)
      guard index + 1 < sorted.count else { return sorted[index] }
      return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
    }
    (p05, p50, p95) = (quantile(0.05), quantile(0.5), quantile(0.95))
  }
}
