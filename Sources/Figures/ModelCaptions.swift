import Frontier

/// The words beside Figures S4 to S7.
enum ModelCaptions {
  static func transfer(_ result: TransferTimes) -> [String] {
    [
      "(a): how long the KV cache of a prompt takes over each interconnect, and how long its "
        + "prefill takes on each accelerator, over prompt tokens; both axes are logarithmic.",
      "(b): transfer time over prefill time on each accelerator.",
    ] + sentences(TransferTable.notes(result))
  }

  static func batch(_ result: BatchCurves) -> [String] {
    [
      "Above, the cost of decoding; below, the time of a decode pass, both over the decode batch, one "
        + "column of panels for each accelerator; all axes are logarithmic.",
      "Zones from the left: batches whose FLOPs take less long than reading the weights, batches whose "
        + "FLOPs take longer, and those that memory has no room for; reading the KV cache comes on top in "
        + "each.",
      "Horizontal lines are the TPOT limits of the named contracts, marks the largest batch that "
        + "each allows.",
    ] + sentences(BatchTable.notes(result))
  }

  static func capacity(_ result: Capacity) -> [String] {
    [
      "How many sequences memory holds beside the weights, over the tokens that each holds, with the KV "
        + "cache in BF16 and in FP8; both axes are logarithmic."
    ] + sentences(CapacityTable.notes(result))
  }

  static func prices(_ result: PricesResult) -> [String] {
    [
      "What a million tokens of the reference workload cost at each provider's price, by date; one panel "
        + "for each accelerator.",
      "Marks are readings of a price sheet; a dashed step is a gap in which the price changed unseen.",
      "The strip names the cheapest provider of each stretch of time.",
    ] + sentences(PricesTable.notes(result))
  }

  private static func sentences(_ notes: [String]) -> [String] {
    notes.map { $0.capitalizedFirst + "." }
  }
}
