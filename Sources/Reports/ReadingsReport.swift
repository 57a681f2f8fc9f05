import Evidence
import Frontier

/// Every choice with its readings, where they come from, and what each changes when taken alone.
public struct ReadingsReport {
  private let effects: ReadingEffects
  private let calibration: Calibration

  public init(_ effects: ReadingEffects, _ calibration: Calibration) {
    (self.effects, self.calibration) = (effects, calibration)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: document.text(within: width)
    case .markdown: document.markdown
    case .csv: csv
    case .json: try JSON.text(calibration.choices.map { choice in record(choice) })
    }
  }

  /// As a part of a web page.
  /// - Parameter id: of its title, and starts those of its headings.
  public func html(id: String) -> String { document.html(level: 3, id: id) }

  private func effects(of choice: Choice) -> [ReadingEffects.Effect] {
    effects.effects.filter { $0.reading.choice == choice.name }
  }

  // MARK: For reading

  private var document: ReportDocument {
    var document = ReportDocument()
    document.append(.title(1, "Choices and their readings"))
    document.append(
      .paragraph(
        "Drawn choices vary in the draws of `frontier sensitivity`; the others are shown on their "
          + "own. Each reading is taken alone: what it changes of \(effects.count) conclusions."))
    for choice in calibration.choices {
      document.append(.title(2, choice.name + (choice.isDrawn ? " (drawn)" : " (shown)")))
      if let note = choice.question { document.append(.paragraph(note)) }
      var table = ReportTable([
        .left("reading"), .right("changes"), .left("what it changes"),
      ])
      for effect in effects(of: choice) {
        let isDefault = effect.reading.name == choice.defaultReading
        table.append([
          effect.reading.name + (isDefault ? " (default)" : ""),
          effect.isInForce ? "in force" : String(effect.changes.count), summary(effect),
        ])
      }
      document.append(.table(table))
      for name in choice.readings {
        let meaning = choice.meaning(of: name).map { "\($0) " } ?? ""
        document.append(.note("\(name): \(meaning)Source: \(sources(of: name, choice))."))
      }
    }
    return document
  }

  /// The changes of the order of Figure 1 and of the break-evens of Figure 2.
  private func summary(_ effect: ReadingEffects.Effect) -> String {
    let told = effect.changes.filter { change in
      ["envelope-order", "envelope-flips"].contains(change.id)
        || change.id.hasPrefix("alpha-star/H100/") && change.id.hasSuffix("/nvlink")
    }
    return told.map { change in
      let name = change.id.replacing("alpha-star/H100/", with: "α* ").replacing("/nvlink", with: "")
      return "\(name): \(change.from.text) → \(change.to.text)"
    }.joined(separator: "; ")
  }

  private func sources(of name: String, _ choice: Choice) -> String {
    let own = choice.rows.filter { $0.parameter == "default" && name == choice.defaultReading }
    let set = choice.constants(of: name)
    let rows = set.isEmpty ? [choice.row(of: name)].compactMap { $0 } : set
    let sources = (rows + own).map {
      "\($0.citation.source), \($0.citation.locator)"
    }
    return sources.isEmpty
      ? "none" : sources.withoutRepeats().prefix(2).joined(separator: "; ")
  }

  // MARK: For programs

  private struct ChoiceRecord: Encodable {
    let choice: String
    let note: String?
    let drawn: Bool
    let readings: [ReadingRecord]
  }

  private struct ReadingRecord: Encodable {
    let reading: String
    let isDefault: Bool
    let inForce: Bool
    let meaning: String?
    let sources: [String]
    let changes: [ChangeRecord]
  }

  private struct ChangeRecord: Encodable {
    let id: String
    let from: String
    let to: String
  }

  private func record(_ choice: Choice) -> ChoiceRecord {
    ChoiceRecord(
      choice: choice.name, note: choice.question, drawn: choice.isDrawn,
      readings: effects(of: choice).map { effect in
        let name = effect.reading.name
        return ReadingRecord(
          reading: name, isDefault: name == choice.defaultReading, inForce: effect.isInForce,
          meaning: choice.meaning(of: name), sources: ["\(name): \(sources(of: name, choice))"],
          changes: effect.changes.map {
            ChangeRecord(id: $0.id, from: $0.from.text, to: $0.to.text)
          })
      })
  }

  /// A row for each change.
  private var csv: String {
    var table = ReportTable(
      ["choice", "reading", "drawn", "in_force", "id", "from", "to"].map(ReportTable.Column.left))
    for choice in calibration.choices {
      for effect in effects(of: choice) {
        let own = [
          choice.name, effect.reading.name, choice.isDrawn ? "yes" : "no",
          effect.isInForce ? "yes" : "no",
        ]
        if effect.changes.isEmpty { table.append(own + ["", "", ""]) }
        for change in effect.changes {
          table.append(own + [change.id, change.from.text, change.to.text])
        }
      }
    }
    return table.csv
  }
}

extension Answer {
  /// For reading.
  fileprivate var text: String { finding ?? value.text }
}
