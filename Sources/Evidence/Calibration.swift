import Synchronization
import Tables

/// The constants of calibration.csv, and those set for this run.
public struct Calibration: Sendable {
  /// Every row of the file, in file order: those of all readings, and those of the choices; after
  /// them those added for this run.
  public internal(set) var fileRows: [Constant] { didSet { ids = Self.ids(in: fileRows) } }
  /// Of the entities in `fileRows`, by kind, in file order.
  private var ids: [EntityKind: [String]]
  /// In file order.
  public let choices: [Choice]
  /// The readings that were asked for, by choice; of the other choices the default holds.
  let asked: [String: String]
  /// What is set for this run, in the order of setting; it hides the rows of its name.
  public private(set) var overrides: [Constant]

  private struct Name: Hashable {
    let entity: Entity
    let parameter: String
  }

  /// Of the choices that alone set what they set, every reading the same: what each reading sets.
  private let settings: [String: [String: [(name: Name, row: Shared<Constant>)]]]

  /// Under the readings and with what is set for this run.
  private var current: [Name: Shared<Constant>]
  /// What `rate(of:at:)` looks in.
  private(set) var prices: PriceSheet
  private var log: LookupLog?

  init(
    fileRows: [Constant], asked: [String: String] = [:], overrides: [Constant] = [],
    log: LookupLog? = nil
  ) {
    self.fileRows = fileRows
    ids = Self.ids(in: fileRows)
    self.asked = asked
    self.overrides = []
    self.log = log
    let choices = Choice.all(in: fileRows)
    self.choices = choices
    settings = Self.settings(of: choices, in: fileRows)
    prices = PriceSheet(rows: fileRows, overrides: overrides)
    current = [:]
    for row in fileRows where row.reading == nil && row.entity.kind != .choice { put(row) }
    for choice in choices { put(choice) }
    for override in overrides { put(override) }
  }

  /// The rows that hold under the readings, in file order; what is set for this run is in
  /// `overrides`. The rows of the choices are not among them.
  public var rows: [Constant] {
    let inForce = Set(readings.map(\.reading))
    return fileRows.filter { row in
      row.entity.kind != .choice && row.reading.map(inForce.contains) ?? true
    }
  }

  /// This calibration under other readings, all of which there are. Only what the changed choices
  /// set is looked at: hundreds of combinations cost next to nothing.
  func under(_ asked: [String: String]) -> Calibration {
    var copy = Calibration(self, asked: asked)
    for choice in choices where asked[choice.name] != self.asked[choice.name] {
      let held = asked[choice.name] ?? choice.defaultReading
      if let rows = settings[choice.name]?[held] {
        for (name, row) in rows { copy.current[name] = row }
      } else {
        copy.put(choice)
      }
    }
    for override in overrides { copy.put(override) }
    return copy
  }

  private init(_ other: Calibration, asked: [String: String]) {
    (fileRows, ids) = (other.fileRows, other.ids)
    (choices, settings) = (other.choices, other.settings)
    self.asked = asked
    (overrides, current, prices, log) = ([], other.current, other.prices, other.log)
  }

  private static func settings(
    of choices: [Choice], in rows: [Constant]
  ) -> [String: [String: [(name: Name, row: Shared<Constant>)]]] {
    func name(_ row: Constant) -> Name { Name(entity: row.entity, parameter: row.parameter) }
    var owners: [Name: Set<String>] = [:]
    for row in rows { owners[name(row), default: []].insert(row.reading?.choice ?? "") }
    var settings: [String: [String: [(name: Name, row: Shared<Constant>)]]] = [:]
    for choice in choices {
      let sets = choice.readings.map { reading in
        choice.constants(of: reading).map { (name: name($0), row: Shared($0)) }
      }
      let names = sets.map { Set($0.map(\.name)) }
      let isAlone = names[0].allSatisfy { owners[$0] == [choice.name] }
      let isEach = zip(sets, names).allSatisfy { $0.count == $1.count && $1 == names[0] }
      guard isAlone, isEach else { continue }
      settings[choice.name] = Dictionary(
        zip(choice.readings, sets), uniquingKeysWith: { first, _ in first })
    }
    return settings
  }

  /// Lets the constants of the choice's reading hold.
  private mutating func put(_ choice: Choice) {
    for constant in choice.constants {
      current[Name(entity: constant.entity, parameter: constant.parameter)] = nil
    }
    let held = asked[choice.name] ?? choice.defaultReading
    for row in choice.constants(of: held) where isFree(row, for: held) { put(row) }
    // In a mixture of two files the reading may not set what the other file's readings set.
    guard choice.constants.contains(where: { !isSet($0) }) else { return }
    for reading in choice.readings {
      for row in choice.constants(of: reading) where isFree(row, for: reading) { put(row) }
    }
  }

  private func isSet(_ row: Constant) -> Bool {
    current[Name(entity: row.entity, parameter: row.parameter)] != nil
  }

  private func isFree(_ row: Constant, for reading: String) -> Bool {
    let known = current[Name(entity: row.entity, parameter: row.parameter)]
    return known?.value.reading.map { $0.name == reading } ?? true
  }

  mutating func put(_ row: Constant) {
    let name = Name(entity: row.entity, parameter: row.parameter)
    var row = row
    if row.isOverride {
      // It stands in place of the row that holds under these readings.
      if let replaced = current[name] { row = row.standing(for: replaced.value) }
      overrides.removeAll { $0.name == row.name }
      overrides.append(row)
    }
    if let known = current[name], !row.supersedes(known.value) { return }
    current[name] = Shared(row)
  }

  /// Reads and checks calibration.csv by itself.
  ///
  /// - Parameters:
  ///   - name: as complaints should show it.
  /// - Throws: all complaints at once.
  public static func load(name: String, bytes: [UInt8]) throws(IngestError) -> Calibration {
    var complaints: [Complaint] = []
    let file = CalibrationTable.read(bytes, file: name, complaints: &complaints)
    guard complaints.isEmpty else { throw IngestError(complaints) }
    return Calibration(fileRows: file.constants)
  }

  // MARK: Constants

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

  private static func ids(in rows: [Constant]) -> [EntityKind: [String]] {
    let entities = rows.map(\.entity).withoutRepeats().filter { !$0.id.isEmpty }
    return Dictionary(grouping: entities, by: \.kind).mapValues { $0.map(\.id) }
  }

  /// What follows `kind/` in the names of the entities of a kind, in file order; none for
  /// `deployment` and `transfer`, of which there is one.
  public func ids(of kind: EntityKind) -> [String] {
    ids[kind] ?? []
  }

  // MARK: Settings

  /// This calibration with one constant replaced.
  ///
  /// - Parameter assignment: `entity.parameter=value`, the value in the unit that the file prints
  ///   for that constant. A rate is replaced for every date.
  /// - Throws: when the constant is unknown (the error names the nearest), or the value is not one
  ///   that the file could have.
  public func setting(_ assignment: String) throws(EvidenceError) -> Calibration {
    let sides = assignment.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, sides[0].contains(".") else {
      throw EvidenceError(
        "\(quoted(assignment)) is not a setting; write entity.parameter=value, "
          + "like accelerator/H100.prefill_mfu=0.36")
    }
    let replaced = try constant(named: String(sides[0]))
    do throws(CellFault) {
      let override = try replaced.replaced(by: String(sides[1]), assignment: assignment)
      var copy = self
      copy.put(override)
      if override.entity.isRate {
        copy.prices = PriceSheet(rows: fileRows, overrides: copy.overrides)
      }
      return copy
    } catch {
      throw EvidenceError("\(replaced.name): \(error)")
    }
  }

  /// This calibration under the same readings, with nothing set for this run.
  public var withoutSettings: Calibration {
    overrides.isEmpty ? self : Calibration(fileRows: fileRows, asked: asked, log: log)
  }

  /// This calibration without what one of its `overrides` sets, the others as they were.
  /// - Throws: as `setting`.
  public func without(_ override: Constant) throws(EvidenceError) -> Calibration {
    var calibration = withoutSettings
    for other in overrides where other.name != override.name {
      calibration = try calibration.setting("\(other.name)=\(other.text)")
    }
    return calibration
  }

  /// This calibration with `constant`, a variation of one of its rows, in the place of that row. Unlike a
  /// setting it is not listed among the overrides, and costs next to nothing.
  public func replacing(with constant: Constant) -> Calibration {
    var copy = self
    copy.replace(constant)
    return copy
  }

  private mutating func replace(_ constant: Constant) {
    let name = Name(entity: constant.entity, parameter: constant.parameter)
    if current[name]?.value.line == constant.line { current[name] = Shared(constant) }
    prices.replace(constant)
  }

  // MARK: Ranges

  /// Every number that the sources leave open within a range, under whatever reading, in file
  /// order; without those that are set for this run.
  public var rangedRows: [Constant] {
    fileRows.filter { row in row.range != nil && !overrides.contains { $0.name == row.name } }
  }

  /// This calibration with constants elsewhere in their ranges; those of readings that do not hold
  /// stay out of it.
  ///
  /// - Parameters:
  ///   - values: in the base unit, one for each of `ranged`; none leaves everything as it is.
  public func at(_ values: [Double], of ranged: [Constant]) -> Calibration {
    var copy = self
    for (constant, value) in zip(ranged, values) { copy.replace(constant.at(value)) }
    return copy
  }

  /// Whether a lookup can find the row under the readings that hold; of a price, at some pin.
  public func isInForce(_ row: Constant) -> Bool {
    row.entity.isRate
      || current[Name(entity: row.entity, parameter: row.parameter)]?.value.line == row.line
  }

  // MARK: Lookups

  /// This calibration, which tells `log` of every constant that is looked up in it.
  public func recording(in log: LookupLog) -> Calibration {
    var copy = self
    copy.log = log
    return copy
  }

  func note(_ constant: Constant) { log?.note(constant) }
  func note(choice: String) { log?.note(choice: choice) }
}

extension Calibration: Equatable {
  /// Whether both say the same, whether or not lookups are recorded.
  public static func == (left: Calibration, right: Calibration) -> Bool {
    (left.fileRows, left.overrides) == (right.fileRows, right.overrides)
      && left.asked == right.asked && left.current == right.current
      && left.prices == right.prices
  }
}

/// What many calibrations hold: to copy one of them copies references.
private final class Shared<Value: Equatable & Sendable>: Equatable, Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (left: Shared, right: Shared) -> Bool { left.value == right.value }
}

extension Constant {
  /// Whether a lookup takes this constant and not `other`, of the same name.
  fileprivate func supersedes(_ other: Constant) -> Bool {
    if isOverride != other.isOverride { return isOverride }
    guard let date = asOf else { return other.asOf == nil }
    return other.asOf.map { $0 <= date } ?? true
  }
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

extension Calibration {
  /// This calibration with everything of some kinds from `other` in place of its own; the readings
  /// go with `EntityKind.choice`.
  ///
  /// A constant that only one of the two has is in the result whatever its kind, so that whatever
  /// refers to it still finds it.
  public func taking(_ kinds: Set<EntityKind>, from other: Calibration) -> Calibration {
    func mixed(_ own: [Constant], _ others: [Constant]) -> [Constant] {
      let taken = others.filter { kinds.contains($0.entity.kind) }
      let kept = own.filter { !kinds.contains($0.entity.kind) }
      let names = Set((taken + kept).map(\.name))
      return kept + taken + (own + others).filter { !names.contains($0.name) }
    }
    return Calibration(
      fileRows: mixed(fileRows, other.fileRows),
      asked: kinds.contains(.choice) ? other.asked : asked,
      overrides: mixed(overrides, other.overrides))
  }
}
