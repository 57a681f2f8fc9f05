extension Calibration {
  /// This calibration with everything of some kinds from `other` in place of its own.
  ///
  /// A constant that only one of the two has is in the result whatever its kind, so that whatever
  /// refers to it still finds it.
  public func taking(_ kinds: Set<EntityKind>, from other: Calibration) -> Calibration {
    func mixed(_ own: [Constant], _ others: [Constant]) -> [Constant] {
      let taken = others.filter { $0.isOf(kinds) }
      let kept = own.filter { !$0.isOf(kinds) }
      let names = Set((taken + kept).map(\.name))
      return kept + taken + (own + others).filter { !names.contains($0.name) }
    }
    return Calibration(
      rows: mixed(rows, other.rows), overrides: mixed(overrides, other.overrides))
  }
}

extension Constant {
  /// What the constant belongs to; nil for an entity of no known kind.
  public var kind: EntityKind? {
    entity.split(separator: "/").first.flatMap { EntityKind(rawValue: String($0)) }
  }

  fileprivate func isOf(_ kinds: Set<EntityKind>) -> Bool {
    kind.map(kinds.contains) ?? false
  }
}
