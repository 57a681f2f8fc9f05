import Evidence
import Frontier
import Tables

/// The closed form against the runs, as another program reads it. Ratios are cost of colocated over
/// cost of disaggregated; null is what cannot be computed.
struct ValidationRecord: Encodable {
  struct Pair: Encodable {
    let id: String
    let kind: String
    let accelerator: String
    let comparable: Bool
    let measuredRatio: Double
    let computedRatio: OrNull<Double>
    let level: OrNull<Bool>
    let hit: OrNull<Bool>
  }

  struct Rate: Encodable {
    let hits: Int
    let pairs: Int
    /// Wilson's 95 % interval.
    let low: OrNull<Double>
    let high: OrNull<Double>
    let alwaysColocate: Int
    let tpotRule: Int
  }

  struct HitRates: Encodable {
    let simulated: Rate
    let measured: Rate
  }

  struct LogRatio: Encodable {
    let bias: OrNull<Double>
    let spread: OrNull<Double>
  }

  /// By choice.
  let readings: [String: String]
  let settings: [String]
  let pairs: [Pair]
  let hitRate: HitRates
  let logRatio: LogRatio

  init(_ validation: Validation) {
    let own = validation.own
    func rate(_ kind: Measurement.Kind) -> Rate {
      let rate = own.hitRate(kind)
      return Rate(
        hits: rate.hits, pairs: rate.pairs,
        low: OrNull(value: rate.interval.map { DataText.rounded($0.lowerBound) }),
        high: OrNull(value: rate.interval.map { DataText.rounded($0.upperBound) }),
        alwaysColocate: own.hitRate(kind, of: .alwaysColocate).hits,
        tpotRule: own.hitRate(kind, of: .tightTPOT).hits)
    }
    readings = validation.assumptions.readings.byChoice
    settings = validation.assumptions.assignments
    pairs = own.pairs.map { pair in
      Pair(
        id: pair.id, kind: pair.kind.rawValue, accelerator: pair.runs.disaggregated.accelerator,
        comparable: pair.runs.isComparable, measuredRatio: DataText.rounded(pair.measuredRatio),
        computedRatio: OrNull(value: pair.computedRatio.map { DataText.rounded($0) }),
        level: OrNull(value: pair.isLevel), hit: OrNull(value: pair.isHit))
    }
    hitRate = HitRates(simulated: rate(.simulated), measured: rate(.measured))
    logRatio = LogRatio(
      bias: OrNull(value: own.logRatio.map { DataText.rounded($0.bias) }),
      spread: OrNull(value: own.logRatio.map { DataText.rounded($0.spread) }))
  }
}
