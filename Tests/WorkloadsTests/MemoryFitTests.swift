import CostModel
import Evidence
import Normalization
import TestSupport
import Testing
import Workloads

@Suite struct MemoryFitTests {
  /// 4 × H100 of 80 GB, of which nine tenths may be filled: 288 GB.
  private func fit(
    _ model: String, accelerator: String = "H100", precision: ServingPrecision = .bf16,
    readings: [String] = []
  ) throws -> MemoryFit {
    let edition = try Repository.edition(
      readings: readings,
      settings: [
        "accelerator/\(accelerator).hbm_bytes=80000000000", "deployment.hbm_usable=0.9",
        "deployment.tensor_parallel=4",
      ])
    var plan = DeploymentPlan()
    (plan.model, plan.accelerator, plan.precision) = (model, accelerator, precision)
    plan.usdPerHour = 2
    return try MemoryFit(Deployment(plan, in: edition), in: edition)
  }

  private let mix = Mix(promptTokens: 1000, outputTokens: 1000)

  @Test func whatFits() throws {
    let fit = try fit("llama-2-70b", readings: ["kv=paged"])
    #expect(fit.accelerators == 4)
    #expect(fit.weightBytes == 137_953_296_384)
    #expect(fit.usableBytes == 288e9)
    #expect(fit.kvBytesPerToken == 327_680)
    // (288e9 − 137,953,296,384) / 327,680
    #expect(abs(fit.kvTokens - 457_906.2) < 0.001)
    // Each holds 1500 tokens on average, 2000 in the end.
    #expect(abs(fit.sequences(mix) - 305.271) < 1e-3)
    #expect(abs(fit.sequences(mix, kv: .reserved) - 228.953) < 1e-3)
    #expect(fit.complaint(mix) == nil)
  }

  @Test func theReadingSaysHowMuchASequenceTakes() throws {
    let fit = try fit("llama-2-70b", readings: ["kv=reserved"])
    #expect(fit.kv == .reserved)
    #expect(fit.sequences(mix) == fit.sequences(mix, kv: .reserved))
  }

  @Test func weightsThatDoNotFit() throws {
    let fit = try fit("bloom-176b")
    #expect(fit.kvTokens < 0)
    #expect(
      fit.complaint(mix)
        == "the weights of bloom-176b (352 GB at bf16) do not fit into 4 × H100 (288 GB usable): "
        + "set deployment.tensor_parallel to 8 or more, or take --weights fp8")
  }

  @Test func onlyAPrecisionThatTheAcceleratorHasIsProposed() throws {
    let complaint = try fit("bloom-176b", accelerator: "A100").complaint(mix)
    #expect(
      complaint
        == "the weights of bloom-176b (352 GB at bf16) do not fit into 4 × A100 (288 GB usable): "
        + "set deployment.tensor_parallel to 8 or more")
  }

  @Test func aRequestThatDoesNotFitBesideTheWeights() throws {
    // KV of 500,000 tokens at the least, for which there is room for 457,906.
    let long = Mix(promptTokens: 500_000, outputTokens: 0.001)
    #expect(
      try fit("llama-2-70b").complaint(long)
        == "the KV of one request (164 GB) does not fit beside the weights of llama-2-70b "
        + "(138 GB at bf16) into 4 × H100 (288 GB usable): set deployment.tensor_parallel to 8 or "
        + "more, or take --weights fp8")
  }

  @Test func fp8HalvesTheWeights() throws {
    let fit = try fit("bloom-176b", precision: ServingPrecision(weights: .fp8, kv: .fp8))
    #expect(fit.weightBytes == 176_247_271_424)
    #expect(fit.kvBytesPerToken == 2 * 70 * 112 * 128)
    #expect(fit.complaint(mix) == nil)
  }

  @Test(arguments: [("A100", Precision.fp8), ("H100", .fp4)])
  func aPeakRateThatIsMissingIsNamedAsTheRowToAdd(accelerator: String, weights: Precision) throws {
    let error = #expect(throws: EvidenceError.self) {
      try fit(
        "mistral-7b", accelerator: accelerator,
        precision: ServingPrecision(weights: weights, kv: .bf16))
    }
    #expect(
      error?.description
        == "accelerator/\(accelerator) has no \(weights.peakRate); add a row "
        + "accelerator/\(accelerator),\(weights.peakRate),VALUE,FLOP/s,…")
  }
}
