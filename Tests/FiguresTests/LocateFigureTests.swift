import CostModel
import Evidence
import Foundation
import Frontier
import Plotting
import Rendering
import TestSupport
import Testing
import Workloads

@testable import Figures

/// The picture of one workload, as it is printed.
@Suite struct LocateFigureTests {
  /// A workload on a deployment, with what it is there to show.
  struct Case: Sendable, CustomTestStringConvertible {
    var prompt = 1155.0
    var output = 211.0
    var gigabytes: Double?
    var limits = ContractLimits(ttftMs: 500, tpotMs: 50)
    var readings: [String] = []
    var settings: [String] = []
    var usdPerHour: Double?
    var arrivalRate: Double?
    let testDescription: String

    init(_ name: String, _ change: (inout Case) -> Void = { _ in }) {
      testDescription = name
      change(&self)
    }

    func map() throws -> WorkloadMap {
      let edition = try Repository.edition(readings: readings, settings: settings)
      var plan = DeploymentPlan()
      plan.link = gigabytes.map { .bandwidth($0 * 1e9) }
      plan.contract = .limits(limits)
      plan.usdPerHour = usdPerHour
      let workload = Workload(
        mix: Mix(promptTokens: prompt, outputTokens: output), arrivalRate: arrivalRate)
      let answer = WorkloadAnswer(workload, on: try Deployment(plan, in: edition))
      let support = try WorkloadSupport(
        workload, on: plan, in: edition, draws: Draws(edition, plan: .random(count: 60, seed: 1)))
      return try WorkloadMap(answer, support, in: edition)
    }
  }

  static let conversation = Case("on the upper edge")
  static let longPrompts = Case("α beyond the axis, B at 50 GB/s") {
    ($0.prompt, $0.output, $0.gigabytes) = (12035, 343, 50)
  }
  static let impossible = Case("infeasible everywhere") {
    ($0.prompt, $0.output, $0.limits.tpotMs) = (1000, 100, 5)
  }
  static let slow = Case("both beyond the axes, stretched for B") {
    ($0.prompt, $0.output, $0.gigabytes) = (200, 1800, 0.004)
  }
  static let saw = Case("pools of whole instances") {
    ($0.prompt, $0.output, $0.gigabytes) = (700, 500, 100)
    $0.settings = ["deployment.cluster_instances=8"]
  }
  /// Small chunks make the first token late.
  static let late = Case("continuous batching cheaper") {
    ($0.prompt, $0.output, $0.gigabytes) = (3000, 300, 30)
    ($0.limits, $0.readings) = (ContractLimits(ttftMs: 180, tpotMs: 120), ["ttft-bound=kept"])
  }
  static let tooLong = Case("late for the first token") {
    ($0.prompt, $0.output) = (200_000, 100)
  }
  static let all = [conversation, longPrompts, impossible, slow, saw, late, tooLong]
  /// As `conversation`.
  static let cheap = Case("at a low price") { $0.usdPerHour = 0.1 }

  private struct Drawn: Sendable {
    let map: WorkloadMap
    let layout: FigureLayout
    let description: String
  }

  /// By their place in `all`.
  private static let drawn = Result {
    try all.map { one in
      let map = try one.map()
      let figure = LocateFigure(map, sheet: Sheet(measurer: try FontSet()))
      return Drawn(map: map, layout: figure.layout(), description: figure.description)
    }
  }

  private func drawn(_ wanted: Case) throws -> Drawn {
    let index = try #require(Self.all.firstIndex { $0.testDescription == wanted.testDescription })
    return try Self.drawn.get()[index]
  }

  private func words(_ layout: FigureLayout) throws -> String {
    // Bold words are drawn one by one, with the spaces between them.
    texts(in: layout.drawing.operations, try FontSet()).map(\.text).joined(separator: " ")
      .split { $0 == " " || $0 == "\u{A0}" }.joined(separator: " ")
  }

  /// The plots, left to right, and the workload's mark on each.
  private func places(_ layout: FigureLayout) throws -> [(plot: Rect, mark: Rect)] {
    let operations = ungrouped(layout.drawing.operations)
    var plots: [Rect] = []
    for case .clip(let path, _) in operations where !plots.contains(path.bounds) {
      plots.append(path.bounds)
    }
    let marks = operations.compactMap { operation -> Rect? in
      guard case .fill(let path, let color) = operation, [OkabeIto.yellow, .white].contains(color),
        path.elements.count == 5, abs(path.bounds.width - 2 * 4.4 * 1.253) < 0.01
      else { return nil }
      return path.bounds
    }
    return try plots.prefix(2).map { plot in
      (plot, try #require(marks.first { plot.inset(by: -1).contains($0.center) }))
    }
  }

  @Test(arguments: all) func textsAreOnThePageAndClearOfEachOtherAndTheMark(_ one: Case) throws {
    let (layout, measurer) = (try drawn(one).layout, try FontSet())
    let size = layout.drawing.size
    let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
    let texts = texts(in: layout.drawing.operations, measurer)
    #expect(size.width == 504 && texts.count > 40)
    #expect(layout.warnings == [])
    let marks = try places(layout).map(\.mark)
    #expect(marks.count == 2)
    for (index, text) in texts.enumerated() {
      #expect(text.font.size >= 7 || text.text.count < 4, "\(text.text)")
      #expect(page.contains(text.box), "\(text.text) leaves the page")
      #expect(marks.allSatisfy { $0.overlap(text.box) == 0 }, "\(text.text) lies on a mark")
      for other in texts[(index + 1)...] {
        let smaller = min(
          text.box.width * text.box.height, other.box.width * other.box.height)
        #expect(text.box.overlap(other.box) < 0.15 * smaller, "\(text.text) and \(other.text)")
      }
    }
  }

  @Test(arguments: all) func workloadLiesAtItsPlaceOnBothPanels(_ one: Case) throws {
    let drawn = try drawn(one)
    let share = drawn.map.answer.workload.mix.prefillShare
    let bandwidth = drawn.map.answer.deployment.transfer.bandwidth
    let (low, high) = (drawn.map.panel.bandwidths[0], try #require(drawn.map.panel.bandwidths.last))
    for (plot, mark) in try places(drawn.layout) {
      let x = (min(max(share, 0.2), 0.97) - 0.2) / 0.77
      let y = log(min(max(bandwidth, low), high) / low) / log(high / low)
      #expect(abs(mark.center.x - (plot.minX + x * plot.width)) < 0.01)
      #expect(abs(mark.center.y - (plot.maxY - y * plot.height)) < 0.01)
    }
  }

  /// What lies beyond an axis is told with its value and an arrow.
  @Test func beyondTheAxesTheValueIsTold() throws {
    let long = try words(drawn(Self.longPrompts).layout)
    #expect(long.contains("this workload, α = 0.972 →"))
    #expect(long.contains("this workload, beyond the axis"))
    let slow = try words(drawn(Self.slow).layout)
    #expect(slow.contains("α = 0.100 ←, B = 0.004 GB/s ↓"))
    #expect(try drawn(Self.slow).map.panel.bandwidths[0] == 0.1e9)
    #expect(!(try words(drawn(Self.saw).layout)).contains("beyond"))
  }

  @Test(arguments: all) func saysTheAnswerItsSupportAndWhatChangesIt(_ one: Case) throws {
    let drawn = try drawn(one)
    let all = try words(drawn.layout)
    let answer = drawn.map.answer
    let support = try #require(drawn.map.support)
    #expect(all.hasPrefix(answer.verdictText))
    #expect(all.contains("in \(support.support.share.percent) % of 60 draws"))
    #expect(all.contains("output tokens (α ="))
    #expect(all.contains("What would change the cheaper side"))
    #expect(all.contains("share of readings, not a probability"))
    if let bandwidth = answer.crossings.bandwidth.value {
      #expect(all.contains("B* = \(AnswerNumber.gigabytes(bandwidth))"))
    }
    for share in answer.crossings.prefillShares.crossings.prefix(1) {
      #expect(all.contains("α* = \(AnswerNumber.share(share))"))
    }
    let own = drawn.map.combinations.own.support.percent
    #expect(all.contains("\(own) % of \(drawn.map.combinations.own.cases) combinations here"))
    #expect(!all.contains("--"), "no advice of a command line")
    for reading in one.readings { #expect(all.contains("readings: \(reading)")) }
    #expect(drawn.description.utf8.allSatisfy { $0 < 128 })
    #expect(!drawn.description.contains("?"))
  }

  @Test func impossibleContractIsToldAsSuch() throws {
    let all = try words(drawn(Self.impossible).layout)
    #expect(all.hasPrefix("infeasible, no batch meets the TPOT limit of 5 ms"))
    #expect(all.contains("this workload, infeasible"))
    #expect(all.contains("neither architecture meets the"))
    #expect(all.contains("(a) neither meets the contract"))
    #expect(!all.contains("break-even B*"), "there is no line to explain")
  }

  /// The report's caveat, where the cheapest misses the TTFT half of the contract.
  @Test func lateFirstTokenIsTold() throws {
    #expect(!(try words(drawn(Self.conversation).layout)).contains("late for the first token"))
    let all = try words(drawn(Self.tooLong).layout)
    #expect(all.contains("It is late for the first token: "))
    #expect(all.contains("without any queue, for a limit of 500 ms"))
    #expect(all.contains("no architecture meets both limits"))
  }

  /// Bands are shares of a cost, so that they show the same at any price.
  @Test func bandsDoNotDependOnThePrice() throws {
    func fills(_ layout: FigureLayout) -> [Color] {
      layout.drawing.operations.compactMap { operation in
        if case .fill(_, let color) = operation { color } else { nil }
      }
    }
    let cheap = LocateFigure(try Self.cheap.map(), sheet: Sheet(measurer: try FontSet())).layout()
    #expect(try fills(cheap) == fills(drawn(Self.conversation).layout))
    let all = try words(cheap)
    #expect(all.contains("price as given: H100 $0.10/h") && !all.contains("none"))
    #expect(all.contains("+20 %") && all.contains("by how much either side is cheaper"))
    #expect(all.contains("the cheaper of continuous batching and chunked prefill"))
  }

  /// Where no isoline tells it, words do.
  @Test func oneSidedMapTellsByHowMuch() throws {
    let one = Case("few requests") { $0.arrivalRate = 0.01 }
    let map = try one.map()
    let margins = map.panel.grid.joined().compactMap(LocateSurface.margin)
    #expect(margins.allSatisfy { $0 < 0 && $0 > -0.01 })
    let least = NumberFormat.rounded(-100 * (try #require(margins.max())), digits: 2)
    let all = try words(LocateFigure(map, sheet: Sheet(measurer: try FontSet())).layout())
    #expect(all.contains("colocation cheaper everywhere on the axes, by \(least) to"))
  }

  /// The legend has the isolines of the panel and no others.
  @Test func legendShowsWhatIsDrawn() throws {
    for one in Self.all {
      let (all, map) = (try words(drawn(one).layout), try drawn(one).map)
      let margins = map.panel.grid.joined().compactMap(LocateSurface.margin)
      #expect(
        all.contains("(a) 5 %: edge of level")
          == (margins.contains { $0 < -0.05 } && margins.contains { $0 >= -0.05 }
            || margins.contains { $0 >= 0.05 } && margins.contains { $0 < 0.05 }))
      #expect(all.contains("(a) P/D cheaper") == margins.contains { $0 >= 0.01 })
    }
  }

  @Test func sawHasItsTeeth() throws {
    let pieces = try #require(try drawn(Self.saw).map.panel.defaultContour).pieces
    let bandwidths = pieces.joined().map(\.bandwidth)
    let rises = zip(bandwidths, bandwidths.dropFirst()).count { $1 > $0 * 1.01 }
    #expect(rises > 3)
  }

  @Test func colocatedSideIsTheCheaperScheduler() throws {
    let map = try drawn(Self.late).map
    #expect(map.answer.costs.cheapest == .colocated(.continuous))
    let share = map.answer.workload.mix.prefillShare
    let cells = map.panel.grid.joined().filter { abs($0.prefillShare - share) < 0.006 }
    #expect(!cells.isEmpty && cells.allSatisfy { $0.colocated != nil })
    #expect(try words(drawn(Self.late).layout).contains("continuous batching, "))
  }

  @Test func isTheSameTwice() throws {
    let again = LocateFigure(try Self.saw.map(), sheet: Sheet(measurer: try FontSet())).layout()
    #expect(try again == drawn(Self.saw).layout)
  }
}
