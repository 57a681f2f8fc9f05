import Synchronization
import Tables

/// The constants of calibration.csv, and those set for this run.
public struct Calibration: Sendable {
  /// The rows of the file, in file order; what is set for this run is in `overrides`.
  public let rows: [Constant]
  /// What is set for this run, in the order of setting; it hides the rows of its name.
  public let overrides: [Constant]

  private struct Name: Hashable {
    let entity: Entity
    let parameter: String
  }

  private var current: [Name: Constant]
  /// What `rate(of:at:)` looks in.
  private(set) var prices: PriceSheet
  private var log: LookupLog?

  init(rows: [Constant], overrides: [Constant] = [], log: LookupLog? = nil) {
    self.rows = rows
    self.overrides = overrides
    self.log = log
    prices = PriceSheet(rows: rows, overrides: overrides)
    var current: [Name: Constant] = [:]
    for row in rows + overrides {
      let name = Name(entity: row.entity, parameter: row.parameter)
      if let known = current[name], !row.supersedes(known) { continue }
      current[name] = row
    }
    self.current = current
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
    return Calibration(rows: file.constants)
  }

  // MARK: Constants

  /// The constant of that name: as set for this run, else the row of the latest date.
  ///
  /// - Parameter parameter: `hbm_usable`, `prefill_mfu` …
  /// - Throws: when there is none; the error names the nearest.
  public func constant(_ entity: Entity, _ parameter: String) throws(EvidenceError) -> Constant {
    if let constant = current[Name(entity: entity, parameter: parameter)] {
      log?.note(constant)
      return constant
    }
    let parameters = rows.filter { $0.entity == entity }.map(\.parameter)
    guard parameters.isEmpty else {
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

  private func unknownEntity(_ name: String) -> EvidenceError {
    EvidenceError(
      "the calibration has no \(quoted(name))"
        + Spelling.suggestion(for: name, among: rows.map(\.entity.description)))
  }

  /// The number of that name in its base unit: FLOP/s, B/s, B, tokens, ms, USD/h or 1.
  ///
  /// - Throws: when there is none, or it is a word.
  public func number(_ entity: Entity, _ parameter: String) throws(EvidenceError) -> Double {
    try constant(entity, parameter).si
  }

  /// The word of that name.
  ///
  /// - Throws: when there is none, or it is a number.
  public func word(_ entity: Entity, _ parameter: String) throws(EvidenceError) -> String {
    try constant(entity, parameter).word
  }

  /// Every constant as a lookup finds it, in no order.
  public var inForce: [Constant] { Array(current.values) }

  /// What follows `kind/` in the names of the entities of a kind, in file order; none for
  /// `deployment` and `transfer`, of which there is one.
  public func ids(of kind: EntityKind) -> [String] {
    rows.map(\.entity).filter { $0.kind == kind && !$0.id.isEmpty }.withoutRepeats().map(\.id)
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
      let others = overrides.filter { $0.name != override.name }
      return Calibration(rows: rows, overrides: others + [override], log: log)
    } catch {
      throw EvidenceError("\(replaced.name): \(error)")
    }
  }

  /// This calibration with `constant`, a variation of one of its rows, in the place of that row. Unlike a
  /// setting it is not listed among the overrides, and costs next to nothing.
  public func replacing(with constant: Constant) -> Calibration {
    var copy = self
    let name = Name(entity: constant.entity, parameter: constant.parameter)
    if copy.current[name]?.line == constant.line { copy.current[name] = constant }
    copy.prices.replace(constant)
    return copy
  }

  // MARK: Lookups

  /// This calibration, which tells `log` of every constant that is looked up in it.
  public func recording(in log: LookupLog) -> Calibration {
    var copy = self
    copy.log = log
    return copy
  }

  func note(_ constant: Constant) { log?.note(constant) }
}

extension Calibration: Equatable {
  /// Whether both say the same, whoever listens.
  public static func == (left: Calibration, right: Calibration) -> Bool {
    (left.rows, left.overrides) == (right.rows, right.overrides) && left.current == right.current
      && left.prices == right.prices
  }
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
  private let noted = Mutex<Set<Int>>([])

  public init() {}

  /// The lines of calibration.csv whose constants were looked up; an override counts as the row
  /// that it replaces.
  public var lines: Set<Int> { noted.withLock { $0 } }

  func note(_ constant: Constant) { noted.withLock { _ = $0.insert(constant.line) } }
}

extension Calibration {
  /// This calibration with everything of some kinds from `other` in place of its own.
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
      rows: mixed(rows, other.rows), overrides: mixed(overrides, other.overrides))
  }
}
