import Evidence

/// A reading of every drawn choice; all are alike.
public struct Combination: Equatable, Sendable {
  /// In the order of the file.
  public private(set) var readings: [Reading] = []
  /// The choices whose reading is not the edition's own.
  public private(set) var changed: Set<String> = []

  /// Equation 7 as printed: the costs of the phases of a chunked pass add. It counts for so much
  /// that support is always given for it by itself as well.
  public static let equation7 = Reading(choice: "pass", name: "sum")

  public func contains(_ reading: Reading) -> Bool { readings.contains(reading) }

  /// More than this take too long to look at.
  public static let most = 65_536

  /// Every combination of the choices' readings: the last choice turns fastest. Of no choices there
  /// is one, which changes nothing.
  ///
  /// - Parameter edition: whose own readings count as unchanged.
  /// - Throws: when the edition lacks one of the choices, or there are more than `most`.
  public static func all(of choices: [Choice], around edition: Edition) throws -> [Combination] {
    // As a Double it cannot overflow.
    let count = choices.reduce(1.0) { $0 * Double($1.readings.count) }
    guard count <= Double(most) else {
      throw EvidenceError(
        "the \(choices.count) drawn choices have more than \(most) combinations of readings; set "
          + "drawn of some of them to 0")
    }
    return try choices.reduce([Combination()]) { combinations, choice in
      let own = try edition.reading(choice.name)
      return combinations.flatMap { combination in
        choice.alternatives.map { reading in
          var longer = combination
          longer.readings.append(reading)
          if reading.name != own { longer.changed.insert(choice.name) }
          return longer
        }
      }
    }
  }
}

extension Edition {
  /// The choices that draws vary, in file order.
  public var drawnChoices: [Choice] { calibration.choices.filter(\.isDrawn) }
}

/// In how many of the cases looked at something holds: a share of readings, not a probability.
public struct SupportShare: Equatable, Sendable {
  public private(set) var holds: Int
  /// All cases that were looked at.
  public private(set) var cases: Int

  public init(holds: Int = 0, of cases: Int = 0) { (self.holds, self.cases) = (holds, cases) }

  /// 0 of no cases.
  public var fraction: Double { cases == 0 ? 0 : Double(holds) / Double(cases) }

  /// Whole percent, 0 and 100 only for none and all.
  public var percent: Int {
    if holds == 0 { return 0 }
    return holds == cases ? 100 : min(max(Int((fraction * 100).rounded()), 1), 99)
  }

  public mutating func count(_ doesHold: Bool) {
    cases += 1
    if doesHold { holds += 1 }
  }
}
