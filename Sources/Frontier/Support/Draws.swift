import Evidence

/// How many draws there are.
public enum DrawPlan: Equatable, Sendable {
  /// Every combination of the drawn choices once, with each ranged number at its own value.
  case exhaustive
  /// Readings and places in the ranges at random, from a seed.
  case random(count: Int, seed: UInt64)

  public static let standardCount = 20_000
  public static let standardSeed: UInt64 = 1
  /// 20,000 draws from seed 1.
  public static let standard = DrawPlan.random(count: standardCount, seed: standardSeed)

  /// The most rows that a picture draws whiskers for: those of more cover each other.
  public static let mostRows = 400

  /// For pictures: the 20,000 draws, or as many thousands of them as keep rows times draws at
  /// 400,000. That is 1,000 at least: of these the share below the 5th percentile is known to 0.7
  /// percentage points (one standard error, √(0.05 × 0.95/1000)).
  /// - Returns: nil where there are more than `mostRows`.
  public static func drawn(rows: Int) -> DrawPlan? {
    guard rows <= mostRows else { return nil }
    let thousands = mostRows / max(rows, 1)
    return .random(count: min(thousands * 1000, standardCount), seed: standardSeed)
  }

  /// nil where nothing is random.
  public var seed: UInt64? {
    if case .random(_, let seed) = self { seed } else { nil }
  }
}

/// Readings of every drawn choice, all alike likely, and a place in every range, even and
/// independent. The same for the same files and plan, on any number of processors.
public struct Draws: Sendable {
  /// Whose other choices, settings and pin hold in every draw.
  public let edition: Edition
  public let plan: DrawPlan
  /// The choices that are drawn.
  public let choices: [Choice]
  public let combinations: [Combination]
  /// Rows of calibration.csv with a range.
  public let constants: [Constant]
  /// Rows of anchors.csv whose published throughput has a range, by their place in the file.
  public let anchors: [Int]
  /// Of each draw, its place in `combinations`.
  let combination: [Int]

  /// - Throws: when the edition lacks a choice, which a checked calibration.csv does not let happen.
  public init(_ edition: Edition, plan: DrawPlan = .standard) throws {
    self.edition = edition
    self.plan = plan
    choices = edition.drawnChoices
    combinations = try Combination.all(of: choices, around: edition)
    guard case .random(let count, let seed) = plan else {
      (constants, anchors) = ([], [])
      combination = Array(combinations.indices)
      return
    }
    constants = edition.calibration.rangedRows
    anchors = edition.anchors.indices.filter { edition.anchors[$0].throughputRange != nil }
    let (choices, each) = (choices, choices.count + constants.count + anchors.count)
    combination = (0..<count).map { draw in
      var numbers = SplitMix64(seed: seed, after: draw * each)
      return choices.reduce(0) { place, choice in
        let readings = choice.readings.count
        return place * readings + Int(numbers.share() * Double(readings))
      }
    }
  }

  public var count: Int { combination.count }

  /// How many numbers are in ranges.
  private var ranges: Int { constants.count + anchors.count }

  /// The random numbers of a draw from that of a range on. They are made again whenever they are
  /// asked for: kept, those of 20,000 draws would take megabytes.
  private func numbers(of draw: Int, from range: Int) -> SplitMix64 {
    SplitMix64(
      seed: plan.seed ?? 0, after: draw * (choices.count + ranges) + choices.count + range)
  }

  /// 0 to 1 in one of the ranges, constants before anchors.
  func place(of draw: Int, in range: Int) -> Double {
    var numbers = numbers(of: draw, from: range)
    return numbers.share()
  }

  /// One draw, beside its readings.
  public struct Draw: Sendable {
    /// Of each of `constants`, in its base unit.
    public let values: [Double]
    /// The drawn throughput over the published one, by the row's place in anchors.csv.
    public let throughputs: [Double]
  }

  private func draw(_ index: Int) -> Draw {
    var throughputs = [Double](repeating: 1, count: edition.anchors.count)
    var numbers = numbers(of: index, from: 0)
    let values = constants.compactMap { $0.range?.at(numbers.share()) }
    for anchor in anchors {
      let row = edition.anchors[anchor]
      let place = numbers.share()
      throughputs[anchor] = (row.throughputRange?.at(place) ?? row.throughput) / row.throughput
    }
    return Draw(values: values, throughputs: throughputs)
  }

  /// What is made of every draw, in their order.
  ///
  /// - Parameters:
  ///   - prepare: makes what the draws of one combination of readings share of its edition.
  ///   - transform: makes something of one draw.
  ///   - progress: is told from any thread how many of how many combinations are done.
  /// - Throws: the first error of either.
  public func map<Shared, Made: Sendable>(
    sharing prepare: @Sendable (Edition) throws -> Shared,
    making transform: @Sendable (Shared, Draw) throws -> Made,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> [Made] {
    var members = [[Int]](repeating: [], count: combinations.count)
    for (draw, place) in combination.enumerated() { members[place].append(draw) }
    let groups = members.enumerated().filter { !$0.element.isEmpty }
    let done = Counter(of: groups.count, progress)
    let made = try Parallel.map(groups) { place, draws in
      let shared = try prepare(edition.with(readings: combinations[place].readings))
      let results = try draws.map { try transform(shared, draw($0)) }
      done.count()
      return results
    }
    var ordered = [Made?](repeating: nil, count: count)
    for (group, results) in zip(groups, made) {
      for (draw, result) in zip(group.element, results) { ordered[draw] = result }
    }
    return ordered.compactMap { $0 }
  }
}

extension ClosedRange<Double> {
  fileprivate func at(_ place: Double) -> Double {
    lowerBound + (upperBound - lowerBound) * place
  }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers for the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64
  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// - Parameter count: numbers that are passed over.
  init(seed: UInt64, after count: Int = 0) {
    state = seed &+ UInt64(truncatingIfNeeded: count) &* Self.step
  }

  mutating func next() -> UInt64 {
    state &+= Self.step
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Evenly from 0 to below 1, in steps of 2⁻⁵³.
  mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }
}
