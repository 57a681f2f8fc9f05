import Glibc

extension Ticks {
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
}
