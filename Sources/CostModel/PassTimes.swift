/// The passes of one instance at one mix: what each architecture's takes, and how large a batch a
/// limit leaves room for. All times in seconds.
public struct PassTimes: Equatable, Sendable {
  public let mix: Mix
  /// t0, a pass reads the weights.
  public let weightReadSeconds: Double
  /// t1 = κ·k/(N·u_M·M), a pass reads the KV of one resident sequence.
  public let kvReadSeconds: Double
  /// c, the FLOPs of one decode token: 1/R, or 0 under `Decode.memoryBound`.
  public let decodeComputeSeconds: Double
  /// w = α/((1−α)·R), the prefill that goes with each output token in steady state; infinite at
  /// α = 1.
  public let prefillSeconds: Double
  /// P/R, the prefill of one prompt.
  public let promptSeconds: Double
  /// b_mem = (N·u_H·H − W)/(κ·m), sequences whose KV fits beside the weights; negative when not
  /// even the weights fit.
  public let memoryBatch: Double
  /// z = Φ⁻¹(0.99), for the prompts that land on the 99th percentile request.
  public let tailQuantile: Double
  public let pass: ModelReadings.Pass

  /// Not by ==, which would compare strings.
  private var isFused: Bool { if case .fused = pass { true } else { false } }

  /// ℓ(x) = max(t0, x), the linear layers of a pass that has x seconds of FLOPs to do.
  public func linearLayers(computing seconds: Double) -> Double { max(weightReadSeconds, seconds) }

  /// What a pass of `batch` sequences takes, with the prefill that goes with it in steady state;
  /// a serialised instance is the batch of 1. A decode pool's is ℓ(b·c) + b·t1.
  public func seconds(_ architecture: Architecture, batch: Double) -> Double {
    let each = perSequence(architecture)
    return linearLayers(computing: batch * each.layers) + batch * each.rest
  }

  /// pass(b) = ℓ(b·layers) + b·rest in every architecture.
  func perSequence(_ architecture: Architecture) -> (layers: Double, rest: Double) {
    switch (architecture, pass) {
    case (.disaggregated, _):
      (decodeComputeSeconds, kvReadSeconds)
    case (.colocated(.chunked), .fused):
      (decodeComputeSeconds + prefillSeconds, kvReadSeconds)
    case (.colocated, _):
      (decodeComputeSeconds, kvReadSeconds + prefillSeconds)
    }
  }
}

/// The batches that a TPOT limit alone leaves room for: one where reading the weights takes the
/// linear layers longer, one where computing does. Below 1 there is none.
public struct ContractBatches: Equatable, Sendable {
  /// (T − t0)/(t1 + w) for chunked prefill under `Pass.sum`.
  public let reading: Double
  /// T/(t1 + w + c) for chunked prefill.
  public let computing: Double

  public var smaller: Double { min(reading, computing) }
}

extension PassTimes {
  /// Both arms of "largest b with pass ≤ T" before memory, TTFT and arrivals; for a serialised
  /// instance min(1, (T − t0)/t1) in both.
  public func contractBatches(_ architecture: Architecture, tpot: Double) -> ContractBatches {
    switch architecture {
    case .colocated(.continuous):
      let roots = continuousRoots(tpot: tpot)
      return ContractBatches(
        reading: roots.reading * roots.reading, computing: roots.computing * roots.computing)
    case .colocated(.serialised):
      let batch = min(1, (tpot - weightReadSeconds) / kvReadSeconds)
      return ContractBatches(reading: batch, computing: batch)
    case .colocated(.chunked), .disaggregated:
      let each = perSequence(architecture)
      return ContractBatches(
        reading: (tpot - weightReadSeconds) / each.rest,
        computing: tpot / (each.rest + each.layers))
    }
  }

  /// x₁ and x₂, the square roots of continuous batching's two batches: the positive roots of
  /// (t1 + w)·x² + w·z·x = T − t0 and (t1 + w + c)·x² + w·z·x = T; 0 where there is none.
  public func continuousRoots(tpot: Double) -> (reading: Double, computing: Double) {
    let each = perSequence(.colocated(.continuous))
    return (
      root(each.rest, tpot - weightReadSeconds), root(each.rest + each.layers, tpot)
    )
  }

  /// The positive root of perSequence·x² + w·z·x = budget, in the form that does not cancel.
  private func root(_ perSequence: Double, _ budget: Double) -> Double {
    guard budget > 0 else { return 0 }
    let tail = prefillSeconds * tailQuantile
    return 2 * budget / (tail + (tail * tail + 4 * perSequence * budget).squareRoot())
  }

  /// (T − t0 − P·T/(R·T₁))/t1, the largest batch of chunked prefill whose first token comes within
  /// T₁; under `Pass.fused` without t0. The FLOPs of decode are left out of both.
  public func firstTokenBatch(tpot: Double, ttft: Double) -> Double {
    let read = isFused ? 0 : weightReadSeconds
    return (tpot - read - promptSeconds * tpot / ttft) / kvReadSeconds
  }

  /// The smallest b > 0 with b = y·pass(b) (Little's law); nil when arrivals saturate the instance.
  /// - Parameter rate: y, output tokens/s that arrive for the instance.
  public func arrivalBatch(_ architecture: Architecture, outputTokensPerSecond rate: Double)
    -> Double?
  {
    let each = perSequence(architecture)
    let idle = 1 - rate * each.rest
    guard rate > 0, idle > 0 else { return nil }
    // pass(b)/b falls while the weights' read is the longer, and no further: beyond it the lines
    // do not meet again.
    let batch = rate * weightReadSeconds / idle
    return batch * each.layers <= weightReadSeconds ? batch : nil
  }

  /// What the first token needs without any queue: P/R + t0 under continuous batching,
  /// P·T/(R·r) for the passes that carry a chunked prompt, r being the seconds of prefill that a
  /// pass of `batch` has room for, P/R elsewhere. A decode pool's transfer comes on top.
  public func firstTokenSeconds(_ architecture: Architecture, tpot: Double, batch: Double) -> Double
  {
    switch architecture {
    case .disaggregated, .colocated(.serialised):
      return promptSeconds
    case .colocated(.continuous):
      return promptSeconds + weightReadSeconds
    case .colocated(.chunked):
      guard promptSeconds > 0 else { return 0 }
      let compute = batch * decodeComputeSeconds
      let layers = isFused ? compute : linearLayers(computing: compute)
      return promptSeconds * tpot / (tpot - layers - batch * kvReadSeconds)
    }
  }
}
