/// How many requests have each length: quantiles that are exact, in memory that does not grow with
/// the requests.
struct TokenCounts {
  /// Longer ones are complained of, or one of them could ask for any amount of memory.
  static let longest = 1 << 21

  /// By length.
  private var counts = [Int](repeating: 0, count: 1 << 12)
  private(set) var total = 0

  mutating func add(_ tokens: Int) {
    if tokens >= counts.count {
      let size = max(tokens + 1, min(2 * counts.count, Self.longest + 1))
      counts += [Int](repeating: 0, count: size - counts.count)
    }
    counts[tokens] += 1
    total += tokens
  }

  /// nil without any.
  var lengths: TokenLengths? {
    let requests = counts.reduce(0, +)
    guard requests > 0, let longest = counts.lastIndex(where: { $0 > 0 }) else { return nil }
    return TokenLengths(
      mean: Double(total) / Double(requests), p50: quantile(0.5, of: requests),
      p90: quantile(0.9, of: requests), p99: quantile(0.99, of: requests), maximum: longest)
  }

  /// Between two lengths it interpolates, as NumPy does by default.
  private func quantile(_ share: Double, of requests: Int) -> Double {
    let place = share * Double(requests - 1)
    let index = Int(place)
    let low = length(at: index)
    let high = index + 1 < requests ? length(at: index + 1) : low
    return Double(low) + (place - Double(index)) * Double(high - low)
  }

  /// The length that sorting would put at `index`.
  private func length(at index: Int) -> Int {
    var passed = 0
    for (length, count) in counts.enumerated() {
      passed += count
      if passed > index { return length }
    }
    return counts.count - 1
  }
}

/// How long prompts or outputs are, tokens.
public struct TokenLengths: Equatable, Sendable {
  public let mean: Double
  public let p50: Double
  public let p90: Double
  public let p99: Double
  public let maximum: Int
}
