import CostModel

/// What the edition says, and in how many draws it is so.
public struct Conclusion: Equatable, Sendable {
  /// What conclusions are about, in the order of printing.
  public enum Topic: String, Sendable, CaseIterable {
    case envelope = "Figure 1's envelope"
    case namedRows = "The envelope of the rows that section 5.1 names"
    case breakEven = "Break-even prefill share, disaggregation against chunked prefill"
    case accelerators = "Accelerators and schedulers"
    case mixes = "The systems' own mixes"
  }

  /// What is found: under the edition's own readings, or in a draw.
  public enum Value: Equatable, Sendable {
    case breakEven(BreakEven)
    /// How disaggregation compares with colocation; nil where neither is feasible.
    case verdict(Comparison.Verdict?)
    case truth(Bool)
    /// Where one break-even lies beside another; nil where one of them has no winner.
    case relation(Relation?)
  }

  /// Of two break-evens on the axis; disaggregation everywhere lies below it, colocation above.
  public enum Relation: String, Sendable {
    case lower, same, higher
  }

  /// `alpha-star/H100/500-50/nvlink`
  public let id: String
  public let topic: Topic
  /// What is asked or said, in words, to follow the topic.
  public let label: String
  /// Under the edition's own readings.
  public let value: Value
  /// The value in words where it is more than that, such as an order that is to be found again.
  public let finding: String?
  /// Of the numbers that draws give; nil where none gives one.
  public let quantiles: Quantiles?
  /// Of a break-even, how many draws give each word.
  public let words: [WordShare]
  /// In how many draws the value is the same: a break-even within `tolerance`.
  public let support: SupportShare
  /// The same with Equation 7 as printed; nil where no choice leaves it open.
  public let supportUnderSum: SupportShare?
  /// At most two, the strongest first; see `Support`.
  public let decidedBy: [Influence]

  /// A break-even within ±0.05 of α is the same.
  public static let tolerance = 0.05

  /// In how many draws a break-even is a word.
  public struct WordShare: Equatable, Sendable {
    public let word: BreakEven.Word
    public let share: SupportShare
  }

  /// None of those that are no break-even.
  public func share(of word: BreakEven.Word) -> SupportShare {
    words.first { $0.word == word }?.share ?? SupportShare()
  }
}

extension Conclusion.Value {
  /// Whether a draw's value is this one over again.
  func isSame(as drawn: Conclusion.Value) -> Bool {
    guard case .breakEven(let own) = self, case .breakEven(let other) = drawn else {
      return self == drawn
    }
    if let own = own.value, let other = other.value {
      // α* is known to 1e-12: on the very limit it counts.
      return abs(own - other) <= Conclusion.tolerance + 1e-9
    }
    return own.word == other.word
  }

  public var breakEven: BreakEven? {
    if case .breakEven(let breakEven) = self { breakEven } else { nil }
  }
}

extension BreakEven {
  /// Where it lies on the axis: below it where disaggregation wins everywhere, above it where
  /// colocation does; nil where neither meets the contract.
  var place: Double? {
    switch self {
    case .at(let share): share
    case .disaggregationEverywhere: -.infinity
    case .colocationEverywhere: .infinity
    case .infeasible: nil
    }
  }
}
