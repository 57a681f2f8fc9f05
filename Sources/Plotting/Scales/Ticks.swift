import Glibc

/// A labelled place on an axis.
public struct Tick: Equatable, Sendable {
  public var value: Double
  public var label: RichText

  public init(_ value: Double, _ label: RichText) {
    self.value = value
    self.label = label
  }
}

/// The labelled (major) and the bare (minor) ticks of an axis, each in rising order.
public struct Ticks: Equatable, Sendable {
  public var major: [Tick]
  public var minor: [Double]

  public init(major: [Tick], minor: [Double] = []) {
    self.major = major
    self.minor = minor
  }

  /// Ticks labelled with a common number of decimals.
  public init(evenlyLabelled values: [Double], minor: [Double] = []) {
    let decimals = NumberFormat.decimalsNeeded(values)
    major = values.map { value in
      Tick(value, RichText(plain: NumberFormat.fixed(value, decimals: decimals)))
    }
    self.minor = minor
  }

  /// Ticks each labelled with no more decimals than its own value needs: 0.5, 1, 10,000.
  public init(plainlyLabelled values: [Double], minor: [Double] = []) {
    major = values.map { Tick($0, RichText(plain: NumberFormat.plain($0))) }
    self.minor = minor
  }
}

extension Ticks {
  // MARK: Linear

  /// Ticks for a linear axis showing exactly `domain`: the best labelling by extended Wilkinson
  /// that stays inside it, and minor ticks that part each step into round pieces.
  public static func linear(_ domain: ClosedRange<Double>, atMost limit: Int = 8) -> Ticks {
    let search = ExtendedWilkinson(
      domain, wanted: max(2, (limit * 3 + 3) / 4), most: limit, staysInside: true)
    guard let best = search.best() else {
      return Ticks(evenlyLabelled: [domain.lowerBound])
    }
    let step = best.step / Double(pieces(of: best.step))
    let first = Int((domain.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((domain.upperBound / step + 1e-9).rounded(.down))
    let minor = (first...max(first, last)).map { Double($0) * step }.filter { value in
      domain.contains(value) && !best.values.contains { abs($0 - value) < step / 2 }
    }
    return Ticks(evenlyLabelled: best.values, minor: minor)
  }

  /// Into how many round pieces a step of 1, 2, 2.5, 3, 4 or 5 times a power of ten parts.
  private static func pieces(of step: Double) -> Int {
    let leading = step / pow(10, floor(log10(step) + 1e-9))
    switch (leading * 2).rounded() {
    case 4, 8: return 4
    case 6: return 3
    default: return 5
    }
  }

  // MARK: Logarithmic

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

  // MARK: Years

  /// Ticks for an axis of years as decimal numbers: a label at the start of each year, or of every
  /// second one and so on where there are many, and a bare tick at each quarter of a labelled year.
  /// An axis that no year starts on gets the ticks of a linear one.
  /// - Parameters:
  ///   - limit: how many labels there may be at most.
  ///   - start: where a whole year begins on the axis.
  public static func years(
    _ domain: ClosedRange<Double>, atMost limit: Int = 8, start: (Int) -> Double = { Double($0) }
  ) -> Ticks {
    let first = Int(domain.lowerBound.rounded(.down))
    let last = Int(domain.upperBound.rounded(.up))
    let starts = (first...last).filter { domain.contains(start($0)) }
    guard !starts.isEmpty else { return linear(domain, atMost: limit) }
    let step = (1...).first { starts.count <= max(1, limit) * $0 } ?? 1
    let labelled = starts.filter { $0 % step == 0 || starts.count == 1 }
    let quarters = (first...last).flatMap { (year: Int) -> [Double] in
      let length: Double = start(year + 1) - start(year)
      return [0.25, 0.5, 0.75].map { start(year) + length * $0 }
    }
    let bare = (step == 1 ? quarters : []) + starts.filter { !labelled.contains($0) }.map(start)
    return Ticks(
      major: labelled.map { Tick(start($0), RichText(plain: String($0))) },
      minor: bare.filter(domain.contains).sorted())
  }
}
