import Foundation
import TestSupport
import Testing

@testable import Workloads

/// `scripts/synthetic-trace`, which made the examples.
@Suite(.enabled(if: Python.isInstalled)) struct SyntheticTraceTests {
  private struct Outcome {
    let status: Int32
    let output: Data
  }

  private static func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = Repository.root.appendingPathComponent("scripts/synthetic-trace")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: data)
  }

  private static func made(_ name: String, _ rows: Int, seed: Int? = nil) throws -> String {
    let outcome = try run([name, String(rows)] + (seed.map { [String($0)] } ?? []))
    try #require(outcome.status == 0)
    return String(decoding: outcome.output, as: UTF8.self)
  }

  @Test(arguments: [
    ("azure-conversation", 1500, "csv"), ("mooncake-conversation", 300, "jsonl"),
  ]) func examplesAreWhatTheCommandMakes(_ name: String, _ rows: Int, _ ending: String) throws {
    let example = try Repository.text("examples/\(name)-made.\(ending)")
    #expect(try Self.made(name, rows) == example)
    #expect(try Self.made(name, rows, seed: 2) != example)
    #expect(try Trace.of(example).requests == rows)
  }

  private struct Published: Sendable {
    let name: String
    let requestsPerSecond: Double
    /// Mean, P50, P90, P99 and the longest.
    let prompt: [Double]
    let output: [Double]
  }

  /// Of the public files (see examples/README.md).
  private static let published = [
    Published(
      name: "azure-code", requestsPerSecond: 2.567, prompt: [2047.8, 1469, 5187.6, 7436, 7437],
      output: [27.88, 13, 55, 251.46, 1899]),
    Published(
      name: "azure-conversation", requestsPerSecond: 5.530,
      prompt: [1154.7, 1020, 2734.5, 4142, 14_050], output: [211.13, 129, 424, 601, 1000]),
    Published(
      name: "mooncake-conversation", requestsPerSecond: 3.401,
      prompt: [12_035.1, 6909, 27_367, 85_400.4, 126_195], output: [342.62, 350, 597, 1118.5, 2000]),
    Published(
      name: "mooncake-synthetic", requestsPerSecond: 3.907,
      prompt: [15_325.5, 11_587, 38_611.2, 66_456.2, 191_378],
      output: [149.12, 69, 389, 768.08, 893]),
  ]

  @Test(arguments: published) private func lengthsAreDistributedAsPublished(_ published: Published)
    throws
  {
    let trace = try Trace.of(Self.made(published.name, 20_000))
    #expect(trace.requests == 20_000)
    let rate = try #require(trace.requestsPerSecond)
    #expect(relativeDifference(rate, published.requestsPerSecond) < 0.03)
    for (lengths, expected) in [
      (trace.promptTokens, published.prompt), (trace.outputTokens, published.output),
    ] {
      let found = [lengths.mean, lengths.p50, lengths.p90, lengths.p99]
      for (found, expected) in zip(found, expected) {
        #expect(relativeDifference(found, expected) < 0.03, "\(found) for \(expected)")
      }
      let longest = Double(lengths.maximum)
      #expect(longest <= expected[4] && relativeDifference(longest, expected[4]) < 0.1)
    }
  }

  @Test(arguments: [
    [], ["azure"], ["azure", "5"], ["azure-code", "x"], ["azure-code", "5", "-1"],
  ])
  func otherArgumentsMakeNothing(_ arguments: [String]) throws {
    let outcome = try Self.run(arguments)
    #expect(outcome.status != 0 && outcome.output.isEmpty)
  }
}
