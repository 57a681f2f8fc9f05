import CostModel
import Evidence
import Normalization

/// The results of both sides, compared point by point.
struct ResultChanges {
  let from: PinnedEvidence
  let to: PinnedEvidence
  let tolerance: Double
  private let before: [String: AnchorFrontier]
  private let after: [String: AnchorFrontier]
  private let attribution: Attribution

  /// - Throws: the lookup's error when a constant or the reference accelerator's price is missing.
  init(from: PinnedEvidence, to: PinnedEvidence, tolerance: Double) throws {
    self.from = from
    self.to = to
    self.tolerance = tolerance
    before = try from.frontiers()
    after = try to.frontiers()
    attribution = Attribution(
      from: from, to: to,
      accelerators: before.keys.filter(Set(after.keys).contains).sorted())
  }

  /// The points whose change has no parts, and why.
  var gaps: [AttributionGap] { attribution.gaps }

  func all() throws -> [Change] {
    let panels = Set(before.keys).union(after.keys).sorted()
    return try panels.flatMap { panel in
      points(panel) + envelope(panel) + flips(panel)
        + (try leaders(panel))
    } + breakEvens()
  }

  // MARK: Points

  private func points(_ panel: String) -> [Change] {
    let old = Self.byID(before[panel])
    let new = Self.byID(after[panel])
    return Set(old.keys).union(new.keys).flatMap { id in
      [
        Change(
          .point, "\(panel)/\(id)", unit: "USD/Mtoken",
          from: old[id]?.cpm.map(Change.Value.number), to: new[id]?.cpm.map(Change.Value.number),
          tolerance: tolerance, causes: attribution.causes(of: id, on: panel)),
        Change(
          .latency, "\(panel)/\(id)", unit: "ms", from: old[id].map { .number($0.ttft) },
          to: new[id].map { .number($0.ttft) }, tolerance: tolerance),
      ]
    }
  }

  private static func byID(_ frontier: AnchorFrontier?) -> [String: NormalizedAnchor] {
    (frontier?.anchors ?? []).reduce(into: [:]) { $0[$1.id] = $1 }
  }

  // MARK: Envelope

  private func envelope(_ panel: String) -> [Change] {
    let old = before[panel]?.envelope.members ?? []
    let new = after[panel]?.envelope.members ?? []
    return old.union(new).map { id in
      Change(
        .envelope, "\(panel)/\(id)", from: old.contains(id) ? .word("member") : nil,
        to: new.contains(id) ? .word("member") : nil, tolerance: tolerance)
    }
  }

  private func flips(_ panel: String) -> [Change] {
    let old = Self.flips(before[panel])
    let new = Self.flips(after[panel])
    return Set(old.keys).union(new.keys).map { name in
      Change(
        .flip, "\(panel)/\(name)", unit: "ms", from: old[name].map(Change.Value.number),
        to: new[name].map(Change.Value.number), tolerance: tolerance)
    }
  }

  /// TTFT of each flip by its architectures; a second one of the same kind is numbered.
  private static func flips(_ frontier: AnchorFrontier?) -> [String: Double] {
    (frontier?.envelope.flips ?? []).reduce(into: [:]) { flips, flip in
      let name = "\(flip.from.rawValue)>\(flip.to.rawValue)"
      let count = flips.keys.filter { $0 == name || $0.hasPrefix("\(name)#") }.count
      flips[count == 0 ? name : "\(name)#\(count + 1)"] = flip.ttft
    }
  }

  /// Only of contracts that both sides have.
  private func leaders(_ panel: String) throws -> [Change] {
    let contracts = from.calibration.ids(of: .contract)
      .filter(Set(to.calibration.ids(of: .contract)).contains)
    return try contracts.map { contract in
      func leader(_ side: PinnedEvidence, _ frontier: AnchorFrontier?) throws -> Change.Value? {
        let limit = try side.calibration.number("contract/\(contract)", "ttft_ms")
        return frontier?.envelope.vertex(at: limit).map { .word($0.architecture.rawValue) }
      }
      return Change(
        .leader, "\(panel)/\(contract)", from: try leader(from, before[panel]),
        to: try leader(to, after[panel]), tolerance: tolerance)
    }
  }

  // MARK: Break-even

  private func breakEvens() throws -> [Change] {
    let old = try from.breakEvens()
    let new = try to.breakEvens()
    return Set(old.keys).union(new.keys).map { name in
      Change(
        .breakEven, name, from: old[name].map(Self.value), to: new[name].map(Self.value),
        tolerance: tolerance)
    }
  }

  private static func value(_ found: BreakEven) -> Change.Value {
    switch found {
    case .at(let share): .number(share)
    case .colocationEverywhere: .word("colocation cheaper everywhere")
    case .disaggregationEverywhere: .word("disaggregation cheaper everywhere")
    case .infeasible: .word("infeasible")
    }
  }
}
