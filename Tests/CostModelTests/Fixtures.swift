import CostModel

/// Llama-2-70B on four H100 at CoreWeave's 6.155 USD/h: the frame of vectors.csv.
let referenceModel = CostModel(
  instance: ServingInstance(
    model: LanguageModel(
      parameters: 68_976_648_192, layers: 80, kvHeads: 8, headDimension: 128, bytesPerWeight: 2,
      bytesPerKVElement: 2),
    accelerator: Accelerator(
      peakFLOPS: 989e12, memoryBandwidth: 3.35e12, memoryBytes: 80e9, prefillMFU: 0.43,
      decodeMBU: 0.75),
    count: 4, usableMemory: 0.9),
  usdPerAcceleratorHour: 6.155, tailQuantile: 2.3263478740408408)

/// S of Figure 2: the mean request of the Azure conversation trace.
let referenceTokens = 1365.8

func service(
  share: Double, tpot: Double = 0.05, tokens: Double = referenceTokens, arrivalRate: Double? = nil
) -> Service {
  Service(
    mix: Mix(prefillShare: share, tokens: tokens), tpot: tpot, arrivalRate: arrivalRate)
}

func transfer(
  _ gigabytesPerSecond: Double, overlap: Double = 0.5, _ regime: TransferRegime = .blocking
) -> KVTransfer {
  KVTransfer(bandwidth: gigabytesPerSecond * 1e9, overlap: overlap, regime: regime)
}
