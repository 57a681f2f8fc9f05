import CostModel
import Foundation
import TestSupport
import Testing

/// One row of vectors.csv, values made by an independent program.
struct Vector: CustomTestStringConvertible {
  let fields: [String: String]

  func text(_ name: String) throws -> String { try #require(fields[name]) }

  func number(_ name: String) throws -> Double {
    try #require(try Double(text(name)), "\(name)")
  }

  func word<Word: RawRepresentable<String>>(_ name: String) throws -> Word {
    try #require(Word(rawValue: try text(name)), "\(name)")
  }

  /// nil where the vector says infeasible.
  func result(_ name: String) throws -> Double? {
    try text(name) == "infeasible" ? nil : try number(name)
  }

  var testDescription: String {
    ["accelerator", "alpha", "tpot_ms", "bandwidth_gb_s", "efficiencies", "pass", "decode"]
      .compactMap { fields[$0] }.joined(separator: "/")
  }

  static let all: [Vector] = {
    guard let url = Bundle.module.url(forResource: "vectors", withExtension: "csv"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map {
      Vector(fields: Dictionary(uniqueKeysWithValues: zip(lines[0], $0)))
    }
  }()
}

extension Vector {
  /// FLOP/s, B/s and GB of one accelerator, and CoreWeave's USD/h.
  private static let machines = [
    "A100": (flops: 312e12, bandwidth: 2.039e12, gb: 80.0, usd: 2.70),
    "H100": (flops: 989e12, bandwidth: 3.35e12, gb: 80.0, usd: 6.155),
    "H200": (flops: 989e12, bandwidth: 4.8e12, gb: 141.0, usd: 6.305),
  ]

  /// MFU and MBU on Ampere, MFU and MBU on Hopper.
  private static let efficiencies = [
    "gemm": [0.74, 0.68, 0.74, 0.75], "kernels": [0.59, 0.46, 0.51, 0.47],
    "vllm-0.6.0": [0.62, 0.50, 0.43, 0.50], "splitwise-2023": [0.57, 0.38, 0.36, 0.35],
  ]

  func model() throws -> CostModel {
    let name = try text("accelerator")
    let machine = try #require(Self.machines[name])
    let shares = try #require(Self.efficiencies[try text("efficiencies")])
    let hopper = name == "A100" ? 0 : 2
    let instances = Int(try number("cluster_instances"))
    return CostModel(
      instance: ServingInstance(
        model: llama2,
        accelerator: Accelerator(
          peakFLOPS: machine.flops, memoryBandwidth: machine.bandwidth,
          memoryBytes: machine.gb * (try text("memory") == "binary" ? gibibyte : 1e9),
          prefillMFU: shares[hopper], decodeMBU: shares[hopper + 1]),
        count: 4, usableMemory: 0.9),
      usdPerAcceleratorHour: machine.usd,
      readings: ModelReadings(
        decode: try word("decode"), pass: try word("pass"), kv: try word("kv"),
        pools: ModelReadings.Pools(
          flatSlack: try number("partition_slack"),
          clusterInstances: instances == 0 ? nil : instances),
        ttftBound: try number("ttft_ms") == 0 ? .ignored : .kept),
      tailQuantile: 2.3263478740408408)
  }

  func service() throws -> Service {
    CostModelTests.service(
      share: try number("alpha"), tpot: try number("tpot_ms") / 1000,
      ttft: try number("ttft_ms") / 1000)
  }

  func transfer() throws -> KVTransfer {
    CostModelTests.transfer(
      try number("bandwidth_gb_s"), overlap: try number("eta"), try word("regime"))
  }
}

@Suite struct VectorTests {
  @Test func thereAreVectors() {
    #expect(Vector.all.count == 72)
    #expect(Vector.all.count { $0.fields["alpha_star"] != "" } == 22)
  }

  @Test(arguments: Vector.all) func costsAgree(_ vector: Vector) throws {
    let (model, service, transfer) = (
      try vector.model(), try vector.service(), try vector.transfer()
    )
    let split = model.disaggregated(service, over: transfer)
    let chunked = model.colocated(.chunked, service)
    let continuous = model.colocated(.continuous, service)
    // The batch of a decode pool stays where a TTFT limit leaves it no cost, and the blocking tax
    // needs no batch.
    let batch = model.passes.batch(.disaggregated, service)
    var tax = batch.map {
      model.transferTax(prefillShare: service.mix.prefillShare, over: transfer, batch: $0)
    }
    if transfer.regime == .blocking {
      tax = model.transferTax(prefillShare: service.mix.prefillShare, over: transfer, batch: 1)
    }
    for (name, value) in [
      ("b_pd", batch), ("tau_kv", tax), ("cpm_disaggregated", split?.total),
      ("sizing_slack", split?.sizingSlack), ("b_chunked", chunked?.batch),
      ("cpm_chunked", chunked?.total), ("b_continuous", continuous?.batch),
      ("cpm_continuous", continuous?.total),
    ] {
      let expected = try vector.result(name)
      #expect((value == nil) == (expected == nil), "\(name): \(value as Any)")
      guard let value, let expected else { continue }
      #expect(relativeDifference(value, expected) < 1e-9, "\(name): \(value), not \(expected)")
    }
  }

  @Test(arguments: Vector.all.filter { $0.fields["alpha_star"] != "" }, ShareAxis.Scan.allCases)
  func breakEvensAgree(_ vector: Vector, scan: ShareAxis.Scan) throws {
    let found = try vector.model().breakEvenPrefillShares(
      .chunked, try vector.service(), over: try vector.transfer(),
      on: ShareAxis(shares: 0.0001...0.9999, steps: 4000), scan: scan)
    let value: Double? =
      switch found.first {
      case .at(let share): share
      case .disaggregationEverywhere: 0
      case .colocationEverywhere: 1
      case .infeasible: nil
      }
    let expected = try vector.result("alpha_star")
    #expect((value == nil) == (expected == nil))
    guard let value, let expected else { return }
    #expect(abs(value - expected) < 1e-6, "\(value), not \(expected)")
  }
}
