import Tables

/// What the numbers of calibration.csv, anchors.csv and measurements.csv, and the options of a
/// command, may be. Each range reaches orders of magnitude beyond anything that exists or has
/// existed: what lies outside is a slip of the pen. None reaches so far that what is computed of
/// numbers within them could leave the range of a `Double`, which ends at 1e308: a cost multiplies
/// and divides about ten of them.
extension Limits {
  /// Parameters of a model: GPT-2's smallest has 1e8, the largest published about 2e12.
  public static let parameters = Limits(1e6...1e15)
  /// Layers of a model, or key/value heads of a layer: about a hundred.
  public static let layers = Limits(1...1e5, isInteger: true)
  /// Elements of an attention head: 64 to 256.
  public static let headDimension = Limits(1...1e6, isInteger: true)
  /// Peak rate of an accelerator, FLOP/s: 1e13 to 1e16 today.
  public static let computeRate = Limits(1e9...1e21)
  /// HBM bandwidth of an accelerator, B/s: 1e12 to 1e13 today.
  public static let memoryBandwidth = Limits(1e6...1e17)
  /// HBM of an accelerator, B: 1e10 to 1e12 today.
  public static let memoryBytes = Limits(1e6...1e16)
  /// Bandwidth of a link, B/s: 1e9 to 1e12 between accelerators today.
  public static let linkBandwidth = Limits(1e3...1e17)
  /// Bytes of a weight or of an element of the KV cache: half a byte to 4.
  public static let elementBytes = Limits(1e-3...1e3)
  /// A share of a machine that is used: none at all serves nobody.
  public static let usedShare = Limits(1e-6...1)
  /// z, a quantile of the standard normal distribution: beyond 40 its tail is 0 to a `Double`.
  public static let normalQuantile = Limits(1e-3...100)
  /// Accelerators or instances of a deployment: the largest clusters have some 1e5.
  public static let machines = Limits(1...1e7, isInteger: true)
  /// Instances of a cluster that pools are cut from; 0 for no limit.
  public static let clusterInstances = Limits(0...1e6, isInteger: true)
  /// Tokens of a request, or of its prompt or output: a mean may be below 1.
  public static let tokens = Limits(1e-3...1e9)
  /// Throughput as published, in requests or tokens a second, of one accelerator or of thousands.
  public static let throughput = Limits(1e-6...1e12)
  /// Requests a second.
  public static let requestRate = Limits(1e-9...1e9)
  /// A latency or its limit, ms: a microsecond to eleven days.
  public static let milliseconds = Limits(1e-3...1e9)
  /// A price of one accelerator, USD/h: 0.1 to 100 today.
  public static let hourlyPrice = Limits(1e-6...1e6)
}
