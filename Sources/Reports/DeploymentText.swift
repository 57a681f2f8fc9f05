import Evidence
import Normalization
import Plotting
import Workloads

extension Deployment {
  /// κ, bytes.
  var kvBytesPerToken: Double { model.instance.model.kvBytesPerToken }

  /// `llama-2-70b (bf16 weights and KV) on 4 × H100 at $6.155/h each, KV over nvlink4 (900 GB/s)
  /// with η = 0.5, TTFT99 ≤ 500 ms and TPOT99 ≤ 50 ms`
  var text: String {
    "\(plan.model) (\(precisionText)) on \(NumberFormat.plain(model.instance.count)) × "
      + "\(plan.accelerator) at $\(NumberFormat.plain(model.usdPerAcceleratorHour, atLeast: 2))/h "
      + "each, KV over \(linkText) with η = \(NumberFormat.plain(transfer.overlap)), "
      + "TTFT99 ≤ \(NumberFormat.plain(limits.ttftMs)) ms and "
      + "TPOT99 ≤ \(NumberFormat.plain(limits.tpotMs)) ms"
  }

  private var precisionText: String {
    let (weights, kv) = (plan.precision.weights.rawValue, plan.precision.kv.rawValue)
    return weights == kv ? "\(weights) weights and KV" : "\(weights) weights, \(kv) KV"
  }

  private var linkText: String {
    let bandwidth = LocateReport.gigabytes(transfer.bandwidth)
    if case .interconnect(let id) = plan.link { return "\(id) (\(bandwidth))" }
    return bandwidth
  }
}
