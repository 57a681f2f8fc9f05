import Glibc

/// How often a statement was right.
public struct HitRate: Equatable, Sendable {
  public let hits: Int
  public let pairs: Int

  public init(hits: Int, pairs: Int) {
    self.hits = hits
    self.pairs = pairs
  }

  /// nil without pairs.
  public var share: Double? { pairs == 0 ? nil : Double(hits) / Double(pairs) }

  /// Φ⁻¹(0.975).
  private static let quantile = 1.959963984540054

  /// Wilson's 95 % interval of the share, for pairs that are independent; nil without pairs.
  public var interval: ClosedRange<Double>? {
    guard let share else { return nil }
    let count = Double(pairs)
    let square = Self.quantile * Self.quantile
    let middle = share + square / (2 * count)
    let reach =
      Self.quantile * sqrt(share * (1 - share) / count + square / (4 * count * count))
    let scale = 1 + square / count
    return max(0, (middle - reach) / scale)...min(1, (middle + reach) / scale)
  }
}

/// How computed ratios lie about measured ones, as ln(computed/measured).
public struct LogRatio: Equatable, Sendable {
  /// The mean.
  public let bias: Double
  /// The standard deviation.
  public let spread: Double

  /// nil for fewer than two.
  init?(_ ratios: [(computed: Double, measured: Double)]) {
    guard ratios.count > 1 else { return nil }
    let logs = ratios.map { log($0.computed / $0.measured) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    bias = mean
    let squares = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    spread = sqrt(squares / Double(logs.count - 1))
  }
}
