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
      [.entity(.accelerator)], of: architectures
    ) { arguments, context in
      try frontier(arguments, context).envelope.vertices.first?.architecture.rawValue
    },
    .word(
      "envelope_end", "the architecture at the highest TTFT of Figure 1's envelope",
      [.entity(.accelerator)], of: architectures
    ) { arguments, context in
      try frontier(arguments, context).envelope.vertices.last?.architecture.rawValue
    },
    .number(
      "envelope_flips", "how often the envelope changes its architecture", [.entity(.accelerator)]
    ) { arguments, context in
      Double(try frontier(arguments, context).envelope.flips.count)
    },
    .number(
      "contour_distance",
      "|α − α*(B)| of an anchor on Figure 2; the least over its B for a colocated one",
      [.anchor("anchor"), .entity(.contract)]
    ) { arguments, context in
      let anchor = try context.anchor(arguments)
      let scenario = try ClaimScenario(arguments, context)
      let bandwidths =
        anchor.bandwidthBytesPerSecond.map { [$0] } ?? BreakEvenSurface.bandwidths
      return bandwidths.compactMap { scenario.with(bandwidth: $0).breakEvenShare }
        .map { abs(anchor.prefillShare - $0) }.min()
    },
  ]

  private static let architectures = Anchor.Architecture.allCases.map(\.rawValue)

  private static func frontier(_ arguments: QuantityArguments, _ context: ClaimContext) throws
    -> AnchorFrontier
  {
    var frame = context.frame
    if let accelerator = arguments.words["accelerator"] { frame.accelerator = accelerator }
    return try AnchorFrontier(context.edition, on: frame.accelerator)
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
