import Evidence
import Tables

/// The inputs of both sides, compared cell by cell.
struct InputChanges {
  let from: Edition
  let to: Edition
  /// What the figures find on each side; nothing but the prices is read.
  let frontiers: (from: FrontierResult, to: FrontierResult)
  let tolerance: Double

  func all() -> [Change] { prices() + rates() + readings() + constants() + anchors() }

  private func prices() -> [Change] {
    frontiers.from.panels.map(\.accelerator).compactMap { accelerator in
      let prices = [frontiers.from, frontiers.to].map { $0[accelerator]?.usdPerHour }
      guard prices.contains(where: { $0 != nil }) else { return nil }
      return Change(
        .price, Change.Subject(accelerator), unit: "USD/h",
        from: prices[0].map(Change.Value.number), to: prices[1].map(Change.Value.number),
        tolerance: tolerance)
    }
  }

  private func rates() -> [Change] {
    compare(.rate, Self.rates(of: from.calibration), Self.rates(of: to.calibration))
  }

  private static func rates(of calibration: Calibration) -> [String: Constant] {
    calibration.rates.reduce(into: [:]) { rows, rate in
      rows[rate.entity.id + (rate.asOf.map { "@\($0)" } ?? "")] = rate
    }
  }

  private func readings() -> [Change] {
    func words(_ edition: Edition) -> [String: String] {
      edition.readings.reduce(into: [:]) { $0[$1.reading.choice] = $1.reading.name }
    }
    let (before, after) = (words(from), words(to))
    return Set(before.keys).union(after.keys).map { choice in
      Change(
        .reading, Change.Subject("choice/\(choice)"),
        from: before[choice].map(Change.Value.word), to: after[choice].map(Change.Value.word),
        tolerance: tolerance, turned: .moved)
    }
  }

  private func constants() -> [Change] {
    compare(.constant, Self.constants(of: from.calibration), Self.constants(of: to.calibration))
  }

  private static func constants(of calibration: Calibration) -> [String: Constant] {
    calibration.fileRows.filter { !$0.entity.isRate }.reduce(into: [:]) { rows, row in
      // Under its reading, so that another reading is one change and not one for each constant.
      let name = row.name + (row.reading.map { " (\($0))" } ?? "")
      if let current = try? calibration.constant(row.entity, row.parameter),
        current.reading == row.reading
      {
        rows[name] = current
      } else {
        rows[name] = row
      }
    }
  }

  private func compare(
    _ kind: Change.Kind, _ before: [String: Constant], _ after: [String: Constant]
  ) -> [Change] {
    Set(before.keys).union(after.keys).flatMap { name -> [Change] in
      let (old, new) = (before[name], after[name])
      let unit = old?.unit ?? new?.unit ?? ""
      let isSameUnit = old == nil || new == nil || old?.unit == new?.unit
      let value = Change(
        kind, Change.Subject(name), unit: isSameUnit ? unit : UnitGroup.base(of: unit),
        from: old?.compared(printed: isSameUnit), to: new?.compared(printed: isSameUnit),
        tolerance: tolerance, turned: .moved)
      guard let old, let new else { return [value] }
      return [value] + provenance(kind, name, old, new)
    }
  }

  /// What else the two rows say, where they differ.
  private func provenance(
    _ kind: Change.Kind, _ name: String, _ old: Constant, _ new: Constant
  ) -> [Change] {
    func words(_ constant: Constant) -> [(column: String, text: String)] {
      let date = constant.asOf?.description ?? ""
      let citation = constant.citation
      return [
        ("as_of", date), ("source", citation.source), ("locator", citation.locator),
        ("evidence", citation.evidence.rawValue), ("note", citation.note),
      ]
    }
    return zip(words(old), words(new)).filter { $0.text != $1.text }.map { before, after in
      Change(
        kind, Change.Subject("\(name) (\(before.column))"), from: .word(before.text),
        to: .word(after.text),
        tolerance: tolerance, turned: .moved)
    }
  }

  private func anchors() -> [Change] {
    let before = Self.byID(from.anchors)
    let after = Self.byID(to.anchors)
    return Set(before.keys).union(after.keys).flatMap { id -> [Change] in
      guard let old = before[id], let new = after[id] else {
        return [
          Change(
            .anchor, Change.Subject(id), from: before[id].map { .word($0.label) },
            to: after[id].map { .word($0.label) }, tolerance: tolerance)
        ]
      }
      return Set(old.printed.columns).union(new.printed.columns).map { column in
        cell(id, column, old.printed[column], new.printed[column])
      }
    }
  }

  private static func byID(_ anchors: [Anchor]) -> [String: Anchor] {
    anchors.reduce(into: [:]) { $0[$1.id] = $1 }
  }

  private func cell(_ id: String, _ column: String, _ old: String?, _ new: String?) -> Change {
    let cells = [old, new].map { $0?.isEmpty ?? true ? nil : $0 }
    let areNumbers = cells.allSatisfy { $0.map { Double($0) != nil } ?? true }
    func value(_ text: String?) -> Change.Value? {
      guard let text else { return nil }
      return areNumbers ? Double(text).map(Change.Value.number) : .word(text)
    }
    return Change(
      .anchor, Change.Subject("\(id).\(column)"), from: value(cells[0]), to: value(cells[1]),
      tolerance: tolerance, turned: .moved)
  }
}

extension UnitGroup {
  /// The name of the base unit of the group that has a unit of that name.
  fileprivate static func base(of name: String) -> String {
    allCases.first { $0.units.contains { $0.name == name } }?.units.first?.name ?? name
  }
}

extension Constant {
  /// The value to compare: as printed, or in the base unit of its group.
  fileprivate func compared(printed isPrinted: Bool) -> Change.Value {
    switch value {
    case .word(let word): .word(word)
    case .number(let printed, let base): .number(isPrinted ? printed : base)
    }
  }
}
