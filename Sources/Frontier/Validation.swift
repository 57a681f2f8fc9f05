import CostModel
import Evidence
import Normalization

/// The closed form held against runs that it has never seen: which side it names as the cheaper one
/// in the pairs of measurements.csv, under an edition's readings and with each of them changed alone.
public struct Validation: Equatable, Sendable {
  /// A pair of runs, and what the closed form makes of it.
  public struct Pair: Equatable, Sendable {
    public let runs: MeasuredPair
    /// CPM of colocation over that of disaggregation; nil where nothing is computed, or only one
    /// side is feasible.
    public let computedRatio: Double?
    /// The cheaper side as computed; nil where nothing is, or neither side meets the contract.
    public let computedWinner: Winner?
    /// How disaggregation compares with colocation as computed; nil where nothing is, or neither
    /// side meets the contract.
    public let computedVerdict: Comparison.Verdict?
    /// Whether the computed costs lie within 5 % of each other; nil where nothing is computed.
    public let isLevel: Bool?
    /// Whether the closed form names the side that the runs show as cheaper; nil where that cannot
    /// be told. A contract that it holds for infeasible on both sides is a miss.
    public let isHit: Bool?
    /// Why it cannot be told.
    public let absence: String?

    public var id: String { runs.id }
    public var kind: Measurement.Kind { runs.disaggregated.kind }
    public var measuredRatio: Double { runs.ratio }
    /// The cheaper side by the runs.
    public var winner: Winner { runs.winner }
    /// How disaggregation compares with colocation by the runs.
    public var verdict: Comparison.Verdict? { Comparison(of: 1, with: measuredRatio)?.verdict }
  }

  /// All pairs under one set of readings.
  public struct Outcome: Equatable, Sendable {
    /// The reading that is changed; nil for the edition's own.
    public let change: Reading?
    public let pairs: [Pair]

    public func pairs(_ kind: Measurement.Kind) -> [Pair] { pairs.filter { $0.kind == kind } }

    public func hitRate(_ kind: Measurement.Kind) -> HitRate {
      let hits = pairs(kind).compactMap(\.isHit)
      return HitRate(hits: hits.count { $0 }, pairs: hits.count)
    }

    /// Hits whose computed costs lie within 5 % of each other.
    public func levelHits(_ kind: Measurement.Kind) -> Int {
      pairs(kind).count { $0.isHit == true && $0.isLevel == true }
    }

    /// In how many pairs the closed form and the runs agree when disaggregation is told as better,
    /// level within 5 %, or worse.
    public func verdictHits(_ kind: Measurement.Kind) -> HitRate {
      let told = pairs(kind).filter { $0.isHit != nil && $0.computedVerdict != nil }
      return HitRate(
        hits: told.count { $0.computedVerdict == $0.verdict },
        pairs: pairs(kind).count { $0.isHit != nil })
    }

    /// What the runs say of the pairs that the closed form holds for level.
    public func verdictsOfLevel(_ kind: Measurement.Kind) -> [Comparison.Verdict] {
      pairs(kind).filter { $0.isHit != nil && $0.isLevel == true }.compactMap(\.verdict)
    }

    /// What a rule that needs no model scores on the pairs that are counted.
    public func hitRate(_ kind: Measurement.Kind, of rule: Rule) -> HitRate {
      let counted = pairs(kind).filter { $0.isHit != nil }
      let hits = counted.count { rule.winner(tpotLimitMs: $0.runs.tpotLimitMs) == $0.winner }
      return HitRate(hits: hits, pairs: counted.count)
    }

    /// ln(computed/measured) of the simulated pairs; nil where fewer than two have both.
    public var logRatio: LogRatio? {
      LogRatio(
        pairs(.simulated).compactMap { pair in
          pair.computedRatio.map { (computed: $0, measured: pair.measuredRatio) }
        })
    }
  }

  /// A rule that needs no model.
  public enum Rule: String, Equatable, Sendable, CaseIterable {
    case alwaysColocate = "always colocate"
    case alwaysDisaggregate = "always disaggregate"
    case tightTPOT = "disaggregate when TPOT ≤ 40 ms"

    private static let tightTPOTMs = 40.0

    /// `always colocate`
    public var statement: String { rawValue }

    func winner(tpotLimitMs: Double) -> Winner {
      switch self {
      case .alwaysColocate: .colocation
      case .alwaysDisaggregate: .disaggregation
      case .tightTPOT: tpotLimitMs <= Self.tightTPOTMs ? .disaggregation : .colocation
      }
    }
  }

  /// The edition's own readings first, then every other reading of each choice that the closed form
  /// looks up, alone, in file order.
  public let outcomes: [Outcome]
  public let assumptions: Assumptions

  /// Prompt tokens at which a pair is computed besides its own, where the source does not print
  /// them: MLPerf's prompts are up to 1024 tokens long.
  public static let openPrompts = [150.0, 800.0]

  /// - Throws: the lookup's error when a constant of the deployment or the transfer is missing; one
  ///   of an accelerator is an `absence`.
  public init(_ edition: Edition) throws {
    assumptions = try Assumptions(edition, usesMeasurements: true)
    var outcomes: [Outcome] = []
    let choices = edition.choices { outcomes.append(Outcome($0, change: nil)) }
    let inForce = edition.readings.map(\.reading)
    for reading in choices.flatMap(\.alternatives) where !inForce.contains(reading) {
      outcomes.append(Outcome(try edition.with(readings: [reading]), change: reading))
    }
    self.outcomes = outcomes
  }

  /// Under the edition's own readings.
  public var own: Outcome { outcomes[0] }

  /// What the edition's own readings are called beside the changed ones.
  public var ownName: String {
    assumptions.askedReadings.isEmpty ? "default readings" : "readings as asked"
  }

  /// With each of the choices changed alone, to the first of its other readings; without those that
  /// the closed form does not look up.
  public func changing(_ choices: [String]) -> [Outcome] {
    choices.compactMap { choice in outcomes.first { $0.change?.choice == choice } }
  }

  /// How many different plans the disaggregated sides of the simulated pairs are.
  public var distinctPlans: Int {
    Set(own.pairs(.simulated).map { Plan($0.runs.disaggregated) }).count
  }
}

/// What makes a disaggregated plan the one that it is: not the contract that it was made for.
private struct Plan: Hashable {
  let accelerator: String
  let numbers: [Double?]

  init(_ run: Measurement) {
    accelerator = run.accelerator
    numbers = [
      run.promptTokens, run.outputTokens, run.requestRate, run.ttftP50Ms, run.tpotP50Ms,
      run.prefillInstances.map(Double.init), run.decodeInstances.map(Double.init),
    ]
  }
}

extension MeasuredPair {
  /// The contract that both sides were run under, ms.
  public var ttftLimitMs: Double { disaggregated.ttftLimitMs }
  public var tpotLimitMs: Double { disaggregated.tpotLimitMs }

  /// Prompt lengths that the verdict has to hold for, the row's own first.
  fileprivate var prompts: [Double] {
    let own = disaggregated.promptTokens
    return [own] + (disaggregated.round == nil ? [] : Validation.openPrompts.filter { $0 != own })
  }
}

extension Validation.Outcome {
  /// - Parameter change: the reading that the edition has in place of the one that is asked of.
  public init(_ edition: Edition, change: Reading? = nil) {
    self.change = change
    pairs = MeasuredPair.all(in: edition.measurements).map {
      Validation.Pair($0, edition.calibration)
    }
  }
}

extension Validation.Pair {
  fileprivate init(_ runs: MeasuredPair, _ calibration: Calibration) {
    self.runs = runs
    let form: (Double) -> (colocated: Double?, disaggregated: Double?)
    do {
      form = try runs.costs(calibration)
    } catch {
      (computedRatio, computedWinner, computedVerdict) = (nil, nil, nil)
      (isLevel, isHit) = (nil, nil)
      absence = "\(error)"
      return
    }
    let own = form(runs.prompts[0])
    computedRatio = own.colocated.flatMap { colocated in own.disaggregated.map { colocated / $0 } }
    computedWinner = Winner(colocated: own.colocated, disaggregated: own.disaggregated)
    computedVerdict = Comparison(of: own.disaggregated, with: own.colocated)?.verdict
    isLevel = computedVerdict == .level
    let verdicts = runs.prompts.map { prompt in
      let costs = form(prompt)
      return Winner(colocated: costs.colocated, disaggregated: costs.disaggregated) == runs.winner
    }
    let isDecided = verdicts.allSatisfy { $0 == verdicts[0] }
    isHit = isDecided ? verdicts[0] : nil
    absence = isDecided ? nil : "the cheaper side changes with the prompt length, which is assumed"
  }
}

extension MeasuredPair {
  /// The cheaper side by the runs.
  fileprivate var winner: Winner { ratio > 1 ? .disaggregation : .colocation }

  /// CPM of both sides by prompt length, at 1 USD/h an accelerator; nil is infeasible. Both are
  /// computed on the disaggregated run's accelerator, over its scale-up link.
  fileprivate func costs(_ calibration: Calibration) throws -> (Double) -> (
    colocated: Double?, disaggregated: Double?
  ) {
    let run = disaggregated
    let weights = run.precision ?? calibration.narrowestPrecision(of: run.accelerator)
    let instance = try calibration.instance(
      model: ReferenceFrame().model, accelerator: run.accelerator,
      // Narrower weights go with an FP8 cache.
      precision: ServingPrecision(weights: weights, kv: weights == .bf16 ? .bf16 : .fp8))
    let model = CostModel(
      passes: try calibration.passModel(instance), usdPerAcceleratorHour: 1)
    let path = try calibration.transfer(
      bandwidth: calibration.scaleUpBandwidth(of: run.accelerator))
    let scheduler: ColocatedScheduler =
      colocated.architecture == .continuous ? .continuous : .chunked
    return { prompt in
      let service = Service(
        mix: Mix(promptTokens: prompt, outputTokens: run.outputTokens),
        tpot: run.tpotLimitMs / 1000, ttft: run.ttftLimitMs / 1000)
      return (
        model.colocated(scheduler, service)?.total, model.disaggregated(service, over: path)?.total
      )
    }
  }
}
