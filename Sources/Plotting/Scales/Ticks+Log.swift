import Glibc

extension Ticks {
  /// Ticks for a log axis showing exactly `domain`. The labels are the richest of these ladders
  /// with no more than `limit` steps on the axis: every whole multiple of the powers of ten,
  /// 1-2-5, 1-3, the powers, every second power and so on. An axis too short for three of them
  /// gets the ticks of a linear one.
  public static func log(_ domain: ClosedRange<Double>, atMost limit: Int = 8) -> Ticks {
    let multiples = rungs(Array(1...9), everyPower: 1, in: domain)
    let labelled =
      ladders(in: domain).first { $0.count <= max(3, limit) }
      ?? [domain.lowerBound, domain.upperBound]
    guard labelled.count >= 3 || multiples.count > limit else {
      return spreadLinearly(domain, atMost: limit)
    }
    let powers = rungs([1], everyPower: 1, in: domain)
    let bare = multiples.count <= 60 ? multiples : powers
    return Ticks(plainlyLabelled: labelled, minor: bare.filter { !labelled.contains($0) })
  }

  private static func spreadLinearly(_ domain: ClosedRange<Double>, atMost limit: Int) -> Ticks {
    let linear = Ticks.linear(domain, atMost: limit)
    return Ticks(plainlyLabelled: linear.major.map(\.value), minor: linear.minor)
  }

  /// Rungs for every ladder, richest first.
  private static func ladders(in domain: ClosedRange<Double>) -> some Sequence<[Double]> {
    let withinDecades = [Array(1...9), [1, 2, 5], [1, 3]].map { ($0, 1) }
    let powers = (1...60).map { ([1], $0) }
    return (withinDecades + powers).lazy.map { rungs($0.0, everyPower: $0.1, in: domain) }
  }

  /// The numbers m x 10^k within `domain`, m in `multiples` and k a multiple of `everyPower`.
  private static func rungs(
    _ multiples: [Int], everyPower: Int, in domain: ClosedRange<Double>
  ) -> [Double] {
    let first = Int(floor(log10(domain.lowerBound)))
    let last = Int(ceil(log10(domain.upperBound)))
    let lowest = domain.lowerBound * (1 - 1e-12)
    let highest = domain.upperBound * (1 + 1e-12)
    var result: [Double] = []
    for exponent in first...last where exponent % everyPower == 0 {
      result += multiples.map { scaled($0, byPower: exponent) }
    }
    return result.filter { $0 >= lowest && $0 <= highest }
  }

  /// Dividing by a whole power of ten gives the Double nearest to 0.3; multiplying does not.
  private static func scaled(_ multiple: Int, byPower exponent: Int) -> Double {
    let power = pow(10, Double(abs(exponent)))
    return exponent < 0 ? Double(multiple) / power : Double(multiple) * power
  }
}
