import CostModel
import Foundation
import TestSupport
import Testing

/// One row of vectors.csv, values made by an independent program.
struct Vector: CustomTestStringConvertible {
  let fields: [String: String]

  func number(_ name: String) throws -> Double {
    try #require(fields[name].flatMap(Double.init))
  }

  var testDescription: String {
    ["alpha", "tpot_ms", "bandwidth_gb_s", "regime"].compactMap { fields[$0] }
      .joined(separator: "/")
  }

  static let all: [Vector] = {
    guard let url = Bundle.module.url(forResource: "vectors", withExtension: "csv"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",").map(String.init)
    }
    return lines.dropFirst().map {
      Vector(fields: Dictionary(uniqueKeysWithValues: zip(lines[0], $0)))
    }
  }()
}

@Suite struct VectorTests {
  @Test func thereAreVectors() { #expect(Vector.all.count == 48) }

  @Test(arguments: Vector.all) func modelAgrees(_ vector: Vector) throws {
    let service = service(
      share: try vector.number("alpha"), tpot: try vector.number("tpot_ms") / 1000)
    let regime = try #require(TransferRegime(rawValue: vector.fields["regime"] ?? ""))
    let transfer = transfer(
      try vector.number("bandwidth_gb_s"), overlap: try vector.number("eta"), regime)
    let split = try #require(referenceModel.disaggregated(service, over: transfer))
    let chunked = try #require(referenceModel.colocated(.chunked, service))
    let continuous = try #require(referenceModel.colocated(.continuous, service))

    for (name, value) in [
      ("b_pd", split.batch), ("tau_kv", split.transferTax), ("cpm_disaggregated", split.total),
      ("b_chunked", chunked.batch), ("cpm_chunked", chunked.total),
      ("b_continuous", continuous.batch), ("cpm_continuous", continuous.total),
    ] {
      let expected = try vector.number(name)
      #expect(relativeDifference(value, expected) < 1e-9, "\(name): \(value), not \(expected)")
    }

    // Found by bisection there, hence the wider tolerance; clipped to [0, 1].
    let share = referenceModel.breakEvenPrefillShare(
      tokens: referenceTokens, tpot: service.tpot, over: transfer)
    let expected = try vector.number("alpha_star")
    #expect(abs(clipped(share) - expected) < 1e-6, "alpha_star: \(share), not \(expected)")
  }

  private func clipped(_ share: BreakEven) -> Double {
    switch share {
    case .at(let value): value
    case .disaggregationEverywhere: 0
    case .colocationEverywhere, .infeasible: 1
    }
  }
}
