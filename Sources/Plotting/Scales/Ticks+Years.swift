extension Ticks {
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
