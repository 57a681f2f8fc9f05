import Evidence
import Normalization
import TestSupport
import Testing

@testable import Frontier

@Suite struct DrawsTests {
  /// Every further choice of two readings doubles the combinations.
  @Test func tooManyCombinationsAreRefused() throws {
    var files = try EditedFiles()
    for number in 0..<10 {
      let choice = "choice/made\(number)"
      files.calibration +=
        ["default,a,word,,,,,,", "drawn,1,1,,,,,,"].map { "\(choice),\($0)A,B,assumed,\n" }.joined()
        + ["a", "b"].map {
          "\(choice),reading,\($0),word,,made\(number),\($0),,,A,B,assumed,\n"
        }.joined()
    }
    let edition = try files.edition()
    #expect {
      _ = try Draws(edition, plan: .random(count: 1, seed: 1))
    } throws: {
      "\($0)".hasSuffix(
        "have more than 65536 combinations of readings; set drawn of some of them to 0")
    }
  }

  /// The generator's published first outputs from this seed.
  @Test func splitMixIsTheOneThatIsNamed() {
    var numbers = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in numbers.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test func quantilesAreNumPys() throws {
    // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0.05, 0.5, 0.95])
    let found = try #require(Quantiles([3, 1, 4, 1, 5, 9, 2, 6]))
    #expect(abs(found.p05 - 1) < 1e-12)
    #expect(abs(found.p50 - 3.5) < 1e-12)
    #expect(abs(found.p95 - 7.95) < 1e-12)
    var numbers = SplitMix64(seed: 11)
    for count in [1, 2, 3, 20, 21, 1000] {
      // Few values, so that many are alike.
      let drawn = (0..<count).map { _ in (numbers.share() * 50).rounded() }
      let sorted = drawn.sorted()
      let found = try #require(Quantiles(drawn))
      for (share, value) in [(0.05, found.p05), (0.5, found.p50), (0.95, found.p95)] {
        let place = share * Double(count - 1)
        let (below, above) = (sorted[Int(place)], sorted[min(Int(place) + 1, count - 1)])
        #expect(abs(value - (below + (place - place.rounded(.down)) * (above - below))) < 1e-9)
      }
    }
    #expect(Quantiles([]) == nil)
    #expect(Quantiles([7])?.p05 == 7)
  }

  @Test func everyReadingIsDrawnAlikeAndEveryRangeEvenly() throws {
    let edition = try Repository.edition()
    let draws = try Draws(edition, plan: .random(count: 8000, seed: 7))
    #expect(draws.combinations.count == 256)
    let factors = Factor.all(of: draws)
    // Seven choices, and ranges.
    #expect(factors.count > 8)
    for factor in factors {
      let counts = (0..<factor.levels).map { level in factor.level.count { $0 == level } }
      let expected = 8000.0 / Double(factor.levels)
      #expect(counts.reduce(0, +) == 8000)
      #expect(
        counts.allSatisfy { abs(Double($0) - expected) < 5 * expected.squareRoot() },
        "\(factor.name): \(counts)")
    }
    let ranges = try draws.map(sharing: { $0 }, making: { _, draw in draw })
    let usable = try #require(draws.constants.firstIndex { $0.parameter == "hbm_usable" })
    let values: [Double] = ranges.map { $0.values[usable] }
    #expect(values.allSatisfy { (0.85...0.92).contains($0) })
    let mean = values.reduce(0, +) / 8000
    #expect(abs(mean - 0.885) < 0.001)
    let splitwise = try #require(
      edition.anchors.firstIndex { $0.id == "splitwise-conversation" })
    let rates: [Double] = ranges.map { $0.throughputs[splitwise] * 70 }
    #expect(rates.allSatisfy { (70...130).contains($0) })
    let rate = rates.reduce(0, +) / 8000
    #expect(abs(rate - 100) < 1)
  }

  @Test func aSeedIsTheSameDrawsAndAnotherIsNot() throws {
    let edition = try Repository.edition()
    func values(_ seed: UInt64) throws -> [[Double]] {
      try Draws(edition, plan: .random(count: 300, seed: seed)).map(
        sharing: { $0 }, making: { $1.values })
    }
    #expect(try values(3) == values(3))
    #expect(try values(3) != values(4))
  }

  @Test func exhaustiveTakesEveryCombinationOnceAtItsOwnValues() throws {
    let draws = try Draws(Repository.edition(), plan: .exhaustive)
    let readings = try draws.map(
      sharing: { $0.readings.map(\.description) },
      making: { readings, draw in
        #expect(draw.values.isEmpty && draw.throughputs.allSatisfy { $0 == 1 })
        return readings
      })
    #expect(draws.count == 256 && Set(readings).count == 256)
  }

  /// A constant's place in an instance must be where looking it up would have put it.
  @Test func aPlaceInARangeIsWhatLookingTheConstantUpGives() throws {
    let edition = try Repository.edition(readings: ["decode=memory-bound"])
    let frames = [ReferenceFrame(), ReferenceFrame(accelerator: "A100")]
    let constants = edition.calibration.inForce.filter {
      [.model, .accelerator, .deployment, .contract, .rate].contains($0.entity.kind)
        && (try? $0.si) != nil && $0.parameter != "tensor_parallel"
    }.sorted { $0.line < $1.line }
    #expect(constants.count > 60)
    for constant in constants {
      let value = try constant.si * 1.003
      let ranged = try RangedConversions(edition, frames: frames, ranged: [constant])
      let drawn = try ranged.at([value])
      let other = edition.with(edition.calibration.at([value], of: [constant]))
      for (place, frame) in frames.enumerated() {
        let normalizer = try Normalizer(other, frame: frame)
        #expect(drawn.references[place] == normalizer.reference, "\(constant.name)")
        for (row, anchor) in edition.anchors.enumerated() {
          let expected = try normalizer.normalize(anchor)
          var found: Double?
          drawn.costs(of: row, on: place..<place + 1) { found = $1 }
          #expect(found == expected.cpm, "\(constant.name)")
          #expect(drawn.ttft(of: row, on: place) == expected.ttft, "\(constant.name)")
        }
      }
    }
  }

  @Test(arguments: [
    [], ["decode=memory-bound"], ["pass=fused", "kv=reserved"], ["efficiencies=splitwise-2023"],
  ])
  func theShortWayToACostIsTheLongOne(_ readings: [String]) throws {
    let edition = try Repository.edition(readings: readings)
    let normalizer = try Normalizer(edition)
    let short = try RangedConversions(edition, frames: [ReferenceFrame()], ranged: []).at([])
    for (row, anchor) in edition.anchors.enumerated() {
      var found: Double?
      short.costs(of: row, on: 0..<1) { found = $1 }
      #expect(try found == normalizer.normalize(anchor).cpm)
    }
  }

  @Test func aDrawnEnvelopeIsTheParetoEnvelope() {
    var numbers = SplitMix64(seed: 5)
    for _ in 0..<500 {
      // Few values, so that points coincide in one or both.
      let points = (0..<8).map { row in
        CostPoint(
          id: "\(row)",
          architecture: [.disaggregated, .colocated(.chunked)][Int(numbers.share() * 2)],
          ttft: Double(Int(numbers.share() * 5)), cpm: Double(1 + Int(numbers.share() * 5)))
      }
      let found = DrawnEnvelope(
        Array(points.indices), ttft: points.map(\.ttft), costs: points.map(\.cpm)[...],
        architectures: points.map { $0.architecture == .disaggregated ? 1 : 0 })
      let expected = ParetoEnvelope(points)
      #expect(found.corners.map(\.ttft) == expected.vertices.map(\.ttft))
      #expect(found.corners.map(\.cost) == expected.vertices.map(\.cpm))
      #expect(
        found.corners.map { $0.architecture == 1 }
          == expected.vertices.map { $0.architecture == .disaggregated })
      #expect(found.turns.dropFirst().map(\.ttft) == expected.flips.map(\.ttft))
      for point in points {
        #expect(
          found.holds(ttft: point.ttft, cost: point.cpm) == expected.members.contains(point.id))
      }
    }
  }

  @Test func whiskersHoldTheFactorialsMiddleAndAThroughputsOwnSpread() throws {
    let edition = try Repository.edition()
    let spread = try FrontierSpread(edition, on: ["H100"], plan: .random(count: 4000, seed: 1))
    let panel = try #require(spread["H100"])
    let mooncake = try #require(edition.anchors.firstIndex { $0.id == "mooncake-real" })
    // Its throughput has no range: only readings and usable memory move it.
    let costs = try Combination.all(of: edition.drawnChoices, around: edition).map {
      try Normalizer(edition.with(readings: $0.readings)).normalize(edition.anchors[mooncake]).cpm
        ?? .nan
    }
    let factorial = try #require(Quantiles(costs))
    let found = try #require(panel.costs["mooncake-real"])
    #expect(abs(found.p50 / factorial.p50 - 1) < 0.02)
    #expect(abs(found.p95 / factorial.p95 - 1) < 0.02)
    #expect(panel.order.cases == 4000)
    #expect((0.65...0.75).contains(panel.order.fraction))
  }
}
