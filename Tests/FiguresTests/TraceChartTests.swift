import CostModel
import Evidence
import Figures
import Foundation
import Plotting
import Rendering
import TestSupport
import Testing
import Workloads

@Suite struct TraceChartTests {
  private let measurer: FontSet

  init() throws { measurer = try FontSet() }

  /// Mooncake's lines: for each hour its prompt and output tokens; nil is an hour without a request.
  private func result(
    _ hours: [(prompt: Int, output: Int)?], window: String = "1h", usdPerHour: Double? = nil,
    tpotMs: Double = 50
  ) throws -> TraceResult {
    let lines = hours.enumerated().flatMap { hour, mix in
      mix.map { mix in
        (0..<3).map { third in
          #"{"timestamp": \#((3 * hour + third) * 1_200_000), "input_length": \#(mix.prompt), "#
            + #""output_length": \#(mix.output)}"#
        }
      } ?? []
    }
    let path = NSTemporaryDirectory() + "/\(ProcessInfo.processInfo.globallyUniqueString).jsonl"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let trace = try Trace.read(path: path, window: WindowLength(parsing: window))
    var plan = DeploymentPlan()
    plan.link = .bandwidth(15e9)
    plan.usdPerHour = usdPerHour
    plan.contract = .limits(ContractLimits(ttftMs: 500, tpotMs: tpotMs))
    let edition = try Repository.edition()
    return try TraceResult(trace, Deployment(plan, in: edition), in: edition)
  }

  private static let day: [(prompt: Int, output: Int)?] =
    Array(repeating: (300, 400), count: 8) + [nil] + Array(repeating: (3000, 60), count: 9)
    + [(200_000, 50), (400, 0), (0, 10), (300, 300)]

  private func words(_ layout: FigureLayout) -> String {
    texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
      .replacing("\u{A0}", with: " ")
  }

  private func fills(_ layout: FigureLayout) -> [(area: Rect, color: Color)] {
    layout.drawing.operations.compactMap { operation in
      if case .fill(let path, let color) = operation { (path.bounds, color) } else { nil }
    }
  }

  /// The width of an hour: the plots are as wide as the trace is long.
  private func hourWidth(_ layout: FigureLayout, _ result: TraceResult) throws -> Double {
    let frames = layout.drawing.operations.compactMap { operation in
      if case .stroke(let path, _) = operation { path.bounds.width } else { nil }
    }
    return try #require(frames.max()) / (result.trace.seconds.upperBound / 3600)
  }

  /// How many hours the trace covers of those windows.
  private func hours(
    _ result: TraceResult, _ isMeant: (TraceResult.Window) -> Bool
  ) -> Double {
    result.windows.filter(isMeant).reduce(0) { $0 + $1.requests.coveredSeconds / 3600 }
  }

  /// A day, half a minute, a month, one request, nothing that can be served.
  @Test(arguments: [0, 1, 2, 3, 4]) func textsAreOnThePageAndClear(_ index: Int) throws {
    let result = try [
      result(Self.day), result([(1000, 300), (250, 300)], window: "90s"),
      result(Array(repeating: (1000, 300), count: 700), window: "1d"), result([(5, 5)]),
      result([(500, 0), (0, 0)]),
    ][index]
    let layout = TraceChart(result, sheet: Sheet(measurer: measurer)).layout()
    let page = Rect(
      x: 0, y: 0, width: layout.drawing.size.width, height: layout.drawing.size.height)
    #expect(page.width == 504 && layout.warnings.isEmpty)
    let texts = texts(in: layout.drawing.operations, measurer)
    #expect(texts.count > 20)
    for (place, text) in texts.enumerated() {
      #expect(text.font.size >= 7 && page.contains(text.box), "\(text.text): \(text.box)")
      for other in texts[(place + 1)...] {
        let smaller = min(
          text.box.width * text.box.height, other.box.width * other.box.height)
        #expect(text.box.overlap(other.box) < 0.15 * smaller, "\(text.text) and \(other.text)")
      }
    }
    #expect(TraceChart(result, sheet: Sheet(measurer: measurer)).layout() == layout)
  }

  /// Each hour in the lane of the architecture that is the cheapest then.
  @Test func cheapestIsMarked() throws {
    let result = try result(Self.day)
    let layout = TraceChart(result, sheet: Sheet(measurer: measurer)).layout()
    let (fills, hour) = (fills(layout), try hourWidth(layout, result))
    for (architecture, color) in [
      (Architecture.disaggregated, OkabeIto.blue), (.colocated(.chunked), OkabeIto.vermillion),
      (.colocated(.continuous), OkabeIto.bluishGreen),
    ] {
      let width = fills.filter { $0.color == color }.reduce(0) { $0 + $1.area.width }
      let hours = hours(result) { $0.costs.cheapest == architecture }
      #expect(abs(width - hours * hour) < 1e-6, "\(architecture)")
    }
    let cheapest = Set(result.windows.compactMap { $0.costs.cheapest?.rawValue })
    #expect(cheapest == ["chunked", "disaggregated"])
  }

  /// Where the other side is level the mark is thinner, and the legend says so.
  @Test func levelWindowsAreToldApart() throws {
    let result = try result([(300, 400), (50, 1000), (20, 200), (3000, 60), (100, 2000)])
    let layout = TraceChart(result, sheet: Sheet(measurer: measurer)).layout()
    let (fills, hour) = (fills(layout), try hourWidth(layout, result))
    let marks = fills.filter {
      [OkabeIto.blue, OkabeIto.vermillion, OkabeIto.bluishGreen].contains($0.color)
    }
    for (verdict, marks) in [
      (Comparison.Verdict.better, marks.filter { $0.area.height > 5 }),
      (.level, marks.filter { $0.area.height < 5 }),
    ] {
      let hours = hours(result) { $0.costs.verdict == verdict }
      #expect(hours > 0 && abs(marks.reduce(0) { $0 + $1.area.width } - hours * hour) < 1e-6)
    }
    #expect(words(layout).contains("cheapest, but level (within 5 %)"))
    let clear = try self.result([(300, 400), (3000, 60)])
    #expect(clear.windows.allSatisfy { $0.costs.verdict == .better })
    #expect(
      !words(TraceChart(clear, sheet: Sheet(measurer: measurer)).layout()).contains("but level"))
  }

  /// What the answer is stands above the chart, also where there is none.
  @Test func headlineIsTheAnswer() throws {
    func words(_ result: TraceResult) -> String {
      self.words(TraceChart(result, sheet: Sheet(measurer: measurer)).layout())
        .split(separator: " ").joined(separator: " ").replacing(" : ", with: ": ")
    }
    let day = try result(Self.day)
    let best = try #require(day.bestChoice)
    let cpm = try #require(best.cpm)
    #expect(
      words(day).hasPrefix(
        "Throughout, \(best.architecture.label) is the cheapest at "
          + "$\(NumberFormat.significant(cpm, digits: 4)) per million tokens"))
    #expect(words(day).contains("the only side that meets the contract in every window"))
    #expect(words(day).contains("the cheapest in each window would save"))
    let empty = words(try result([(500, 0), (0, 0)]))
    #expect(empty.hasPrefix("No window has an answer: in 2 there are no output tokens."))
    #expect(empty.contains("no window has an answer: in 2 there are no output tokens"))
    #expect(
      words(try result([(1000, 300)], tpotMs: 1)).hasPrefix(
        "No window has an answer: in 1 no architecture meets the contract."))
  }

  /// No share is more than 1, and an axis that does not start at 0 says so.
  @Test func axesShowWhatCanBe() throws {
    for hours in [[(3000, 60), (3000, 60)], [(60, 3000), (20, 3000)]] {
      let layout = TraceChart(try result(hours), sheet: Sheet(measurer: measurer)).layout()
      #expect(!words(layout).contains("1.02") && !words(layout).contains("−0.0"))
      #expect(words(layout).contains("axis not from 0"))
    }
    let wide = TraceChart(
      try result([(20, 200), (20_000, 3000)]), sheet: Sheet(measurer: measurer)
    ).layout()
    #expect(words(wide).contains("$ per million tokens"))
    #expect(!words(wide).contains("axis not from 0"))
  }

  @Test func stretchesWithoutACostAreHatched() throws {
    func hatched(_ result: TraceResult) -> Double {
      TraceChart(result, sheet: Sheet(measurer: measurer)).layout().drawing.operations.reduce(0) {
        sum, operation in
        // Lanes lie above the legend's sample, in the plot.
        if case .clip(let path, _) = operation, path.bounds.width != 18 {
          return sum + path.bounds.width
        }
        return sum
      }
    }
    #expect(hatched(try result([(1000, 300), (300, 300)])) == 0)
    let day = try result(Self.day)
    let missing = ArchitectureCosts.architectures.map { architecture in
      hours(day) { $0.costs[architecture] == nil }
    }.reduce(0, +)
    #expect(missing == 8)
    let hour = try hourWidth(TraceChart(day, sheet: Sheet(measurer: measurer)).layout(), day)
    #expect(abs(hatched(day) - missing * hour) < 1e-6)
    let words = words(TraceChart(day, sheet: Sheet(measurer: measurer)).layout())
    #expect(words.contains("contract not met, or no prefill or decode"))
  }

  @Test func footerSaysWhatIsAssumed() throws {
    let result = try result(Self.day, usdPerHour: 2.49)
    let all = words(TraceChart(result, sheet: Sheet(measurer: measurer)).layout())
    for part in [
      "63 requests", "21 windows of 1 h", "Llama-2-70B on H100, KV over 15 GB/s",
      "contract 500/50 ms", "price as given: H100 $2.49/h", "η = 0.5",
      "lengths at their window's mean, instances at saturation", "hours since the first row",
    ] {
      #expect(all.contains(part), "\(part)")
    }
    let pinned = words(
      TraceChart(try self.result([(9, 9)]), sheet: Sheet(measurer: measurer)).layout())
    #expect(pinned.contains("prices CoreWeave@2026-05-01: H100 $6.155/h"))
    #expect(pinned.contains("minutes since the first row"))
  }

  @Test func tooManyWindowsAreTold() throws {
    let result = try result(Array(repeating: (1000, 300), count: 801))
    #expect(
      TraceChart(result, sheet: Sheet(measurer: measurer)).layout().warnings == [
        "801 windows lie closer than the eye can part them; give a longer --window"
      ])
  }
}
