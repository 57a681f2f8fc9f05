import CostModel
import Evidence
import Normalization
import TestSupport
import Testing

@testable import Frontier

@Suite struct ConclusionsTests {
  private static let factorial = Result {
    try Conclusions(Repository.edition(), plan: .exhaustive)
  }

  private func conclusion(_ id: String) throws -> Conclusion {
    try #require(Self.factorial.get()[id], "\(id)")
  }

  /// In how many of all combinations something holds, each computed by itself in the plain way.
  private func count(_ holds: (Edition) throws -> Bool) throws -> (all: Int, sum: Int) {
    var (all, sum) = (0, 0)
    let edition = try Repository.edition()
    var readings: [[Reading]] = [[]]
    for choice in edition.calibration.choices where choice.isDrawn {
      readings = readings.flatMap { before in
        choice.readings.map { before + [Reading(choice: choice.name, name: $0)] }
      }
    }
    #expect(readings.count == 256)
    for combination in readings where try holds(edition.with(readings: combination)) {
      all += 1
      sum += combination.contains(Reading(choice: "pass", name: "sum")) ? 1 : 0
    }
    return (all, sum)
  }

  // MARK: By brute force

  @Test func supportOfABreakEven() throws {
    func share(_ edition: Edition) throws -> BreakEven {
      let surface = try BreakEvenSurface(edition, contract: "standard")
      let link = try edition.calibration.number(.interconnect("nvlink4"), "bytes_per_s")
      return surface.breakEvenPrefillShare(bandwidth: link, overlap: surface.transfer.overlap)
    }
    let own = try #require(try share(Repository.edition()).value)
    let expected = try count { abs((try share($0).value ?? 9) - own) <= 0.05 }
    let found = try conclusion("alpha-star/H100/500-50/nvlink")
    #expect(found.support == SupportShare(holds: expected.all, of: 256))
    #expect(found.supportUnderSum == SupportShare(holds: expected.sum, of: 128))
    let words = try count { try share($0) == .colocationEverywhere }.all
    let colocation = try #require(found.words.first { $0.word == .colocation })
    #expect(colocation.share == SupportShare(holds: words, of: 256))
  }

  @Test func supportOfTheEnvelopesOrder() throws {
    func order(_ edition: Edition) throws -> [Architecture] {
      let envelope = try AnchorFrontier(edition).envelope
      return envelope.vertices.map(\.architecture).reduce(into: []) { order, next in
        if order.last != next { order.append(next) }
      }
    }
    let own = try order(Repository.edition())
    let expected = try count { try order($0) == own }
    let found = try conclusion("envelope-order")
    #expect(found.support == SupportShare(holds: expected.all, of: 256))
    #expect(found.supportUnderSum == SupportShare(holds: expected.sum, of: 128))
    #expect(found.finding == "disaggregated, chunked, disaggregated")
  }

  @Test func supportOfAVerdict() throws {
    func margin(_ edition: Edition) throws -> Double {
      let model = try edition.costModel()
      let service = Service(
        mix: Mix(promptTokens: 755.5, outputTokens: 200.3), tpot: 0.05, ttft: 0.5)
      let link = try edition.calibration.number(.interconnect("nvlink4"), "bytes_per_s")
      let apart = model.disaggregated(
        service, over: try edition.calibration.transfer(bandwidth: link))
      guard let apart, let together = model.colocated(.chunked, service) else { return -1 }
      return 1 - apart.total / together.total
    }
    #expect(try margin(Repository.edition()) > 0.05)
    let expected = try count { try margin($0) > 0.05 }
    let found = try conclusion("disaggregation/H100/500-50/distserve-chat")
    #expect(found.value == .verdict(.better))
    #expect(found.support == SupportShare(holds: expected.all, of: 256))
    #expect(found.supportUnderSum == SupportShare(holds: expected.sum, of: 128))
  }

  /// Ties and readings without a break-even are told as what they are.
  @Test func supportOfAComparison() throws {
    func place(_ edition: Edition, _ accelerator: String, _ link: String) throws -> Double? {
      let model = CostModel(
        passes: try edition.calibration.passModel(
          edition.calibration.instance(model: "llama-2-70b", accelerator: accelerator)),
        usdPerAcceleratorHour: 1)
      let bandwidth = try edition.calibration.number(.interconnect(link), "bytes_per_s")
      let found = model.breakEvenPrefillShares(
        .chunked, Service(mix: Mix(prefillShare: 0.5, tokens: 1365.8), tpot: 0.05, ttft: 0.5),
        over: try edition.calibration.transfer(bandwidth: bandwidth)
      ).first
      switch found {
      case .at(let share): return share
      case .disaggregationEverywhere: return -1
      case .colocationEverywhere: return 2
      case .infeasible: return nil
      }
    }
    let expected = try count { edition in
      guard let own = try place(edition, "A100", "nvlink3"),
        let other = try place(edition, "H100", "nvlink4")
      else { return false }
      return own < other - 1e-9
    }
    let found = try conclusion("alpha-star-higher/A100-H100/500-50/nvlink")
    #expect(found.value == .relation(.lower))
    #expect(found.support == SupportShare(holds: expected.all, of: 256))
    #expect(found.supportUnderSum == SupportShare(holds: expected.sum, of: 128))
  }

  // MARK: Draws

  /// Without ranges a draw is a combination at random: support lies within its sampling error.
  @Test func drawsAgreeWithTheFactorial() throws {
    let files = try EditedFiles().withoutRanges()
    let edition = try files.edition()
    let drawn = try Conclusions(edition, plan: .random(count: 20_000, seed: 1))
    let exact = try Conclusions(edition, plan: .exhaustive)
    #expect(drawn.conclusions.map(\.id) == exact.conclusions.map(\.id))
    for (found, expected) in zip(drawn.conclusions, exact.conclusions) {
      let share = expected.support.fraction
      let error = (share * (1 - share) / 20_000).squareRoot()
      #expect(abs(found.support.fraction - share) <= 4 * error, "\(found.id)")
      if let sum = expected.supportUnderSum?.fraction, let own = found.supportUnderSum?.fraction {
        #expect(abs(own - sum) <= 4 * (sum * (1 - sum) / 9500).squareRoot(), "\(found.id)")
      }
    }
  }

  // MARK: What decides

  /// Of the drawn choices only one does anything, and it does all.
  @Test func theOneChoiceThatDecidesIsNamed() throws {
    var files = try EditedFiles()
    for choice in ["efficiencies", "decode", "kv", "pools", "ttft-bound"] {
      files = files.setting("choice/\(choice)", "drawn", by: "0")
    }
    files = files.setting("interconnect/nvlink4", "bytes_per_s", by: "900e9")
    let found = try Conclusions(files.withoutRanges().edition(), plan: .exhaustive)
    let share = try #require(found["alpha-star/H100/500-50/nvlink"])
    // pass=sum gives the value, pass=fused a word; nvlink changes nothing.
    #expect(share.support == SupportShare(holds: 2, of: 4))
    #expect(share.supportUnderSum == SupportShare(holds: 2, of: 2))
    #expect(share.decidedBy == [Influence(name: "pass", effect: 0.5)])
    let certain = try #require(found["on-envelope/distserve-code"])
    #expect(certain.support.percent == 100 && certain.decidedBy.isEmpty)
  }

  /// A range that decides is found by its thirds, and chance is not taken for a cause.
  @Test func aRangeThatDecidesIsNamed() throws {
    var files = try EditedFiles()
    for choice in try files.edition().calibration.choices.filter(\.isDrawn) {
      files = files.setting("choice/\(choice.name)", "drawn", by: "0")
    }
    let found = try Conclusions(files.edition(), plan: .random(count: 6000, seed: 2))
    let order = try #require(found["envelope-order"])
    // Splitwise costs 1.752 at 70 req/s and Sarathi-Serve 1.012 at 1.08: the order holds while
    // 1.752·70/q is above 1.012·1.08/t, with q from 70 to 130 and t from 1.07 to 1.14.
    #expect(
      order.decidedBy.map(\.name)
        == ["splitwise-conversation.throughput", "sarathi-sharegpt4.throughput"])
    let limit = 1.752 * 70 / (1.012 * 1.08) * (1.07 + 1.14) / 2
    #expect(abs(order.support.fraction - (limit - 70) / 60) < 0.03)
    #expect(order.supportUnderSum == nil)
  }

  @Test func readingsTakenAloneSayWhatTheyChange() throws {
    let effects = try ReadingEffects(Repository.edition())
    let bound = try #require(
      effects.effects.first { $0.reading.description == "decode=memory-bound" })
    let change = try #require(bound.changes.first { $0.id == "alpha-star/H100/500-50/nvlink" })
    #expect(abs((change.from.value.breakEven?.value ?? 0) - 0.655) < 0.0005)
    #expect(abs((change.to.value.breakEven?.value ?? 0) - 0.439) < 0.0005)
    let own = effects.effects.filter(\.isInForce)
    #expect(own.filter { !$0.changes.isEmpty }.isEmpty)
    let readings = try Repository.edition().readings.map(\.reading)
    #expect(own.map(\.reading) == readings)
    // KV room never binds here: α* comes out the same but for its last digits.
    let reserved = try #require(effects.effects.first { $0.reading.description == "kv=reserved" })
    #expect(reserved.changes.isEmpty)
    let noise = effects.effects.flatMap(\.changes).filter { change in
      guard let from = change.from.value.breakEven?.value,
        let to = change.to.value.breakEven?.value
      else { return false }
      return abs(from - to) < 1e-9
    }
    #expect(noise.isEmpty)
  }

  /// Nothing stands in for a link that calibration.csv does not have.
  @Test(arguments: [
    (",scale_up_link,", "accelerator/A100 has no scale_up_link; add a row"),
    ("interconnect/hdr,", "the calibration has no 'interconnect/hdr'; did you mean"),
  ])
  func aMissingLinkIsNoOther(_ cell: String, _ complaint: String) throws {
    var files = try EditedFiles()
    files.calibration = files.calibration.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains(cell) }.joined(separator: "\n")
    let edition = try files.edition()
    #expect {
      _ = try Conclusions(edition, plan: .exhaustive)
    } throws: { "\($0)".hasPrefix(complaint) }
  }
}

extension EditedFiles {
  /// With every range of both files emptied.
  fileprivate func withoutRanges() -> EditedFiles {
    var files = self
    files.calibration = Self.emptying([7, 8], of: calibration)
    files.anchors = Self.emptying([13, 14], of: anchors)
    return files
  }

  /// Only for columns before the first quoted one but the label's.
  private static func emptying(_ columns: [Int], of text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard !line.hasPrefix("id,"), !line.hasPrefix("entity,"), !line.hasPrefix("#") else {
        return String(line)
      }
      var cells: [String] = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" { isQuoted.toggle() }
        if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      for column in columns where column < cells.count { cells[column] = "" }
      return cells.joined(separator: ",")
    }.joined(separator: "\n")
  }
}
