import CostModel
import Evidence
import Explorer
import Foundation
import Frontier
import Normalization
import Reports
import TestSupport
import Testing
import Workloads

@testable import WebPage

/// What the page's WebAssembly is asked, in Swift.
enum ExplorerQuestions {
  /// The inputs of a plan and a workload, each constant found by its name as the page finds it.
  static func inputs(_ workload: Workload, _ plan: DeploymentPlan, in edition: Edition) throws
    -> [Double]
  {
    let deployment = try Deployment(plan, in: edition)
    return try ExplorerInput.allCases.map { input in
      switch input {
      case .usdPerHour: deployment.model.usdPerAcceleratorHour
      case .bandwidth: deployment.transfer.bandwidth
      case .ttftLimit: deployment.limits.ttftMs
      case .tpotLimit: deployment.limits.tpotMs
      case .promptTokens: workload.mix.promptTokens
      case .outputTokens: workload.mix.outputTokens
      case .arrivalRate: workload.arrivalRate ?? 0
      case .isAmortized: try edition.calibration.transferRegime == .amortized ? 1 : 0
      default: try constant(input, plan, in: edition.calibration)
      }
    }
  }

  private static func constant(
    _ input: ExplorerInput, _ plan: DeploymentPlan, in calibration: Calibration
  ) throws -> Double {
    let (kind, parameter) = try #require(input.constant)
    let entity: Entity? =
      switch kind {
      case "model": .model(plan.model)
      case "accelerator": .accelerator(plan.accelerator)
      case "deployment": .deployment
      case "transfer": .transfer
      default: nil
      }
    return try calibration.number(#require(entity), parameter)
  }

  /// Questions of all kinds, the same at every run: sizes, contracts, links and machines over and
  /// beyond what there is, under every reading.
  static func random(_ count: Int) -> [[Double]] {
    var state: UInt64 = 20_260_501
    func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    func spread(_ low: Double, _ high: Double) -> Double { low * pow(high / low, unit()) }
    func flag() -> Double { unit() < 0.5 ? 0 : 1 }
    return (0..<count).map { _ in
      ExplorerInput.allCases.map { input in
        switch input {
        case .parameters: spread(7e9, 180e9)
        case .layers: spread(32, 120).rounded()
        case .kvHeads: spread(4, 64).rounded()
        case .headDimension: 128
        case .bytesPerWeight, .bytesPerKVElement: 1 + flag()
        case .peakFLOPS: spread(100e12, 2.5e15)
        case .memoryBandwidth: spread(0.6e12, 8e12)
        case .memoryBytes: spread(40e9, 300e9)
        case .prefillMFU, .decodeMBU: 0.2 + 0.6 * unit()
        case .accelerators: spread(1, 16).rounded()
        case .usableMemory: 0.8 + 0.15 * unit()
        case .tailQuantile: 2.3263478740408408
        case .decodeComputes, .sharesPass, .reservesKV, .keepsTTFT, .isAmortized: flag()
        case .partitionSlack: unit() < 0.7 ? 0 : 0.2 * unit()
        case .clusterInstances: unit() < 0.6 ? 0 : spread(2, 40).rounded()
        case .overlap, .overlapLow, .overlapHigh: unit()
        case .usdPerHour: spread(0.5, 20)
        case .bandwidth: spread(1e9, 2e12)
        case .ttftLimit: spread(100, 30_000)
        case .tpotLimit: spread(10, 400)
        case .promptTokens: spread(10, 100_000)
        case .outputTokens: spread(5, 10_000)
        case .arrivalRate: unit() < 0.7 ? 0 : spread(0.001, 10)
        }
      }
    }
  }
}

@Suite struct ExplorerTests {
  private static func named(_ answer: [Double], _ place: Int, _ part: ExplorerPart) -> Double {
    answer[place * ExplorerPart.allCases.count + part.rawValue]
  }

  private static func named(_ answer: [Double], _ output: ExplorerOutput) -> Double {
    answer[3 * ExplorerPart.allCases.count + output.rawValue]
  }

  /// The page answers what `frontier locate` answers, to the last bit.
  @Test(arguments: [
    [], ["pass=fused", "ttft-bound=kept"], ["decode=memory-bound", "kv=reserved"],
    ["pools=sized", "transfer=amortized"], ["efficiencies=splitwise-2023", "nvlink=one-way"],
  ])
  func agreesWithLocate(_ readings: [String]) throws {
    let edition = try Repository.edition(readings: readings)
    for (prompt, output, rate) in [
      (3000.0, 300.0, nil), (100, 1000, nil), (30_000, 200, nil), (800, 200, 0.5),
    ] as [(Double, Double, Double?)] {
      for link in [KVLink?.none, .bandwidth(50e9), .interconnect("hdr")] {
        var plan = DeploymentPlan()
        plan.link = link
        let workload = Workload(
          mix: Mix(promptTokens: prompt, outputTokens: output), arrivalRate: rate)
        let expected = WorkloadAnswer(workload, on: try Deployment(plan, in: edition))
        let inputs = try ExplorerQuestions.inputs(workload, plan, in: edition)
        let found = ExplorerCall(inputs).answer()
        func same(_ one: Double, _ other: Double?) -> Bool {
          other.map { one == $0 } ?? one.isNaN
        }
        for (place, part) in expected.parts.enumerated() {
          #expect(same(Self.named(found, place, .cost), part.cost))
          #expect(same(Self.named(found, place, .prefill), part.prefill))
          #expect(same(Self.named(found, place, .decode), part.decode))
          #expect(same(Self.named(found, place, .rest), part.rest))
          #expect(same(Self.named(found, place, .batch), part.batch))
          #expect(same(Self.named(found, place, .firstToken), part.firstTokenMs))
          #expect((Self.named(found, place, .meetsContract) == 1) == part.meetsContract)
          #expect((Self.named(found, place, .obstacle) == 0) == (part.obstacle == nil))
        }
        let crossings = expected.crossings
        #expect(same(Self.named(found, .margin), expected.costs.margin))
        #expect(same(Self.named(found, .bandwidth), crossings.bandwidth.value))
        #expect((Self.named(found, .bandwidthWord) == 0) == (crossings.bandwidth.value != nil))
        #expect(same(Self.named(found, .tpotLimit), crossings.tpotMs))
        #expect(same(Self.named(found, .overlap), crossings.overlap))
        #expect(same(Self.named(found, .priceRatio), crossings.priceRatio))
        #expect(same(Self.named(found, .transferTax), expected.transferTax))
        #expect(same(Self.named(found, .chunkTokens), expected.chunkTokens))
        #expect(same(Self.named(found, .prefillPool), expected.pools?.prefill))
        #expect(Self.named(found, .transfer) == expected.transferMs)
        #expect(Self.named(found, .memoryBatch) == expected.memoryBatch)
        let shares = crossings.prefillShares.crossings
        #expect(Array(found.suffix(shares.count)) == shares)
        #expect(found[found.count - shares.count - 1] == Double(shares.count))
        let winner = ExplorerCall(inputs).winner()
        #expect(
          winner == (expected.costs.winner.map { $0 == .disaggregation ? 1 : 0 } ?? -1))
      }
    }
  }

  /// The page's panel is that of `frontier locate --figure`.
  @Test func panelIsLocates() throws {
    let edition = try Repository.edition()
    let workload = Workload(mix: Mix(promptTokens: 3000, outputTokens: 300))
    let plan = DeploymentPlan()
    let deployment = try Deployment(plan, in: edition)
    let surface = deployment.surface(workload)
    let (shares, bandwidths) = (BreakEvenSurface.shares, BreakEvenSurface.bandwidths)
    let found = ExplorerCall(try ExplorerQuestions.inputs(workload, plan, in: edition))
      .panel(shares: shares, bandwidths: bandwidths, overlaps: [0.5])
    for (column, share) in shares.enumerated() {
      for (row, cell) in surface.column(prefillShare: share, bandwidths: bandwidths).enumerated() {
        let margin = Comparison(of: cell.disaggregated, with: cell.colocated)?.margin
        #expect(found[column * bandwidths.count + row] == margin ?? .nan)
      }
    }
    let contour = surface.contour(overlap: 0.5, shares: shares, bandwidths: bandwidths)
    let places = contour.pieces.joined().flatMap { [$0.prefillShare, $0.bandwidth] }
    let line = found.dropFirst(shares.count * bandwidths.count + 1).filter { !$0.isNaN }
    #expect(line == places)
    #expect(!places.isEmpty)
  }

  /// What the page tells of the runs, and of shares that are assumed, is what `frontier locate` tells.
  @Test(arguments: [[], ["pass=fused"]])
  func remarksAreLocates(_ readings: [String]) throws {
    let edition = try Repository.measuredEdition(readings: readings)
    let data = try ExplorerData(edition)
    var plan = DeploymentPlan()
    plan.model = "opt-66b"
    let workload = Workload(mix: Mix(promptTokens: 3000, outputTokens: 300))
    func text(_ plan: DeploymentPlan) throws -> String {
      let answer = WorkloadAnswer(workload, on: try Deployment(plan, in: edition))
      let lines = try LocateReport(answer, nil, in: edition).text(as: .text)
      return lines.split { $0.isWhitespace }.joined(separator: " ")
    }
    let (before, after) = (data.measured.before, data.measured.after)
    let (own, other) = (try text(DeploymentPlan()), try text(plan))
    #expect(own.contains("Yardstick: \(try #require(data.yardstick));"))
    #expect(!own.contains(before))
    #expect(other.contains("\(before)opt-66b\(after)"))
    let count = try edition.calibration.number(.deployment, "tensor_parallel")
    #expect(data.measured.accelerators == count)
    for (accelerator, isAssumed) in [("H100", false), ("A100", false), ("H200", true)] {
      var plan = DeploymentPlan()
      plan.accelerator = accelerator
      let values = ["prefill_mfu", "decode_mbu"].flatMap { parameter in
        data.values["accelerator/\(accelerator).\(parameter)"] ?? []
      }
      #expect(!values.isEmpty && values.allSatisfy { ($0.isAssumed == true) == isAssumed })
      #expect(try text(plan).contains("\(before)\(accelerator)\(after)") == isAssumed)
    }
  }

  /// The WebAssembly in the page is what the sources give under the compiler that made it.
  @Test(.enabled(if: WebAssemblyCompiler.isRecorded, "another compiler than Explorer/compiler.txt"))
  func webAssemblyIsOfTheseSources() throws {
    let folder = try TemporaryFolder()
    let built = folder.url.appending(path: "explorer.wasm")
    let outcome = try Frontier.run(
      [built.path], program: Frontier.repository.appending(path: "scripts/explorer"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let own = try Repository.bytes("Sources/WebPage/explorer.wasm")
    #expect([UInt8](try Data(contentsOf: built)) == own, "run scripts/explorer")
  }
}

enum WebAssemblyCompiler {
  /// Whether the compiler at hand is the one that the committed WebAssembly was made by.
  static let isRecorded: Bool = {
    guard let output = try? Witness.run(["swiftc", "--version"]),
      let recorded = try? Repository.text("Explorer/compiler.txt")
    else { return false }
    return String(decoding: output, as: UTF8.self).contains(recorded.filter { !$0.isNewline })
  }()
}
