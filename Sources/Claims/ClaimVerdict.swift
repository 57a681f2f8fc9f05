import Tables

/// What a claim's quantity comes to.
public enum ClaimValue: Equatable, Sendable {
  case number(Double)
  case truth(Bool)
  case word(String)
  /// Larger than any number: disaggregation is the dearer one at every bandwidth.
  case unbounded
  /// No batch meets the contract where the number would be taken.
  case infeasible
}

/// What kind of value a quantity has, known before it is computed.
enum ClaimValueKind: Equatable, Sendable {
  case number
  case truth
  /// One of these.
  case word([String])

  /// Why a printed value cannot be compared with a value of this kind; nil when it can.
  func mismatch(with printed: PrintedValue, text: String) -> String? {
    switch (self, printed) {
    case (.number, .number), (.number, .bound), (.number, .range), (.truth, .truth): nil
    case (.word(let words), .word(let word)):
      words.contains(word) ? nil : CellFault.notOneOf(words, word).description
    case (.number, _): "\(quoted(text)) is not a number, a bound or a range, which the quantity is"
    case (.truth, _): "\(quoted(text)) is not true or false, which the quantity is"
    case (.word(let words), _):
      CellFault.notOneOf(words, text).description
    }
  }
}

extension Claim {
  /// How a computed value stands to the printed one.
  ///
  /// A number is reproduced inside the rounding of its printed digits, or inside a tenth of one that
  /// is printed as approximate; where the document states a band, a number outside the rounding may
  /// be within that. What lies on an edge is inside.
  func verdict(of computed: ClaimValue) -> Verdict {
    switch (computed, printed) {
    case (.number(let value), .number(let expected, let digits)):
      let exactness =
        switch toleranceBasis {
        case .rounding, .approximate: tolerance ?? digits.halfUnit
        case .stated: digits.halfUnit
        case .exact, .bound, .range, .none: 0.0
        }
      if Self.isWithin(value, exactness, of: expected) { return .reproduced }
      guard toleranceBasis == .stated, let tolerance else { return .contradicted }
      return Self.isWithin(value, tolerance, of: expected) ? .withinBand : .contradicted
    case (.number(let value), .bound(let relation, let bound)):
      return relation.holds(value, bound) ? .reproduced : .contradicted
    case (.number(let value), .range(let low, let high)):
      let isInside =
        PrintedValue.Relation.atLeast.holds(value, low)
        && PrintedValue.Relation.atMost.holds(value, high)
      return isInside ? .reproduced : .contradicted
    case (.truth(let truth), .truth(let expected)):
      return truth == expected ? .reproduced : .contradicted
    case (.word(let word), .word(let expected)):
      return word == expected ? .reproduced : .contradicted
    case (.unbounded, .bound(let relation, let bound)):
      return relation.holds(.infinity, bound) ? .reproduced : .contradicted
    case (.infeasible, _), (.unbounded, _), (.number, _), (.truth, _), (.word, _):
      return .contradicted
    }
  }

  /// How a computed value stands to the printed one, in words.
  func comparison(with computed: ClaimValue) -> String {
    let verdict = verdict(of: computed)
    switch (computed, printed) {
    case (.infeasible, _): return "No batch meets the contract there."
    case (.unbounded, _): return "No bandwidth is enough."
    case (.number(let value), .number(let expected, _)):
      if verdict == .reproduced {
        return switch toleranceBasis {
        case .exact: "Equal."
        case .approximate: "Within the tolerance of an approximate number."
        case .rounding, .stated, .bound, .range, .none: "Within the rounding of the printed digits."
        }
      }
      if verdict == .withinBand { return "Outside the rounding, inside the stated band." }
      guard expected != 0 else { return "Not the printed number." }
      let percent = (abs(value / expected - 1) * 1000).rounded() / 10
      return "\(percent) % \(value < expected ? "below" : "above") the printed number."
    case (.number, .bound): return verdict == .reproduced ? "Holds." : "Does not hold."
    case (.number, .range):
      return verdict == .reproduced ? "Inside the range." : "Outside the range."
    case (.number, _), (.truth, _), (.word, _):
      return verdict == .reproduced ? "As printed." : "Not as printed."
    }
  }

  private static func isWithin(_ value: Double, _ tolerance: Double, of expected: Double) -> Bool {
    abs(value - expected) <= tolerance + slop(expected)
  }

  /// Binary arithmetic leaves this much between numbers that are equal on paper.
  fileprivate static func slop(_ number: Double) -> Double { max(abs(number) * 1e-9, 1e-15) }
}

extension PrintedValue.Relation {
  fileprivate func holds(_ value: Double, _ bound: Double) -> Bool {
    switch self {
    case .atLeast: value >= bound - Claim.slop(bound)
    case .atMost: value <= bound + Claim.slop(bound)
    case .above: value > bound + Claim.slop(bound)
    case .below: value < bound - Claim.slop(bound)
    }
  }
}
