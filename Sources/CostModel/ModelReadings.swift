/// How the model reads what the paper leaves open. Efficiencies, memory units and link rates are
/// readings too, but of numbers: they come with the `ServingInstance` and the `KVTransfer`.
public struct ModelReadings: Equatable, Sendable {
  public var decode: Decode
  public var pass: Pass
  public var kv: KV
  public var pools: Pools
  public var ttftBound: TTFTBound

  public init(decode: Decode, pass: Pass, kv: KV, pools: Pools, ttftBound: TTFTBound) {
    self.decode = decode
    self.pass = pass
    self.kv = kv
    self.pools = pools
    self.ttftBound = ttftBound
  }

  /// What decode tokens cost the linear layers of a pass.
  public enum Decode: String, Equatable, Sendable, CaseIterable {
    /// The longer of reading the weights and doing the FLOPs: c = 1/R.
    case roofline
    /// Reading the weights only, the paper's wording in §4.2: c = 0.
    case memoryBound = "memory-bound"
  }

  /// How a chunk of prefill and the decode tokens share a pass.
  public enum Pass: String, Equatable, Sendable, CaseIterable {
    /// The phases' costs add (Equation 7).
    case sum
    /// Both share one read of the weights.
    case fused
  }

  /// The KV room that a resident sequence takes.
  public enum KV: String, Equatable, Sendable, CaseIterable {
    /// What it holds on average, m = k.
    case paged
    /// What it will hold in the end, m = S.
    case reserved
  }

  /// How the prefill and the decode pool are sized.
  public struct Pools: Equatable, Sendable {
    /// φ, share of the two pools that stands idle whatever their sizes (§3.3).
    public var flatSlack: Double
    /// K, instances of the cluster that the pools are cut from as whole ones; nil for pools in
    /// exactly the ratio that the mix needs. Below 2 there are no two pools.
    public var clusterInstances: Int?

    public init(flatSlack: Double = 0, clusterInstances: Int? = nil) {
      self.flatSlack = flatSlack
      self.clusterInstances = clusterInstances
    }

    /// Equation 8: no slack of either kind.
    public static let exact = Pools()
  }

  /// Whether the TTFT half of the contract binds.
  public enum TTFTBound: String, Equatable, Sendable, CaseIterable {
    /// Equations 1-9 use the TPOT half only.
    case ignored
    /// No batch whose first-token floor is above T₁.
    case kept
  }
}

/// The sizes of the prefill and the decode pool, in instances; of exact pools shares of one.
public struct PoolSizes: Equatable, Sendable {
  /// p.
  public var prefill: Double
  /// d.
  public var decode: Double

  /// p + d.
  public var total: Double { prefill + decode }

  /// (p + d)·max(x/p, y/d), seconds of an instance per served token, before φ; infinite without two
  /// pools.
  func seconds(prefill x: Double, decode y: Double) -> Double {
    prefill > 0 && decode > 0 ? total * max(x / prefill, y / decode) : .infinity
  }
}

extension ModelReadings.Pools {
  /// The sizes whose (p + d)·max(x/p, y/d) is the least with p, d ≥ 1 and p + d ≤ K, or in the ratio
  /// x:y for exact pools. nil when there are no two pools.
  /// - Parameters:
  ///   - x: prefill, seconds of an instance per served token.
  ///   - y: decode, the same.
  public func sizes(prefill x: Double, decode y: Double) -> PoolSizes? {
    guard let clusterInstances else {
      return PoolSizes(prefill: x / (x + y), decode: y / (x + y))
    }
    guard clusterInstances >= 2 else { return nil }
    let most = Double(clusterInstances)
    // (p + d)·x/p falls and (p + d)·y/d rises with p/d: the best pairs are the two around x/y, to
    // which the Stern-Brocot tree leads through ever larger p + d.
    var below = PoolSizes(prefill: 0, decode: 1)
    var above = PoolSizes(prefill: 1, decode: 0)
    while below.total + above.total <= most {
      let between = PoolSizes(
        prefill: below.prefill + above.prefill, decode: below.decode + above.decode)
      if between.prefill * y <= x * between.decode { below = between } else { above = between }
    }
    let isBelow =
      below.seconds(prefill: x, decode: y) <= above.seconds(prefill: x, decode: y)
    return isBelow ? below : above
  }

  /// (p + d)·max(x/p, y/d) of the best sizes, or x + y for exact pools: seconds of an instance per
  /// served token, before φ. nil when there are no two pools.
  func seconds(prefill x: Double, decode y: Double) -> Double? {
    guard clusterInstances != nil else { return x + y }
    return sizes(prefill: x, decode: y).map { $0.seconds(prefill: x, decode: y) }
  }
}
