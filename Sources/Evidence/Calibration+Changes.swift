import Tables

// This calibration with something else in it: set for the run, elsewhere in its range, or another's.
extension Calibration {
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
      copy.set(override)
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

  // MARK: Another's constants

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
