import CostModel
import Evidence
import Glibc

/// Combinations that are counted together, by what all of them have in common.
public struct SupportCases: Sendable {
  /// nil where all combinations are counted.
  public let reading: Reading?
  public let combinations: [Combination]

  /// Every combination of the drawn choices that `compute` looks up, parted by how a chunked pass
  /// shares its time: first those with Equation 7 as printed. One part where no drawn choice has
  /// that reading.
  /// - Throws: what `compute` throws.
  public static func parts(of edition: Edition, lookedUpBy compute: (Edition) throws -> Void) throws
    -> [SupportCases]
  {
    let choices = try edition.choices(lookedUpBy: compute).filter(\.isDrawn)
    let all = try Combination.all(of: choices, around: edition)
    let equation7 = Combination.equation7
    guard let choice = choices.first(where: { $0.name == equation7.choice }),
      choice.readings.contains(equation7.name)
    else { return [SupportCases(reading: nil, combinations: all)] }
    return ([equation7] + choice.alternatives.filter { $0 != equation7 }).map { reading in
      SupportCases(reading: reading, combinations: all.filter { $0.contains(reading) })
    }
  }
}

/// Who wins one comparison in how many combinations.
public struct WinnerTally: Equatable, Sendable {
  public private(set) var disaggregation = 0
  /// Where neither architecture meets the contract.
  public private(set) var infeasible = 0
  /// All combinations.
  public private(set) var cases = 0

  public init() {}

  /// - Parameter winner: nil where neither architecture meets the contract.
  public mutating func count(_ winner: Winner?) {
    cases += 1
    switch winner {
    case .disaggregation: disaggregation += 1
    case .colocation: break
    case nil: infeasible += 1
    }
  }

  /// The cases of both together.
  public static func + (one: WinnerTally, other: WinnerTally) -> WinnerTally {
    var sum = one
    sum.disaggregation += other.disaggregation
    sum.infeasible += other.infeasible
    sum.cases += other.cases
    return sum
  }

  /// In how many disaggregation is the cheaper one, or the only one that meets the contract.
  public var support: SupportShare { SupportShare(holds: disaggregation, of: cases) }
}

extension ClosedRange<Double> {
  /// Numbers from end to end of this range, evenly spaced on a log scale.
  public func spacedOnLogScale(count: Int) -> [Double] {
    let (low, high) = (log(lowerBound), log(upperBound))
    return (0..<count).map { index in
      switch index {
      case 0: lowerBound
      case count - 1: upperBound
      default: exp(low + (high - low) * Double(index) / Double(count - 1))
      }
    }
  }
}
