import Synchronization
import Tables

// What is found under a name, and the record of what was looked for.
extension Calibration {
  /// The constant of that name: as set for this run, else the row of the latest date.
  ///
  /// - Parameter parameter: `hbm_usable`, `prefill_mfu` …
  /// - Throws: when there is none; the error names the nearest.
  public func constant(_ entity: Entity, _ parameter: String) throws(EvidenceError) -> Constant {
    if let constant = current[Name(entity: entity, parameter: parameter)]?.value {
      log?.note(constant)
      return constant
    }
    if case .choice(let name) = entity {
      throw EvidenceError("\(entity) is no constant; ask for a reading, like \(name)=READING")
    }
    let parameters = rows.filter { $0.entity == entity }.map(\.parameter)
    guard parameters.isEmpty else {
      if let optional = try? entity.kind.parameter(named: parameter) {
        throw EvidenceError(
          "\(entity) has no \(parameter); add a row "
            + "\(entity),\(parameter),VALUE,\(optional.units.units[0].name),…")
      }
      throw EvidenceError(
        "\(entity) has no parameter \(quoted(parameter))"
          + Spelling.suggestion(for: parameter, among: parameters))
    }
    throw unknownEntity(entity.description)
  }

  /// The constant that calibration.csv and settings call `entity.parameter`.
  ///
  /// - Throws: when there is none; the error names the nearest.
  public func constant(named name: String) throws(EvidenceError) -> Constant {
    // The last dot: an entity's name may contain dots itself.
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let (entity, parameter) = (String(name[..<dot]), String(name[dot...].dropFirst()))
    guard let known = try? Entity(entity) else { throw unknownEntity(entity) }
    return try constant(known, parameter)
  }

  /// Names the nearest of its kind, else those that there are.
  private func unknownEntity(_ name: String) -> EvidenceError {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    var remedy = Spelling.suggestion(for: name, among: fileRows.map(\.entity.description))
    if parts.count == 2, let kind = EntityKind(rawValue: parts[0]) {
      let known = ids(of: kind)
      let rest = known.count - ReadingLimits.mostWords
      let listed = known.prefix(ReadingLimits.mostWords).joined(separator: ", ")
      remedy =
        Spelling.nearest(to: parts[1], among: known)
        .map { "; did you mean \(quoted("\(parts[0])/\($0)"))?" }
        ?? (known.isEmpty ? "" : "; there are \(listed)\(rest > 0 ? " and \(rest) more" : "")")
    } else if remedy.isEmpty {
      remedy = "; write an entity like deployment or accelerator/H100"
    }
    return EvidenceError("the calibration has no \(quoted(name))\(remedy)")
  }

  /// The number of that name in its base unit: FLOP/s, B/s, B, tokens, ms, USD/h or 1.
  ///
  /// - Throws: when there is none, or it is a word.
  public func number(_ entity: Entity, _ parameter: String) throws(EvidenceError) -> Double {
    // Asked for by the hundred thousand: a number is found without a copy of the constant.
    if log == nil, let known = current[Name(entity: entity, parameter: parameter)],
      case .number(_, let base) = known.value.value
    {
      return base
    }
    return try constant(entity, parameter).si
  }

  /// The word of that name.
  ///
  /// - Throws: when there is none, or it is a number.
  public func word(_ entity: Entity, _ parameter: String) throws(EvidenceError) -> String {
    try constant(entity, parameter).word
  }

  /// Every constant as a lookup finds it, in no order.
  public var inForce: [Constant] { current.values.map(\.value) }

  /// What follows `kind/` in the names of the entities of a kind, in file order; none for
  /// `deployment` and `transfer`, of which there is one.
  public func ids(of kind: EntityKind) -> [String] {
    ids[kind] ?? []
  }

  // MARK: Recording

  /// This calibration, which tells `log` of every constant that is looked up in it.
  public func recording(in log: LookupLog) -> Calibration {
    var copy = self
    copy.log = log
    return copy
  }

  func note(_ constant: Constant) { log?.note(constant) }
  func note(choice: String) { log?.note(choice: choice) }
}

/// Remembers which constants were looked up in the calibrations that record in it.
public final class LookupLog: Sendable {
  private let noted = Mutex<(lines: Set<Int>, choices: Set<String>)>(([], []))

  public init() {}

  /// The lines of calibration.csv whose constants were looked up; an override counts as the row
  /// that it replaces.
  public var lines: Set<Int> { noted.withLock { $0.lines } }

  /// The choices whose reading was looked up, by itself or by a constant that it sets.
  public var choices: Set<String> { noted.withLock { $0.choices } }

  func note(_ constant: Constant) {
    noted.withLock {
      $0.lines.insert(constant.line)
      if let choice = constant.reading?.choice { $0.choices.insert(choice) }
    }
  }

  func note(choice: String) { noted.withLock { _ = $0.choices.insert(choice) } }
}
