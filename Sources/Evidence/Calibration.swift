import Tables

/// The constants of calibration.csv, and those set for this run.
public struct Calibration: Sendable {
  /// Every row of the file, in file order: those of all readings, and those of the choices; after
  /// them those added for this run.
  public internal(set) var fileRows: [Constant] { didSet { ids = Self.ids(in: fileRows) } }
  /// Of the entities in `fileRows`, by kind, in file order.
  private(set) var ids: [EntityKind: [String]]
  /// In file order.
  public let choices: [Choice]
  /// The readings that were asked for, by choice; of the other choices the default holds.
  let asked: [String: String]
  /// What is set for this run, in the order of setting; it hides the rows of its name.
  public private(set) var overrides: [Constant]

  struct Name: Hashable {
    let entity: Entity
    let parameter: String
  }

  /// Of the choices that alone set what they set, every reading the same: what each reading sets.
  private let settings: [String: [String: [(name: Name, row: Shared<Constant>)]]]

  /// Under the readings and with what is set for this run.
  private(set) var current: [Name: Shared<Constant>]
  /// What `rate(of:at:)` looks in.
  private(set) var prices: PriceSheet
  var log: LookupLog?

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

  /// Sets a constant for this run.
  mutating func set(_ override: Constant) {
    put(override)
    if override.entity.isRate { prices = PriceSheet(rows: fileRows, overrides: overrides) }
  }

  /// Puts a variation of one of the rows in the place of that row.
  mutating func replace(_ constant: Constant) {
    let name = Name(entity: constant.entity, parameter: constant.parameter)
    if current[name]?.value.line == constant.line { current[name] = Shared(constant) }
    prices.replace(constant)
  }

  private static func ids(in rows: [Constant]) -> [EntityKind: [String]] {
    let entities = rows.map(\.entity).withoutRepeats().filter { !$0.id.isEmpty }
    return Dictionary(grouping: entities, by: \.kind).mapValues { $0.map(\.id) }
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
final class Shared<Value: Equatable & Sendable>: Equatable, Sendable {
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
