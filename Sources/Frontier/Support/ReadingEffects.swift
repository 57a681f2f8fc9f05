import Evidence

/// What each reading does, taken alone: every conclusion that it changes.
public struct ReadingEffects: Equatable, Sendable {
  /// A conclusion under the edition's own readings and under one other.
  public struct Change: Equatable, Sendable {
    public let id: String
    public let from: Answer
    public let to: Answer
  }

  public struct Effect: Equatable, Sendable {
    public let reading: Reading
    /// Whether it is the edition's own.
    public let isInForce: Bool
    /// In the order of the conclusions.
    public let changes: [Change]
  }

  /// Every reading of every choice, in file order, the default first.
  public let effects: [Effect]
  /// How many conclusions there are.
  public let count: Int

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    let own = try Answer.all(edition)
    let inForce = Set(edition.readings.map(\.reading))
    let readings = edition.calibration.choices.flatMap(\.alternatives)
    count = own.count
    effects = try Parallel.map(readings) { reading in
      let isInForce = inForce.contains(reading)
      let other = isInForce ? own : try Answer.all(edition.with(readings: [reading]))
      let changes = own.compactMap { answer in
        other.first { $0.id == answer.id }.flatMap { found in
          found.isSame(as: answer) ? nil : Change(id: answer.id, from: answer, to: found)
        }
      }
      return Effect(reading: reading, isInForce: isInForce, changes: changes)
    }
  }
}

/// What an edition says of one conclusion.
public struct Answer: Equatable, Sendable {
  public let id: String
  public let value: Conclusion.Value
  /// See `Conclusion.finding`.
  public let finding: String?

  /// Whether nothing has changed: α* is known to 1e-12, and off by no more than that is the same.
  fileprivate func isSame(as other: Answer) -> Bool {
    guard let own = value.breakEven?.value, let others = other.value.breakEven?.value else {
      return self == other
    }
    return abs(own - others) < 1e-9
  }

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  static func all(_ edition: Edition) throws -> [Answer] {
    let scene = try Scene(SceneRows(edition), edition)
    return Question.all(scene).map {
      Answer(id: $0.id, value: $0.answer(scene), finding: $0.finding)
    }
  }
}
