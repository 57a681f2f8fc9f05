import CostModel
import Plotting
import Workloads

extension TraceResult {
  /// Where the chart ends, s: with the trace, but the last window is seen.
  var chartEndSeconds: Double {
    guard let first = windows.first, let last = windows.last else { return 0 }
    let (start, length) = (last.requests.startSeconds, trace.windowLength.seconds)
    let span = trace.seconds.upperBound - first.requests.startSeconds
    // All of the window of a trace that takes no time.
    let least = span > 0 ? min(length, span / 100) : length
    return max(trace.seconds.upperBound, start + least)
  }

  /// What a window covers of the chart, s.
  func chartSeconds(of window: Window) -> ClosedRange<Double> {
    let start = window.requests.startSeconds
    return start...max(start, min(start + trace.windowLength.seconds, chartEndSeconds))
  }
}

/// A number for each window of a trace, which holds from the window's start to its end.
struct TraceSteps {
  private let result: TraceResult
  private let value: (TraceResult.Window) -> Double?

  /// - Parameter value: nil interrupts the line.
  init(_ result: TraceResult, _ value: @escaping (TraceResult.Window) -> Double?) {
    (self.result, self.value) = (result, value)
  }

  /// Stretches of windows that follow one another and have a value.
  /// - Parameter x: seconds to points.
  func lines(x: (Double) -> Double, y: any Scale) -> [[Point]] {
    var lines: [[Point]] = []
    var end = -Double.infinity
    for window in result.windows {
      guard let value = value(window) else { continue }
      let seconds = result.chartSeconds(of: window)
      let height = y.position(of: value)
      let points = [seconds.lowerBound, seconds.upperBound].map { Point(x($0), height) }
      // Starts are whole multiples of the length, but for rounding.
      if abs(seconds.lowerBound - end) < 1e-6 * result.trace.windowLength.seconds {
        lines[lines.count - 1] += points
      } else {
        lines.append(points)
      }
      end = seconds.upperBound
    }
    return lines
  }
}

/// A lane for each architecture: filled where it is the cheapest, to half its height where the other
/// side is level, hatched where it does not meet the contract.
struct TraceLanes {
  private let result: TraceResult
  private let names: [(architecture: Architecture, text: TextBlock)]

  private static let laneHeight = 10.0
  private static let barHeight = 7.0
  /// Of the bar, for a window in which the other side is level.
  private static let levelShare = 0.4
  private static let gap = 4.0
  private static let font = Font(size: 7)
  private static let hatch = Stroke(.gray(0.45), width: 0.5)

  private enum State { case better, level, infeasible, neither }

  init(_ result: TraceResult, measurer: any TextMeasurer) {
    self.result = result
    names = ArchitectureCosts.architectures.reversed().map { architecture in
      let name = RichText(plain: FigureStyle.terseName(architecture))
      return (architecture, TextBlock(name, font: Self.font, measurer: measurer))
    }
  }

  var height: Double { Self.gap + Double(names.count) * Self.laneHeight }

  /// Left of the lanes.
  var nameWidth: Double { (names.map(\.text.size.width).max() ?? 0) + 6 }

  var legend: [LegendEntry] {
    let verdicts = Set(result.windows.compactMap(\.costs.verdict))
    var entries: [LegendEntry] = []
    if verdicts.contains(.better) {
      entries.append(LegendEntry("cheapest in the window", swatch: .gray(0.35)))
    }
    if verdicts.contains(.level) {
      entries.append(
        LegendEntry(
          "cheapest, but level (within 5 %)",
          line: Stroke(.gray(0.35), width: Self.levelShare * Self.barHeight)))
    }
    if result.windows.contains(where: { window in
      names.contains { window.costs[$0.architecture] == nil }
    }) {
      entries.append(
        LegendEntry(
          "contract not met, or no prefill or decode",
          swatchOutline: Stroke(.gray(0.6), width: 0.5), hatch: Self.hatch))
    }
    return entries
  }

  /// - Parameter x: seconds to points.
  func draw(on canvas: any Canvas, in strip: Rect, x: (Double) -> Double) {
    for (index, (architecture, name)) in names.enumerated() {
      let lane = Rect(
        x: strip.x, y: strip.minY + Self.gap + Double(index) * Self.laneHeight,
        width: strip.width, height: Self.laneHeight)
      let air = (Self.laneHeight - Self.barHeight) / 2
      let area = lane.inset(top: air, bottom: air)
      for (state, seconds) in stretches(of: architecture) {
        let piece = Rect(
          x: x(seconds.lowerBound), y: area.minY,
          width: x(seconds.upperBound) - x(seconds.lowerBound), height: area.height)
        draw(state, of: architecture, in: piece, on: canvas)
      }
      canvas.stroke(.rect(area), with: Stroke(.gray(0.6), width: 0.5))
      name.draw(
        on: canvas, at: Point(strip.minX - 5, lane.midY), align: TextAlignment(.end, .middle))
    }
  }

  private func draw(
    _ state: State, of architecture: Architecture, in piece: Rect, on canvas: any Canvas
  ) {
    let color = FigureStyle.color(architecture)
    let air = (1 - Self.levelShare) / 2 * piece.height
    switch state {
    case .better: canvas.fill(.rect(piece), with: color)
    case .level: canvas.fill(.rect(piece.inset(top: air, bottom: air)), with: color)
    case .infeasible: Hatch(.rect(piece), stroke: Self.hatch, spacing: 3).draw(on: canvas)
    case .neither: break
    }
  }

  /// Neighbouring windows of one state as one; those of neither left out.
  private func stretches(of architecture: Architecture) -> [(State, ClosedRange<Double>)] {
    let length = result.trace.windowLength.seconds
    var stretches: [(state: State, seconds: ClosedRange<Double>)] = []
    for window in result.windows {
      let state = state(of: architecture, in: window)
      guard state != .neither else { continue }
      let seconds = result.chartSeconds(of: window)
      if let last = stretches.last, last.state == state,
        abs(last.seconds.upperBound - seconds.lowerBound) < 1e-6 * length
      {
        stretches[stretches.count - 1].seconds = last.seconds.lowerBound...seconds.upperBound
      } else {
        stretches.append((state, seconds))
      }
    }
    return stretches
  }

  private func state(of architecture: Architecture, in window: TraceResult.Window) -> State {
    if window.costs.cheapest == architecture {
      return window.costs.verdict == .level ? .level : .better
    }
    return window.costs[architecture] == nil ? .infeasible : .neither
  }
}
