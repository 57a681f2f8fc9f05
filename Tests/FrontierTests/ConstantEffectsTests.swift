import CostModel
import Evidence
import Frontier
import TestSupport
import Testing

@Suite struct ConstantEffectsTests {
  private func effect(of entity: Entity, _ parameter: String, _ settings: [String] = []) throws
    -> ConstantEffect
  {
    let edition = try Repository.edition(settings: settings)
    return try ConstantEffects(edition).effect(of: edition.calibration.constant(entity, parameter))
  }

  private func changes(_ effect: ConstantEffect) throws -> [Double] {
    try effect.trials.map { try #require($0.change?.largest) }
  }

  /// The shortcut must give what a whole run with the setting gives.
  @Test(arguments: [
    (Entity.accelerator("H100"), "prefill_mfu", ["0.666", "0.814"]),
    (.contract("standard"), "tpot_ms", ["45", "55"]),
    (.deployment, "hbm_usable", ["0.81", "0.99"]),
    (.model("opt-66b"), "parameters", ["59147731353.6", "72291671654.4"]),
  ])
  func agreesWithSettingTheConstant(_ entity: Entity, _ parameter: String, _ values: [String])
    throws
  {
    let effect = try effect(of: entity, parameter)
    let before = try ConstantEffects(Repository.edition()).baseline
    #expect(effect.trials.count == 2)
    for (trial, value) in zip(effect.trials, values) {
      let after = try ConstantEffects(
        Repository.edition(settings: ["\(entity).\(parameter)=\(value)"])
      ).baseline
      let expected = EnvelopeChange(from: before.envelope, to: after.envelope)
      let change = try #require(trial.change)
      #expect(abs((change.largest ?? 9) - (expected.largest ?? 8)) < 1e-12)
      #expect(change.hasSameFlips == expected.hasSameFlips)
      #expect(abs((trial.breakEven.value ?? 9) - (after.breakEven.value ?? 8)) < 1e-12)
    }
  }

  @Test func aPriceMovesEveryCostAndNoBreakEven() throws {
    let edition = try Repository.edition()
    let effect = try ConstantEffects(edition).effect(of: edition.rate(of: "H100"))
    let found = try changes(effect)
    #expect(abs(found[0] + 0.1) < 1e-12 && abs(found[1] - 0.1) < 1e-12)
    #expect(effect.breakEvenReach < 1e-12)
  }

  @Test func aShareStopsAtTheEndOfItsRange() throws {
    let usable = try effect(of: .deployment, "hbm_usable", ["deployment.hbm_usable=0.95"])
    #expect(usable.trials.map(\.isClamped) == [false, true])
    #expect(try usable.trials.map { try $0.variation.si } == [0.95 * 0.9, 1])
    let slack = try effect(of: .deployment, "partition_slack", ["deployment.partition_slack=0.96"])
    #expect(try slack.trials[1].variation.si == 0.98)
    let zero = try effect(of: .deployment, "partition_slack")
    #expect(try zero.trials.map { try $0.variation.si } == [0, 0])
    #expect(zero.envelopeReach == 0 && zero.breakEvenReach == 0)
  }

  @Test func anIntegerIsVariedAsAReal() throws {
    let layers = try effect(of: .model("llama-2-70b"), "layers")
    #expect(try layers.trials.map { try $0.variation.si } == [72, 88])
    let count = try effect(of: .deployment, "tensor_parallel", ["deployment.tensor_parallel=2"])
    #expect(try count.trials.map { try $0.variation.si } == [1.8, 2.2])
  }

  @Test func yesIsReplacedByNo() throws {
    let computes = try effect(of: .deployment, "decode_computes")
    #expect(try computes.trials.map { try $0.variation.si } == [0])
    #expect(computes.breakEvenReach > 0.1)
  }

  @Test func aWordIsReplacedByTheOther() throws {
    let regime = try effect(of: .transfer, "regime")
    #expect(regime.trials.map(\.variation.text) == ["amortized"])
    #expect(regime.breakEvenReach > 0)
  }

  @Test func whatIsNotReadMovesNothing() throws {
    let other = try effect(of: .model("mistral-7b"), "parameters")
    #expect(other.trials.count == 2)
    #expect(other.trials.allSatisfy { $0.change == nil } && other.breakEvenReach == 0)
  }

  private func point(
    _ id: String, _ architecture: Architecture, _ ttft: Double, _ cpm: Double
  )
    -> CostPoint
  {
    CostPoint(id: id, architecture: architecture, ttft: ttft, cpm: cpm)
  }

  @Test func changesOfFlipsAreNamed() {
    let old = ParetoEnvelope([
      point("a", .colocated(.chunked), 100, 4), point("b", .disaggregated, 200, 2),
    ])
    let moved = ParetoEnvelope([
      point("a", .colocated(.chunked), 100, 4), point("b", .disaggregated, 300, 2),
    ])
    let change = EnvelopeChange(from: old, to: moved)
    #expect(change.largest == 1, "twice the cost from 200 to 300 ms")
    #expect(change.moved.map(\.to.ttft) == [300] && change.vanished.isEmpty)
    let gone = EnvelopeChange(
      from: old, to: ParetoEnvelope([point("a", .colocated(.chunked), 100, 4)]))
    #expect(gone.vanished.map(\.ttft) == [200] && gone.appeared.isEmpty && !gone.hasSameFlips)
    #expect(EnvelopeChange(from: old, to: old).hasSameFlips)
    #expect(EnvelopeChange(from: old, to: ParetoEnvelope([])).largest == nil)
  }
}
