import CostModel
import Evidence
import Foundation
import Normalization
import TestSupport
import Testing

/// The audit's last column a second way: from the published row to CPM in one expression, with the
/// batches found by bisection on the length of a pass.
@Suite struct IndependentCheck {
  /// What one machine does to the mix of one row.
  private struct Machine {
    /// Bytes of weights, KV bytes that a request holds on average, FLOP of a token.
    let weights, sequence, flop: Double
    /// Of one accelerator: reached FLOP/s and B/s, usable B.
    let compute, memory, room: Double
    let count: Double

    init(_ c: Calibration, model: String, accelerator: String, count: Double, tokens: Double)
      throws
    {
      let (m, a, d) = (Entity.model(model), Entity.accelerator(accelerator), Entity.deployment)
      let parameters = try c.number(m, "parameters")
      weights = try parameters * c.number(d, "weight_bytes")
      sequence =
        try tokens * 2 * c.number(m, "layers") * c.number(m, "kv_heads")
        * c.number(m, "head_dim") * c.number(d, "kv_bytes")
      flop = 2 * parameters
      compute = try c.number(a, "peak_bf16_flops") * c.number(a, "prefill_mfu")
      memory = try c.number(a, "hbm_bytes_per_s") * c.number(a, "decode_mbu")
      room = try c.number(a, "hbm_bytes") * c.number(d, "hbm_usable")
      self.count = count
    }

    /// The largest batch whose pass ends within `limit` s and whose KV fits.
    func batch(
      _ architecture: Architecture, within limit: Double, promptsPerOutput: Double, z: Double
    ) -> Double {
      let prompt = promptsPerOutput * flop / (count * compute)
      func pass(_ b: Double) -> Double {
        let read =
          max(weights / memory, b * flop / compute) / count + b * sequence / (count * memory)
        switch architecture {
        case .disaggregated, .colocated(.serialised): return read
        case .colocated(.chunked): return read + b * prompt
        case .colocated(.continuous): return read + b * prompt + z * prompt * sqrt(b)
        }
      }
      var (low, high) = (0.0, 1e7)
      for _ in 0..<200 {
        let middle = (low + high) / 2
        if pass(middle) <= limit { low = middle } else { high = middle }
      }
      let fits = (count * room - weights) / sequence
      return min(fits, architecture == .colocated(.serialised) ? min(low, 1) : low)
    }

    /// Seconds of an accelerator that a decode pass takes for each of `b` sequences.
    func seconds(_ b: Double) -> Double {
      max(weights / (b * memory), flop / compute) + sequence / memory
    }
  }

  @Test func everyPointComesOutTheSame() throws {
    let edition = try edition()
    let c = edition.calibration
    let price = try c.rate(of: "H100", at: .paper).si
    let z = try c.number(.deployment, "z99")
    let limit = try c.number(.contract("standard"), "tpot_ms") / 1000
    let auditor = try Auditor(edition)
    #expect(edition.anchors.count == 13)

    for row in edition.anchors {
      let (P, D) = (row.promptTokens, row.outputTokens)
      let own = try Machine(
        c, model: row.model, accelerator: row.accelerator, count: Double(row.tensorParallel),
        tokens: P + D / 2)
      let reference = try Machine(
        c, model: "llama-2-70b", accelerator: "H100",
        count: c.number(.deployment, "tensor_parallel"), tokens: P + D / 2)
      let swapped = try Machine(
        c, model: "llama-2-70b", accelerator: row.accelerator, count: 1, tokens: P + D / 2)
      func batch(_ machine: Machine, _ limit: Double) -> Double {
        machine.batch(row.architecture, within: limit, promptsPerOutput: P / D, z: z)
      }
      let published = row.tpotMilliseconds / 1000
      let b = batch(own, published)
      let compute =
        try c.number(.accelerator(row.accelerator), "peak_bf16_flops")
        / c.number(.accelerator("H100"), "peak_bf16_flops")
      let memory =
        try c.number(.accelerator(row.accelerator), "hbm_bytes_per_s")
        / c.number(.accelerator("H100"), "hbm_bytes_per_s")
      // Accelerator time of a request's two phases, of which only the ratio matters.
      let (x, y) = (P * own.flop / own.compute, D * own.seconds(b))

      #expect(row.throughputUnit == .requestsPerSecond)
      let cpm =
        price / 3600 * 1e6 * Double(row.accelerators) / (row.throughput * (P + D)) / (x + y)
        * (x * reference.flop / own.flop * compute
          + y * swapped.seconds(b) / own.seconds(b) * memory
          * reference.seconds(batch(reference, limit))
          / reference.seconds(batch(reference, published)))

      let audited = try #require(try auditor.audit(row).row.cpm)
      #expect(relativeDifference(cpm, audited) < 1e-9, "\(row.id): \(audited), not \(cpm)")
    }
  }
}
