import Tables

/// One answer to a choice: `decode=memory-bound`.
public struct Reading: Hashable, Sendable, CustomStringConvertible {
  public let choice: String
  public let name: String

  public init(choice: String, name: String) {
    self.choice = choice
    self.name = name
  }

  /// Reads `NAME=READING`.
  ///
  /// - Throws: when it has another form. Whether there is such a reading is known to the calibration.
  public init(parsing text: String) throws(EvidenceError) {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2, !sides.contains("") else {
      throw EvidenceError(
        "\(quoted(text)) is not a reading; write NAME=READING, like decode=memory-bound")
    }
    self.init(choice: sides[0], name: sides[1])
  }

  /// `decode=memory-bound`
  public var description: String { "\(choice)=\(name)" }
}

/// The reading of a choice that holds.
public struct ChosenReading: Equatable, Sendable, CustomStringConvertible {
  public let reading: Reading
  /// Whether it was asked for; else it is the default.
  public let isAsked: Bool

  /// `decode=memory-bound`
  public var description: String { reading.description }
}

/// A question with more than one defensible answer.
public struct Choice: Equatable, Sendable {
  /// `decode`
  public let name: String
  /// The default first, the others in file order; never empty.
  public let readings: [String]
  /// Whether draws vary it; else it is shown on its own.
  public let isDrawn: Bool
  /// The rows `choice/NAME`, in file order: where the default comes from, and what the readings
  /// mean.
  public let rows: [Constant]
  /// The constants that the readings set, in file order; each knows its `reading`.
  public let constants: [Constant]

  public var defaultReading: String { readings[0] }

  /// `readings`, each with the choice's name.
  public var alternatives: [Reading] { readings.map { Reading(choice: name, name: $0) } }

  /// The constants that one of the readings sets, in file order.
  public func constants(of reading: String) -> [Constant] {
    constants.filter { $0.reading?.name == reading }
  }

  /// What is open, in the words of the row that names the default; nil for none.
  public var question: String? {
    Self.words(of: rows.first { $0.parameter == "default" })
  }

  /// The row `choice/NAME,reading` of a reading; nil for none.
  public func row(of reading: String) -> Constant? {
    rows.first { $0.reading?.name == reading }
  }

  /// What a reading means, in the words of its row; nil for none.
  public func meaning(of reading: String) -> String? { Self.words(of: row(of: reading)) }

  /// A note with its full stop.
  private static func words(of row: Constant?) -> String? {
    guard let note = row?.citation.note, !note.isEmpty else { return nil }
    return note.hasSuffix(".") ? note : note + "."
  }

  /// The choices of a faultless table, in file order.
  static func all(in rows: [Constant]) -> [Choice] {
    let names = rows.filter { $0.entity.kind == .choice }.map(\.entity.id).withoutRepeats()
    return names.compactMap { name in
      let own = rows.filter { $0.entity == .choice(name) }
      let members = rows.filter { $0.reading?.choice == name }
      func value(_ parameter: String) -> Constant? { own.first { $0.parameter == parameter } }
      guard let standard = try? value("default")?.word else { return nil }
      let readings = members.compactMap(\.reading?.name).withoutRepeats()
      return Choice(
        name: name, readings: [standard] + readings.filter { $0 != standard },
        isDrawn: (try? value("drawn")?.si) == 1, rows: own,
        constants: members.filter { $0.entity.kind != .choice })
    }
  }
}

extension Calibration {
  /// The reading of every choice, in file order.
  public var readings: [ChosenReading] {
    choices.map { choice in
      let asked = asked[choice.name]
      return ChosenReading(
        reading: Reading(choice: choice.name, name: asked ?? choice.defaultReading),
        isAsked: asked != nil)
    }
  }

  /// The choice of that name.
  ///
  /// - Throws: when there is none; the error names those that there are.
  public func choice(_ name: String) throws(EvidenceError) -> Choice {
    guard let choice = choices.first(where: { $0.name == name }) else {
      throw EvidenceError("choice: \(CellFault.notOneOf(choices.map(\.name), name))")
    }
    return choice
  }

  /// The reading of a choice that holds.
  ///
  /// - Throws: when there is no such choice; the error names those that there are.
  public func reading(_ name: String) throws(EvidenceError) -> String {
    let choice = try choice(name)
    note(choice: name)
    return asked[name] ?? choice.defaultReading
  }

  /// This calibration under other readings. Of the choices that are not named the readings stay;
  /// constants that are set for this run stay set.
  ///
  /// - Throws: for an unknown choice or reading; the error names those that there are.
  public func with(readings: [Reading]) throws(EvidenceError) -> Calibration {
    var asked = asked
    for reading in readings {
      let known = try choice(reading.choice).readings
      guard known.contains(reading.name) else {
        throw EvidenceError("\(reading.choice): \(CellFault.notOneOf(known, reading.name))")
      }
      asked[reading.choice] = reading.name
    }
    return under(asked)
  }
}
