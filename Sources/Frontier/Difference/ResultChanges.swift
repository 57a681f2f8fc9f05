import CostModel
import Evidence
import Normalization

/// The results of both sides, compared point by point.
struct ResultChanges {
  let from: Edition
  let to: Edition
  let tolerance: Double
  private let before: [String: AnchorFrontier]
  private let after: [String: AnchorFrontier]
  private let attribution: Attribution

  init(
    from: Edition, to: Edition, frontiers: (from: FrontierResult, to: FrontierResult),
    tolerance: Double
  ) {
    func byAccelerator(_ result: FrontierResult) -> [String: AnchorFrontier] {
      result.panels.reduce(into: [:]) { $0[$1.accelerator] = $1.frontier }
    }
    self.from = from
    self.to = to
    self.tolerance = tolerance
    before = byAccelerator(frontiers.from)
    after = byAccelerator(frontiers.to)
    attribution = Attribution(
      from: from, to: to,
      accelerators: before.keys.filter(Set(after.keys).contains).sorted())
  }

  /// The points whose change has no parts, and why.
  var gaps: [AttributionGap] { attribution.gaps }

  func all() throws -> [Change] {
    let panels = Set(before.keys).union(after.keys).sorted()
    var changes: [Change] = []
    for panel in panels {
      changes += points(panel) + envelope(panel) + flips(panel)
      changes += try leaders(panel)
    }
    return try changes + breakEvens()
  }

  // MARK: Points

  private func points(_ panel: String) -> [Change] {
    let old = Self.byID(before[panel])
    let new = Self.byID(after[panel])
    return Set(old.keys).union(new.keys).flatMap { id in
      let point = Change.Subject(id, in: panel)
      return [
        Change(
          .point, point, unit: "USD/Mtoken",
          from: old[id]?.cpm.map(Change.Value.number), to: new[id]?.cpm.map(Change.Value.number),
          tolerance: tolerance, causes: attribution.causes(of: point)),
        Change(
          .latency, point, unit: "ms", from: old[id].map { .number($0.ttft) },
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
        .envelope, Change.Subject(id, in: panel), from: old.contains(id) ? .word("member") : nil,
        to: new.contains(id) ? .word("member") : nil, tolerance: tolerance)
    }
  }

  private func flips(_ panel: String) -> [Change] {
    let old = Self.flips(before[panel])
    let new = Self.flips(after[panel])
    return Set(old.keys).union(new.keys).map { name in
      Change(
        .flip, Change.Subject(name, in: panel), unit: "ms",
        from: old[name].map(Change.Value.number),
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
      func leader(_ edition: Edition, _ frontier: AnchorFrontier?) throws -> Change.Value? {
        let limit = try edition.calibration.number(.contract(contract), "ttft_ms")
        return frontier?.envelope.vertex(at: limit).map { .word($0.architecture.rawValue) }
      }
      return Change(
        .leader, Change.Subject(contract, in: panel), from: try leader(from, before[panel]),
        to: try leader(to, after[panel]), tolerance: tolerance)
    }
  }

  // MARK: Break-even

  private func breakEvens() throws -> [Change] {
    let old = try Self.breakEvens(of: from)
    let new = try Self.breakEvens(of: to)
    return Set(old.keys).union(new.keys).map { subject in
      Change(
        .breakEven, subject, from: old[subject].map(Self.value), to: new[subject].map(Self.value),
        tolerance: tolerance)
    }
  }

  /// α* at the default η by contract and interconnect.
  private static func breakEvens(of edition: Edition) throws -> [Change.Subject: BreakEven] {
    let calibration = edition.calibration
    return try calibration.ids(of: .contract).reduce(into: [:]) { found, contract in
      let surface = try BreakEvenSurface(edition, contract: contract)
      for link in calibration.ids(of: .interconnect) {
        found[Change.Subject(link, in: contract)] = surface.breakEvenPrefillShare(
          bandwidth: try calibration.number(.interconnect(link), "bytes_per_s"),
          overlap: surface.transfer.overlap)
      }
    }
  }

  private static func value(_ found: BreakEven) -> Change.Value {
    found.value.map(Change.Value.number) ?? .word(found.word?.rawValue ?? "")
  }
}
