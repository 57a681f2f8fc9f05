import CostModel
import Evidence

/// What is said about a point beside its cost.
extension RowLines {
  mutating func band() throws {
    guard row.transferTax != nil || anchor.relativeBand != nil, let cpm = row.cpm else { return }
    writer.begin(.band)
    if let relative = anchor.relativeBand {
      writer.derive("CPM_minus", "CPM·(1 − δ)", cpm * (1 - relative), "$/Mtok", "stated band, low")
      writer.derive("CPM_plus", "CPM·(1 + δ)", cpm * (1 + relative), "$/Mtok", "stated band, high")
    }
    guard let tax = row.transferTax, let bandwidth = anchor.bandwidthBytesPerSecond else { return }
    // B is in GB/s and the tax per million tokens: 10⁶/10⁹ = 1/1000.
    let isBlocking =
      try normalizer.calibration.transfer(bandwidth: bandwidth).regime == .blocking
    writer.derive(
      "τ_KV",
      isBlocking ? "c/3600·2·N_ref·κ_ref·α/(1000·B)" : "c/3600·κ_ref·α/(1000·B·b_ref)", tax,
      "$/Mtok",
      isBlocking
        ? "transfer that nothing hides, which stalls both ends"
        : "transfer that nothing hides, shared by the batch")
    for (symbol, words) in [
      ("η_high", "with most of the transfer hidden"), ("η_low", "with least"),
    ] {
      guard let overlap = overlaps[symbol] else { continue }
      writer.derive(
        "CPM_at_\(symbol)", "CPM + (η_pub − \(symbol))·τ_KV",
        row.cpm(atOverlap: overlap) ?? cpm, "$/Mtok", words)
    }
  }

  mutating func prediction() throws {
    guard let prediction = try row.prediction(by: normalizer), let cpm = row.cpm,
      let estimate = row.referenceAtContract
    else { return }
    writer.begin(.prediction)
    phaseLines(estimate, on: "_ref", batch: "b_ref")
    let phases = "c/3600·(x_p_ref + x_d_ref)"
    writer.derive(
      "CPM_form", row.transferTax == nil ? phases : phases + "/(1 − φ_PD) + (1 − η_pub)·τ_KV",
      prediction.cpm, "$/Mtok", "the closed form's own cost of this mix under T_ref")
    writer.derive(
      "ratio", "CPM/CPM_form", cpm / prediction.cpm, "", "published over predicted")
    writer.derive(
      "use_ref", "CPM_form/CPM", prediction.cpm / cpm, "",
      "how much of the reference the row, once converted, gets")
    writer.derive(
      "use", "G·(x_p + x_d)/1000000", prediction.sourceUse, "",
      "how much of its own machine the published system got")
  }
}
