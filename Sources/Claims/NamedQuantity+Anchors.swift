import CostModel
import Evidence
import Frontier
import Normalization
import Tables

/// Properties of the published points and of Figure 1's envelope through them.
extension NamedQuantity {
  static let anchors: [NamedQuantity] = [
    .number(
      "anchor_prefill_share", "α of an anchor", [.anchor("anchor")]
    ) { arguments, context in
      try context.anchor(arguments).prefillShare
    },
    .number(
      "anchor_bandwidth", "bandwidth of a disaggregated anchor, GB/s", [.anchor("anchor")]
    ) { arguments, context in
      let anchor = try context.anchor(arguments)
      guard let bandwidth = anchor.bandwidthBytesPerSecond else {
        throw ExpressionFault(offset: arguments.offset, "\(anchor.id) transfers over no link")
      }
      return bandwidth / 1e9
    },
    .number(
      "anchor_tpot", "TPOT limit or percentile that an anchor was published under, ms",
      [.anchor("anchor")]
    ) { arguments, context in
      try context.anchor(arguments).tpotMilliseconds
    },
    .truth(
      "dominated", "whether the anchor `by` is as fast and as cheap as `anchor`, and better in one",
      [.anchor("anchor"), .anchor("by"), .entity(.accelerator)]
    ) { arguments, context in
      let frontier = try frontier(arguments, context)
      let own = try arguments.required(frontier.anchor(arguments.words["anchor"]), "anchor")
      let other = try arguments.required(frontier.anchor(arguments.words["by"]), "by")
      guard let ownCost = own.cpm, let cost = other.cpm else { return nil }
      return other.ttft <= own.ttft && cost <= ownCost
        && (other.ttft < own.ttft || cost < ownCost)
    },
    .word(
      "envelope_start", "the architecture at the lowest TTFT of Figure 1's envelope",
      envelopeParameters, of: architectures
    ) { arguments, context in
      try envelope(arguments, context).vertices.first?.architecture.rawValue
    },
    .word(
      "envelope_end", "the architecture at the highest TTFT of Figure 1's envelope",
      envelopeParameters, of: architectures
    ) { arguments, context in
      try envelope(arguments, context).vertices.last?.architecture.rawValue
    },
    .number(
      "envelope_flips", "how often the envelope changes its architecture", envelopeParameters
    ) { arguments, context in
      Double(try envelope(arguments, context).flips.count)
    },
    .word(
      "envelope_last_flip", "the envelope's last change of architecture along TTFT, or none",
      envelopeParameters, of: flips + ["none"]
    ) { arguments, context in
      try envelope(arguments, context).flips.last.map { flip(from: $0.from, to: $0.to) } ?? "none"
    },
    .number(
      "contour_distance",
      "|α − α*(B)| of an anchor on Figure 2; the least over its B for a colocated one",
      [.anchor("anchor"), .entity(.contract)]
    ) { arguments, context in
      let anchor = try context.anchor(arguments)
      let scenario = try ClaimScenario(arguments, context, sweepsBandwidth: true)
      let bandwidths =
        anchor.bandwidthBytesPerSecond.map { [$0] } ?? BreakEvenSurface.bandwidths
      return bandwidths.compactMap { scenario.with(bandwidth: $0).breakEvenShare }
        .map { abs(anchor.prefillShare - $0) }.min()
    },
  ]

  private static let architectures = Architecture.allCases.map(\.rawValue)
  private static let flips = Architecture.allCases.flatMap { from in
    Architecture.allCases.filter { $0 != from }.map { flip(from: from, to: $0) }
  }

  private static func flip(from: Architecture, to: Architecture) -> String {
    "\(from.rawValue) to \(to.rawValue)"
  }

  /// `rows` is a reading of the choice of that name, the edition's own where it is left out.
  private static let envelopeParameters: [QuantityParameter] = [
    .entity(.accelerator), .word("rows") { _ in RowsRule.allCases.map(\.rawValue) },
  ]

  private static func frontier(_ arguments: QuantityArguments, _ context: ClaimContext) throws
    -> AnchorFrontier
  {
    try context.frontier(
      rows: arguments.words["rows"],
      on: arguments.words["accelerator"] ?? context.frame.accelerator)
  }

  /// - Throws: an `EvidenceError` when no row takes part.
  private static func envelope(_ arguments: QuantityArguments, _ context: ClaimContext) throws
    -> ParetoEnvelope
  {
    let envelope = try frontier(arguments, context).envelope
    guard !envelope.vertices.isEmpty else {
      throw EvidenceError("no row of anchors.csv takes part in the envelope")
    }
    return envelope
  }
}

extension ClaimContext {
  fileprivate func anchor(_ arguments: QuantityArguments) throws(ExpressionFault) -> Anchor {
    let id = arguments.words["anchor"]
    return try arguments.required(edition.anchors.first { $0.id == id }, "anchor")
  }
}

extension AnchorFrontier {
  fileprivate func anchor(_ id: String?) -> NormalizedAnchor? { anchors.first { $0.id == id } }
}
