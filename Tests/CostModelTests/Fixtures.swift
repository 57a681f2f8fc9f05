import CostModel
import TestSupport

let llama2 = LanguageModel(
  parameters: 68_976_648_192, layers: 80, kvHeads: 8, headDimension: 128, bytesPerWeight: 2,
  bytesPerKVElement: 2)

/// The default readings of the second edition.
let defaultReadings = ModelReadings(
  decode: .roofline, pass: .sum, kv: .paged, pools: .exact, ttftBound: .ignored)

/// Llama-2-70B on four H100 at CoreWeave's 6.155 USD/h under the default readings.
let referenceModel = CostModel(
  instance: ServingInstance(
    model: llama2,
    accelerator: Accelerator(
      peakFLOPS: 989e12, memoryBandwidth: 3.35e12, memoryBytes: 80 * gibibyte, prefillMFU: 0.74,
      decodeMBU: 0.75),
    count: 4, usableMemory: 0.9),
  usdPerAcceleratorHour: 6.155, readings: defaultReadings, tailQuantile: 2.3263478740408408)

let gibibyte = 1_073_741_824.0

/// S of Figure 2: the mean request of the Azure conversation trace.
let referenceTokens = 1365.8

func service(
  share: Double, tpot: Double = 0.05, ttft: Double? = nil, arrivalRate: Double? = nil
) -> Service {
  Service(
    mix: Mix(prefillShare: share, tokens: referenceTokens), tpot: tpot, ttft: ttft,
    arrivalRate: arrivalRate)
}

func transfer(
  _ gigabytesPerSecond: Double, overlap: Double = 0.5, _ regime: TransferRegime = .blocking
) -> KVTransfer {
  KVTransfer(bandwidth: gigabytesPerSecond * 1e9, overlap: overlap, regime: regime)
}

extension CostModel {
  func with(_ change: (inout ModelReadings) -> Void) -> CostModel {
    var readings = readings
    change(&readings)
    return CostModel(
      instance: instance, usdPerAcceleratorHour: usdPerAcceleratorHour, readings: readings,
      tailQuantile: passes.tailQuantile)
  }

  func withInstance(_ change: (inout ServingInstance) -> Void) -> CostModel {
    var instance = instance
    change(&instance)
    return CostModel(
      instance: instance, usdPerAcceleratorHour: usdPerAcceleratorHour, readings: readings,
      tailQuantile: passes.tailQuantile)
  }
}

/// A machine, a workload, a contract, a path and readings, all within what serving knows.
struct Case {
  var model: CostModel
  var service: Service
  var transfer: KVTransfer

  static func random(_ count: Int, seed: UInt64) -> [Case] {
    var generator = SeededNumbers(seed: seed)
    return (0..<count).map { _ in Case(using: &generator) }
  }

  private init(using generator: inout SeededNumbers) {
    func number(_ range: ClosedRange<Double>) -> Double {
      Double.random(in: range, using: &generator)
    }
    func oneOf<Value>(_ values: [Value]) -> Value {
      values[Int.random(in: values.indices, using: &generator)]
    }
    let count = oneOf([2.0, 4, 8])
    model = CostModel(
      instance: ServingInstance(
        model: LanguageModel(
          parameters: oneOf([8e9, 34e9, 70e9]), layers: oneOf([32, 60, 80]),
          kvHeads: oneOf([8, 8, 64]), headDimension: 128, bytesPerWeight: oneOf([1, 2]),
          bytesPerKVElement: oneOf([1, 2])),
        accelerator: Accelerator(
          peakFLOPS: number(100e12...2000e12), memoryBandwidth: number(0.6e12...8e12),
          memoryBytes: number(40e9...200e9), prefillMFU: number(0.3...0.8),
          decodeMBU: number(0.3...0.8)),
        count: count, usableMemory: number(0.85...0.92)),
      usdPerAcceleratorHour: number(1...10),
      readings: ModelReadings(
        decode: oneOf(ModelReadings.Decode.allCases), pass: oneOf(ModelReadings.Pass.allCases),
        kv: oneOf(ModelReadings.KV.allCases),
        pools: ModelReadings.Pools(
          flatSlack: oneOf([0, 0, 0.09, number(0...0.2)]),
          clusterInstances: oneOf([nil, nil, 2, 8, Int.random(in: 2...20, using: &generator)])),
        ttftBound: oneOf(ModelReadings.TTFTBound.allCases)),
      tailQuantile: 2.3263478740408408)
    service = Service(
      mix: Mix(
        prefillShare: number(0.02...0.98), tokens: oneOf([400, 1365.8, 4000, number(200...16000)])),
      tpot: oneOf([0.03, 0.05, 0.08, number(0.01...0.2)]),
      ttft: oneOf([nil, 0.2, 0.5, number(0.05...5)]),
      arrivalRate: oneOf([nil, nil, number(0.001...5)]))
    transfer = KVTransfer(
      bandwidth: number(5e9...1000e9), overlap: oneOf([0, 0.5, 1, number(0...1)]),
      regime: oneOf(TransferRegime.allCases))
  }
}
