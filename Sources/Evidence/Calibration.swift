import Tables

/// The constants of calibration.csv, and those set for this run.
public struct Calibration: Sendable {
  /// The rows of the file, in file order; what is set for this run is in `overrides`.
  public let rows: [Constant]
  /// What is set for this run, in the order of setting; it hides the rows of its name.
  public let overrides: [Constant]

  private struct Name: Hashable {
    let entity: String
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
  /// - Parameters:
  ///   - entity: `deployment`, `accelerator/H100` …
  ///   - parameter: `hbm_usable`, `prefill_mfu` …
  /// - Throws: when there is none; the error names the nearest.
  public func constant(_ entity: String, _ parameter: String) throws(EvidenceError) -> Constant {
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
    throw EvidenceError(
      "the calibration has no \(quoted(entity))"
        + Spelling.suggestion(for: entity, among: rows.map(\.entity)))
  }

  /// The number of that name in its base unit: FLOP/s, B/s, B, tokens, ms, USD/h or 1.
  ///
  /// - Throws: when there is none, or it is a word.
  public func number(_ entity: String, _ parameter: String) throws(EvidenceError) -> Double {
    try constant(entity, parameter).si
  }

  /// The word of that name.
  ///
  /// - Throws: when there is none, or it is a number.
  public func word(_ entity: String, _ parameter: String) throws(EvidenceError) -> String {
    try constant(entity, parameter).word
  }

  /// What follows `kind/` in the names of the entities of a kind, in file order.
  ///
  /// Empty for `deployment` and `transfer`, of which there is one; for rates `PROVIDER/ACCELERATOR`.
  public func ids(of kind: EntityKind) -> [String] {
    let prefix = "\(kind.rawValue)/"
    return rows.map(\.entity).filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }.withoutRepeats()
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
    // The last dot: an entity's name may contain dots itself.
    guard sides.count == 2, let dot = sides[0].lastIndex(of: ".") else {
      throw EvidenceError(
        "\(quoted(assignment)) is not a setting; write entity.parameter=value, "
          + "like accelerator/H100.prefill_mfu=0.36")
    }
    let replaced = try constant(
      String(sides[0][..<dot]), String(sides[0][sides[0].index(after: dot)...]))
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
