import Glibc

/// The search for axis labels of Talbot, Lin and Hanrahan, "An Extension of Wilkinson's Algorithm
/// for Positioning Tick Labels on Axes", IEEE TVCG 16(6), 2010: among all arithmetic sequences with
/// a nice step, the one that scores best for simplicity, coverage and density. (The paper's fourth
/// term, legibility, is constant here: every label is one horizontal number.)
struct ExtendedWilkinson {
  /// An arithmetic sequence of labels.
  struct Labelling: Equatable {
    var first: Double
    var step: Double
    var count: Int

    /// The labels; those that are zero but for rounding are zero.
    var values: [Double] {
      (0..<count).map { index in
        // Multiplying whole multiples of the step keeps 0.1 + 0.2 out of the labels.
        let value = ((first / step * 1e6).rounded() / 1e6 + Double(index)) * step
        return abs(value) < step * 1e-6 ? 0 : value
      }
    }
  }

  /// The nice steps, nicest first.
  private static let niceSteps = [1, 5, 2, 2.5, 4, 3]

  private let lower: Double
  private let upper: Double
  private let wanted: Int
  private let most: Int
  private let staysInside: Bool

  /// - Parameters:
  ///   - wanted: the number of labels for the best density.
  ///   - most: labellings with more labels are not considered.
  ///   - staysInside: whether every label must lie within `domain`.
  init(_ domain: ClosedRange<Double>, wanted: Int, most: Int = .max, staysInside: Bool = false) {
    lower = domain.lowerBound
    upper = domain.upperBound
    self.wanted = max(2, wanted)
    self.most = most
    self.staysInside = staysInside
  }

  /// The best labelling; none when the domain is empty or not finite.
  func best() -> Labelling? {
    guard lower.isFinite, upper.isFinite, upper - lower > 1e-12 * abs(upper) else { return nil }
    var best: (labelling: Labelling?, score: Double) = (nil, -2)
    var skip = 1
    while true {
      for rank in Self.niceSteps.indices {
        let simplicity = simplicity(rank: rank, skip: skip, touchesZero: true)
        if score(simplicity, 1, 1) < best.score { return best.labelling }
        searchCounts(rank: rank, skip: skip, simplicity: simplicity, best: &best)
      }
      skip += 1
    }
  }

  private func searchCounts(
    rank: Int, skip: Int, simplicity: Double, best: inout (labelling: Labelling?, score: Double)
  ) {
    var count = 2
    while count <= most {
      let density =
        count >= wanted ? 2 - Double(count - 1) / Double(wanted - 1) : 1
      if score(simplicity, 1, density) < best.score { return }
      let smallest = (upper - lower) / Double(count + 1) / Double(skip) / Self.niceSteps[rank]
      var exponent = ceil(log10(smallest))
      while true {
        let step = Double(skip) * Self.niceSteps[rank] * pow(10, exponent)
        let coverage = bestCoverage(span: step * Double(count - 1))
        if score(simplicity, coverage, density) < best.score { break }
        searchStarts(rank: rank, skip: skip, count: count, step: step, best: &best)
        exponent += 1
      }
      count += 1
    }
  }

  private func searchStarts(
    rank: Int, skip: Int, count: Int, step: Double,
    best: inout (labelling: Labelling?, score: Double)
  ) {
    let first = (floor(upper / step) - Double(count - 1)) * Double(skip)
    let last = ceil(lower / step) * Double(skip)
    var start = first
    while start <= last {
      let candidate = Labelling(first: start * step / Double(skip), step: step, count: count)
      let score = score(candidate, rank: rank, skip: skip)
      if score > best.score && (!staysInside || isInside(candidate)) { best = (candidate, score) }
      start += 1
    }
  }

  private func isInside(_ labelling: Labelling) -> Bool {
    let tolerance = labelling.step * 1e-9
    let last = labelling.first + labelling.step * Double(labelling.count - 1)
    return labelling.first >= lower - tolerance && last <= upper + tolerance
  }

  private func score(_ candidate: Labelling, rank: Int, skip: Int) -> Double {
    let (first, step) = (candidate.first, candidate.step)
    let last = first + step * Double(candidate.count - 1)
    let remainder = abs(first / step - (first / step).rounded())
    let touchesZero = remainder < 1e-10 && first <= 0 && last >= 0
    let margin = 0.1 * (upper - lower)
    let misses = (upper - last) * (upper - last) + (lower - first) * (lower - first)
    return score(
      simplicity(rank: rank, skip: skip, touchesZero: touchesZero),
      1 - 0.5 * misses / (margin * margin),
      density(count: candidate.count, first: first, last: last))
  }

  /// The paper's weights; legibility contributes its whole 0.05.
  private func score(_ simplicity: Double, _ coverage: Double, _ density: Double) -> Double {
    0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05
  }

  private func simplicity(rank: Int, skip: Int, touchesZero: Bool) -> Double {
    1 - Double(rank) / Double(Self.niceSteps.count - 1) - Double(skip) + (touchesZero ? 1 : 0)
  }

  private func bestCoverage(span: Double) -> Double {
    let range = upper - lower
    guard span > range else { return 1 }
    let half = (span - range) / 2 / (0.1 * range)
    return 1 - half * half
  }

  private func density(count: Int, first: Double, last: Double) -> Double {
    let density = Double(count - 1) / (last - first)
    let ideal = Double(wanted - 1) / (max(last, upper) - min(first, lower))
    return 2 - max(density / ideal, ideal / density)
  }
}
